"""What came in, by facts: filters, pages, counts. Titles are opened for one page by ``actions.open_summaries``."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from dingxin.accounts.identity import Current
from dingxin.casework import visible
from dingxin.casework.models import Clock, Link, Submission
from dingxin.casework.queries import keyset
from dingxin.organisation.models import Unit

ORDER = ("received_on", "number", "pk")


@dataclass(frozen=True)
class InboxFilters:
    """Empty or None: not filtered. ``unit`` takes in all below it; ``mine``: read by me; ``news``: something new since it
    was opened; ``repeat`` True: repeats only; ``historic`` True: what an import brought that was finished then;
    ``nowhere``: looked for under a name that there is not."""

    team: UUID | None = None
    state: str = ""
    channel: str = ""
    nature: str = ""
    category: str = ""
    topic: UUID | None = None
    unit: Unit | None = None
    level: str = ""
    mine: bool = False
    news: bool = False
    interference: bool = False
    about_team: bool = False
    repeat: bool | None = None
    received_from: date | None = None
    received_to: date | None = None
    late_on: date | None = None
    number: int | None = None
    year: int | None = None
    historic: bool | None = False
    nowhere: bool = False


@dataclass(frozen=True)
class InboxRow:
    """``due``: the first running term. ``matters``: (id, number, year) of those it is in. ``summary`` stays sealed."""

    submission: Submission
    due: date | None
    provisional: bool
    matters: tuple[tuple[UUID, int, int], ...]


@dataclass(frozen=True)
class InboxPage:
    """``total``: rows that the filters find; ``counts``: by state without the state filter; ``next``: cursor or ""."""

    rows: list[InboxRow]
    total: int
    counts: dict[str, int]
    next: str


def inbox(current: Current, filters: InboxFilters, after: str = "", size: int = 50) -> InboxPage:
    """One page, latest first. Seven queries with the member's roles and recusals; the same for any number of rows."""
    size = max(1, min(size, 200))
    wide = _filtered(current, replace(filters, state=""))
    counts = {row["state"]: row["n"] for row in wide.order_by().values("state").annotate(n=Count("*"))}
    found = wide.filter(state=filters.state) if filters.state else wide
    total = counts.get(filters.state, 0) if filters.state else sum(counts.values())
    page = found.filter(keyset.after(keyset.read(after), ORDER, descending=True))
    ordered = page.order_by(*(f"-{name}" for name in ORDER)).select_related("unit", "topic", "officer", "team")
    rows = list(ordered.defer("summary")[: size + 1])
    shown = rows[:size]
    following = keyset.cursor(shown[-1].received_on, shown[-1].number, shown[-1].pk) if len(rows) > size else ""
    hidden = visible.hidden_firsts(current, shown)
    for row in shown:
        if row.first_id in hidden:
            row.first = None
    return InboxPage(_rows(shown), total, counts, following)


def _filtered(current: Current, filters: InboxFilters) -> QuerySet[Submission]:
    if filters.nowhere:
        return Submission.objects.none()
    found = visible.submissions(current)
    exact = {
        "team_id": filters.team, "channel": filters.channel, "nature": filters.nature, "category": filters.category,
        "topic_id": filters.topic, "level": filters.level, "received_on__gte": filters.received_from,
        "received_on__lte": filters.received_to, "number": filters.number, "year": filters.year,
    }
    found = found.filter(**{name: value for name, value in exact.items() if value})
    flags = {"news": filters.news, "interference": filters.interference, "about_team": filters.about_team}
    found = found.filter(**{name: True for name, value in flags.items() if value})
    if filters.unit is not None:
        found = found.filter(Q(unit__path=filters.unit.path) | Q(unit__path__startswith=f"{filters.unit.path}/"))
    if filters.mine:
        found = found.filter(officer=current.member)
    if filters.repeat is not None:
        said_before = Q(first__in=visible.submissions(current).values("pk")) if _kept(current) else Q(first__isnull=False)
        found = found.filter(said_before if filters.repeat else ~said_before)
    if filters.historic is not None:  # IN, since NOT "historic" would keep SQLite from walking the index
        found = found.filter(historic__in=[filters.historic])
    if filters.late_on is not None:
        late = Clock.objects.filter(submission__isnull=False, stopped_on__isnull=True, due__lt=filters.late_on)
        found = found.filter(pk__in=late.values("submission_id"))
    return found


def _kept(current: Current) -> bool:
    kept = visible.kept_from(current)
    return kept.any_unit or bool(kept.matters)


def _rows(shown: Sequence[Submission]) -> list[InboxRow]:
    ids = [row.pk for row in shown]
    due: dict[UUID, Clock] = {}
    for clock in Clock.objects.filter(submission__in=ids, stopped_on__isnull=True).order_by("-due"):
        if clock.submission_id is not None:
            due[clock.submission_id] = clock
    matters: dict[UUID, list[tuple[UUID, int, int]]] = {}
    links = Link.objects.filter(submission__in=ids, ended_on__isnull=True).order_by("linked_on", "pk")
    for link in links.select_related("matter").defer("matter__title", "matter__subject"):
        matters.setdefault(link.submission_id, []).append((link.matter_id, link.matter.number, link.matter.year))
    return [
        InboxRow(
            row, due[row.pk].due if row.pk in due else None, row.pk in due and due[row.pk].provisional,
            tuple(matters.get(row.pk, ())),
        )
        for row in shown
    ]
