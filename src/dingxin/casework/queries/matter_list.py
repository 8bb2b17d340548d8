"""Matters by facts: filters and pages. Titles are opened for one page by ``actions.open_titles``."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from dingxin.accounts.identity import Current
from dingxin.casework import visible
from dingxin.casework.facts import facts_of_many
from dingxin.casework.models import Matter
from dingxin.casework.next_act import NextAct, next_act
from dingxin.casework.queries import keyset
from dingxin.organisation.models import Unit
from dingxin.web.days import today

ORDER = ("opened_on", "number", "pk")


@dataclass(frozen=True)
class MatterFilters:
    """Empty or None: not filtered. ``unit`` takes in all below it. ``standing``: rules.codes.Outcome."""

    team: UUID | None = None
    state: str = ""
    overlay: str = ""
    origin: str = ""
    standing: str = ""
    nature: str = ""
    category: str = ""
    topic: UUID | None = None
    unit: Unit | None = None
    officer: UUID | None = None
    interference: bool = False
    late_on: date | None = None
    number: int | None = None


@dataclass(frozen=True)
class MatterRow:
    """``links``: how many submissions are in it."""

    matter: Matter
    links: int
    next: NextAct


@dataclass(frozen=True)
class MatterList:
    """``total``: what the filters find; ``next``: cursor or ""."""

    rows: list[MatterRow]
    total: int
    next: str


def matters(current: Current, filters: MatterFilters, after: str = "", size: int = 50) -> MatterList:
    """One page, latest first."""
    size = max(1, min(size, 200))
    found = _filtered(current, filters)
    total = found.count()
    page = found.filter(keyset.after(keyset.read(after), ORDER, descending=True))
    ordered = page.order_by(*(f"-{name}" for name in ORDER)).select_related("unit", "topic", "officer", "team")
    rows = list(ordered.defer("title", "subject")[: size + 1])
    shown = rows[:size]
    facts = facts_of_many(shown)
    following = keyset.cursor(shown[-1].opened_on, shown[-1].number, shown[-1].pk) if len(rows) > size else ""
    made = [MatterRow(row, facts[row.pk].links, next_act(facts[row.pk], today())) for row in shown]
    return MatterList(made, total, following)


def _filtered(current: Current, filters: MatterFilters) -> QuerySet[Matter]:
    exact = {
        "team_id": filters.team, "state": filters.state, "overlay": filters.overlay, "origin": filters.origin,
        "standing": filters.standing, "nature": filters.nature, "category": filters.category,
        "topic_id": filters.topic, "officer_id": filters.officer, "number": filters.number,
    }
    found = visible.matters(current).filter(**{name: value for name, value in exact.items() if value})
    if filters.interference:
        found = found.filter(interference=True, interference_settled_on__isnull=True)
    if filters.unit is not None:
        found = found.filter(Q(unit__path=filters.unit.path) | Q(unit__path__startswith=f"{filters.unit.path}/"))
    if filters.late_on is not None:
        found = found.filter(due_day__lt=filters.late_on).exclude(state="closed")
    return found


def counts(current: Current) -> dict[str, int]:
    """How many matters the member may see, by state."""
    grouped = visible.matters(current).order_by().values("state").annotate(n=Count("*"))
    return {row["state"]: row["n"] for row in grouped}
