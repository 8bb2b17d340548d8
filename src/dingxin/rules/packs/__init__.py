"""Policy packs: data for one legal setting each, and the dated calendars they count by."""

import tomllib
from functools import cache
from importlib.resources import files

from dingxin.rules.packs.calendar_file import read_calendar
from dingxin.rules.packs.loader import read_pack
from dingxin.rules.packs.model import Pack
from dingxin.rules.packs.reading import PackError, Reader
from dingxin.rules.workdays import ORDINARY_WEEK, Calendar

__all__ = ["Pack", "PackError", "calendar", "calendar_codes", "pack", "pack_codes"]

HERE = files("dingxin.rules.packs")


def calendar_codes() -> list[str]:
    """Codes of the calendar files, in order."""
    return _toml_names("calendars")


def pack_codes() -> list[str]:
    """Codes of the packs, in order."""
    return _toml_names("")


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
        raise PackError(f"{code}.code: is not the file's name")
    return found


@cache
def pack(code: str) -> Pack:
    """The pack of that code, read once. Raises `KeyError` when there is none, `PackError` when its file is wrong."""
    if code not in pack_codes():
        raise KeyError(code)
    return read_pack(tomllib.loads(HERE.joinpath(f"{code}.toml").read_text(encoding="utf-8")), code, calendar)


def _toml_names(folder: str) -> list[str]:
    names = (entry.name for entry in HERE.joinpath(folder).iterdir())
    return sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml"))
