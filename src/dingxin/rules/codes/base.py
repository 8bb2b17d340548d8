"""The base of every closed code table."""

from enum import StrEnum
from typing import Self


class Code(StrEnum):
    """A closed table of codes. A code is a plain fact: countable without a key, and its value never changes.

    Each member is its stored value (lower case ASCII) and carries `label`, English and marked for translation.
    """

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Return (value, English label) pairs in table order, for form fields and check constraints."""
        return [(member.value, member.label) for member in cls]
