"""The promise of a place in the log, and the proof slip a complainant keeps.

The server signs {C, day, publish-by} before it acknowledges a filing. With the salts and the detail this is the slip:
one text that opens `received`, and nothing else, to whom its holder shows it.
"""

from dataclasses import dataclass
from datetime import date

from .leaf import Detail, commitment, tally_token
from .lines import LogBroken, check_signature, lines, parse_lines, sign_lines, unhex

_PROMISE = ("v", "purpose", "commitment", "day", "publish-by")
_SLIP = (
    "dingxin-slip", "log", "commitment", "day", "publish-by", "promise", "salt-detail", "salt-tally", "kind", "scope",
    "period", "tally", "subject",
)  # fmt: skip


@dataclass(frozen=True)
class Promise:
    """C: 32 bytes. day: of the filing. publish_by: the last day on which the leaf may first appear."""

    C: bytes
    day: date
    publish_by: date

    def canonical(self) -> bytes:
        facts = ("1", "promise", self.C.hex(), self.day.isoformat(), self.publish_by.isoformat())
        return lines(list(zip(_PROMISE, facts, strict=True)))


def sign_promise(seed: bytes, promise: Promise) -> bytes:
    """64 bytes by the log's promise key."""
    if len(promise.C) != 32 or promise.publish_by < promise.day:
        raise LogBroken("a promise names a commitment and a later day")
    return sign_lines(seed, "promise", promise.canonical())


def check_promise(key: bytes, promise: Promise, signature: bytes) -> None:
    """Nothing, or LogBroken."""
    check_signature(key, "promise", promise.canonical(), signature)


@dataclass(frozen=True, repr=False)
class Slip:
    """What a proof slip says: the promise and the opening of its commitment."""

    log: str
    promise: Promise
    signature: bytes
    salt_d: bytes
    salt_t: bytes
    kind: str
    scope: str
    period: str
    subject: bytes

    @property
    def detail(self) -> Detail:
        return Detail(self.kind, tally_token(self.salt_t, self.kind, self.scope, self.period), self.subject)


def make_slip(slip: Slip) -> str:
    """The text of a slip; LogBroken when its opening does not give the commitment promised."""
    if commitment(slip.salt_d, slip.detail) != slip.promise.C:
        raise LogBroken("the opening is not of this commitment")
    facts = (
        "1", slip.log, slip.promise.C.hex(), slip.promise.day.isoformat(), slip.promise.publish_by.isoformat(),
        slip.signature.hex(), slip.salt_d.hex(), slip.salt_t.hex(), slip.kind, slip.scope, slip.period,
        slip.detail.tally.hex(), slip.subject.hex(),
    )  # fmt: skip
    return lines(list(zip(_SLIP, facts, strict=True))).decode()


def check_slip(text: str, promise_key: bytes) -> Slip:
    """The slip, or LogBroken: malformed, the opening of something else, or a promise this key did not give."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        raise LogBroken("not valid Unicode") from None
    values = parse_lines(data, _SLIP)
    promise = Promise(unhex(values["commitment"], 32), _day(values["day"]), _day(values["publish-by"]))
    slip = Slip(
        log=values["log"],
        promise=promise,
        signature=unhex(values["promise"], 64),
        salt_d=unhex(values["salt-detail"], 32),
        salt_t=unhex(values["salt-tally"], 32),
        kind=values["kind"],
        scope=values["scope"],
        period=values["period"],
        subject=unhex(values["subject"], 32),
    )
    if make_slip(slip) != text:
        raise LogBroken("not the canonical text of a slip")
    check_promise(promise_key, promise, slip.signature)
    return slip


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise LogBroken("not a day") from None
