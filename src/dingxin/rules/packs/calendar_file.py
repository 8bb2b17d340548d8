"""Reading a calendar file into `Calendar`: strict, like the packs."""

from datetime import date, timedelta

from dingxin.rules.packs.reading import Reader
from dingxin.rules.workdays import Calendar


def read_calendar(reader: Reader) -> Calendar:
    """Read the whole of a calendar file (docs/formats/pack-format.md). Raises `PackError` with the field's path."""
    code = reader.text("code")
    reader.labels("label")
    weekend = frozenset(reader.numbers("weekend", 1, 7))
    off: set[date] = set()
    work: set[date] = set()
    known: dict[int, str] = {}
    for year in reader.tables("years"):
        number = year.number("year", 1900, 2200)
        if number in known:
            year.fail("year", "stands twice")
        known[number] = year.text("source")
        for first, last in year.day_ranges("off"):
            off.update(first + timedelta(days=n) for n in range((last - first).days + 1))
        work.update(year.days("work"))
        year.finish()
    reader.finish()
    try:
        return Calendar(code, weekend, frozenset(off), frozenset(work), known)
    except ValueError as error:
        reader.fail("years", str(error))
