"""Coming back without script: the messages that the server opens, in memory, as the person's own device would."""

from base64 import urlsafe_b64decode
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from dingxin.mailbox.coming_back import Visit
from dingxin.mailbox.outbound import statement_of
from dingxin.mailbox.recipients import answer_keys
from dingxin.mailbox.texts import read_to_person
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.primitives import sha256
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
