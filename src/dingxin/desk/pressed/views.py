"""Interference: the list, with whom to ask; one report, opened in place."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from dingxin.accounts.doors import StaffRequest, signed_in, unlocked
from dingxin.casework import actions, queries
from dingxin.casework.doors import access_interference
from dingxin.casework.interference import OPEN
from dingxin.casework.models import InterferenceReport
from dingxin.casework.queries import PressedRow
from dingxin.desk.matter import people
from dingxin.desk.matter.present.words import listed, matter_name, say, submission_name
from dingxin.desk.place import place_of
from dingxin.desk.pressed.done import DONE
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import (
    FollowUpState,
    InterferenceCame,
    InterferenceKind,
    InterferenceState,
    ProtectiveStep,
    Role,
)
from dingxin.sealing.errors import SealBroken
from dingxin.web.parts import Fact, Link, Row
from dingxin.web.templatetags.dx import day, num

STAGES = {"named": 0, "verified": 1, "handed_over": 3, "settled": 4, "unfounded": 4}
"""Order of the steps of one day; protective steps between."""


def row_of(found: PressedRow, *, first: bool = False) -> Row:
    """One report as queues show it: no word of it is opened there."""
    report = found.report
    left = found.days_left if report.state in OPEN else None
    late = left is not None and left < 0
    when = "" if left is None else _("today") if left == 0 else say(
        ngettext("%(n)s day late", "%(n)s days late", -left) if late
        else ngettext("%(n)s day left", "%(n)s days left", left),
        n=num(abs(left)),
    )
    url = reverse("desk:pressed-one", args=[report.pk])
    about = [
        matter_name(report.matter) if report.matter else "", submission_name(report.submission) if report.submission else ""
    ]
    return Row(
        title=_(InterferenceKind(report.kind).label) if report.kind else _("Somebody is pressed"),  # type: ignore[call-arg]
        url=url, due=report.due if report.state in OPEN else report.settled_on, when=when,
        tone="late" if late or left is not None else "",
        numbers=tuple(one for one in about if one), state="interference",
        why=listed([_(InterferenceState(report.state).label), _(InterferenceCame(report.came).label)]),  # type: ignore[call-arg]
        act=Link(_act_word(report), url), first=first,
    )


def _act_word(report: InterferenceReport) -> str:
    if report.state == "open":
        return _("Verify it")
    return _("See it through") if report.state in OPEN else _("See it")


@require_safe
@signed_in
def listing(request: StaffRequest) -> HttpResponse:
    """What is open, whom to ask, and what was dealt with."""
    place = place_of(request)
    rows = queries.interference(request.member, every=True)
    # an interference told to the team as a submission of its own has no report: its matter waits here all the same
    matters = [row.matter for row in queries.matters(request.member, queries.MatterFilters(interference=True)).rows]
    asked = [(one, submission_name(one.submission)) for one in queries.to_ask(request.member)]
    context = {
        "place": place, "member_role": place.role or "", "done": DONE.get(request.GET.get("done", ""), ""),
        "rows": [row_of(one, first=at == 0) for at, one in enumerate(row for row in rows if row.report.state in OPEN)],
        "matters": [(one, matter_name(one)) for one in matters],
        "ended": [row_of(one) for one in rows if one.report.state not in OPEN], "asked": asked,
        "states": [FollowUpState.WELL, FollowUpState.PRESSED, FollowUpState.NO_ANSWER],
    }
    return render(request, "desk/pressed/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def one(request: StaffRequest, id: UUID) -> HttpResponse:
    """One report. POST opens what was said and done, which is audited each time."""
    report, opened, refused = access_interference(request.member, id), None, None
    if request.method == "POST":
        try:
            opened = actions.open_interference(current=request.member, report=report)
        except (Refused, SealBroken) as error:
            refused = str(error) or _("The seal on this does not hold.")
    place = place_of(request)
    steps = [
        (step, _word(step.kind), people.name_of(step.by), opened.steps.get(step.pk, "") if opened else "")
        for step in sorted(report.steps.all(), key=lambda step: (step.on, STAGES.get(step.kind, 2), step.pk))
    ]
    return render(request, "desk/pressed/one.html", {
        "place": place, "member_role": place.role or "", "report": report, "opened": opened, "refused": refused,
        "steps": steps, "facts": _facts(report), "acts": _acts(request, report), "open": report.state in OPEN,
        "state": InterferenceState(report.state),  # type: ignore[call-arg]
        "kind": InterferenceKind(report.kind) if report.kind else None,  # type: ignore[call-arg]
        "follow_ups": [(row, FollowUpState(row.state)) for row in report.follow_ups.order_by("due", "pk")],  # type: ignore[call-arg]
        "done": DONE.get(request.GET.get("done", ""), ""),
    }, status=409 if refused else 200)  # fmt: skip


def _word(kind: str) -> str:
    for table in (ProtectiveStep, InterferenceState):
        for code in table:
            if code.value == kind:
                return _(code.label)
    return _("It became known whom it names")


def _facts(report: InterferenceReport) -> list[Fact]:
    found = [
        Fact(_("It interferes with"), matter_name(report.matter) if report.matter else ""),
        Fact(_("Who is pressed"), submission_name(report.submission) if report.submission else ""),
        Fact(_("Told in"), submission_name(report.told_in) if report.told_in else ""),
        Fact(_("How it came"), _(InterferenceCame(report.came).label)),  # type: ignore[call-arg]
        Fact(_("Became known"), day(report.on)), Fact(_("Last day"), day(report.due) if report.due else ""),
        Fact(_("Whose people press"), report.unit.name if report.unit else ""),
    ]
    return [fact for fact in found if fact.value]


def _acts(request: StaffRequest, report: InterferenceReport) -> list[Link]:
    """What can be done now; the first is next."""
    leads = place_of(request).role is Role.LEADER
    listed_acts = [
        ("verify", _("It is so: verified"), report.state == "open"),
        ("hand-over", _("Handed to the body that disciplines"), report.state == "verified"),
        ("settle", _("Dealt with"), leads and report.state in ("verified", "handed_over")),
        ("protect", _("A protective step"), True),
        ("named", _("It names somebody of ours"), report.state in OPEN),
        ("unfounded", _("Nothing in it"), leads and report.state in ("open", "verified")),
    ]
    return [
        Link(label, reverse("desk:pressed-act", args=[report.pk, code])) for code, label, there in listed_acts if there
    ]
