"""Opening what a custodian released: the name once; a way to reach somebody and files until it ends; new digits."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.casework import envelopes, log, name_doors, names, recording
from dingxin.casework.envelopes import OpenedFile
from dingxin.casework.models import NameRequest
from dingxin.casework.refused import Refused
from dingxin.casework.whose import access, audit_object, team_of
from dingxin.mailbox import outbound
from dingxin.mailbox.models import File
from dingxin.rules.codes import LedgerKind, RequestState, RequestUse
from dingxin.sealing import files
from dingxin.sealing.files import FileManifest
from dingxin.sealing.release import DECISION, identity_file_secret, open_note
from dingxin.web.downloads import plain_name


@dataclass(frozen=True)
class OpenedName:
    """``identity``: name, phone, other; None when none was given after all. ``over``: the release is gone with this."""

    request: NameRequest
    identity: dict[str, Any] | None = field(repr=False)
    over: bool


def open_name(*, current: Current, request: NameRequest) -> OpenedName:
    """Who it is, by both keys, for the officer it was released to; the release goes in the same transaction.

    A way to reach somebody stays until ``end_release`` or its last day, and so does a name that new digits are for,
    until they are given. Each opening is an audit entry, the first of a release a line in the public log. Two at once:
    the second finds it over. Raises Refused, NotTrusted, NotAHolder, Http404, PermissionDenied.
    """
    with writing():
        row = _own(current, request.pk)
        if row.use == RequestUse.FILES:
            raise Refused("files-only", _("This was released for files, not for the name."))
        a, b = names.shares(current, row)
        identity = names.identity_of(row.whose, a, b)
        _opened(current, row)
        over = row.use == RequestUse.NAME
        if over:
            names.end_within(row, RequestState.USED)
    return OpenedName(row, identity, over)


def open_identity_files(*, current: Current, request: NameRequest) -> list[OpenedFile]:
    """The names, types and sizes of the files that carry a person. Raises as ``open_name``."""
    with writing():
        row = _own(current, request.pk)
        secret = _file_secret(current, row)
        held = File.objects.filter(thread_id=row.whose.pk, held_by_identity=True).order_by("day", "pk")
        found = [_named(file, secret) for file in held]
        _opened(current, row)
    return found


def open_identity_file(
    *, current: Current, request: NameRequest, file_id: UUID
) -> tuple[FileManifest, Iterator[bytes]]:
    """One of these files, as ``open_file`` gives one: on SealBroken, also at the end, what came must be thrown away."""
    with writing():
        row = _own(current, request.pk)
        secret = _file_secret(current, row)
        file = File.objects.filter(pk=file_id, thread_id=row.whose.pk, held_by_identity=True).first()
        if file is None:
            raise Http404
        if file.manifest is None or file.parts < (file.of or 1):
            raise Refused("incomplete", _("Not all of this file has arrived. The sender can go on sending it."))
        manifest = files.open_manifest(secret, file.pk.hex, bytes(file.manifest))
        _opened(current, row, file=file.pk)
    return manifest, files.open_parts(secret, file.pk.hex, manifest, envelopes.parts_of(file))


def read_decision(*, current: Current, request: NameRequest) -> str:
    """What the custodian wrote to whoever asked; empty where nothing was written. Raises Locked, SealBroken."""
    with writing():
        row = _own(current, request.pk)
        text = open_note(current.keys().secret, bytes(row.decision), DECISION, row.pk.hex) if row.decision else ""
        _record("name.decision_read", current, row)
    return text


def end_release(*, current: Current, request: NameRequest) -> NameRequest:
    """End a release before its day, by the officer it was made for: the contact is done, the files are seen.

    Inside another action's ``writing()`` use ``names.end_within(row, names.ended_state(row))`` and record it there.
    """
    with writing():
        row = _own(current, request.pk)
        if row.state != RequestState.APPROVED:
            raise Refused("over", _("This was used, ended, or never approved. Ask again if the name is still needed."))
        names.end_within(row, names.ended_state(row))
        _record("name.release_ended", current, row, opened=row.opened)
    return row


def give_new_digits(*, current: Current, request: NameRequest) -> str:
    """New digits for a named person who lost theirs, shown once to be dictated; the old ones die.

    Only after the name was opened under this request, so that the person was asked who they are. There is a new secret
    behind the new digits: answers that were sealed to the old one can be read by nobody any more and are destroyed.
    The new ones are known to staff until the person changes them.
    """
    name_doors.access_own(current, request.pk)
    made = recording.new_receipt()  # slow, so outside the transaction
    with writing():
        row = _own(current, request.pk)
        if row.use != RequestUse.NEW_DIGITS or row.state != RequestState.APPROVED:
            raise Refused("over", _("This was used, ended, or never approved. Ask again if the name is still needed."))
        if not row.opened:
            raise Refused("unchecked", _("Open the name first and ask the person who they are: digits go to nobody else."))
        names.shares(current, row)  # still certified, still in time
        outbound.replace_receipt(
            row.whose.pk, lookup=made.lookup, W=made.W, answer_recipient=made.keys.age.recipient,
            verify_key=made.keys.verify,
        )
        names.end_within(row, RequestState.USED)
        audit.record(
            "receipt.replaced", actor=current.actor, object=audit_object(row.whose),
            scope=str(team_of(row.whose).pk), facts={"request": str(row.pk)},
        )
    return made.digits


def _own(current: Current, id: UUID) -> NameRequest:
    """One's own request, with what it is about and the request locked in this order, as asking locks them."""
    row = name_doors.access_own(current, id)
    access(current, row.whose, lock=True)
    return name_doors.access_own(current, id, lock=True)


def _file_secret(current: Current, row: NameRequest) -> bytes:
    if row.use != RequestUse.FILES:
        raise Refused("name-only", _("This was released for the name, not for files."))
    a, b = names.shares(current, row)
    return identity_file_secret(a, b, row.whose.pk.hex)


def _named(file: File, secret: bytes) -> OpenedFile:
    complete = file.of is not None and file.parts >= file.of
    if file.manifest is None:
        return OpenedFile(file.pk, "", "", (file.of or 0) * files.PART, complete, True)
    said = files.open_manifest(secret, file.pk.hex, bytes(file.manifest))
    return OpenedFile(file.pk, plain_name(said.name), said.media_type, said.size, complete, True)


def _opened(current: Current, row: NameRequest, file: UUID | None = None) -> None:
    if not row.opened:
        log.of_submission(row.whose.pk, LedgerKind.IDENTITY_OPENED)  # a person spoken to has no receipt: counted all the same
    row.opened += 1
    row.save(update_fields=["opened"])
    _record("submission.identity_opened", current, row, file=str(file) if file else None)


def _record(kind: str, current: Current, row: NameRequest, **more: str | int | None) -> None:
    level = row.submission.level if row.submission is not None else None
    audit.record(
        kind, actor=current.actor, object=audit_object(row.whose), scope=str(team_of(row.whose).pk),
        facts={"request": str(row.pk), "use": row.use, "level": level, **more},
    )
