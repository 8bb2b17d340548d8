"""What people got back, in totals. Amounts in hundredths; different units of count are never added up."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum

from dingxin.accounts.identity import Current
from dingxin.casework import visible
from dingxin.casework.models import Matter, RemedyTotal
from dingxin.organisation.models import Round, Unit


@dataclass(frozen=True)
class Total:
    """Of one kind and unit of count: confirmed is part of delivered, delivered part of promised."""

    kind: str
    counted_in: str
    promised: int
    delivered: int
    confirmed: int


def _summed(rows: "QuerySet[RemedyTotal, Any]") -> list[Total]:
    grouped = rows.order_by("kind", "counted_in").values("kind", "counted_in").annotate(
        p=Sum("promised"), d=Sum("delivered"), c=Sum("confirmed")
    )
    return [Total(row["kind"], row["counted_in"], row["p"], row["d"], row["c"]) for row in grouped]


def totals_of_matter(matter: Matter) -> list[Total]:
    """Of one matter, all months."""
    return _summed(RemedyTotal.objects.filter(matter=matter))


def totals_of_unit(current: Current, unit: Unit) -> list[Total]:
    """Of a unit and all below it, over the matters that the member may see."""
    below = Q(unit__path=unit.path) | Q(unit__path__startswith=f"{unit.path}/")
    return _summed(RemedyTotal.objects.filter(matter__in=visible.matters(current).filter(below)))


def totals_of_round(round: Round, month: str = "") -> list[Total]:
    """Of all teams of a round: facts for the body's office and the public figures. ``month``: YYYY-MM, or all."""
    found = RemedyTotal.objects.filter(matter__team__round=round)
    return _summed(found.filter(month=month) if month else found)
