"""Giving each arrival its number: keyless, one transaction a thread, the same result however often it is tried."""

from uuid import UUID

from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.casework import standing, terms
from dingxin.casework.models import ArrivalNote, Submission
from dingxin.casework.numbers import next_number
from dingxin.mailbox.models import Envelope, Thread
from dingxin.organisation.models import Unit
from dingxin.rules.codes import ClockCode
from dingxin.rules.small_moves import ON_REGISTERED
from dingxin.vault.models import Inbound, Vault
from dingxin.web.days import today

BATCH = 200
TICK = "system"


def register_arrivals() -> int:
    """Register up to BATCH threads that have no number yet; how many got one. Runs without any private key."""
    waiting = Thread.objects.filter(registered=False).order_by("day").values_list("pk", flat=True)[:BATCH]
    return sum(register(thread_id) is not None for thread_id in list(waiting))


def register(thread_id: UUID) -> Submission | None:
    """Register one thread; None when it has its number already or its vault is not here."""
    with writing():
        submission = register_within(thread_id)
        if submission is None:
            return None
        audit.record(
            "submission.registered", actor=TICK, object=f"submission:{submission.pk}", scope=str(submission.team_id),
            facts={"channel": submission.channel, "year": submission.year, "number": submission.number},
        )
    return submission


def register_within(thread_id: UUID) -> Submission | None:
    """As ``register``, inside the caller's ``writing()``, which records it.

    Concurrency: the conditional update of ``registered`` lets one writer in; number, clocks, card and audit entry
    stand or fall with it.
    """
    thread = _claimed(thread_id)
    if thread is None:
        return None
    vault = Vault.objects.select_related("team__round", "team__body").filter(pk=thread.vault_id).first()
    if vault is None or vault.team is None:
        Thread.objects.filter(pk=thread_id).update(registered=False)
        return None
    submission = _made(thread, vault)
    if not submission.historic:
        _start_clocks(submission, bool(thread.verify_key))
    standing.show(submission, registered=True)
    return submission


def _claimed(thread_id: UUID) -> Thread | None:
    if Thread.objects.filter(pk=thread_id, registered=False).update(registered=True) != 1:
        return None
    return Thread.objects.get(pk=thread_id)


def _made(thread: Thread, vault: Vault) -> Submission:
    note = ArrivalNote.objects.filter(pk=thread.pk).first() or ArrivalNote(pk=thread.pk, received_on=thread.day)
    day = today()
    submission = Submission.objects.create(
        id=thread.pk, team=vault.team, vault_id=vault.pk, channel=thread.channel, year=day.year,
        number=next_number(vault.pk, thread.channel, day.year), received_on=note.received_on, registered_on=day,
        persons=note.persons, batch=note.batch, unit=note.unit or _unit_of_inbound(thread), nature=note.nature,
        category=note.category, sealed_by=thread.sealed_by, historic=note.historic, former_number=note.former_number,
        former_finding=note.former_finding, former_answered_on=note.former_answered_on,
        former_closed_on=note.former_closed_on,
    )
    ArrivalNote.objects.filter(pk=thread.pk).delete()
    return submission


def _unit_of_inbound(thread: Thread) -> Unit | None:
    """What was sealed to a unit's own inbound is about that unit: who is recused does not see it from the start."""
    epoch = Envelope.objects.filter(thread=thread).values_list("inbound_epoch", flat=True).first()
    if epoch is None:
        return None
    found = Inbound.objects.filter(vault_id=thread.vault_id, epoch=epoch).select_related("unit").first()
    return found.unit if found else None


def _start_clocks(submission: Submission, has_receipt: bool) -> None:
    for code in ON_REGISTERED:
        if code is ClockCode.ACKNOWLEDGE and has_receipt:
            continue  # the receipt was the acknowledgement
        terms.start(submission, code, submission.received_on)
