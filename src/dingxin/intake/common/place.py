"""Where a door files: the stationing, who is above it, what units the field suggests."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from dingxin.accounts.doors import StaffRequest
from dingxin.accounts.models import Member
from dingxin.organisation.doors import access_stationing
from dingxin.organisation.models import Body, Stationing
from dingxin.organisation.queries import role_in, stationings_of, superior_team, teams_of, units_under

SUGGESTED = 200


def stationing_for(request: StaffRequest) -> Stationing | None:
    """That of the form, through its door, or the latest of the member's team; None for members of no stationed team."""
    sent = request.POST.get("stationing", "")
    if not sent:
        return stationing_of(request.member.member, request.GET.get("team") or request.COOKIES.get("dxteam", ""))
    try:
        found = access_stationing(request.member, UUID(sent))
    except ValueError:
        raise Http404 from None
    if role_in(request.member.member, found.team_id) is None:
        raise PermissionDenied  # may see the stationing, is not in the team
    return found


def stationing_of(member: Member, wanted: str) -> Stationing | None:
    """The latest stationing of the wanted team, else of the member's first team that has one."""
    teams = list(teams_of(member))
    try:
        chosen = UUID(wanted)
    except ValueError:
        chosen = None
    for team in sorted(teams, key=lambda one: one.pk != chosen):
        found = stationings_of(team).select_related("unit", "team__body__parent", "team__round").order_by("-starts").first()
        if found is not None:
            return found
    return None


def above(stationing: Stationing) -> Body | None:
    """Who hears what is about the team itself."""
    team = superior_team(stationing.team.body)
    return team.body if team is not None and team.pk != stationing.team_id else None


def units(stationing: Stationing) -> list[str]:
    """Names that the field suggests: the unit and what is below it."""
    return list(units_under(stationing.unit).values_list("name", flat=True)[:SUGGESTED])
