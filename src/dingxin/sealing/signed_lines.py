"""Statements as canonical lines, written and read in exactly one way."""

from dataclasses import dataclass, fields
from datetime import date
from typing import ClassVar, Protocol, Self

from .errors import CanonicalBroken
from .primitives import canonical, parse_canonical


class Statement(Protocol):
    """Anything that can be signed."""

    purpose: ClassVar[str]

    def canonical(self) -> bytes:
        """The bytes that are signed."""
        ...


@dataclass(frozen=True)
class SignedLines:
    """Canonical lines: v, purpose, then the fields in order. int as decimal, bytes as hex, date as ISO 8601."""

    purpose: ClassVar[str]

    def __post_init__(self) -> None:
        """Checked at every making, also by `parse`; subclasses say what."""

    def canonical(self) -> bytes:
        """The one way to write it: UTF-8 lines `key value` (docs/formats/sealed-format.md)."""
        pairs = [("v", "1"), ("purpose", self.purpose)]
        return canonical(pairs + [(f.name.replace("_", "-"), text_of(getattr(self, f.name))) for f in fields(self)])

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """The statement, or CanonicalBroken unless `data` is exactly what `canonical` writes."""
        names = [f.name for f in fields(cls)]
        values = parse_canonical(data, ["v", "purpose", *(n.replace("_", "-") for n in names)])
        made = cls(**{f.name: value_of(f.type, values[f.name.replace("_", "-")]) for f in fields(cls)})
        if made.canonical() != data:
            raise CanonicalBroken("not written in the one canonical way")
        return made


def text_of(value: object) -> str:
    """A field's value as its line holds it."""
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if isinstance(value, date) else str(value)


def value_of(kind: object, text: str) -> object:
    """A line's value as its field holds it; CanonicalBroken where it is not of that kind."""
    try:
        if kind is bytes:
            return bytes.fromhex(text)
        if kind is date:
            return date.fromisoformat(text)
        return int(text) if kind is int else text
    except ValueError:
        raise CanonicalBroken("a field is malformed") from None


def check_size(size: int, *values: bytes) -> None:
    """CanonicalBroken unless each value has this many bytes."""
    if any(len(value) != size for value in values):
        raise CanonicalBroken("a key or hash has a wrong length")
