"""Strict reading of JSON: every field is asked for by name and type, what is left over is refused.

Bytes are base64url without padding, ids 32 lower-case hex digits.
"""

import re
from base64 import urlsafe_b64decode
from binascii import Error
from typing import Any
from uuid import UUID

from dingxin.mailbox.lookup import b64
from dingxin.mailbox.refused import Refused, Why

_B64 = re.compile(r"[A-Za-z0-9_-]*")
_HEX = re.compile(r"[0-9a-f]{32}")
_HALF = re.compile("[\ud800-\udfff]")
JSON_MOST = 1024 * 1024  # bytes of a body; the largest filing is about 700 KiB


class Fields:
    """A JSON object whose fields are taken one by one; what is left over, or of another type, is Refused(BAD)."""

    def __init__(self, found: object, name: str = "") -> None:
        if not isinstance(found, dict):
            raise Refused(Why.BAD, name)
        self._left: dict[str, Any] = dict(found)

    def _take(self, name: str, kind: type, default: Any = ...) -> Any:
        value = self._left.pop(name, default)
        if value is ... or (value is not default and type(value) is not kind):
            raise Refused(Why.BAD, name)
        return value

    def has(self, name: str) -> bool:
        """Whether it was given and not taken yet."""
        return name in self._left

    def text(self, name: str, *, most: int = 200, default: str | None = None) -> str:
        """A string of at most ``most`` characters, without NUL or half a surrogate pair (JSON can write one, UTF-8 not)."""
        value = str(self._take(name, str, ... if default is None else default))
        if len(value) > most or "\0" in value or _HALF.search(value):
            raise Refused(Why.BAD, name)
        return value

    def number(self, name: str, *, most: int = 2**31 - 1) -> int:
        """An integer from 0."""
        value = int(self._take(name, int))
        if not 0 <= value <= most:
            raise Refused(Why.BAD, name)
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """true or false."""
        return bool(self._take(name, bool, default))

    def data(self, name: str, *, most: int = JSON_MOST) -> bytes:
        """Bytes. Refused for padding, other signs and non-zero spare bits."""
        return unb64(self.text(name, most=most * 4 // 3 + 4), name)

    def id(self, name: str) -> UUID:
        """An id."""
        value = self.text(name)
        if not _HEX.fullmatch(value):
            raise Refused(Why.BAD, name)
        return UUID(hex=value)

    def items(self, name: str, *, most: int) -> "list[Fields]":
        """A list of objects, empty when absent."""
        value = self._take(name, list, [])
        if len(value) > most:
            raise Refused(Why.TOO_LARGE, name)
        return [Fields(item, name) for item in value]

    def inside(self, name: str) -> "Fields | None":
        """An object, None when absent or null."""
        value = self._left.pop(name, None)
        return None if value is None else Fields(value, name)

    def end(self) -> None:
        """Refused when a field is left that nobody asked for: a misspelt name must not be dropped in silence."""
        if self._left:
            raise Refused(Why.BAD, sorted(map(str, self._left))[0][:40])


def unb64(text: str, name: str = "") -> bytes:
    """Bytes of base64url without padding, written in the one canonical way."""
    if not _B64.fullmatch(text) or len(text) % 4 == 1:
        raise Refused(Why.BAD, name)
    try:
        found = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (Error, ValueError):
        raise Refused(Why.BAD, name) from None
    if b64(found) != text:
        raise Refused(Why.BAD, name)
    return found
