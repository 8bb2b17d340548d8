"""Sealing on this server what staff wrote down while listening, in memory, to the team's verified statement."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from dingxin.casework.models import ArrivalNote
from dingxin.casework.refused import Refused
from dingxin.casework.sending_up import superior_vault
from dingxin.ledger import outbox
from dingxin.mailbox.actions import Filing, NewFile
from dingxin.mailbox.models import PrintedReceipt, Thread
from dingxin.mailbox.texts import canonical_json
from dingxin.organisation.models import Team
from dingxin.rules.codes import Channel, LedgerKind, Level, ReceiptShows, SealedWhere
from dingxin.rules.ids import new_id
from dingxin.sealing.envelope import IDENTITY_MAX, SubmissionSecrets, seal_submission
from dingxin.sealing.files import part_count, seal_manifest, seal_parts
from dingxin.sealing.keys import Cost
from dingxin.sealing.receipts import ComplainantKeys, complainant_keys, derive_receipt, new_cs, new_digits, seal_cs
from dingxin.sealing.release import identity_file_secret
from dingxin.sealing.statements import RecipientStatement
from dingxin.tlog.leaf import complainant_subject
from dingxin.vault.readiness import current_statement

_derivations = threading.BoundedSemaphore(2)  # 64 MiB each (3-sealing, The receipt)


@dataclass(frozen=True)
class Said:
    """What a person said, as staff heard it. ``words``: keys of docs/formats/portal-json.md (what, about, when, …), all text.

    ``name``, ``phone``, ``other``: sealed apart behind two keys, or to the team at level open; empty when anonymous.
    """

    words: dict[str, Any] = field(repr=False)
    level: str = Level.CONFIDENTIAL
    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    other: str = field(default="", repr=False)
    shows: str = ReceiptShows.ANSWERS


@dataclass(frozen=True, repr=False)
class Original:
    """A scan, a picture, a recording that came with it, in memory. ``carries_person``: it shows who they are (handwriting,
    a voice, a face), so it is sealed under both keys like the name; the team works on what was written down from it."""

    name: str
    media_type: str
    content: bytes
    carries_person: bool = True


@dataclass(frozen=True)
class Recorded:
    """``digits``: 18, to be dictated once and kept by nobody; None where the person declined a receipt.
    ``promise``: what proves the filing (ledger)."""

    id: UUID
    channel: str
    year: int
    number: int
    digits: str | None = field(repr=False)
    promise: outbox.Promised


def statement_of(team: Team) -> RecipientStatement:
    """The team's signed statement, checked down to the pinned keyset.

    Refused when nothing valid is there: nothing is taken down rather than sealed to somebody unknown.
    """
    found = current_statement(team)
    if found is None:
        raise Refused("not-ready", _("The team's statement is not signed or has run out. Nothing was stored."))
    return found


def receiver(team: Team, about_team: bool) -> Team:
    """Who takes it: the team, or the superior body's where it is about the team itself."""
    if not about_team:
        return team
    above = superior_vault(team.body, team.vault.pk).team
    assert above is not None
    return above


def sealed_filing(
    team: Team, said: Said, *, channel: str, stationing: UUID | None, receipt: bool, thread: UUID | None = None,
    originals: Sequence[Original] = (), card: PrintedReceipt | None = None,
) -> tuple[Filing, str | None]:
    """(the filing, the receipt's digits or None). Slow when a receipt is made: never inside a transaction.

    ``thread``: its id where it must come out the same again (a register's row); else a new one. ``card``: a receipt
    printed ahead, whose digits nobody here knows; then none is made. ``originals``: at most 20 and, together, what a
    thread may hold.
    """
    statement = statement_of(team)
    identity = _identity(said)
    thread = thread or new_id()
    envelope = seal_submission(
        submission_id=thread.hex, vault=statement.vault, epoch=statement.epoch, inbound=statement.inbound,
        custodians=statement.custodians, words=canonical_json({"v": 1, "level": said.level, **said.words}),
        identity=identity, level=said.level,
    )
    facts: dict[str, Any] = {}
    made = new_receipt() if receipt and card is None else None
    key = made.keys.verify if made else b""
    if card is not None:
        key = bytes(card.verify_key)
        facts = {"answer_recipient": card.recipient, "verify_key": key, "printed": card.pk}
    if made is not None:
        facts = {
            "answer_recipient": made.keys.age.recipient, "verify_key": made.keys.verify, "lookup": made.lookup,
            "W": made.W, "known_to_staff": True,
        }
    filing = Filing(
        thread=thread, vault=UUID(hex=statement.vault), epoch=statement.epoch, stationing=stationing, channel=channel,
        sealed_by=SealedWhere.SERVER, head=envelope.head, words=envelope.words, identity=envelope.identity,
        share_b=envelope.share_b, shows=said.shows,
        files=tuple(_sealed_file(envelope.secrets, thread, original) for original in originals),
        entry=outbox.new_entry(LedgerKind.RECEIVED, complainant_subject(key)), **facts,
    )
    return filing, made.digits if made else None


def _sealed_file(secrets: SubmissionSecrets, thread: UUID, original: Original) -> NewFile:
    secret = identity_file_secret(secrets.a, secrets.b, thread.hex) if original.carries_person else secrets.S
    file = new_id()
    sealing = seal_parts(secret, file.hex, BytesIO(original.content), name=original.name, media_type=original.media_type)
    parts = []
    while True:
        try:
            parts.append(next(sealing)[1])
        except StopIteration as ended:
            return NewFile(
                id=file, of=part_count(len(original.content)), manifest=seal_manifest(secret, file.hex, ended.value),
                parts=tuple(parts), held_by_identity=original.carries_person,
            )


def _identity(said: Said) -> bytes | None:
    known = said.level in set(Level) and said.shows in set(ReceiptShows)
    if not known or not str(said.words.get("what", "")).strip():
        raise Refused("empty", _("Write down what it is about, and how the name is to be held."))
    if said.level == Level.ANONYMOUS:
        if said.name or said.phone or said.other:
            raise Refused("anonymous", _("Who stays anonymous has no name here. Leave it out, or change the level."))
        return None
    found = canonical_json({"v": 1, "name": said.name, "phone": said.phone, "other": said.other})
    if len(found) > IDENTITY_MAX:
        raise Refused("too-long", _("Name and contact are too long."))
    return found


@dataclass(frozen=True)
class NewReceipt:
    """A way back that was just made: ``digits`` to be dictated once, and what is stored instead of them."""

    digits: str = field(repr=False)
    lookup: bytes = field(repr=False)
    W: bytes = field(repr=False)
    keys: ComplainantKeys = field(repr=False)


def new_receipt() -> NewReceipt:
    """New digits with a new secret behind them. Slow: never inside a transaction."""
    digits, cs = new_digits(), new_cs()
    lookup, wrap = _derived(digits)
    return NewReceipt(digits, lookup, seal_cs(wrap, cs), complainant_keys(cs))


def _derived(digits: str) -> tuple[bytes, bytes]:
    if settings.SITE_KEYS is None:
        raise RuntimeError("no site keys: no receipt can be made")
    passes, memory = settings.RECEIPT_KDF_COST
    with _derivations:
        found = derive_receipt(digits, settings.SITE_KEYS.receipt_salt, Cost(memory // 1024, passes))
    return found.lookup, found.wrap


def check_batch(channel: str, persons: int, batch: int) -> None:
    """Refused for numbers of people that cannot be."""
    if channel not in set(Channel) - {Channel.WEB} or persons < 1 or batch not in (0, 1):
        raise Refused("persons", _("At least one person said it."))


def check_new(thread: UUID | None) -> None:
    """Refused where this very form was filed before: its digits were shown then, and are kept by nobody."""
    if thread is not None and Thread.objects.filter(pk=thread).exists():
        raise Refused("filed", _("This form is filed already. Nothing was filed twice."))


def note_of(thread: UUID, **facts: Any) -> ArrivalNote:
    """What is kept beside the thread until it is registered; not saved."""
    return ArrivalNote(pk=thread, **facts)
