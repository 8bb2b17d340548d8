"""Leaves of the log: an event shows only a commitment, an open leaf shows itself.

C = SHA-256("dingxin/detail/v1\\n" ‖ salt_d ‖ detail),
T = SHA-256("dingxin/tally/v1\\n" ‖ salt_t ‖ kind, scope, period).
T stands inside the detail and is published only when the period closes. Salts: 32 random bytes, the filer's where there
is a device to draw them.
"""

import hashlib
from dataclasses import dataclass

from .lines import LogBroken, lines, parse_lines, unhex

SALT = 32
OPEN, EVENT = b"\x00", b"\x01"
_DETAIL = ("v", "kind", "tally", "subject")


@dataclass(frozen=True)
class Detail:
    """What an event leaf commits to. tally: T. subject: for `received` SHA-256 of the complainant's verify key.

    No day, unit, number or amount: who is shown one opening must not learn more than that the cause is counted.
    """

    kind: str
    tally: bytes
    subject: bytes

    def canonical(self) -> bytes:
        if len(self.tally) != 32 or len(self.subject) != 32:
            raise LogBroken("tally and subject are 32 bytes each")
        facts = ("1", self.kind, self.tally.hex(), self.subject.hex())
        return lines(list(zip(_DETAIL, facts, strict=True)))

    @classmethod
    def parse(cls, data: bytes) -> "Detail":
        values = parse_lines(data, _DETAIL)
        if values["v"] != "1":
            raise LogBroken("detail of another version")
        return cls(values["kind"], unhex(values["tally"], 32), unhex(values["subject"], 32))


def tally_token(salt_t: bytes, kind: str, scope: str, period: str) -> bytes:
    """T, 32 bytes."""
    if len(salt_t) != SALT:
        raise LogBroken("a salt is 32 bytes")
    counted = lines([("kind", kind), ("scope", scope), ("period", period)])
    return hashlib.sha256(b"dingxin/tally/v1\n" + salt_t + counted).digest()


def commitment(salt_d: bytes, detail: Detail) -> bytes:
    """C, 32 bytes."""
    if len(salt_d) != SALT:
        raise LogBroken("a salt is 32 bytes")
    return hashlib.sha256(b"dingxin/detail/v1\n" + salt_d + detail.canonical()).digest()


def event_leaf(C: bytes) -> bytes:
    """0x01 ‖ C, 33 bytes."""
    if len(C) != 32:
        raise LogBroken("a commitment is 32 bytes")
    return EVENT + C


def open_leaf(statement: bytes) -> bytes:
    """0x00 ‖ bytes that are public at once."""
    return OPEN + statement


def complainant_subject(verify_key: bytes) -> bytes:
    """The subject of `received`: SHA-256 of the complainant's Ed25519 key."""
    return hashlib.sha256(b"dingxin/complainant/v1\n" + verify_key).digest()
