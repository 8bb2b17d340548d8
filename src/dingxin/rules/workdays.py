"""Dated calendars of working days: known for published years only, provisional beyond."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """`weekend`: ISO weekdays (1 Monday … 7 Sunday). `off`, `work`: dated exceptions. `known`: year → its source."""

    code: str
    weekend: frozenset[int] = frozenset({6, 7})
    off: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()
    known: Mapping[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a calendar that contradicts itself."""
        if self.off & self.work:
            raise ValueError(f"calendar {self.code}: a day both off and worked")
        if any(day.isoweekday() not in self.weekend for day in self.work):
            raise ValueError(f"calendar {self.code}: a make-up working day that is no weekend day")
        if any(day.year not in self.known for day in self.off | self.work):
            raise ValueError(f"calendar {self.code}: a dated day in a year without source")

    def knows(self, day: date) -> bool:
        """Whether the year of `day` has been published."""
        return day.year in self.known

    def is_workday(self, day: date) -> bool:
        """Whether `day` is worked; in a year that is not known, by the ordinary week alone (ask `knows` too)."""
        if day in self.work:
            return True
        return day.isoweekday() not in self.weekend and day not in self.off

    def next_workday(self, day: date) -> date:
        """`day` itself if it is worked, else the next one that is."""
        while not self.is_workday(day):
            day += DAY
        return day

    def count(self, after: date, until: date) -> int:
        """How many working days there are after `after`, up to and with `until`."""
        return sum(self.is_workday(after + DAY * n) for n in range(1, (until - after).days + 1))


ORDINARY_WEEK = Calendar("ordinary-week")
"""Monday to Friday without any year known: every working-day term counted by it is provisional."""
