"""Opening what came in: at triage with the inbound secret, later with S. Used by actions; records nothing itself."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from dingxin.accounts.identity import Current
from dingxin.casework import keys, sealed
from dingxin.casework.models import Addition, Submission
from dingxin.mailbox import outbound, texts
from dingxin.mailbox.models import Envelope, File, Message, Signal
from dingxin.sealing import envelope, files
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.primitives import sha256
from dingxin.sealing.statements import ComplainantWord
from dingxin.vault import keyring
from dingxin.vault.models import Inbound
from dingxin.vault.refusals import KeyGone, NotAHolder
from dingxin.web.downloads import plain_name

TITLE = 60
"""Characters of the summary that lists show."""


@dataclass(frozen=True, repr=False)
class Secrets:
    """S, a and (level open) b of a submission; ``fresh``: they came from the head and are not wrapped yet."""

    S: bytes
    a: bytes
    b: bytes | None
    level: str
    fresh: bool


@dataclass(frozen=True)
class OpenedFile:
    """A file as its manifest names it. ``complete``: all parts are here. ``by_identity``: held under the identity key,
    so nothing of it shows, and it opens only with both keys."""

    id: UUID
    name: str
    media_type: str
    size: int
    complete: bool
    by_identity: bool = False


@dataclass(frozen=True)
class OpenedAddition:
    """What the person wrote later. ``kind``: addition, or the signal that carried it; ``how`` it was given.

    ``broken``: it came sealed to us, but from no page of ours. A word on a contact may have no text: its parts alone."""

    id: UUID
    kind: str
    how: str
    day: date
    text: str = field(repr=False)
    files: tuple[OpenedFile, ...] = ()
    broken: bool = False

    @property
    def said(self) -> bool:
        """Whether there is anything to show of it."""
        return bool(self.text or self.files or self.broken)


def secrets(current: Current, submission: Submission) -> Secrets:
    """From the wraps, or at triage from the head. Raises NotAHolder, KeyGone (shredded at term), SealBroken."""
    found = keyring.unwrap_many(current, "S", [submission.pk])
    if submission.pk in found:
        return Secrets(found[submission.pk], keyring.unwrap(current, "a", submission.pk), None, submission.level, False)
    if keys.wrapped("S", submission.pk) is not None:
        keyring.unwrap(current, "S", submission.pk)  # raises, saying why
    row = Envelope.objects.filter(thread_id=submission.pk).first()
    if row is None or row.head is None:
        raise KeyGone
    inbound = keyring.inbound_of(submission.vault_id, row.inbound_epoch)
    head = envelope.open_head(
        keyring.inbound_secret(current, inbound), bytes(row.head),
        submission=submission.pk.hex, vault=submission.vault_id.hex,
    )  # fmt: skip
    return Secrets(head.S, head.a, head.b, head.level, True)


def words(submission: Submission, S: bytes) -> dict[str, Any]:
    """What was written, as the sealing page or staff put it together."""
    row = Envelope.objects.get(thread_id=submission.pk)
    found = json.loads(envelope.open_words(S, submission.pk.hex, bytes(row.words)))
    if not isinstance(found, dict) or found.get("v") != 1:
        raise SealBroken("words of another version")
    return found


def title_of(said: dict[str, Any]) -> str:
    """One line for lists, from what was said first."""
    text = " ".join(str(said.get("what", "")).split())
    return text if len(text) <= TITLE else text[: TITLE - 1] + "…"


def file_list(submission: Submission, S: bytes, only: "frozenset[UUID] | None" = None) -> list[OpenedFile]:
    """The files of a submission. Those under the identity key are named by nothing but their size in parts."""
    rows = File.objects.filter(thread_id=submission.pk).order_by("day", "pk")
    return [_file(row, S) for row in rows if only is None or row.pk in only]


def _file(row: File, S: bytes) -> OpenedFile:
    complete = row.of is not None and row.parts >= row.of
    if row.held_by_identity or row.manifest is None:
        return OpenedFile(row.pk, "", "", (row.of or 0) * files.PART, complete, row.held_by_identity)
    try:
        manifest = files.open_manifest(S, row.pk.hex, bytes(row.manifest))
    except SealBroken:  # came with a message, under that message's own secret: shown there
        return OpenedFile(row.pk, "", "", (row.of or 0) * files.PART, complete)
    return OpenedFile(row.pk, plain_name(manifest.name), manifest.media_type, manifest.size, complete)


def parts_of(file: File) -> Iterator[bytes]:
    """The sealed parts in order, one at a time, so that memory holds two."""
    for number in range(file.of or 0):
        yield bytes(file.pieces.values_list("body", flat=True).get(number=number))


def take_in_additions(current: Current, submission: Submission, S: bytes) -> int:
    """Seal again under S what the person wrote later, inside the caller's ``writing()``; how many pieces.

    What is taken in is no longer kept sealed to the inbound identity, which somebody recused later still opens. What
    came under an inbound identity that is destroyed, or that this member does not hold, is left (``unread``).
    """
    known = set(submission.additions.values_list("pk", flat=True))
    made = []
    messages = Message.objects.filter(thread_id=submission.pk, direction="in", deleted=False).exclude(pk__in=known)
    for message in messages.exclude(body=None):
        made.append(_addition(current, submission, S, message, "addition", ""))
    signals = Signal.objects.filter(thread_id=submission.pk).exclude(body=None).exclude(pk__in=known)
    for signal in signals:
        made.append(_addition(current, submission, S, signal, signal.kind, signal.how))
    taken = [row for row in made if row is not None]
    Addition.objects.bulk_create(taken, ignore_conflicts=True)
    outbound.drop_bodies(row.pk for row in taken)
    return len(taken)


def unread(submission: Submission) -> int:
    """How many later texts nobody could take in yet."""
    known = list(submission.additions.values_list("pk", flat=True))
    messages = Message.objects.filter(thread_id=submission.pk, direction="in", deleted=False)
    signals = Signal.objects.filter(thread_id=submission.pk)
    return sum(rows.exclude(body=None).exclude(pk__in=known).count() for rows in (messages, signals))


def _addition(
    current: Current, submission: Submission, S: bytes, row: Message | Signal, kind: str, how: str
) -> Addition | None:
    try:
        inbound = keyring.inbound_of(row.inbound_vault or submission.vault_id, row.inbound_epoch or 0)
        secret = keyring.inbound_secret(current, inbound)
    except (Inbound.DoesNotExist, KeyGone, NotAHolder):
        return None
    try:
        said = texts.read_from_person(secret, bytes(row.body or b""), submission.pk)
        value: dict[str, Any] = {"text": said.text}
        if said.files:
            value |= {"files": [file.hex for file in said.files], "S": said.S.hex()}
        if said.parts and isinstance(row, Signal) and _signed_for(row):
            value["parts"] = said.parts
    except SealBroken:
        value = {"broken": True}  # sealed to us, but not by a page of ours: shown as such, never silently dropped
    body = sealed.seal_json(S, value, label=sealed.ADDITION, object_id=row.pk, field="body")
    return Addition(id=row.pk, submission=submission, kind=kind, how=how, day=row.day, body=body)


def _signed_for(signal: Signal) -> bool:
    """Whether this is the body that the word was signed with: another one could carry another answer."""
    hashed = ComplainantWord.parse(bytes(signal.statement)).word.partition(" ")[2]
    return hashed == sha256(bytes(signal.body or b"")).hex()


def additions(submission: Submission, S: bytes) -> list[OpenedAddition]:
    """What the person wrote later, oldest first."""
    found = []
    for row in submission.additions.order_by("day", "pk"):
        said = sealed.opened_json(S, row.body, label=sealed.ADDITION, object_id=row.pk, field="body")
        named = frozenset(UUID(hex=file) for file in said.get("files", ()))
        inside = file_list(submission, bytes.fromhex(said["S"]), named) if named else []
        found.append(OpenedAddition(row.pk, row.kind, row.how, row.day, said.get("text", ""), tuple(inside), "text" not in said))
    return found


def file_secret(submission: Submission, S: bytes, file: File) -> bytes:
    """The secret a file is sealed under: S, or that of the message it came with."""
    for row in submission.additions.all():
        said = sealed.opened_json(S, row.body, label=sealed.ADDITION, object_id=row.pk, field="body")
        if file.pk.hex in said.get("files", ()):
            return bytes.fromhex(said["S"])
    return S
