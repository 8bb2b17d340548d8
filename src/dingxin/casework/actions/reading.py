"""Opening and coding a submission. Every opening is an audit entry."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.casework import codes as codes_room
from dingxin.casework import contacts, doors, envelopes, keys, sealed, standing, terms, visible, walking
from dingxin.casework.codes import Codes
from dingxin.casework.envelopes import OpenedAddition, OpenedFile
from dingxin.casework.models import Matter, Submission
from dingxin.casework.refused import Refused
from dingxin.mailbox import outbound
from dingxin.mailbox.models import Envelope, File, Thread
from dingxin.rules.codes import ClockCode, Level, Named, SubmissionState
from dingxin.rules.small_moves import ON_REGISTERED
from dingxin.sealing import envelope, files
from dingxin.sealing.files import FileManifest
from dingxin.sealing.release import identity_file_secret
from dingxin.vault import keyring


@dataclass(frozen=True)
class OpenedSubmission:
    """``words``: canonical JSON of docs/formats/portal-json.md (v, language, about_team, what, about, when, ongoing,
    amount, people, contact, shows, level). ``receipt``: answers, state or "" (none). ``title``: what lists show.
    ``unread``: later texts that could not be opened: their inbound identity is destroyed or not held by this member."""

    submission: Submission
    words: dict[str, Any] = field(repr=False)
    level: str
    title: str = field(repr=False)
    files: list[OpenedFile]
    additions: list[OpenedAddition]
    receipt: str
    unread: int = 0


def open_submission(*, current: Current, submission: Submission) -> OpenedSubmission:
    """Open the words. The first opening (triage) wraps S and a, and b at level open, under exactly one compartment.

    That one leaves out whoever is recused from the unit. Raises NotAHolder, KeyGone; SealBroken when the envelope is
    not what it claims to be. Concurrency: two first openings meet at the submission's row; the second finds the wraps.
    """
    with writing():
        row = doors.access_submission(current, submission.pk, lock=True)
        found = envelopes.secrets(current, row)
        words = envelopes.words(row, found.S)
        if found.fresh:
            _triage(current, row, found, words)
        envelopes.take_in_additions(current, row, found.S)
        contacts.read_answers(row, found.S)
        if row.about_team:
            terms.start(row, ClockCode.SEND_UP, row.received_on)
        row.news = False
        row.save(update_fields=["level", "contactable", "about_team", "summary", "news"])
        audit.record(
            "submission.opened", actor=current.actor, object=f"submission:{row.pk}", scope=str(row.team_id),
            facts={"first": int(found.fresh), "number": row.number},
        )
    return OpenedSubmission(
        submission=row, words=words, level=row.level, title=envelopes.title_of(words),
        files=envelopes.file_list(row, found.S), additions=envelopes.additions(row, found.S), receipt=_receipt(row),
        unread=envelopes.unread(row),
    )


def _triage(current: Current, row: Submission, found: envelopes.Secrets, words: dict[str, Any]) -> None:
    place = keys.compartment_without(current, row.vault_id, keys.kept_from_submission(row))
    for purpose, secret in (("S", found.S), ("a", found.a), ("b", found.b)):
        if secret is not None:
            keyring.wrap(purpose, row.pk, secret, current=current, compartment=place)
    outbound.drop_head(row.pk)  # sealed to an identity that more people open than those who may read this
    row.level = found.level
    row.contactable = bool(words.get("contact"))
    row.about_team = words.get("about_team") == "yes"
    title = envelopes.title_of(words)
    row.summary = sealed.seal(found.S, title, label=sealed.SUBMISSION, object_id=row.pk, field="summary")


def _receipt(row: Submission) -> str:
    thread = Thread.objects.filter(pk=row.pk).first()
    return thread.shows if thread and thread.answer_recipient else ""


def open_file(*, current: Current, submission: Submission, file_id: UUID) -> tuple[FileManifest, Iterator[bytes]]:
    """The manifest and the decrypted parts, streamed; on SealBroken, also at the end, what came must be thrown away.

    Raises Http404 for a file of another submission, Refused for one under the identity key or not all here.
    """
    with writing():
        row = doors.access_submission(current, submission.pk)
        file = File.objects.filter(pk=file_id, thread_id=row.pk).first()
        if file is None:
            raise Http404
        if file.held_by_identity and row.level != Level.OPEN:
            raise Refused("identity-file", _("This file carries a person and opens only with both keys."))
        if file.manifest is None or file.parts < (file.of or 1):
            raise Refused("incomplete", _("Not all of this file has arrived. The sender can go on sending it."))
        secret = _file_secret(current, row, file)
        manifest = files.open_manifest(secret, file.pk.hex, bytes(file.manifest))
        audit.record(
            "submission.opened", actor=current.actor, object=f"submission:{row.pk}", scope=str(row.team_id),
            facts={"file": str(file.pk)},
        )
    return manifest, files.open_parts(secret, file.pk.hex, manifest, envelopes.parts_of(file))


def _file_secret(current: Current, row: Submission, file: File) -> bytes:
    if file.held_by_identity:  # open to the team: both shares are with the words
        a, b = keyring.unwrap(current, "a", row.pk), keyring.unwrap(current, "b", row.pk)
        return identity_file_secret(a, b, row.pk.hex)
    return envelopes.file_secret(row, keyring.unwrap(current, "S", row.pk), file)


def open_identity(*, current: Current, submission: Submission) -> dict[str, Any] | None:
    """Who it is, where the person chose to be open to the team; None when no name was given after all.

    Raises Refused at any other level: then it takes two keys and a reason.
    """
    with writing():
        row = doors.access_submission(current, submission.pk)
        if row.level != Level.OPEN:
            raise Refused("two-keys", _("This person's name opens only with a second key."))
        a, b = keyring.unwrap(current, "a", row.pk), keyring.unwrap(current, "b", row.pk)
        blob = Envelope.objects.get(thread_id=row.pk).identity
        identity = envelope.open_identity(a, b, row.pk.hex, bytes(blob))
        audit.record(
            "submission.identity_opened", actor=current.actor, object=f"submission:{row.pk}", scope=str(row.team_id),
            facts={"level": row.level},
        )
    found: dict[str, Any] | None = json.loads(identity) if identity is not None else None
    return found


def read_submission(
    *, current: Current, submission: Submission, codes: Codes, named: str = "", contactable: bool | None = None,
    persons: int | None = None, interference: bool | None = None,
) -> Submission:
    """Code a submission that was opened. Coding a unit moves its wraps, and those of its matters, to who may see it.

    ``named``: Named (verified or signed), empty to leave it. None leaves what was there. Terms that only such a
    nature or name has begin on the day it came. Refused when it was not opened yet, a code is in no table, or an
    officer would show it again to somebody recused.
    """
    with writing():
        row = doors.access_submission(current, submission.pk, lock=True)
        if keys.wrapped("S", row.pk) is None:
            raise Refused("unopened", _("Open it first: nothing is coded that nobody has read."))
        before = keys.kept_from_submission(row)
        moved = codes_room.put(row, codes)
        if moved:
            keys.check_reopened(current, row.team_id, before, keys.kept_from_submission(row))
        _details(row, named, contactable, persons, interference)
        first = row.state == SubmissionState.REGISTERED
        if first:
            row.state = SubmissionState.READ
            row.officer = row.officer or current.member
        row.save()
        if moved:
            keys.settle_submission(current, row, given=True)
            _move_matters(current, row)
        _clocks(row)
        if first:
            standing.show(row)
        audit.record(
            "submission.read", actor=current.actor, object=f"submission:{row.pk}", scope=str(row.team_id),
            facts={"nature": row.nature or None, "category": row.category or None,
                   "unit": str(row.unit_id) if row.unit_id else None},
        )
    return row


def _details(
    row: Submission, named: str, contactable: bool | None, persons: int | None, interference: bool | None
) -> None:
    if named and named not in set(Named):
        raise Refused("bad-code", _("One of the codes is not in its table."))
    if persons is not None and persons < 1:
        raise Refused("persons", _("At least one person said it."))
    row.named = named or row.named
    row.contactable = row.contactable if contactable is None else contactable
    row.persons = persons or row.persons
    row.interference = row.interference if interference is None else interference


def _move_matters(current: Current, row: Submission) -> None:
    live = Matter.objects.filter(links__submission=row, links__ended_on__isnull=True).select_related("unit")
    for matter in live:
        inside = Submission.objects.filter(links__matter=matter, links__ended_on__isnull=True).select_related("unit")
        if keys.settle_matter(current, matter, inside, given=True):
            walking.save(matter)


def _clocks(row: Submission) -> None:
    over = row.clocks.filter(stopped_on__isnull=False).values_list("clock", flat=True)
    for code in ON_REGISTERED:
        if code is not ClockCode.ACKNOWLEDGE and code not in set(over) and not row.historic:
            terms.start(row, code, row.received_on)


def open_summaries(*, current: Current, submissions: Sequence[Submission]) -> dict[UUID, str]:
    """The titles of one page of the inbox, opened in one go with one audit entry; at most 200.

    What was not opened yet, or the member holds no key to, is left out.
    """
    with writing():
        ids = [row.pk for row in submissions[:200]]
        rows = visible.submissions(current).filter(pk__in=ids).exclude(summary=None).only("pk", "summary")
        found = keyring.unwrap_many(current, "S", ids)
        titles = {
            row.pk: sealed.opened_or_none(
                found[row.pk], row.summary, label=sealed.SUBMISSION, object_id=row.pk, field="summary"
            )
            for row in rows if row.pk in found
        }
        audit.record("submission.titles_opened", actor=current.actor, facts={"titles": len(titles)})
    return titles
