"""The organisation's first page: bodies with rounds, teams and stationings, and what a first opening still lacks."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.desk.organisation.common import page
from dingxin.desk.organisation.scope import scope_of
from dingxin.desk.organisation.steps import parts_of
from dingxin.organisation.models import Round, Stationing, Team, Unit


@require_safe
@unlocked
def overview(request: StaffRequest) -> HttpResponse:
    """Everything the member may see of the organisation, superiors first."""
    scope = scope_of(request.member)
    ids = [body.pk for body in scope.bodies]
    rounds = Round.objects.filter(body__in=ids).order_by("-starts")
    teams = Team.objects.filter(body__in=ids).select_related("round").order_by("-round__starts", "number")
    stationings = Stationing.objects.filter(team__body__in=ids).select_related("unit", "team").order_by("-starts")
    listed = [
        {
            "body": body, "administers": body.pk in scope.administers,
            "rounds": [row for row in rounds if row.body_id == body.pk],
            "teams": [row for row in teams if row.body_id == body.pk and scope.opens(row)],
            "stationings": [row for row in stationings if row.team.body_id == body.pk and scope.opens(row.team)],
        }
        for body in scope.bodies
    ]  # fmt: skip
    first = next((one for one in scope.bodies if one.pk in scope.administers and not _opened(one.pk, stationings)
                  and not any(other.parent_id == one.pk for other in scope.bodies)), None)  # fmt: skip
    return page(request, "organisation/overview", {
        "scope": scope, "listed": listed, "units": Unit.objects.count(), "first": first,
        "parts": parts_of(first) if first else [],
    })  # fmt: skip


def _opened(body_id: object, stationings: object) -> bool:
    rows = list(stationings)  # type: ignore[call-overload]
    return any(row.team.body_id == body_id and row.state != "preparing" for row in rows)
