"""Reports of interference: where their key lies, what they bring to a matter, and when they fall due. No audit here."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.accounts.models import Member
from dingxin.casework import keys, passages, sealed, standing, terms, walking
from dingxin.casework.joining import inside
from dingxin.casework.models import InterferenceReport, InterferenceStep, Matter, Submission
from dingxin.casework.refused import Refused
from dingxin.rules.codes import ClockCode, InterferenceState
from dingxin.rules.ids import new_id
from dingxin.rules.packs.model import StartEvent
from dingxin.sealing.primitives import KEY_BYTES, random_bytes
from dingxin.vault import keyring
from dingxin.web.days import today

KEY = "I"
OPEN = (InterferenceState.OPEN, InterferenceState.VERIFIED, InterferenceState.HANDED_OVER)


def set_due(report: InterferenceReport, day: date) -> None:
    """Its last day by the pack's term for interference; the caller saves."""
    pack = terms.pack_of_team(report.team)
    found = pack.first_due(ClockCode.INTERFERENCE, dict.fromkeys(StartEvent, day))
    if found is not None:
        report.due, report.due_rule, report.due_provisional = found[1].day, found[0].code, found[1].provisional


def kept_from(report: InterferenceReport) -> set[UUID]:
    """Who is recused from its unit, or from what it interferes with."""
    found = keyring.recused(report.vault_id, report.unit)
    if report.matter is not None:
        found |= keys.kept_from_matter(report.matter, inside(report.matter))
    for row in (report.submission, report.told_in):
        if row is not None:
            found |= keys.kept_from_submission(row)
    return found


def left_out(report: InterferenceReport) -> set[UUID]:
    """Whom the compartment of its key leaves out now; empty before it has one."""
    wrap = keys.wrapped(KEY, report.pk)
    without = wrap.compartment.without if wrap is not None else ""
    return {UUID(hex=member) for member in without.split(",") if member}


def place(current: Current, report: InterferenceReport, named: Iterable[Member] = ()) -> None:
    """Put its key where neither those recused nor those it names have one, drawing it first where there is none.

    Whoever was left out once stays so. Refused where the acting member is one of them, or where no leader would be
    left to deal with it: then it goes to the body above.
    """
    kept = kept_from(report) | left_out(report) | {member.pk for member in named}
    if current.member.pk in kept:
        raise Refused("by-another", _("It names you, or is about what you are recused from: somebody else enters it."))
    target = keys.compartment_without(current, report.vault_id, kept)
    came_up = passages.waiting(KEY, report.pk)
    if came_up is not None:
        passages.take_in(current, came_up, target)
    elif keys.wrapped(KEY, report.pk) is None:
        keyring.wrap(KEY, report.pk, random_bytes(KEY_BYTES), current=current, compartment=target)
    else:
        keys.move(current, (KEY,), report.pk, target)


def key_of(current: Current, report: InterferenceReport) -> bytes:
    """I, drawn where nobody has written about it yet. Raises NotAHolder."""
    if keys.wrapped(KEY, report.pk) is None:
        place(current, report)
    return keyring.unwrap(current, KEY, report.pk)


def add_step(current: Current, report: InterferenceReport, kind: str, text: str) -> InterferenceStep:
    """Seal one step under I; an empty text leaves the fact alone."""
    step = InterferenceStep(id=new_id(), report=report, kind=kind, on=today(), by=current.actor)
    if text.strip():
        key = key_of(current, report)
        step.body = sealed.seal(key, text.strip(), label=sealed.INTERFERENCE, object_id=step.pk, field="step")
    step.save(force_insert=True)
    return step


def raise_flags(report: InterferenceReport) -> None:
    """Mark what is interfered with, and start the shortest clock; keyless, inside the caller's ``writing()``."""
    for row in (report.submission, report.told_in):
        if row is not None:
            Submission.objects.filter(pk=row.pk).update(interference=True)
    if report.matter is not None:
        matter = Matter.objects.select_related("team__round", "team__body").get(pk=report.matter.pk)
        matter.interference, matter.interference_settled_on = True, None
        terms.start(matter, ClockCode.INTERFERENCE, today())
        terms.note_due(matter)
        walking.save(matter)


def lower_flags(report: InterferenceReport) -> None:
    """The last open report of a matter is dealt with: its clock stops. Keyless."""
    if report.matter is None or InterferenceReport.objects.filter(matter=report.matter, state__in=OPEN).exists():
        return
    matter = Matter.objects.select_related("team__round", "team__body").get(pk=report.matter.pk)
    if matter.interference and matter.interference_settled_on is None:
        matter.interference_settled_on = today()
        terms.stop(matter, [ClockCode.INTERFERENCE], today())
        terms.note_due(matter)
        walking.save(matter)
        standing.show_all(matter)


def by_receipt(submission: Submission, matter: Matter | None, kind: str) -> InterferenceReport:
    """What the person said through their receipt, taken in without a key; their words lie under S with the rest.

    One that is open on the same things takes it in: the same trouble told twice is dealt with once.
    """
    running = InterferenceReport.objects.filter(submission=submission, matter=matter, state__in=OPEN).first()
    if running is not None:
        return running
    made = InterferenceReport(
        id=new_id(), team=submission.team, vault_id=submission.vault_id, submission=submission, matter=matter,
        kind="" if kind == "interference" else kind, came="receipt", on=today(), unit=None,
    )
    set_due(made, today())
    made.save(force_insert=True)
    return made
