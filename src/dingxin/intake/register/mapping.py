"""The map of a register: which of its headings is what. A small TOML file, strictly read.

    [register]
    channel = "letter"            # every row; or a column "channel" below
    default_year = 2026           # for dates without a year
    [columns]
    number = "留言编号"            # what makes a row the same row when it is imported again
    received_on = "留言时间"
    words = ["留言主题", "留言详情"]
    [values.channel]
    "网信" = "web"

Without a map the headings of the pack's own register (台账) are looked for.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dingxin.rules.codes import Channel
from dingxin.rules.packs.model import Pack
from dingxin.rules.register import Cell, column_key

FIELDS = frozenset({
    "number", "received_on", "channel", "repeat", "items", "batches", "persons", "named", "complainant", "phone",
    "subject", "unit", "rank", "authority", "nature", "category", "summary", "words", "instruction", "disposal",
    "officer", "assigned_on", "due", "finding", "outcome", "amount", "closed_on", "answered", "reply", "replied_on",
    "confirmed", "file",
})
LISTS = frozenset({"words", "reply"})
REQUIRED = ("received_on", "words")


class MapWrong(Exception):
    """The map cannot be used; the message names the line and what is allowed."""


@dataclass(frozen=True)
class Map:
    """``columns``: field → headings as written. ``values``: field → {what the office writes → code}."""

    columns: dict[str, tuple[str, ...]]
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    channel: str = "imported"
    default_year: int | None = None
    sheet: str | None = None


@dataclass(frozen=True)
class Head:
    """Where the heading row is (``row`` its number) and which column index holds which field; ``others`` the rest."""

    row: int
    fields: dict[str, tuple[int, ...]]
    others: dict[int, str]


def read_map(path: Path) -> Map:
    """Parse and check. Raises MapWrong."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise MapWrong("The map cannot be read: there is no such file, or it is not UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise MapWrong(f"The map is not TOML: {error}.") from error
    unknown = set(data) - {"register", "columns", "values"}
    if unknown:
        raise MapWrong(f"[{sorted(unknown)[0]}] is not known; a map has [register], [columns] and [values.…].")
    register = data.get("register", {})
    odd = set(register) - {"channel", "default_year", "sheet"}
    if odd:
        raise MapWrong(f"register.{sorted(odd)[0]} is not known; there are channel, default_year and sheet.")
    channel = str(register.get("channel", Channel.IMPORTED))
    if channel not in set(Channel):
        raise MapWrong(f"register.channel = {channel!r} is not one of {', '.join(Channel)}.")
    columns: dict[str, tuple[str, ...]] = {}
    for name, heading in data.get("columns", {}).items():
        if name not in FIELDS:
            raise MapWrong(f"columns.{name} is not known; there are {', '.join(sorted(FIELDS))}.")
        headings = tuple(heading) if isinstance(heading, list) else (heading,)
        if not headings or not all(isinstance(one, str) and one.strip() for one in headings):
            raise MapWrong(f"columns.{name} is a heading, or a list of headings.")
        if len(headings) > 1 and name not in LISTS:
            raise MapWrong(f"columns.{name} takes one heading; only {', '.join(sorted(LISTS))} take several.")
        columns[name] = headings
    for name in REQUIRED:
        if name not in columns:
            raise MapWrong(f"columns.{name} is missing.")
    values = {name: {str(key): str(value) for key, value in table.items()} for name, table in data.get("values", {}).items()}
    stray = set(values) - FIELDS
    if stray:
        raise MapWrong(f"values.{sorted(stray)[0]} is not known.")
    year = register.get("default_year")
    if year is not None and not (isinstance(year, int) and 1949 <= year <= 2100):
        raise MapWrong("register.default_year is a year, such as 2026.")
    return Map(columns, values, channel, year, register.get("sheet"))


def map_of(pack: Pack) -> Map:
    """The pack's own register: its summary column holds the words."""
    columns = {column.code: (*column.label.values(), *column.aliases) for column in pack.columns if column.code in FIELDS}
    columns["words"] = columns.pop("summary")
    return Map(columns)


def _head(number: int, cells: Sequence[Cell], mapped: Map) -> tuple[Head, list[str]]:
    """The reading of one line as a heading row, and the required fields it lacks."""
    keys = {column_key(cell): index for index, cell in reversed(list(enumerate(cells))) if column_key(cell)}
    fields: dict[str, tuple[int, ...]] = {}
    for name, headings in mapped.columns.items():
        found = tuple(dict.fromkeys(keys[column_key(one)] for one in headings if column_key(one) in keys))
        if found:
            fields[name] = found if name in LISTS else found[:1]
    used = {index for indexes in fields.values() for index in indexes}
    others = {i: str(cell).strip() for i, cell in enumerate(cells) if i not in used and str(cell or "").strip()}
    return Head(number, fields, others), [name for name in REQUIRED if name not in fields]


def two_lines(upper: Sequence[Cell], lower: Sequence[Cell]) -> tuple[Cell, ...]:
    """Merged heads: the lower line's word where it has one, else the upper's (merged downwards)."""
    padded = (*upper, *(None,) * max(0, len(lower) - len(upper)))
    below = (*lower, *(None,) * max(0, len(upper) - len(lower)))
    return tuple(low if str(low or "").strip() else high for high, low in zip(padded, below, strict=True))


def find_head(first_rows: Sequence[tuple[int, Sequence[Cell]]], mapped: Map) -> Head:
    """The first line, or pair of merged lines, with all required headings; titles above are passed over.

    Raises MapWrong naming what was looked for.
    """
    missing: list[str] = list(REQUIRED)
    for place, (number, cells) in enumerate(first_rows):
        head, lacking = _head(number, cells, mapped)
        if place + 1 < len(first_rows):
            below, cells_below = first_rows[place + 1]
            both, lacking_both = _head(below, two_lines(cells, cells_below), mapped)
            if not lacking_both and (lacking or len(both.fields) > len(head.fields)):
                return both
        if not lacking:
            return head
        missing = min(missing, lacking, key=len)
    wanted = "; ".join(f"{name}: {' or '.join(mapped.columns[name])}" for name in missing)
    raise MapWrong(
        f"No heading row was found in the first {len(first_rows)} lines. Looked for {wanted}. "
        "With --map a small file says which heading is what: docs/formats/register-map.md shows one."
    )


__all__ = ["FIELDS", "Head", "Map", "MapWrong", "find_head", "map_of", "read_map", "two_lines"]
