"""What comes by the offline doors: written down by staff, sealed at once, and gone for them. Needs no key of theirs."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from dingxin.accounts.identity import Current
from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.casework import arrivals
from dingxin.casework import recording as rules
from dingxin.casework.importing import ImportedRow, filing_of
from dingxin.casework.models import ArrivalNote, Submission
from dingxin.casework.recording import Original, Recorded, Said
from dingxin.casework.remedy_rules import past
from dingxin.mailbox.actions import Filing, accept
from dingxin.mailbox.models import PrintedReceipt, Thread
from dingxin.organisation.models import Stationing, Team
from dingxin.organisation.queries import role_in
from dingxin.rules.codes import TEAM_ROLES
from dingxin.vault.models import Vault


def record_submission(
    *, current: Current, stationing: Stationing, channel: str, said: Said, received_on: date, persons: int = 1,
    batch: int = 0, receipt: bool = True, about_team: bool = False, thread: UUID | None = None,
    originals: Sequence[Original] = (), card: PrintedReceipt | None = None,
    beside: Callable[[], None] = lambda: None, danger: bool = False,
) -> Recorded:
    """Seal and file what somebody said or wrote; after this the clerk cannot see it again.

    ``persons``: 人次; ``batch``: 1 for a visit or joint letter (批次). ``receipt`` False: the person declined one. With
    one, the digits are dictated, so they count as known to staff until the person takes new ones. Also after intake
    closed: who comes is heard. Steps: the mailbox's own action with the note of the arrival, then the number; each
    stands by itself, and what broke off between is finished by the tick. ``about_team``: asked before anything is written; yes
    seals it straight to the superior body, and nobody here can open it. ``thread``: the id that the form brought, so that
    sending it twice files it once (then Refused "filed"). ``originals``: scans, pictures, recordings, sealed with it.
    ``card``: a receipt printed ahead; nobody here knows its digits. ``beside``: what the door keeps beside it, written in
    the transaction that stores it. ``danger``: to life, or to a child: it stands first in the queue until somebody has
    read it. Raises Refused, the mailbox's Refused; Http404 for strangers to the team.
    """
    role = role_in(current.member, stationing.team_id)
    if role is None:
        raise Http404
    if role not in TEAM_ROLES:
        raise PermissionDenied
    rules.check_batch(channel, persons, batch)
    day = past(received_on)
    rules.check_new(thread)
    filing, digits = rules.sealed_filing(
        rules.receiver(stationing.team, about_team), said, channel=channel, stationing=stationing.pk, receipt=receipt,
        thread=thread, originals=originals, card=card,
    )
    promise = _filed(
        filing, current.actor,
        rules.note_of(filing.thread, received_on=day, persons=persons, batch=batch, danger=danger), beside,
    )
    row = _registered(filing.thread, current.actor, "submission.registered", {})
    return Recorded(row.pk, row.channel, row.year, row.number, digits, promise)


def take_in(
    *, actor: str, team: Team, stationing: UUID | None, channel: str, said: Said, received_on: date, thread: UUID,
    persons: int = 1, batch: int = 0, originals: Sequence[Original] = (),
) -> Submission:
    """What reaches the server by itself (a mail, another system): sealed as it is read, without a receipt. Keyless.

    ``thread``: its own id, the same at each attempt; what is held already is given back and changes nothing. Raises
    Refused, the mailbox's Refused.
    """
    rules.check_batch(channel, persons, batch)
    if not Thread.objects.filter(pk=thread).exists():
        filing, _digits = rules.sealed_filing(
            team, said, channel=channel, stationing=stationing, receipt=False, thread=thread, originals=originals
        )
        _filed(filing, actor, rules.note_of(thread, received_on=past(received_on), persons=persons, batch=batch))
    return _registered(thread, actor, "submission.registered", {})


def take_sealed(*, actor: str, filing: Filing, received_on: date, persons: int = 1, batch: int = 0) -> Submission:
    """What another body sealed to this team (sealing.package): filed as it is, without a receipt. Keyless.

    What is held already under its id is given back and changes nothing. Raises Refused, the mailbox's Refused.
    """
    rules.check_batch(filing.channel, persons, batch)
    if not Thread.objects.filter(pk=filing.thread).exists():
        _filed(filing, actor, rules.note_of(filing.thread, received_on=past(received_on), persons=persons, batch=batch))
    return _registered(filing.thread, actor, "submission.registered", {})


def record_sealed(
    *, current: Current, stationing: Stationing, filing: Filing, received_on: date, persons: int, batch: int,
    beside: Callable[[], None], facts: Mapping[str, str | int | None],
) -> Submission:
    """Take in what a device of the team's own sealed where it was said, once, as ``record_submission`` takes in words.

    ``beside``: what the door keeps with it, in the same transaction; ``facts``: ids and codes for the audit entry, such
    as who made it where another sends it. Sent again it changes nothing. Raises the mailbox's Refused, Refused for a day
    to come; Http404 for strangers to the team.
    """
    role = role_in(current.member, stationing.team_id)
    if role is None:
        raise Http404
    if role not in TEAM_ROLES:
        raise PermissionDenied
    rules.check_batch(filing.channel, persons, batch)
    note = rules.note_of(filing.thread, received_on=past(received_on), persons=persons, batch=batch)

    def keep() -> None:
        note.save()
        beside()

    accept(filing=filing, actor=current.actor, beside=keep, facts=facts)
    return registered(current=current, thread=filing.thread)


def registered(*, current: Current, thread: UUID) -> Submission:
    """The submission of a thread that was just taken in, with its number: given now, unless the tick was faster."""
    return _registered(thread, current.actor, "submission.registered", {})


def import_row(*, actor: str, vault: Vault, row: ImportedRow, import_id: str = "") -> UUID:
    """Take one row of an old register in, sealed as it is read; the submission's id. Keyless.

    Its words, its reply and its names are sealed to the team's inbound; its dates and codes become facts. A row that
    was finished then is *historic*: in the register and in history, in no queue. Raises Refused for a row that is
    impossible; the caller lists it with its line. A row that is held already (``row.thread``) changes nothing.
    """
    if row.thread is not None and Thread.objects.filter(pk=row.thread).exists():
        return _registered(row.thread, actor, "submission.imported", {"import": import_id or None}).pk
    filing, note = filing_of(vault, row)
    _filed(filing, actor, note)
    made = _registered(filing.thread, actor, "submission.imported", {"import": import_id or None})
    return made.pk


def _filed(filing: Filing, actor: str, note: ArrivalNote, beside: Callable[[], None] = lambda: None) -> Any:
    def both() -> None:
        note.save()
        beside()

    return accept(filing=filing, actor=actor, beside=both)


def _registered(thread: UUID, actor: str, kind: str, facts: dict[str, str | int | None]) -> Submission:
    with writing():
        if Thread.objects.filter(pk=thread, registered=True).exists():
            return Submission.objects.get(pk=thread)  # the tick was faster
        row = arrivals.register_within(thread)
        assert row is not None
        audit.record(
            kind, actor=actor, object=f"submission:{row.pk}", scope=str(row.team_id),
            facts={"channel": row.channel, "year": row.year, "number": row.number, **facts},
        )
    return row
