"""The register of boxes: a list, and one page for each."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from dingxin.accounts.doors import StaffRequest, signed_in
from dingxin.intake.box import doors, queries
from dingxin.intake.box.forms import CheckForm, PhotoForm
from dingxin.intake.box.models import RUNNING
from dingxin.intake.box.views.common import act, go, page
from dingxin.intake.common import place
from dingxin.organisation import actions, boxes
from dingxin.organisation.models import Box
from dingxin.organisation.public import text
from dingxin.organisation.queries import role_in
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import BoxState, Role


@require_safe
@signed_in
def home(request: StaffRequest) -> HttpResponse:
    """What waits, the boxes of the team's place, and for those above the differences that were reported."""
    current, found = request.member, place.stationing_for(request)
    inside = found if found is not None and not doors.kept_from(current, found) else None
    language = get_language() or "en"
    rows, running = [], []
    if inside is not None:
        openings = list(queries.openings(inside)[:200])
        running = [(row, text(row.box.texts, "place", language), queries.mine(current.member, row))
                   for row in openings if row.state in RUNNING]
        last = {row.box_id: row for row in reversed(openings) if row.state == "closed"}
        busy = {row.box_id for row, _place, _mine in running}
        rows = [
            {"one": one, "place": text(one.box.texts, "place", language), "hours": text(one.box.texts, "hours", language),
             "last": last.get(one.box.pk), "busy": one.box.pk in busy}
            for one in boxes.listed(inside)
        ]
    return page(request, "home", {
        "stationing": inside, "kept": found is not None and inside is None, "rows": rows, "running": running,
        "reported": [(row, text(row.box.texts, "place", language)) for row in queries.reported(current)[:100]],
        "to_agree": queries.for_signers(current),
        "leads": inside is not None and role_in(current.member, inside.team_id) is Role.LEADER,
    })


def _page(request: StaffRequest, found: Box, status: int = 200, refused: Refused | None = None) -> HttpResponse:
    listed = next(one for one in boxes.listed(found.stationing) if one.box.pk == found.pk)
    points, language = boxes.points(found), get_language() or "en"
    form = CheckForm(points=points)
    return page(request, "box", {
        "box": found, "listed": listed, "place": text(found.texts, "place", language),
        "hours": text(found.texts, "hours", language), "safe": text(found.texts, "safe", language),
        "lines": [(one, form[one.point]) for one in points], "photo_form": PhotoForm(), "refused": refused,
        "openings": queries.openings(found.stationing).filter(box=found)[:50],
        "leads": role_in(request.member.member, found.stationing.team_id) is Role.LEADER,
    }, status)


@require_safe
@signed_in
def box(request: StaffRequest, id: UUID) -> HttpResponse:
    """One box: what makes it safe, its photo, its openings."""
    return _page(request, doors.access_box(request.member, id))


@require_POST
@signed_in
def check(request: StaffRequest, id: UUID) -> HttpResponse:
    """What somebody saw."""
    found = doors.access_box(request.member, id)
    form = CheckForm(request.POST, points=boxes.points(found))
    if not form.is_valid() or not form.answers:
        return _page(request, found, 422)
    actions.check_box(current=request.member, box=found, answers=form.answers)
    return go("box", found.pk, done="checked")


@signed_in
def photo(request: StaffRequest, id: UUID) -> HttpResponse:
    """GET: the photo, public or not. POST, by a leader: another one, or none."""
    if request.method in ("GET", "HEAD"):
        found = doors.access_box(request.member, id)
        return HttpResponse(bytes(Box.objects.get(pk=found.pk).photo or b""), content_type="image/jpeg")
    found = doors.access_box(request.member, id, lead=True)
    content = b""
    if request.POST.get("away") != "1":
        form = PhotoForm(request.POST, request.FILES)
        if not form.is_valid():
            return _page(request, found, 422)
        content = form.cleaned_data["photo"].read()
    try:
        actions.set_photo(current=request.member, box=found, content=content)
    except Refused as refused:
        return _page(request, found, 409, refused)
    return go("box", found.pk, done="photo" if content else "no-photo")


@require_POST
@signed_in
def hang(request: StaffRequest, id: UUID) -> HttpResponse:
    """Taken down, or set up again."""
    found = doors.access_box(request.member, id, lead=True)
    down = found.state == BoxState.UP
    do = actions.take_down if down else actions.set_up_again
    return act(
        request, lambda: do(current=request.member, box=found), to=go("box", found.pk, done="down" if down else "up"),
        back=reverse("intake_box:box", args=[found.pk]),
    )
