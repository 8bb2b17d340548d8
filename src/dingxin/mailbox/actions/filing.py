"""Taking in a sealed submission, once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError

from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.ledger import outbox
from dingxin.mailbox import bound, budget, limits
from dingxin.mailbox.actions.parts import NewFile, check_files, store_files
from dingxin.mailbox.models import CardDay, Envelope, Inlet, PrintedReceipt, Receipt, Thread
from dingxin.mailbox.refused import Refused, Why
from dingxin.mailbox.secrets import boxed, row_of
from dingxin.rules.codes import Channel, LedgerKind, ReceiptShows, SealedWhere
from dingxin.rules.ids import new_id
from dingxin.sealing.primitives import sha256
from dingxin.tlog.leaf import complainant_subject
from dingxin.web.days import today

PERSON = "person"
CARRIED = timedelta(days=30)
"""A device without a network may bring what it sealed this long after its statement ran out: the key is kept as long."""


@dataclass(frozen=True, kw_only=True)
class Filing:
    """One sealed submission as it arrives.

    ``thread``: its id everywhere, drawn where it was sealed. ``head`` … ``share_b``: sealing.envelope.Envelope.
    ``vault``, ``epoch``: the inbound identity that ``head`` is sealed to. ``lookup``, ``W``: of the receipt, both None
    when the person declined one; then there is no ``answer_recipient`` and no ``verify_key`` either. ``printed``: a
    receipt printed ahead instead of ``lookup`` and ``W`` (PrintedReceipt); its public keys are given here too.
    ``entry``: what goes into the public log (kind ``received``).
    """

    thread: UUID
    vault: UUID
    epoch: int
    stationing: UUID | None
    channel: str = Channel.WEB
    sealed_by: str = SealedWhere.BROWSER
    head: bytes = field(repr=False)
    words: bytes = field(repr=False)
    identity: bytes = field(repr=False)
    share_b: bytes = field(repr=False)
    answer_recipient: str = ""
    verify_key: bytes | None = None
    shows: str = ReceiptShows.ANSWERS
    known_to_staff: bool = False
    lookup: bytes | None = field(default=None, repr=False)
    W: bytes | None = field(default=None, repr=False)
    printed: UUID | None = None
    files: tuple[NewFile, ...] = ()
    entry: outbox.Entry = field(repr=False)


def accept(
    *, filing: Filing, actor: str = PERSON, beside: Callable[[], None] = lambda: None,
    facts: Mapping[str, str | int | None] | None = None,
) -> outbox.Promised:
    """Store a submission and promise its place in the log, or store nothing.

    ``beside``: what the caller keeps beside it, written in the same transaction. ``facts``: more for its audit entry.

    Idempotent by thread id and commitment: the same bytes again get the same promise and change nothing. Refused:
    BAD or TOO_LARGE (with the field), STALE (not sealed to a valid statement of this stationing), DIFFERS (this id is
    taken by other bytes), BUSY (the hour's budget). All checks come before the transaction.
    """
    _check(filing)
    if (earlier := _earlier(filing)) is not None:
        return earlier
    if filing.printed is not None:  # after that: sent again, its card is used already, by this very filing
        _check_printed(filing, filing.printed)
    if filing.channel == Channel.WEB:
        budget.take("filing", filing.stationing or filing.vault)
    try:
        return _store(filing, actor, beside, dict(facts or {}))
    except IntegrityError:  # the same filing in two requests at once: the other one stored it
        if (earlier := _earlier(filing)) is not None:
            return earlier
        raise Refused(Why.DIFFERS) from None


def _check(filing: Filing) -> None:
    limits.random_id(filing.thread, "thread")
    limits.exactly(filing.head, limits.HEAD, "head")
    limits.one_of(filing.words, limits.WORDS, "words")
    limits.exactly(filing.identity, limits.IDENTITY, "identity")
    limits.exactly(filing.share_b, limits.HEAD, "share_b")
    if filing.channel not in set(Channel) or filing.sealed_by not in set(SealedWhere):
        raise Refused(Why.BAD, "channel")
    if filing.shows not in set(ReceiptShows):
        raise Refused(Why.BAD, "shows")
    has_receipt = filing.lookup is not None
    if filing.printed is not None:
        if filing.lookup is not None or filing.W is not None:
            raise Refused(Why.BAD, "printed")
    elif has_receipt:
        limits.exactly(filing.lookup or b"", 32, "lookup")
        limits.exactly(filing.W or b"", limits.W, "w")
        limits.age_recipient(filing.answer_recipient, "answer_recipient")
        limits.signing_key(filing.verify_key or b"", "verify_key")
    elif filing.W or filing.answer_recipient or filing.verify_key:
        raise Refused(Why.BAD, "lookup")
    if filing.channel == Channel.WEB and not has_receipt:
        raise Refused(Why.BAD, "lookup")
    check_files(filing.files)
    _check_entry(filing)
    _check_inlet(filing)


def _check_printed(filing: Filing, printed: UUID) -> None:
    row = PrintedReceipt.objects.filter(pk=printed).first()
    if row is None:  # no such card, or it went with another filing: its row has another id then
        raise Refused(Why.DIFFERS, "printed")
    if row.vault_id not in _vaults(filing) or not bound.printed_holds(row):
        raise Refused(Why.BAD, "printed")
    if (row.recipient, bytes(row.verify_key)) != (filing.answer_recipient, filing.verify_key):
        raise Refused(Why.BAD, "printed")


def _vaults(filing: Filing) -> list[UUID]:
    """Whose printed receipts go with this filing: those of the vault it is sealed to; and where that is the one above,
    because it is about the team, those of the stationing's own team: the slip lay in the team's box."""
    here = Inlet.objects.filter(stationing_id=filing.stationing) if filing.stationing else Inlet.objects.none()
    above = here.filter(vault_id=filing.vault, about_team=True).exists()
    own = here.filter(about_team=False).values_list("vault_id", flat=True).distinct() if above else []
    return [filing.vault, *own]


def _take_printed(printed: UUID, thread: Thread) -> None:
    """Inside the transaction. Conditional update: a card goes with one filing, whoever is second is Refused(DIFFERS)."""
    row = PrintedReceipt.objects.filter(pk=printed, state="printed").first()
    changed = PrintedReceipt.objects.filter(pk=printed, state="printed").update(
        id=new_id(), state="used", lookup=None, box=None, recipient="", verify_key=b"", sheet_id=None, mark=None,
    )
    if changed != 1 or row is None or row.lookup is None or not bound.printed_holds(row):
        raise Refused(Why.DIFFERS, "printed")
    Receipt.objects.create(lookup=bytes(row.lookup), box=bytes(row.box or b""), thread=thread)


def _check_entry(filing: Filing) -> None:
    subject = complainant_subject(filing.verify_key or b"")
    try:
        detail = outbox.checked(filing.entry)
    except outbox.EntryRefused:
        raise Refused(Why.BAD, "entry") from None
    if detail.kind != LedgerKind.RECEIVED or detail.subject != subject:
        raise Refused(Why.BAD, "entry")


def _check_inlet(filing: Filing) -> None:
    carried = CARRIED if filing.channel == Channel.HOUSEHOLD else timedelta(0)
    known = Inlet.objects.filter(vault_id=filing.vault, epoch=filing.epoch, not_after__gte=today() - carried)
    if filing.channel == Channel.WEB:
        known = known.filter(stationing_id=filing.stationing)
    if not known.exists():
        raise Refused(Why.STALE)


def _earlier(filing: Filing) -> outbox.Promised | None:
    """The promise given when exactly this filing came before; None when its id is free; Refused(DIFFERS) otherwise."""
    if not Thread.objects.filter(pk=filing.thread).exists():
        return None
    thread = Thread.objects.select_related("envelope").get(pk=filing.thread)
    promise = outbox.promised(filing.entry.commitment)
    envelope = getattr(thread, "envelope", None)
    same = promise is not None and bytes(thread.verify_key or b"") == (filing.verify_key or b"")
    if envelope is not None:
        held = (envelope.head_hash, envelope.words, envelope.identity, envelope.share_b)
        same = same and tuple(map(bytes, held)) == (sha256(filing.head), filing.words, filing.identity, filing.share_b)
    if filing.lookup is not None:
        same = same and Receipt.objects.filter(thread=thread, lookup=row_of(filing.lookup)).exists()
    if promise is None or not same:
        raise Refused(Why.DIFFERS)
    return promise


def _store(
    filing: Filing, actor: str, beside: Callable[[], None], facts: dict[str, str | int | None]
) -> outbox.Promised:
    day = today()
    row = row_of(filing.lookup) if filing.lookup is not None else b""
    box = boxed(filing.W, row) if filing.W is not None else b""
    with writing():
        thread = Thread(
            id=filing.thread, vault_id=filing.vault, stationing_id=filing.stationing, channel=filing.channel, day=day,
            sealed_by=filing.sealed_by, answer_recipient=filing.answer_recipient, verify_key=filing.verify_key,
            shows=filing.shows, known_to_staff=filing.known_to_staff, holder=filing.vault,
        )
        thread.mark = bound.mark_of(thread)
        thread.save(force_insert=True)
        Envelope.objects.create(
            thread=thread, inbound_epoch=filing.epoch, head=filing.head, head_hash=sha256(filing.head), words=filing.words,
            identity=filing.identity, share_b=filing.share_b,
        )
        if row:
            Receipt.objects.create(lookup=row, box=box, thread=thread)
        elif filing.printed is not None:
            _take_printed(filing.printed, thread)
        CardDay.objects.create(thread=thread, state=thread.state, day=day)
        store_files(thread, filing.files, day)
        beside()
        entry = filing.entry
        promise = outbox.add(
            kind=entry.kind, commitment=entry.commitment, detail=entry.detail, salt_d=entry.salt_d,
            salt_t=entry.salt_t, scope=entry.scope, period=entry.period,
        )
        audit.record(
            "submission.received" if actor == PERSON else "submission.recorded", actor=actor,
            object=f"submission:{thread.pk}",
            facts={"channel": filing.channel, "sealed": filing.sealed_by, "files": len(filing.files), **facts},
        )
    return promise
