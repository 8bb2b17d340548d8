"""What a person may do by voice or at the counter: add, confirm, dispute, withdraw, refuse, say that they are pressed.

Each is signed with the key that their digits open, and entered with how it was said and who heard it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from dingxin.mailbox import speaking
from dingxin.mailbox.coming_back import Visit
from dingxin.mailbox.hearing import Heard
from dingxin.mailbox.refused import Refused, Why
from dingxin.mailbox.texts import FromPerson

TEXT_MOST = 5_000
PARTS = ("time", "place", "way")
MAY_REFUSE = frozenset({"contact", "hand_on", "name"})
"""Questions of the card that are refused without reading the message they came with."""


@dataclass(frozen=True, repr=False)
class Said:
    """``text``: their words as typed. ``asked``: what the page showed as asked. ``read_back``: it was read to them."""

    text: str
    nonce: bytes
    asked: str
    read_back: bool
    heard: Heard


def _words(said: Said) -> FromPerson | None:
    return FromPerson(said.text) if said.text else None


def _same_question(visit: Visit, said: Said) -> None:
    if said.asked != visit.card["asked"]:
        raise Refused(Why.OTHER)


def _read(said: Said) -> None:
    if not said.read_back:
        raise Refused(Why.BAD, "read_back")


def add(visit: Visit, said: Said) -> None:
    """Something more."""
    if not said.text:
        raise Refused(Why.BAD, "text")
    speaking.add(visit, said.nonce, FromPerson(said.text), heard=said.heard)


def pressed(visit: Visit, said: Said) -> None:
    """Somebody asks, warns, threatens or retaliates: before everything else."""
    speaking.give(visit, said.nonce, "interference", "interference", _words(said), heard=said.heard)


def confirm(visit: Visit, said: Said) -> None:
    """Solved, they say."""
    _same_question(visit, said)
    if said.text:  # words beside it would go nowhere
        raise Refused(Why.BAD, "words")
    _read(said)
    speaking.give(visit, said.nonce, "confirm", "confirm", heard=said.heard)


def dispute(visit: Visit, said: Said) -> None:
    """Not solved, they say."""
    _same_question(visit, said)
    _read(said)
    speaking.give(visit, said.nonce, "dispute", "dispute", _words(said), heard=said.heard)


def refuse(visit: Visit, said: Said) -> None:
    """No to what was asked of them."""
    _same_question(visit, said)
    if visit.card["question"] not in MAY_REFUSE:
        raise Refused(Why.OTHER)
    parts = dict.fromkeys(PARTS, "decline") if visit.card["question"] == "contact" else {}
    speaking.give(visit, said.nonce, "consent", "decline", FromPerson(said.text, parts=parts), heard=said.heard)


def no_contact(visit: Visit, said: Said) -> None:
    """Nobody calls or comes any more, whatever was agreed."""
    speaking.give(visit, said.nonce, "withdraw-consent", "withdraw_consent", heard=said.heard)


def withdraw(visit: Visit, said: Said) -> None:
    """They do not go on with it."""
    _read(said)
    speaking.give(visit, said.nonce, "withdraw", "withdraw", _words(said), heard=said.heard)


ACTS: dict[str, Callable[[Visit, Said], None]] = {
    "add": add, "pressed": pressed, "confirm": confirm, "dispute": dispute, "refuse": refuse, "no_contact": no_contact,
    "withdraw": withdraw,
}
"""Field ``act`` of a form → what it does; each calls one action of the mailbox."""
