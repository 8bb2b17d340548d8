"""Policy packs: data for one legal setting each, and the dated calendars they count by."""

import tomllib
from functools import cache
from importlib.resources import files

from dingxin.rules.packs.calendar_file import read_calendar
from dingxin.rules.packs.reading import Reader
from dingxin.rules.workdays import ORDINARY_WEEK, Calendar

HERE = files("dingxin.rules.packs")


@cache
def calendar(code: str) -> Calendar:
    """The calendar of that code. Raises `KeyError` when there is none, `PackError` when its file is wrong."""
    if code == ORDINARY_WEEK.code:
        return ORDINARY_WEEK
    if code not in calendar_codes():
        raise KeyError(code)
    text = HERE.joinpath("calendars", f"{code}.toml").read_text(encoding="utf-8")
    found = read_calendar(Reader(tomllib.loads(text), code))
    if found.code != code:
        raise KeyError(code)
    return found


def calendar_codes() -> list[str]:
    """Codes of the calendars that are there."""
    return sorted(
        entry.name.removesuffix(".toml")
        for entry in HERE.joinpath("calendars").iterdir()
        if entry.name.endswith(".toml")
    )
