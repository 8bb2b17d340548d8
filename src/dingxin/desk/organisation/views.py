"""The organisation's first page: the bodies that a member oversees or works in, with their rounds and teams."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dingxin.accounts.doors import StaffRequest, signed_in
from dingxin.desk.place import place_of
from dingxin.organisation.models import Body, Team
from dingxin.organisation.queries import body_roles, teams_of


@require_safe
@signed_in
def overview(request: StaffRequest) -> HttpResponse:
    """Bodies with their teams, each through the roles the member has today."""
    member = request.member.member
    mine = {row.body_id for row in body_roles(member)} | {team.body_id for team in teams_of(member)}
    bodies = Body.objects.filter(pk__in=mine).order_by("name")
    teams = Team.objects.filter(body__in=bodies).select_related("body", "round").order_by("body__name", "number")
    return render(request, "desk/organisation/overview.html", {
        "place": place_of(request), "bodies": bodies, "teams": teams,
    })  # fmt: skip
