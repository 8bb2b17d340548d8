"""Giving each arrival its number: keyless, one transaction a thread, the same result however often it is tried."""

import time
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import F

from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.casework import standing, terms
from dingxin.casework.models import ArrivalNote, Clock, Submission
from dingxin.casework.numbers import next_number
from dingxin.mailbox.models import Thread
from dingxin.organisation.models import Unit
from dingxin.rules.codes import ClockCode
from dingxin.rules.small_moves import ON_REGISTERED
from dingxin.vault.models import Inbound, Vault
from dingxin.web.days import today

BATCH = 200
LONGEST_PAUSE = 0.1  # seconds
TICK = "system"


@dataclass
class Known:
    """What one batch looks up once: vaults with their team, round and body, and the unit that an inbound is for."""

    vaults: dict[UUID, Vault | None] = field(default_factory=dict)
    units: dict[tuple[UUID, int], Unit | None] = field(default_factory=dict)

    def vault(self, id: UUID) -> Vault | None:
        """None where the vault is not here or has no team."""
        if id not in self.vaults:
            found = Vault.objects.select_related("team__round", "team__body").filter(pk=id).first()
            self.vaults[id] = found if found and found.team else None
        return self.vaults[id]

    def unit(self, vault: UUID, epoch: int | None) -> Unit | None:
        """What was sealed to a unit's own inbound is about that unit: who is recused does not see it from the start."""
        if epoch is None:
            return None
        if (vault, epoch) not in self.units:
            found = Inbound.objects.filter(vault_id=vault, epoch=epoch).select_related("unit").first()
            self.units[vault, epoch] = found.unit if found else None
        return self.units[vault, epoch]


def register_arrivals(*, calm: bool = False) -> int:
    """Register up to BATCH threads that have no number yet; how many got one. Runs without any private key.

    ``calm``: between two, a pause as long as one took, so that whoever is filing just now comes first.
    """
    waiting = Thread.objects.filter(registered=False).order_by("day").values_list("pk", flat=True)[:BATCH]
    known, done = Known(), 0
    for thread_id in list(waiting):
        began = time.monotonic()
        done += register(thread_id, known) is not None
        if calm:
            time.sleep(min(LONGEST_PAUSE, time.monotonic() - began))
    return done


def register_calmly() -> int:
    """``register_arrivals`` beside people who are filing."""
    return register_arrivals(calm=True)


def register(thread_id: UUID, known: Known | None = None) -> Submission | None:
    """Register one thread; None when it has its number already or its vault is not here."""
    with writing():
        submission = register_within(thread_id, known)
        if submission is None:
            return None
        audit.record(
            "submission.registered", actor=TICK, object=f"submission:{submission.pk}", scope=str(submission.team_id),
            facts={"channel": submission.channel, "year": submission.year, "number": submission.number},
        )
    return submission


def register_within(thread_id: UUID, known: Known | None = None) -> Submission | None:
    """As ``register``, inside the caller's ``writing()``, which records it.

    Concurrency: the conditional update of ``registered`` lets one writer in; number, clocks, card and audit entry
    stand or fall with it.
    """
    known = known or Known()
    thread = _claimed(thread_id)
    if thread is None:
        return None
    vault = known.vault(thread.vault_id)
    if vault is None:
        Thread.objects.filter(pk=thread_id).update(registered=False)
        return None
    submission = _made(thread, vault, known)
    clocks = [] if submission.historic else _start_clocks(submission, bool(thread.verify_key))
    standing.show_arrival(submission, clocks)
    return submission


def _claimed(thread_id: UUID) -> Thread | None:
    if Thread.objects.filter(pk=thread_id, registered=False).update(registered=True) != 1:
        return None
    return Thread.objects.annotate(epoch=F("envelope__inbound_epoch")).get(pk=thread_id)


def _made(thread: Thread, vault: Vault, known: Known) -> Submission:
    held = ArrivalNote.objects.select_related("unit").filter(pk=thread.pk).first()
    note = held or ArrivalNote(pk=thread.pk, received_on=thread.day)
    day = today()
    epoch: int | None = thread.epoch  # type: ignore[attr-defined]
    submission = Submission.objects.create(
        id=thread.pk, team=vault.team, vault_id=vault.pk, channel=thread.channel, year=day.year,
        number=next_number(vault.pk, thread.channel, day.year), received_on=note.received_on, registered_on=day,
        persons=note.persons, batch=note.batch, danger=note.danger,
        unit=note.unit or known.unit(vault.pk, epoch), nature=note.nature, category=note.category,
        sealed_by=thread.sealed_by, historic=note.historic, former_number=note.former_number,
        former_finding=note.former_finding, former_answered_on=note.former_answered_on,
        former_closed_on=note.former_closed_on,
    )
    if held is not None:
        held.delete()
    return submission


def _start_clocks(submission: Submission, has_receipt: bool) -> list[Clock]:
    """The receipt was the acknowledgement, where there is one."""
    codes = [code for code in ON_REGISTERED if not (code is ClockCode.ACKNOWLEDGE and has_receipt)]
    return [clock for code in codes for clock in terms.start(submission, code, submission.received_on, first=True)]
