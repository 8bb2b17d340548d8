"""What the people of one team's matters got back, in totals of what the member may see."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet, Sum

from dingxin.accounts.identity import Current
from dingxin.casework import visible
from dingxin.casework.models import RemedyTotal
from dingxin.casework.queries import Total
from dingxin.organisation.models import Team


def _rows(current: Current, team: Team) -> "QuerySet[RemedyTotal, Any]":
    return RemedyTotal.objects.filter(matter__in=visible.matters(current).filter(team=team))


def _summed(rows: Iterable[Any]) -> list[Total]:
    return [Total(row["kind"], row["counted_in"], row["p"], row["d"], row["c"]) for row in rows]


def totals_of_team(current: Current, team: Team) -> list[Total]:
    """By kind and unit of count; what was taken back whole is left out. One query besides the member's own facts."""
    grouped = _rows(current, team).order_by("kind", "counted_in").values("kind", "counted_in")
    found = _summed(grouped.annotate(p=Sum("promised"), d=Sum("delivered"), c=Sum("confirmed")))
    return [total for total in found if total.promised or total.delivered or total.confirmed]


def totals_by_month(current: Current, team: Team) -> list[tuple[str, Total]]:
    """(month `2026-03`, total), latest month first."""
    grouped = _rows(current, team).order_by("-month", "kind", "counted_in").values("month", "kind", "counted_in")
    rows = list(grouped.annotate(p=Sum("promised"), d=Sum("delivered"), c=Sum("confirmed")))
    return list(zip((row["month"] for row in rows), _summed(rows), strict=True))
