"""How often names of a team were asked for and opened: plain counts, for whoever sees the table of its keys."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from dingxin.accounts.identity import Current
from dingxin.casework import visible
from dingxin.casework.models import Link, NameRequest
from dingxin.organisation.models import Team
from dingxin.rules.codes import RequestState


@dataclass(frozen=True)
class NameCounts:
    """``openings`` counts every look, also several under one release."""

    asked: int
    turned: int
    refused: int
    openings: int
    unreviewed: int


def names_opened(current: Current, team: Team) -> NameCounts:
    """What the member is recused from is not counted for them: a count would tell them that somebody asked."""
    rows = NameRequest.objects.filter(Q(submission__team=team) | Q(spoken__matter__team=team))
    kept = visible.kept_from(current)
    if kept.any_unit:
        rows = rows.exclude(kept.unit("submission__"))
    closed = visible.closed_matters(current)
    inside = Link.objects.filter(matter__in=closed, ended_on__isnull=True)
    rows = rows.exclude(submission__in=inside.values("submission_id")).exclude(spoken__matter__in=closed)
    found = rows.aggregate(
        asked=Count("pk"), turned=Count("pk", filter=Q(decided_by__isnull=False) & ~Q(state=RequestState.REFUSED)),
        refused=Count("pk", filter=Q(state=RequestState.REFUSED)), openings=Sum("opened"),
        unreviewed=Count("pk", filter=Q(review_due__isnull=False, reviewed_by__isnull=True)),
    )
    return NameCounts(
        found["asked"], found["turned"], found["refused"], found["openings"] or 0, found["unreviewed"]
    )
