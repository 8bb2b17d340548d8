"""A strict reader of TOML tables: every key is asked for by name, and what nobody asked for is refused."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NoReturn, TypeVar

from dingxin.rules.codes import Code

CodeT = TypeVar("CodeT", bound=Code)
LANGUAGES = frozenset({"zh-hans", "en", "ug"})
Labels = dict[str, str]


class PackError(ValueError):
    """A pack or calendar that says something it may not; the message begins with the path of the field."""


class Reader:
    """One table with its path. Each method takes a key; `finish` refuses the keys that were not taken."""

    def __init__(self, table: dict[str, Any], path: str) -> None:
        self._table = table
        self._path = path
        self._taken: set[str] = set()

    def fail(self, key: str, why: str) -> NoReturn:
        """Raise `PackError` for `key` of this table."""
        raise PackError(f"{self._path}.{key}: {why}" if key else f"{self._path}: {why}")

    def finish(self) -> None:
        """Refuse every key that no rule asked for: a misspelt rule must not be silently no rule."""
        for key in self._table:
            if key not in self._taken:
                self.fail(key, "unknown key")

    def has(self, key: str) -> bool:
        return key in self._table

    def _take(self, key: str, kind: type, default: Any = None) -> Any:
        self._taken.add(key)
        value = self._table.get(key, default)
        if value is None:
            self.fail(key, "is missing")
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.fail(key, f"must be {kind.__name__}")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        value: str = self._take(key, str, default)
        if default is None and not value.strip():
            self.fail(key, "is empty")
        return value

    def flag(self, key: str, default: bool | None = None) -> bool:
        value: bool = self._take(key, bool, default)
        return value

    def number(self, key: str, low: int, high: int, default: int | None = None) -> int:
        value: int = self._take(key, int, default)
        if not low <= value <= high:
            self.fail(key, f"must be from {low} to {high}")
        return value

    def numbers(self, key: str, low: int, high: int) -> list[int]:
        values = self._take(key, list)
        if not all(isinstance(n, int) and not isinstance(n, bool) and low <= n <= high for n in values):
            self.fail(key, f"must be numbers from {low} to {high}")
        return list(values)

    def texts(self, key: str, default: list[str] | None = None) -> list[str]:
        values = self._take(key, list, default)
        if not all(isinstance(text, str) and text for text in values):
            self.fail(key, "must be texts")
        if len(set(values)) != len(values):
            self.fail(key, "says something twice")
        return list(values)

    def code(self, key: str, codes: type[CodeT]) -> CodeT:
        value = self.text(key)
        if value not in {member.value for member in codes}:
            self.fail(key, f"{value!r} is no code of {codes.__name__}")
        return codes(value)  # type: ignore[call-arg] # the enum's look-up takes the stored value alone

    def code_list(self, key: str, codes: type[CodeT]) -> tuple[CodeT, ...]:
        values = self.texts(key)
        if not values:
            self.fail(key, "is empty")
        known: dict[str, CodeT] = {member.value: member for member in codes}
        for value in values:
            if value not in known:
                self.fail(key, f"{value!r} is no code of {codes.__name__}")
        return tuple(known[value] for value in values)

    def one_of(self, key: str, allowed: Iterable[str], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in set(allowed):
            self.fail(key, f"{value!r} is not one of {', '.join(sorted(allowed))}")
        return value

    def slug(self, key: str) -> str:
        value = self.text(key)
        if not (value.isascii() and value.replace("_", "").replace("-", "").isalnum() and value == value.lower()):
            self.fail(key, "must be lower case letters, digits, - or _")
        return value

    def labels(self, key: str) -> Labels:
        """Texts by language; English and Chinese are always there, Uyghur where the public sees it."""
        table = self.table(key)
        out = {language: table.text(language) for language in sorted(LANGUAGES) if table.has(language)}
        table.finish()
        for language in ("en", "zh-hans"):
            if language not in out:
                table.fail(language, "is missing")
        return out

    def table(self, key: str) -> "Reader":
        return Reader(self._take(key, dict), f"{self._path}.{key}")

    def maybe_table(self, key: str) -> "Reader | None":
        return self.table(key) if self.has(key) else None

    def tables(self, key: str, *, optional: bool = False) -> list["Reader"]:
        rows = self._take(key, list, [] if optional else None)
        if not all(isinstance(row, dict) for row in rows):
            self.fail(key, "must be tables")
        return [Reader(row, f"{self._path}.{key}[{n}]") for n, row in enumerate(rows)]

    def days(self, key: str) -> list[date]:
        return [self._day(key, text) for text in self.texts(key)]

    def day_ranges(self, key: str) -> list[tuple[date, date]]:
        ranges = []
        for pair in self._take(key, list):
            if not isinstance(pair, list) or len(pair) != 2:
                self.fail(key, "must be pairs of days")
            first, last = (self._day(key, text) for text in pair)
            if last < first:
                self.fail(key, f"{last} is before {first}")
            ranges.append((first, last))
        return ranges

    def _day(self, key: str, text: object) -> date:
        try:
            return date.fromisoformat(str(text))
        except ValueError:
            self.fail(key, f"{text!r} is no day")
