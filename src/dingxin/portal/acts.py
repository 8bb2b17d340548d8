"""What a person can do on the page their digits open, without script: the server signs with their key, in memory.

Each act seals its text with randomness drawn from cs, the page's nonce and the text, so that pressing twice is once
(mailbox.speaking).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from dingxin.mailbox import actions
from dingxin.mailbox.coming_back import Visit
from dingxin.mailbox.refused import Refused, Why
from dingxin.mailbox.speaking import add, change, give, signed
from dingxin.mailbox.texts import FromPerson
from dingxin.portal.filing import prepare, seal_file
from dingxin.sealing.primitives import hkdf, random_bytes, seeded, sha256, using_random

__all__ = ["ACTS", "PARTS", "TEXT_MOST", "Asked", "change"]

PARTS = ("time", "place", "way")
TEXT_MOST = 5_000


@dataclass(frozen=True, repr=False)
class Asked:
    """What a form brought: its fields, files, and the nonce of the page it stood on."""

    fields: dict[str, str]
    files: "tuple[UploadedFile[Any], ...]"
    nonce: bytes

    def text(self) -> str:
        """The person's own words, at most TEXT_MOST characters; Refused beyond."""
        text = self.fields.get("text", "").replace("\r\n", "\n").strip()
        if len(text) > TEXT_MOST:
            raise Refused(Why.TOO_LARGE, "text")
        return text

    def one_of(self, name: str, *values: str) -> str:
        """A field that has one of these values; Refused(BAD) otherwise."""
        if self.fields.get(name, "") not in values:
            raise Refused(Why.BAD, name)
        return self.fields[name]


def outcome(visit: Visit, asked: Asked) -> str:
    """Solved or not, with words if there are any. What was asked must be what the page showed."""
    word = asked.one_of("word", "confirm", "dispute")
    if asked.fields.get("asked") != visit.card["asked"]:
        raise Refused(Why.OTHER)
    give(visit, asked.nonce, word, word, FromPerson(asked.text()) if word == "dispute" else None)
    return word


def satisfied(visit: Visit, asked: Asked) -> str:
    """The second question, which nobody has to answer."""
    give(visit, asked.nonce, "satisfied", asked.one_of("word", "yes", "partly", "no"))
    return "satisfied"


def consent(visit: Visit, asked: Asked) -> str:
    """Time, place and way, each by itself, where a meeting is asked; else one yes or no."""
    if visit.card["question"] == "contact":
        parts = {part: asked.one_of(part, "agree", "decline") for part in PARTS}
        word = "agree" if set(parts.values()) == {"agree"} else "decline"
    else:
        parts, word = {}, asked.one_of("word", "agree", "decline")
    give(visit, asked.nonce, "consent", word, FromPerson(asked.text(), parts=parts))
    return word


def message(visit: Visit, asked: Asked) -> str:
    """Something added: words, files or both."""
    text, uploads = asked.text(), prepare(asked.files)
    if not text and not uploads:
        raise Refused(Why.BAD, "text")
    content = sha256(text.encode(), *(sha256(upload.content) for upload in uploads))
    with using_random(seeded(hkdf(visit.cs, "form-files", context=asked.nonce + content))):
        S = random_bytes(32)
        files = tuple(seal_file(S, upload) for upload in uploads)
    add(visit, asked.nonce, FromPerson(text, tuple(file.id for file in files), S if files else b""), files)
    return "message"


def interference(visit: Visit, asked: Asked) -> str:
    """Somebody asks, warns, threatens or retaliates."""
    kind = asked.fields.get("kind") or "interference"
    if kind not in ("asking", "warning", "threat", "retaliation", "interference"):
        raise Refused(Why.BAD, "kind")
    give(visit, asked.nonce, "interference", kind, FromPerson(asked.text()))
    return "interference"


def peace(visit: Visit, asked: Asked) -> str:
    """Asked months later whether they are left in peace: all is well, or it has begun again."""
    if asked.one_of("word", "well", "pressed") == "pressed":
        give(visit, asked.nonce, "interference", "interference", FromPerson(asked.text()))
        return "interference"
    give(visit, asked.nonce, "well", "well")
    return "well"


def withdraw_consent(visit: Visit, asked: Asked) -> str:
    """No contact any more, whatever was agreed."""
    give(visit, asked.nonce, "withdraw-consent", "withdraw_consent")
    return "withdraw_consent"


def withdraw(visit: Visit, asked: Asked) -> str:
    """The person does not go on with it."""
    give(visit, asked.nonce, "withdraw", "withdraw", FromPerson(asked.text()))
    return "withdraw"


def narrow(visit: Visit, asked: Asked) -> str:
    """Only the state from now on."""
    actions.narrow(**signed(visit, "narrow", "state", asked.nonce))
    return "narrow"


def close(visit: Visit, asked: Asked) -> str:
    """The receipt never opens again."""
    actions.close_receipt(**signed(visit, "close", "close", asked.nonce))
    return "close"


def delete(visit: Visit, asked: Asked) -> str:
    """One message to the person, read and not wanted any more."""
    number = asked.fields.get("number", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise Refused(Why.BAD, "number")
    actions.delete_message(**signed(visit, "delete", number, asked.nonce), number=int(number))
    return "delete"


ACTS: dict[str, Callable[[Visit, Asked], str]] = {
    "outcome": outcome, "satisfied": satisfied, "consent": consent, "message": message, "interference": interference,
    "peace": peace,
    "withdraw_consent": withdraw_consent, "withdraw": withdraw, "narrow": narrow, "close": close, "delete": delete,
}
"""Field ``act`` of a form → what it does; each calls one action and returns the word by which the page thanks."""
