from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingxin.rules.clocks import Due, Length, LengthUnit, Pause, Term, add_months, due, paused_days, standing
from dingxin.rules.packs import calendar
from dingxin.rules.workdays import ORDINARY_WEEK, Calendar

CN = calendar("cn")
DAY = timedelta(days=1)


def term(number: int, unit: str, **options: bool) -> Term:
    return Term(Length(number, LengthUnit(unit)), **options)


@pytest.mark.parametrize("day", ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"])
def test_make_up_days_of_2026_are_worked(day: str) -> None:
    assert CN.is_workday(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2026-01-02", "2026-02-23", "2026-04-06", "2026-05-05", "2026-06-19", "2026-09-25"])
def test_days_off_of_2026_are_not(day: str) -> None:
    assert not CN.is_workday(date.fromisoformat(day))


def test_working_days_in_each_published_year() -> None:
    # Against chinesecalendar 1.11, day by day, when the data was made.
    counts = {year: CN.count(date(year - 1, 12, 31), date(year, 12, 31)) for year in (2024, 2025, 2026)}
    assert counts == {2024: 251, 2025: 248, 2026: 248}


@pytest.mark.parametrize(
    ("start", "number", "expected"),
    [
        (date(2026, 3, 17), 15, Due(date(2026, 4, 8))),  # over Qingming (6 April)
        (date(2026, 4, 30), 5, Due(date(2026, 5, 11))),  # over Labour Day, with 9 May worked
        (date(2026, 2, 13), 1, Due(date(2026, 2, 14))),  # a Saturday that is worked
        (date(2026, 12, 25), 5, Due(date(2027, 1, 1), provisional=True)),
    ],
)
def test_working_days_leave_out_the_day_of_the_event(start: date, number: int, expected: Due) -> None:
    assert due(start, term(number, "working_days"), CN) == expected


def test_calendar_days_months_and_hours() -> None:
    assert due(date(2026, 3, 24), term(60, "calendar_days"), CN) == Due(date(2026, 5, 23))
    assert due(date(2026, 4, 3), term(3, "months"), CN) == Due(date(2026, 7, 3))
    assert due(date(2025, 11, 30), term(3, "months"), CN) == Due(date(2026, 2, 28))
    assert due(date(2026, 4, 3), term(12, "hours"), CN) == Due(date(2026, 4, 4))
    assert due(date(2026, 4, 3), term(48, "hours"), CN) == Due(date(2026, 4, 5))


def test_months_end_on_the_last_day_where_the_number_is_missing() -> None:
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2026, 12, 31), 2) == date(2027, 2, 28)


def test_a_last_day_off_rolls_only_where_the_rule_says_so() -> None:
    start = date(2026, 4, 2)
    assert due(start, term(1, "months"), CN).day == date(2026, 5, 2)
    assert due(start, term(1, "months", rolls=True), CN) == Due(date(2026, 5, 6))
    assert due(date(2026, 12, 1), term(2, "months", rolls=True), CN) == Due(date(2027, 2, 1), True)


def test_extensions_follow_the_last_day() -> None:
    base = term(60, "calendar_days")
    extension = [Length(30, LengthUnit.CALENDAR_DAYS)]
    assert due(date(2026, 3, 24), base, CN, extensions=extension).day == date(2026, 6, 22)


def test_a_pause_counts_only_while_waiting_for_the_person() -> None:
    start, pause = date(2026, 4, 1), [Pause(date(2026, 4, 10), date(2026, 4, 20))]
    assert due(start, term(30, "calendar_days", pauses=True), CN, pause).day == date(2026, 5, 11)
    assert due(start, term(30, "calendar_days"), CN, pause).day == date(2026, 5, 1)
    assert due(start, term(1, "months", pauses=True), CN, pause).day == date(2026, 5, 11)


def test_a_pause_after_the_last_day_makes_nothing_timely() -> None:
    late_pause = [Pause(date(2026, 5, 10), date(2026, 6, 10))]
    assert due(date(2026, 4, 1), term(30, "calendar_days", pauses=True), CN, late_pause).day == date(2026, 5, 1)


def test_a_pause_that_goes_on_needs_a_day() -> None:
    paused = term(10, "working_days", pauses=True)
    with pytest.raises(ValueError, match="as-of"):
        due(date(2026, 4, 1), paused, CN, [Pause(date(2026, 4, 2))])
    assert due(date(2026, 4, 1), paused, CN, [Pause(date(2026, 4, 2))], as_of=date(2026, 4, 9)).day > date(2026, 4, 15)


def test_overlapping_pauses_are_one() -> None:
    one = [Pause(date(2026, 4, 2), date(2026, 4, 10))]
    two = [Pause(date(2026, 4, 2), date(2026, 4, 8)), Pause(date(2026, 4, 5), date(2026, 4, 10))]
    assert paused_days(one) == paused_days(two)


def test_standing_counts_as_the_page_shows_it() -> None:
    # mock/matter: 30 days from 14 April, on 15-16 April; due 14 May
    now = standing(date(2026, 4, 14), term(30, "calendar_days"), CN, date(2026, 4, 16))
    assert (now.due.day, now.used, now.total, now.left, now.late) == (date(2026, 5, 14), 2, 30, 28, False)
    last = standing(date(2026, 4, 14), term(30, "calendar_days"), CN, date(2026, 5, 14))
    assert (last.left, last.late) == (0, False)
    over = standing(date(2026, 4, 14), term(30, "calendar_days"), CN, date(2026, 5, 16))
    assert (over.left, over.late, over.used) == (-2, True, 30)


def test_while_it_waits_nothing_gets_late() -> None:
    waits = standing(
        date(2026, 4, 1), term(5, "working_days", pauses=True), CN, date(2026, 6, 1), [Pause(date(2026, 4, 2))]
    )
    assert waits.paused
    assert not waits.late


@given(
    st.dates(date(2024, 1, 1), date(2026, 6, 1)),
    st.integers(1, 60),
    st.sampled_from(list(LengthUnit)),
    st.lists(st.tuples(st.integers(0, 80), st.integers(0, 40)), max_size=3),
)
def test_pauses_only_push_out_and_a_day_off_is_never_a_last_working_day(
    start: date, number: int, unit: LengthUnit, gaps: list[tuple[int, int]]
) -> None:
    pauses = [Pause(start + DAY * a, start + DAY * (a + b)) for a, b in gaps]
    bare = due(start, Term(Length(number, unit), pauses=True), CN)
    paused = due(start, Term(Length(number, unit), pauses=True), CN, pauses)
    off = paused_days(pauses)
    assert start < bare.day <= paused.day <= bare.day + DAY * (len(off) * 4 + 30)
    assert paused.day not in off or paused.day == bare.day
    if unit is LengthUnit.WORKING_DAYS:
        assert CN.is_workday(paused.day)
        assert CN.count(start, bare.day) == number
    later = due(start + DAY, Term(Length(number, unit)), CN)
    assert later.day >= bare.day
    today = standing(start, Term(Length(number, unit), pauses=True), CN, paused.day, pauses)
    assert not today.late
    assert today.used == today.total


def test_a_year_that_is_not_known_is_provisional() -> None:
    assert due(date(2026, 4, 1), term(1, "working_days"), ORDINARY_WEEK) == Due(date(2026, 4, 2), True)
    assert not due(date(2030, 4, 1), term(9, "calendar_days"), CN).provisional


@pytest.mark.parametrize(
    "wrong",
    [
        {"off": frozenset({date(2026, 5, 9)}), "work": frozenset({date(2026, 5, 9)}), "known": {2026: "x"}},
        {"work": frozenset({date(2026, 5, 11)}), "known": {2026: "x"}},
        {"off": frozenset({date(2027, 1, 1)}), "known": {2026: "x"}},
    ],
)
def test_a_calendar_that_contradicts_itself_is_refused(wrong: dict[str, frozenset[date]]) -> None:
    with pytest.raises(ValueError, match="calendar x"):
        Calendar("x", **wrong)  # type: ignore[arg-type]


def test_lengths_and_pauses_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="at least"):
        Length(0, LengthUnit.MONTHS)
    with pytest.raises(ValueError, match="before"):
        Pause(date(2026, 4, 2), date(2026, 4, 1))
