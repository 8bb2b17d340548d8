"""Terms: when something is due, and where a clock stands. The day of the event does not count.

Counting follows what the laws in the packs share (for China 民法典 201-203, for the EU Regulation 1182/71, Art. 3):
the first day is the one after the event; a term in months ends on the day of the same number, or on the month's last
day where there is none. Whether a last day off moves the end is a matter of the rule (`Term.rolls`).
"""

import calendar as months
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dingxin.rules.workdays import DAY, Calendar


class LengthUnit(StrEnum):
    """What a length counts. Hours are kept to the day, since acts of complainants carry no time of day."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    HOURS = "hours"


@dataclass(frozen=True)
class Length:
    """A positive number of one unit."""

    number: int
    unit: LengthUnit

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError("a length is at least 1")


@dataclass(frozen=True)
class Term:
    """How long a clock runs. `pauses`: stops while waiting for the person. `rolls`: a last day off moves on."""

    length: Length
    pauses: bool = False
    rolls: bool = False


@dataclass(frozen=True)
class Pause:
    """Waiting for the person since `start`; `end` is the day of their reply, None while it goes on.

    The days after `start` up to and with `end` do not count: like a term, a pause leaves out the day of its event.
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError("a pause ends before it starts")


@dataclass(frozen=True)
class Due:
    """The last day. `provisional`: it rests on a year whose calendar is not published yet."""

    day: date
    provisional: bool = False


def add_months(day: date, number: int) -> date:
    """The day of the same number `number` months later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def paused_days(pauses: Iterable[Pause], as_of: date | None = None) -> frozenset[date]:
    """The days that do not count. A pause that goes on needs `as_of`, else `ValueError`."""
    days: set[date] = set()
    for pause in pauses:
        end = pause.end or as_of
        if end is None:
            raise ValueError("a pause that goes on has no due day without an as-of day")
        days.update(pause.start + DAY * n for n in range(1, (end - pause.start).days + 1))
    return frozenset(days)


def _advance(day: date, length: Length, calendar: Calendar, off: frozenset[date]) -> Due:
    """The last day of one length after `day`, leaving out the days in `off`."""
    if length.unit is LengthUnit.WORKING_DAYS:
        left, provisional = length.number, False
        while left:
            day += DAY
            provisional = provisional or not calendar.knows(day)
            left -= calendar.is_workday(day) and day not in off
        return Due(day, provisional)
    if length.unit is LengthUnit.MONTHS:
        end = add_months(day, length.number)
    elif length.unit is LengthUnit.CALENDAR_DAYS:
        end = day + timedelta(days=length.number)
    else:
        end = day + timedelta(days=-(-length.number // 24))
    left = sum(day < paused <= end for paused in off)
    while left:
        end += DAY
        left -= end not in off
    return Due(end)


def due(
    start: date,
    term: Term,
    calendar: Calendar,
    pauses: Iterable[Pause] = (),
    extensions: Iterable[Length] = (),
    as_of: date | None = None,
) -> Due:
    """The last day of `term` started by an event on `start`.

    Pauses count only for a term that pauses; one that begins after the last day moves nothing: what is late stays late.
    Extensions follow on the last day, in order. While a pause goes on, the day is what it would be if the reply came
    on `as_of`.
    """
    off = paused_days(pauses, as_of) if term.pauses else frozenset()
    last = Due(start)
    for length in (term.length, *extensions):
        step = _advance(last.day, length, calendar, off)
        last = Due(step.day, last.provisional or step.provisional)
    if term.rolls and not calendar.is_workday(last.day):
        rolled = calendar.next_workday(last.day)
        last = Due(rolled, last.provisional or not calendar.knows(last.day) or not calendar.knows(rolled))
    elif term.rolls and not calendar.knows(last.day):
        last = Due(last.day, True)
    return last


@dataclass(frozen=True)
class Standing:
    """Where a clock stands on a day. `used` of `total` in days of the term's kind; `late`: the last day has passed.

    `left` is negative when late, in the same days. While a pause goes on `paused` is true and nothing gets late.
    """

    due: Due
    used: int
    total: int
    left: int
    late: bool
    paused: bool


def standing(
    start: date,
    term: Term,
    calendar: Calendar,
    today: date,
    pauses: Iterable[Pause] = (),
    extensions: Iterable[Length] = (),
) -> Standing:
    """Where the clock stands on `today`; the last day itself is still in time."""
    pauses = tuple(pauses)
    last = due(start, term, calendar, pauses, extensions, as_of=max(today, start))
    off = paused_days(pauses, max(today, start)) if term.pauses else frozenset()
    going_on = term.pauses and any(pause.end is None and pause.start <= today for pause in pauses)
    working = term.length.unit is LengthUnit.WORKING_DAYS

    def counted(after: date, until: date) -> int:
        days = (after + DAY * n for n in range(1, (until - after).days + 1))
        return sum(day not in off and (not working or calendar.is_workday(day)) for day in days)

    late = today > last.day and not going_on
    left = -counted(last.day, today) if today > last.day else counted(today, last.day)
    return Standing(last, counted(start, min(today, last.day)), counted(start, last.day), left, late, going_on)
