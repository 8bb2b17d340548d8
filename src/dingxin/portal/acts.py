"""What a person can do on the page their digits open, without script: the server signs with their key, in memory.

Each act seals its text with randomness drawn from cs, the page's nonce and the text, so that pressing twice is once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypedDict
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from dingxin.mailbox import actions
from dingxin.mailbox.codes import ANSWERS
from dingxin.mailbox.models import Inlet
from dingxin.mailbox.recipients import checked
from dingxin.mailbox.refused import Refused, Why
from dingxin.mailbox.texts import FromPerson, from_person
from dingxin.portal.filing import prepare, seal_file
from dingxin.portal.visit import Visit
from dingxin.sealing.age import seal_text
from dingxin.sealing.primitives import hkdf, random_bytes, seeded, sha256, using_random
from dingxin.sealing.receipts import ReceiptDerived, seal_cs
from dingxin.sealing.signing import sign
from dingxin.sealing.statements import ComplainantWord
from dingxin.web.days import today

HOW = "without_script"
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


def _inlet(visit: Visit) -> Inlet:
    """Where the holder reads now; else where it was filed, whose team still opens it."""
    for vault in (visit.card["holder"], visit.card["vault"]):
        found = Inlet.objects.filter(vault_id=UUID(hex=vault), current=True, unit_path="", not_after__gte=today())
        row = found.order_by("-epoch").first()
        if row is not None:
            return row
    raise Refused(Why.STALE)


def _seal(visit: Visit, asked: Asked, text: FromPerson) -> actions.SealedText:
    inlet = _inlet(visit)
    to = checked(inlet)
    plain = from_person(visit.thread, text)
    source = seeded(hkdf(visit.cs, "form-text", context=asked.nonce + sha256(plain, to.inbound.encode())))
    with using_random(source):
        return actions.SealedText(inlet.vault_id, inlet.epoch, seal_text(to.inbound, plain))


class Signed(TypedDict):
    """What every act of a receipt carries."""

    lookup: bytes
    statement: bytes
    signature: bytes


def _signed(visit: Visit, act: str, word: str, nonce: bytes) -> Signed:
    answered = visit.asked if act in ANSWERS else bytes(32)
    if len(answered) != 32:
        raise Refused(Why.OTHER)
    statement = ComplainantWord(act, visit.thread.hex, answered, word, nonce).canonical()
    signature = sign(visit.keys.seed, ComplainantWord.purpose, statement)
    return Signed(lookup=visit.lookup, statement=statement, signature=signature)


def _give(visit: Visit, asked: Asked, act: str, fixed: str, text: FromPerson | None = None) -> None:
    sealed = _seal(visit, asked, text) if text is not None and (text.text or text.parts) else None
    word = f"{fixed} {sha256(sealed.body).hex()}" if sealed else fixed
    actions.give_word(**_signed(visit, act, word, asked.nonce), text=sealed, how=HOW)


def outcome(visit: Visit, asked: Asked) -> str:
    """Solved or not, with words if there are any. What was asked must be what the page showed."""
    word = asked.one_of("word", "confirm", "dispute")
    if asked.fields.get("asked") != visit.card["asked"]:
        raise Refused(Why.OTHER)
    _give(visit, asked, word, word, FromPerson(asked.text()) if word == "dispute" else None)
    return word


def satisfied(visit: Visit, asked: Asked) -> str:
    """The second question, which nobody has to answer."""
    _give(visit, asked, "satisfied", asked.one_of("word", "yes", "partly", "no"))
    return "satisfied"


def consent(visit: Visit, asked: Asked) -> str:
    """Time, place and way, each by itself, where a meeting is asked; else one yes or no."""
    if visit.card["question"] == "contact":
        parts = {part: asked.one_of(part, "agree", "decline") for part in PARTS}
        word = "agree" if set(parts.values()) == {"agree"} else "decline"
    else:
        parts, word = {}, asked.one_of("word", "agree", "decline")
    _give(visit, asked, "consent", word, FromPerson(asked.text(), parts=parts))
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
    sealed = _seal(visit, asked, FromPerson(text, tuple(file.id for file in files), S if files else b""))
    signed = _signed(visit, "message", sha256(sealed.body).hex(), asked.nonce)
    actions.add_message(**signed, text=sealed, files=files, how=HOW)
    return "message"


def interference(visit: Visit, asked: Asked) -> str:
    """Somebody asks, warns, threatens or retaliates."""
    kind = asked.fields.get("kind") or "interference"
    if kind not in ("asking", "warning", "threat", "retaliation", "interference"):
        raise Refused(Why.BAD, "kind")
    _give(visit, asked, "interference", kind, FromPerson(asked.text()))
    return "interference"


def peace(visit: Visit, asked: Asked) -> str:
    """Asked months later whether they are left in peace: all is well, or it has begun again."""
    if asked.one_of("word", "well", "pressed") == "pressed":
        _give(visit, asked, "interference", "interference", FromPerson(asked.text()))
        return "interference"
    _give(visit, asked, "well", "well")
    return "well"


def withdraw_consent(visit: Visit, asked: Asked) -> str:
    """No contact any more, whatever was agreed."""
    _give(visit, asked, "withdraw-consent", "withdraw_consent")
    return "withdraw_consent"


def withdraw(visit: Visit, asked: Asked) -> str:
    """The person does not go on with it."""
    _give(visit, asked, "withdraw", "withdraw", FromPerson(asked.text()))
    return "withdraw"


def narrow(visit: Visit, asked: Asked) -> str:
    """Only the state from now on."""
    actions.narrow(**_signed(visit, "narrow", "state", asked.nonce))
    return "narrow"


def close(visit: Visit, asked: Asked) -> str:
    """The receipt never opens again."""
    actions.close_receipt(**_signed(visit, "close", "close", asked.nonce))
    return "close"


def delete(visit: Visit, asked: Asked) -> str:
    """One message to the person, read and not wanted any more."""
    number = asked.fields.get("number", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise Refused(Why.BAD, "number")
    actions.delete_message(**_signed(visit, "delete", number, asked.nonce), number=int(number))
    return "delete"


def change(visit: Visit, derived: ReceiptDerived, nonce: bytes) -> None:
    """New digits, after the person has read them back."""
    with using_random(seeded(hkdf(visit.cs, "form-change", context=nonce + derived.lookup))):
        W = seal_cs(derived.wrap, visit.cs)
    signed = _signed(visit, "change", sha256(derived.lookup, W).hex(), nonce)
    actions.change_receipt(**signed, new_lookup=derived.lookup, new_W=W)


ACTS: dict[str, Callable[[Visit, Asked], str]] = {
    "outcome": outcome, "satisfied": satisfied, "consent": consent, "message": message, "interference": interference,
    "peace": peace,
    "withdraw_consent": withdraw_consent, "withdraw": withdraw, "narrow": narrow, "close": close, "delete": delete,
}
"""Field ``act`` of a form → what it does; each calls one action and returns the word by which the page thanks."""
