"""The list of what came in."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dingxin.accounts.doors import StaffRequest, signed_in
from dingxin.casework import actions, queries
from dingxin.casework.queries import InboxPage
from dingxin.desk.inbox.done import done_line
from dingxin.desk.inbox.filters import InboxForm, filters_of, without
from dingxin.desk.inbox.listing import lines_of, tabs_of
from dingxin.desk.matter.forms.base import unit_text
from dingxin.desk.place import place_of
from dingxin.organisation.queries import units_under
from dingxin.vault.refusals import NotTrusted

SIZE = 50
UNITS = 60  # of the team's place; any other unit is found by its name all the same


@require_safe
@signed_in
def inbox(request: StaffRequest) -> HttpResponse:
    """Filters, counts, fifty rows; the titles of this page are opened where somebody has read them."""
    place = place_of(request)
    form = InboxForm(request.GET)
    filters = filters_of(form, place.team)
    page = queries.inbox(request.member, filters, request.GET.get("after", "")[:80], SIZE)
    query = request.GET
    context = {
        "place": place, "member_role": place.role or "", "form": form, "filters": filters, "page": page,
        "lines": lines_of(page, _titles(request, page)), "tabs": tabs_of(page, filters.state),
        "without_state": without(query, "state", "after"), "next_query": without(query, "after", after=page.next),
        "first_query": without(query, "after"), "narrowed": bool(without(query, "after", "state")),
        "deep": bool(request.GET.get("after")), "done": done_line(request.GET.get("done", "")),
        "units": [unit_text(unit) for unit in units_under(place.stationing.unit)[:UNITS]] if place.stationing else [],
    }
    return render(request, "desk/inbox/inbox.html", context)


def _titles(request: StaffRequest, page: InboxPage) -> dict[UUID, str]:
    rows = [found.submission for found in page.rows]
    if not rows or not request.member.unlocked:
        return {}
    try:
        return actions.open_summaries(current=request.member, submissions=rows)
    except NotTrusted:  # the list goes on without titles; opening one says what is wrong
        return {}
