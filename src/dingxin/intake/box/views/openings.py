"""An opening by two people, each in their own session: begin, join, count, reconcile; and what those above see of it."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from dingxin.accounts.doors import StaffRequest, signed_in, unlocked
from dingxin.intake.box import actions, doors, queries
from dingxin.intake.box.forms import CountForm, DifferenceForm
from dingxin.intake.box.models import BoxOpening
from dingxin.intake.box.views.common import act, go, page
from dingxin.organisation.public import text
from dingxin.organisation.queries import role_in
from dingxin.organisation.refusals import Refused


def _home(found: BoxOpening) -> str:
    return reverse("intake_box:opening", args=[found.pk])


@require_POST
@signed_in
def begin(request: StaffRequest, id: UUID) -> HttpResponse:
    """The first person begins; 409 while another opening of this box runs."""
    box = doors.access_box(request.member, id)
    try:
        made = actions.begin_opening(current=request.member, box=box)
    except Refused as refused:
        return page(request, "refused", {"refused": refused, "back": reverse("intake_box:home")}, 409)
    return go("opening", made.pk)


def _page(
    request: StaffRequest, found: BoxOpening, status: int = 200, *, count_form: CountForm | None = None,
    form: DifferenceForm | None = None, refused: Refused | None = None, said: str = "",
) -> HttpResponse:
    member = request.member.member
    inside = role_in(member, found.box.stationing.team_id)
    given = {
        "opening": found, "place": text(found.box.texts, "place", get_language() or "en"), "said": said,
        "stationing": found.box.stationing, "inside": inside is not None, "me": member,
        "one_of_two": member.pk in (found.first_id, found.second_id), "mine": queries.mine(member, found),
        "count_form": count_form or CountForm(), "form": form or DifferenceForm(), "refused": refused,
        "left": (found.counted or 0) - found.registered, "reads": inside in doors.READERS,
        "may_see": inside is None and doors.above(request.member, found.box.stationing.team.body),
    }
    return page(request, "opening", given, status)


@require_safe
@signed_in
def page_of(request: StaffRequest, id: UUID) -> HttpResponse:
    """Where it stands, and the one next act of whoever looks."""
    return _page(request, doors.access_opening(request.member, id))


@require_POST
@signed_in
def join(request: StaffRequest, id: UUID) -> HttpResponse:
    """The second person."""
    found = doors.access_opening(request.member, id)
    return act(
        request, lambda: actions.join_opening(current=request.member, opening=found),
        to=go("opening", found.pk, done="joined"), back=_home(found),
    )


@require_POST
@signed_in
def give_up(request: StaffRequest, id: UUID) -> HttpResponse:
    """Before a second person came."""
    found = doors.access_opening(request.member, id, one_of_two=True)
    return act(
        request, lambda: actions.give_up_opening(current=request.member, opening=found),
        to=go("home", done="given-up"), back=_home(found),
    )


@require_POST
@signed_in
def count(request: StaffRequest, id: UUID) -> HttpResponse:
    """The number that one of the two counted."""
    found = doors.access_opening(request.member, id, one_of_two=True)
    form = CountForm(request.POST)
    if not form.is_valid():
        return _page(request, found, 422, count_form=form)
    try:
        equal = actions.enter_count(current=request.member, opening=found, count=form.cleaned_data["count"])
    except Refused as refused:
        return _page(request, found, 409, refused=refused)
    return go("opening", found.pk, done={None: "one-count", True: "counted", False: "recount"}[equal])


@require_POST
@signed_in
def close(request: StaffRequest, id: UUID) -> HttpResponse:
    """Reconciled, with the difference explained where there is one."""
    found = doors.access_opening(request.member, id, one_of_two=True)
    given: dict[str, str] = {}
    if found.registered != found.counted:
        form = DifferenceForm(request.POST)
        if not form.is_valid():
            return _page(request, found, 422, form=form)
        given = form.cleaned_data
    try:
        actions.close_opening(current=request.member, opening=found, **given)
    except Refused as refused:
        return _page(request, found, 409, refused=refused, form=DifferenceForm(request.POST if given else None))
    return go("opening", found.pk, done="closed-difference" if given else "closed")


@require_POST
@unlocked
def words(request: StaffRequest, id: UUID) -> HttpResponse:
    """The explanation, opened for officers and leaders of the team; each opening stands in the chain."""
    found = doors.access_opening(request.member, id, read=True)
    try:
        said = actions.open_explanation(current=request.member, opening=found)
    except Refused as refused:
        return _page(request, found, 409, refused=refused)
    return _page(request, found, said=said)


@require_POST
@signed_in
def seen(request: StaffRequest, id: UUID) -> HttpResponse:
    """Somebody above has seen the difference."""
    found = doors.access_difference(request.member, id)
    return act(
        request, lambda: actions.acknowledge_difference(current=request.member, opening=found),
        to=go("opening", found.pk, done="seen"), back=_home(found),
    )
