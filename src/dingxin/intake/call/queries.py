"""Reads of the telephone: what waits, what came. Keyless."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from dingxin.accounts.identity import Current
from dingxin.intake.call import doors
from dingxin.intake.call.models import Call, Slip
from dingxin.organisation.models import Stationing
from dingxin.organisation.queries import role_in
from dingxin.rules.codes import CallState
from dingxin.web.days import today


def slips(current: Current, stationing: Stationing | None = None) -> list[Slip]:
    """Whom the member may call back, the day they named first. Nothing of it is opened."""
    rows = Slip.objects.filter(copies__member=current.member)
    if stationing is not None:
        rows = rows.filter(call__stationing=stationing)
    if not rows.exists():  # on most pages of the desk; the wide query is dear
        return []
    rows = rows.select_related("call__stationing__unit", "call__by")
    return [
        row for row in rows.order_by("on", "day", "call__number", "pk")
        if role_in(current.member, row.call.stationing.team_id) and not doors.kept_from(current, row.call.stationing)
    ]


def waiting(current: Current) -> int:
    """How many call-backs are due today. Remembered for the request, because each page of the desk asks."""
    known: int | None = vars(current).get("_calls_waiting")
    if known is None:
        known = vars(current)["_calls_waiting"] = len([one for one in slips(current) if one.on <= today()])
    return known


@dataclass(frozen=True)
class Day:
    """The calls of one day by what became of them."""

    day: date
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def columns(self) -> list[int]:
        return [self.counts.get(state.value, 0) for state in CallState]


def days(stationing: Stationing, last: date, count: int = 7) -> list[Day]:
    """The latest days, today first; those without a call too."""
    first = last - timedelta(days=count - 1)
    found: dict[date, Counter[str]] = {}
    for day, state in Call.objects.filter(stationing=stationing, day__range=(first, last)).values_list("day", "state"):
        found.setdefault(day, Counter())[state] += 1
    return [
        Day(day, dict(found.get(day, {}))) for day in (last - timedelta(days=number) for number in range(count))
        if day >= stationing.starts
    ]


def log_of(stationing: Stationing, day: date) -> list[Call]:
    """The calls of a day, in their order, with whether a slip waits."""
    return list(Call.objects.filter(stationing=stationing, day=day).select_related("by", "slip"))


def so_far(stationing: Stationing) -> int:
    """How many calls this place had today."""
    return Call.objects.filter(stationing=stationing, day=today()).count()
