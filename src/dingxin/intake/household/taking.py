"""Taking in what a device sealed: once, with who made it and who sent it. The writing is casework's own action."""

from dataclasses import dataclass, field
from datetime import date
from functools import partial
from uuid import UUID

from dingxin.accounts.identity import Current
from dingxin.casework import actions as casework
from dingxin.casework.actions.recording import registered
from dingxin.intake.household import arriving
from dingxin.intake.household.doors import sending_device
from dingxin.intake.household.models import Device, Record
from dingxin.ledger import public as ledger
from dingxin.mailbox.refused import Refused, Why
from dingxin.sealing.household import HouseholdManifest
from dingxin.web.days import today


@dataclass(frozen=True)
class Synced:
    """``number`` None where it went to the body above, whose numbers are not ours. ``day``: counted as received then;
    ``by_device`` False where the device's day could not be right. ``scope``, ``period``: of the log entry."""

    promise: ledger.Promised
    year: int
    number: int | None
    day: date
    by_device: bool
    scope: str
    period: str


@dataclass(frozen=True)
class Sent:
    """One record as it came: the signed manifest and what it is over."""

    manifest: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    sealed: arriving.Sealed = field(repr=False)


def sync_record(*, current: Current, sent: Sent) -> Synced:
    """Take in one record of a device, once: sent again it gets the same promise and number.

    Whoever of the team sends it, it stays with the device's member. Raises NotTaken, the mailbox's Refused (DIFFERS for
    another record under the same id). Two steps that each stand alone, as every recording: the mailbox's, then the number.
    """
    manifest = arriving.parsed(sent.manifest)
    device = sending_device(current, UUID(hex=manifest.device))
    if device is None:
        raise arriving.NotTaken("unknown")
    arriving.check_signature(device, sent.manifest, sent.signature)
    earlier = Record.objects.filter(pk=UUID(hex=manifest.thread)).first()
    if earlier is None:
        if device.state != "active" or not device.member.active:
            raise arriving.NotTaken("waiting" if device.state == "waiting" else "revoked")
        arriving.check_sealed(manifest, sent.sealed)
        earlier = _taken(current, device, manifest, sent)
    elif bytes(earlier.manifest) != sent.manifest:
        raise Refused(Why.DIFFERS, "manifest")
    return _answer(current, device, manifest, earlier)


def _taken(current: Current, device: Device, manifest: HouseholdManifest, sent: Sent) -> Record:
    stationing = arriving.stationing_of(device, manifest)
    arriving.check_statement(manifest)
    filing = arriving.filing_of(manifest, sent.sealed)
    record = Record(
        thread=filing.thread, device=device, made_by=device.member, sent_by=current.member, number=manifest.number,
        sealed_on=manifest.sealed_on, sent_on=today(), manifest=sent.manifest, signature=sent.signature,
        commitment=filing.entry.commitment,
    )
    day = arriving.received_on(device, manifest)
    casework.record_sealed(
        current=current, stationing=stationing, filing=filing, received_on=day, persons=manifest.persons, batch=1,
        beside=partial(record.save, force_insert=True), facts={"made_by": str(device.member_id), "device": str(device.pk)},
    )
    return record


def _answer(current: Current, device: Device, manifest: HouseholdManifest, record: Record) -> Synced:
    row = registered(current=current, thread=record.thread)
    promise = ledger.promised(bytes(record.commitment))
    assert promise is not None
    scope, period = ledger.counted_under("received", record.sent_on)
    return Synced(
        promise, row.year, row.number if row.team_id == device.team_id else None, row.received_on,
        row.received_on == manifest.sealed_on, scope, period,
    )

