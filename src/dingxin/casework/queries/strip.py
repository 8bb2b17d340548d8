"""The team's day in numbers."""

from dataclasses import dataclass

from django.db.models import Count, Q

from dingxin.accounts.identity import Current
from dingxin.casework import visible
from dingxin.casework.models import Proposal
from dingxin.organisation.models import Team
from dingxin.rules.codes import MatterState, Outcome, SubmissionState
from dingxin.web.days import today


@dataclass(frozen=True)
class Strip:
    """Counts of what the member may see. ``mine_to_approve``: proposals of others, where the member may decide."""

    came_today: int
    unread: int
    news: int
    open: int
    due_today: int
    late: int
    waiting_for_person: int
    disputed: int
    interference: int
    confirmed: int
    mine_to_approve: int


def today_strip(current: Current, team: Team) -> Strip:
    """Five counting queries; those over submissions count in an index alone."""
    day = today()
    came = visible.submissions(current).filter(team=team, historic__in=[False])
    live = ~Q(state=MatterState.CLOSED)
    held = visible.matters(current).filter(team=team).aggregate(
        open=Count("pk", filter=live),
        due=Count("pk", filter=live & Q(due_day=day)),
        late=Count("pk", filter=live & Q(due_day__lt=day)),
        person=Count("pk", filter=live & (Q(overlay="waiting") | Q(standing=Outcome.ASKED))),
        disputed=Count("pk", filter=Q(confirmation="disputed")),
        interference=Count("pk", filter=Q(interference=True, interference_settled_on__isnull=True)),
        confirmed=Count("pk", filter=Q(confirmation="confirmed")),
    )
    waiting = Proposal.objects.filter(state="waiting", matter__in=visible.matters(current).filter(team=team))
    return Strip(
        came_today=came.filter(received_on=day).count(),
        unread=came.filter(state=SubmissionState.REGISTERED).count(),
        news=visible.submissions(current).filter(team=team, news=True).count(), open=held["open"], due_today=held["due"],
        late=held["late"], waiting_for_person=held["person"], disputed=held["disputed"],
        interference=held["interference"], confirmed=held["confirmed"],
        mine_to_approve=waiting.exclude(proposed_by=current.member).count(),
    )
