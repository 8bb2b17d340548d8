"""Coming back without script: the server opens, in memory, what the person's own device would open."""

import json
from base64 import urlsafe_b64decode
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from dingxin.mailbox.lookup import NEWEST, PAGE, look_up
from dingxin.mailbox.outbound import statement_of
from dingxin.mailbox.recipients import answer_keys
from dingxin.mailbox.texts import read_to_person
from dingxin.portal import tokens
from dingxin.portal.derive import derive
from dingxin.sealing.age import open_with
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.frames import unpad_exact
from dingxin.sealing.primitives import sha256
from dingxin.sealing.receipts import ComplainantKeys, check_digits, complainant_keys, open_cs, unpad_reply
from dingxin.sealing.signing import verify


@dataclass(frozen=True)
class Letter:
    """One message as the page shows it. ``text`` None: the person's own, deleted, or a signature that does not hold."""

    number: int
    mine: bool
    kind: str
    day: date
    deleted: bool
    signed: bool
    text: str | None = field(repr=False)
    hash: str = ""


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

    def token(self) -> str:
        """For hidden fields, good for twenty minutes, so that nobody types digits before every act."""
        return tokens.seal("visit", lookup=self.lookup.hex(), cs=self.cs.hex())


def by_digits(typed: str) -> Visit | None:
    """The visit that these digits open, None when nothing is open under them. Raises DigitsWrong, Busy."""
    derived = derive(check_digits(typed))
    reply = unpad_reply(look_up(derived.lookup))
    try:
        return _read(derived.lookup, open_cs(derived.wrap, reply[1:74]), reply)
    except SealBroken:
        return None


def by_token(token: str, before: int = NEWEST) -> Visit | None:
    """The visit of an earlier page; None when the token is too old or the receipt was closed meanwhile."""
    facts = tokens.read("visit", token, seconds=tokens.TWENTY)
    if facts is None:
        return None
    lookup, cs = bytes.fromhex(facts["lookup"]), bytes.fromhex(facts["cs"])
    try:
        return _read(lookup, cs, unpad_reply(look_up(lookup, before)))
    except SealBroken:
        return None


def _read(lookup: bytes, cs: bytes, reply: bytes) -> Visit:
    page = unpad_exact(open_with(complainant_keys(cs).age.secret, reply[74:]), PAGE)
    return Visit(lookup, cs, json.loads(page))


def letters(visit: Visit) -> list[Letter]:
    """Messages of this page, newest first; a text is shown only when the team's signature over it holds."""
    keys = answer_keys({UUID(hex=inlet["vault"]) for inlet in visit.facts["inlets"]})
    return [_letter(visit, line, keys) for line in visit.facts["messages"]]


def _letter(visit: Visit, line: dict[str, Any], keys: set[bytes]) -> Letter:
    number, day = int(line["number"]), date.fromisoformat(line["day"])
    mine = line["direction"] == "in"
    body = _bytes(line["body"])
    if mine or not body:
        return Letter(number, mine, line["kind"], day, bool(line["deleted"]), False, None)
    statement = statement_of(visit.thread, number, body, day)
    signed = any(_holds(key, statement.canonical(), _bytes(line["signature"])) for key in keys)
    try:
        text = read_to_person(visit.keys.age.secret, body) if signed else None
    except SealBroken:
        text = None
    return Letter(number, mine, line["kind"], day, False, signed, text, sha256(statement.canonical()).hex())


def _holds(key: bytes, statement: bytes, signature: bytes) -> bool:
    try:
        verify(key, "answer", statement, signature)
    except SealBroken:
        return False
    return True


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
