"""A receipt that was opened on the server, in memory: by its own page without script, or by digits said to staff."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dingxin.mailbox import tokens
from dingxin.mailbox.derive import derive
from dingxin.mailbox.lookup import NEWEST, PAGE, look_up
from dingxin.sealing.age import open_with
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.frames import unpad_exact
from dingxin.sealing.receipts import ComplainantKeys, check_digits, complainant_keys, open_cs, unpad_reply


@dataclass(frozen=True, repr=False)
class Visit:
    """An open receipt. ``facts``: the page inside the look-up (mailbox.lookup)."""

    lookup: bytes
    cs: bytes
    facts: dict[str, Any]

    @property
    def keys(self) -> ComplainantKeys:
        return complainant_keys(self.cs)

    @property
    def thread(self) -> UUID:
        return UUID(hex=self.facts["thread"])

    @property
    def card(self) -> dict[str, Any]:
        found: dict[str, Any] = self.facts["card"]
        return found

    @property
    def asked(self) -> bytes:
        return bytes.fromhex(self.card["asked"])

    def token(self, purpose: str = "visit", **more: str) -> str:
        """For hidden fields, good for twenty minutes, so that nobody types digits before every act."""
        return tokens.seal(purpose, lookup=self.lookup.hex(), cs=self.cs.hex(), **more)


def by_digits(typed: str) -> Visit | None:
    """The visit that these digits open, None when nothing is open under them. Raises DigitsWrong, Busy."""
    derived = derive(check_digits(typed))
    reply = unpad_reply(look_up(derived.lookup))
    try:
        return _read(derived.lookup, open_cs(derived.wrap, reply[1:74]), reply)
    except SealBroken:
        return None


def by_token(token: str, before: int = NEWEST, purpose: str = "visit", **same: str) -> Visit | None:
    """The visit of an earlier page; None when the token is too old or the receipt was closed meanwhile.

    ``same``: what must stand in the token as it was sealed into it.
    """
    facts = tokens.read(purpose, token, seconds=tokens.TWENTY)
    if facts is None or any(facts.get(name) != value for name, value in same.items()):
        return None
    lookup, cs = bytes.fromhex(facts["lookup"]), bytes.fromhex(facts["cs"])
    try:
        return _read(lookup, cs, unpad_reply(look_up(lookup, before)))
    except SealBroken:
        return None


def _read(lookup: bytes, cs: bytes, reply: bytes) -> Visit:
    page = unpad_exact(open_with(complainant_keys(cs).age.secret, reply[74:]), PAGE)
    return Visit(lookup, cs, json.loads(page))
