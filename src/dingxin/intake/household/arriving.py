"""Checking what a device sealed, signed and sends later, down to the bytes, before anything is stored."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from dingxin.intake.household.models import Device
from dingxin.ledger import public as ledger
from dingxin.mailbox.actions import Filing, NewFile
from dingxin.mailbox.models import Inlet, PrintedReceipt
from dingxin.mailbox.refused import Refused, Why
from dingxin.organisation.models import Stationing
from dingxin.rules.codes import Channel, LedgerKind, SealedWhere
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.household import HouseholdManifest, file_lines, receipt_lines
from dingxin.sealing.signing import verify
from dingxin.tlog import leaf
from dingxin.tlog.leaf import complainant_subject
from dingxin.vault.models import Inbound, Statement
from dingxin.web.days import today

OLDEST = 30
"""Days: a record signed for an earlier day is counted from the day it is sent (a clock that stands, or was never set)."""
MOST_PERSONS = 99
MOST_CARDS = 200


class NotTaken(Exception):
    """Why a record stays on the device: ``unknown``, ``waiting`` or ``revoked`` device, ``signature``, ``stale``."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Sealed:
    """What the manifest is over: an envelope, the way back (or none of it) and files, as mailbox.actions.Filing has them."""

    head: bytes = field(repr=False)
    words: bytes = field(repr=False)
    identity: bytes = field(repr=False)
    share_b: bytes = field(repr=False)
    answer_recipient: str
    verify_key: bytes
    lookup: bytes = field(repr=False)
    W: bytes = field(repr=False)
    shows: str
    printed: str
    files: tuple[NewFile, ...]


def parsed(data: bytes) -> HouseholdManifest:
    """The manifest; Refused(BAD) unless it is written in the one canonical way, with ids and counts that can be."""
    try:
        found = HouseholdManifest.parse(data)
        ids = [UUID(hex=one) for one in (found.device, found.thread, found.stationing, found.vault)]
        good = [one.hex for one in ids] == [found.device, found.thread, found.stationing, found.vault]
    except (SealBroken, ValueError):
        raise Refused(Why.BAD, "manifest") from None
    if not good or found.channel != Channel.HOUSEHOLD or found.number < 1 or found.number > 2**31 - 1:
        raise Refused(Why.BAD, "manifest")
    if not 1 <= found.persons <= MOST_PERSONS:
        raise Refused(Why.BAD, "persons")
    return found


def check_signature(device: Device, manifest: bytes, signature: bytes) -> None:
    """NotTaken unless this very device signed it."""
    try:
        verify(bytes(device.verify_key), HouseholdManifest.purpose, manifest, signature)
    except SealBroken:
        raise NotTaken("signature") from None


def check_sealed(manifest: HouseholdManifest, sealed: Sealed) -> None:
    """NotTaken unless these are the bytes that were signed."""
    receipt = receipt_lines(
        answer_recipient=sealed.answer_recipient, verify_key=sealed.verify_key, lookup=sealed.lookup, W=sealed.W,
        printed=sealed.printed, shows=sealed.shows,
    )
    files = file_lines((one.id.hex, one.of, one.held_by_identity, one.manifest) for one in sealed.files)
    pairs = (
        (manifest.head, sealed.head), (manifest.words, sealed.words), (manifest.identity, sealed.identity),
        (manifest.share_b, sealed.share_b), (manifest.receipt, receipt), (manifest.files, files),
    )
    if any(sha256(data).digest() != signed for signed, data in pairs):
        raise NotTaken("signature")


def stationing_of(device: Device, manifest: HouseholdManifest) -> Stationing:
    """The stationing it was recorded for, of the device's own team."""
    found = Stationing.objects.select_related("team__body__parent").filter(
        pk=UUID(hex=manifest.stationing), team_id=device.team_id,
    ).first()
    if found is None:
        raise Refused(Why.BAD, "stationing")
    return found


def check_statement(manifest: HouseholdManifest) -> None:
    """NotTaken("stale") unless it was sealed to a statement that this stationing published, whose key still opens.

    A statement that ran out, or was followed by another, since the device was last in the network still counts: its
    private half is kept for thirty days. After that nobody could open the record.
    """
    vault = UUID(hex=manifest.vault)
    known = Inlet.objects.filter(stationing_id=UUID(hex=manifest.stationing), vault_id=vault, epoch=manifest.epoch)
    if not known.exists():
        raise NotTaken("stale")
    statements = Statement.objects.filter(vault_id=vault).values_list("statement", flat=True)
    if not any(sha256(bytes(one)).digest() == manifest.statement for one in statements):
        raise NotTaken("stale")
    if Inbound.objects.filter(vault_id=vault, epoch=manifest.epoch, state="destroyed").exists():
        raise NotTaken("stale")


def received_on(device: Device, manifest: HouseholdManifest) -> date:
    """The signed day where it can be right, else today: a clock may be wrong, and a person's terms hang on the day."""
    day = today()
    earliest = max(device.day, day - timedelta(days=OLDEST))
    return manifest.sealed_on if earliest <= manifest.sealed_on <= day else day


def filing_of(manifest: HouseholdManifest, sealed: Sealed) -> Filing:
    """For the mailbox. The log's entry is made here from the device's salts: the month it counts in is that of sending."""
    kind = str(LedgerKind.RECEIVED)
    scope, period = ledger.counted_under(kind, today())
    tally = leaf.tally_token(manifest.salt_tally, kind, scope, period)
    detail = leaf.Detail(kind, tally, complainant_subject(sealed.verify_key))
    return Filing(
        thread=UUID(hex=manifest.thread), vault=UUID(hex=manifest.vault), epoch=manifest.epoch,
        stationing=UUID(hex=manifest.stationing), channel=Channel.HOUSEHOLD, sealed_by=SealedWhere.BROWSER, head=sealed.head,
        words=sealed.words, identity=sealed.identity, share_b=sealed.share_b, answer_recipient=sealed.answer_recipient,
        verify_key=sealed.verify_key or None, shows=sealed.shows, known_to_staff=bool(sealed.lookup),
        lookup=sealed.lookup or None, W=sealed.W or None, printed=_printed(sealed), files=sealed.files,
        entry=ledger.Entry(
            kind, leaf.commitment(manifest.salt_detail, detail), detail.canonical(), manifest.salt_detail,
            manifest.salt_tally, scope, period,
        ),
    )


def _printed(sealed: Sealed) -> UUID | None:
    if not sealed.printed:
        return None
    try:
        return UUID(hex=sealed.printed)
    except ValueError:
        raise Refused(Why.BAD, "printed") from None


def cards(vault: UUID) -> list[PrintedReceipt]:
    """Sealed cards of this vault that nobody has been given: their public keys, to take along."""
    return list(PrintedReceipt.objects.filter(vault_id=vault, kind="card", state="printed").order_by("serial")[:MOST_CARDS])

