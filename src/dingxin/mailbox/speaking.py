"""What a person says over a receipt that this server opened: sealed and signed with their key, in memory.

Each act seals its text with randomness drawn from cs, the page's nonce and the text, so that saying it twice is once.
"""

from typing import TypedDict
from uuid import UUID

from dingxin.mailbox import actions
from dingxin.mailbox.codes import ANSWERS
from dingxin.mailbox.coming_back import Visit
from dingxin.mailbox.hearing import Heard
from dingxin.mailbox.models import Inlet
from dingxin.mailbox.recipients import checked
from dingxin.mailbox.refused import Refused, Why
from dingxin.mailbox.texts import FromPerson, from_person
from dingxin.sealing.age import seal_text
from dingxin.sealing.primitives import hkdf, seeded, sha256, using_random
from dingxin.sealing.receipts import ReceiptDerived, seal_cs
from dingxin.sealing.signing import sign
from dingxin.sealing.statements import ComplainantWord
from dingxin.web.days import today

HOW = "without_script"


class Signed(TypedDict):
    """What every act of a receipt carries."""

    lookup: bytes
    statement: bytes
    signature: bytes


def _inlet(visit: Visit) -> Inlet:
    """Where the holder reads now; else where it was filed, whose team still opens it."""
    for vault in (visit.card["holder"], visit.card["vault"]):
        found = Inlet.objects.filter(vault_id=UUID(hex=vault), current=True, unit_path="", not_after__gte=today())
        row = found.order_by("-epoch").first()
        if row is not None:
            return row
    raise Refused(Why.STALE)


def seal(visit: Visit, nonce: bytes, text: FromPerson) -> actions.SealedText:
    """The text, sealed to whoever holds the matter."""
    inlet = _inlet(visit)
    to = checked(inlet)
    plain = from_person(visit.thread, text)
    source = seeded(hkdf(visit.cs, "form-text", context=nonce + sha256(plain, to.inbound.encode())))
    with using_random(source):
        return actions.SealedText(inlet.vault_id, inlet.epoch, seal_text(to.inbound, plain))


def signed(visit: Visit, act: str, word: str, nonce: bytes) -> Signed:
    """The word with the person's signature; Refused(OTHER) where it would answer something and nothing is asked."""
    answered = visit.asked if act in ANSWERS else bytes(32)
    if len(answered) != 32:
        raise Refused(Why.OTHER)
    statement = ComplainantWord(act, visit.thread.hex, answered, word, nonce).canonical()
    return Signed(
        lookup=visit.lookup, statement=statement, signature=sign(visit.keys.seed, ComplainantWord.purpose, statement)
    )


def give(
    visit: Visit, nonce: bytes, act: str, fixed: str, text: FromPerson | None = None, *, heard: Heard | None = None
) -> None:
    """One of the closed words, with words of their own where there are any."""
    sealed = seal(visit, nonce, text) if text is not None and (text.text or text.parts) else None
    word = f"{fixed} {sha256(sealed.body).hex()}" if sealed else fixed
    actions.give_word(**signed(visit, act, word, nonce), text=sealed, how=HOW, heard=heard)


def add(
    visit: Visit, nonce: bytes, text: FromPerson, files: tuple[actions.NewFile, ...] = (), *, heard: Heard | None = None
) -> None:
    """Something added: a message of theirs."""
    sealed = seal(visit, nonce, text)
    actions.add_message(
        **signed(visit, "message", sha256(sealed.body).hex(), nonce), text=sealed, files=files, how=HOW, heard=heard
    )


def change(visit: Visit, derived: ReceiptDerived, nonce: bytes, *, heard: Heard | None = None) -> None:
    """New digits, after the person has read them back."""
    with using_random(seeded(hkdf(visit.cs, "form-change", context=nonce + derived.lookup))):
        W = seal_cs(derived.wrap, visit.cs)
    act = signed(visit, "change", sha256(derived.lookup, W).hex(), nonce)
    actions.change_receipt(**act, new_lookup=derived.lookup, new_W=W, heard=heard)
