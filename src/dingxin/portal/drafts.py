"""A report between its pages: everything that is drawn once, in the page and nowhere else.

The draft's token holds thread id, digits, cs and a seed. Everything random in sealing is drawn from the seed and the
content, so that sending twice gives the same bytes twice, and changed words never meet an old nonce.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dingxin.mailbox import tokens
from dingxin.rules.ids import new_id
from dingxin.sealing.primitives import random_bytes
from dingxin.sealing.receipts import new_cs, new_digits
from dingxin.web.days import today

LASTS = tokens.DAY
SLOWEST_MACHINE = 2
"""Seconds: nobody reads the check page faster; a script that does is asked to press once more."""


@dataclass(frozen=True, repr=False)
class Draft:
    """``age``: seconds since it was made, which is when its digits were first shown."""

    thread: UUID
    digits: str
    cs: bytes
    seed: bytes
    code: str
    day: date
    age: int = 0

    def token(self) -> str:
        """For a hidden field."""
        return tokens.seal(
            "draft", thread=self.thread.hex, digits=self.digits, cs=self.cs.hex(), seed=self.seed.hex(), code=self.code,
            day=self.day.isoformat(),
        )


def new_draft(code: str) -> Draft:
    """Fresh digits for a stationing."""
    return Draft(new_id(), new_digits(), new_cs(), random_bytes(32), code, today())


def read_draft(token: str, code: str) -> Draft | None:
    """The draft, or None: too old, made elsewhere, or for another stationing."""
    facts = tokens.read("draft", token, seconds=LASTS)
    if facts is None or facts["code"] != code:
        return None
    return Draft(
        UUID(hex=facts["thread"]), facts["digits"], bytes.fromhex(facts["cs"]), bytes.fromhex(facts["seed"]), code,
        date.fromisoformat(facts["day"]), tokens.age(facts),
    )
