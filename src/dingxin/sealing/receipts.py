"""The receipt: 18 digits on paper, and from them a place to look and a key to open.

The digits derive two things with Argon2id: `lookup`, which the server turns into a row key with its pepper, and `wrap`,
which opens W, the sealed random secret cs of the complainant. Nothing public and nothing stored outside the pepper's
box can be computed from the digits.
"""

import hmac
import re
from dataclasses import dataclass, field

from .age import AgeIdentity, identity_from_seed, seal_text
from .errors import DigitsWrong
from .frames import pad_exact, unpad_exact
from .keys import Cost, argon2, verify_key
from .primitives import KEY_BYTES, aead_open, aead_seal, associated, hkdf, random_bytes, seeded, using_random

REPLY_BYTES = 64 * 1024
_CS_AD = associated("receipt", "-", "cs")
_DIGITS = {base + n: str(n) for base in (0x30, 0xFF10, 0x0660, 0x06F0) for n in range(10)}
# what people and their keyboards put between groups, and the marks that travel with digits out of right-to-left text
_BETWEEN = re.compile(
    "[ \t\r\n\u00a0\u2002-\u200b\u202f\u3000\ufeff"
    "\\-\u2010-\u2015\u2212\uff0d"
    "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]"
)


@dataclass(frozen=True, repr=False)
class ReceiptDerived:
    """lookup goes to the server; wrap never does where script runs. 32 bytes each."""

    lookup: bytes
    wrap: bytes


@dataclass(frozen=True)
class ComplainantKeys:
    """age: answers are sealed to it. seed, verify: Ed25519, signs confirm, dispute, consent, messages."""

    age: AgeIdentity
    seed: bytes = field(repr=False)
    verify: bytes


def _check_pair(sixteen: str) -> str:
    """ISO 7064 MOD 97-10: 98 - (100 n mod 97), as two digits from 02 to 98."""
    return f"{98 - int(sixteen) * 100 % 97:02}"


def new_digits() -> str:
    """16 random digits and 2 check digits, without spaces."""
    sixteen = ""
    while len(sixteen) < 16:
        byte = random_bytes(1)[0]
        if byte < 250:  # 250 is the last multiple of ten: the rest would favour 0 to 5
            sixteen += str(byte % 10)
    return sixteen + _check_pair(sixteen)


def check_digits(text: str) -> str:
    """18 ASCII digits from what was typed or pasted; DigitsWrong unless the check digits are right.

    Western, full-width, Arabic-Indic and extended Arabic-Indic digits; spaces, hyphens and direction marks between.
    """
    digits = "".join(_DIGITS.get(ord(sign), "x") for sign in _BETWEEN.sub("", text))
    if len(digits) != 18 or "x" in digits:
        raise DigitsWrong("a receipt has 18 digits")
    if _check_pair(digits[:16]) != digits[16:]:
        raise DigitsWrong("the check digits do not fit")
    return digits


def group(digits: str) -> str:
    """Six groups of three, as they are printed."""
    return " ".join(digits[i : i + 3] for i in range(0, len(digits), 3))


def derive_receipt(digits: str, salt: bytes, cost: Cost) -> ReceiptDerived:
    """R = Argon2id(the first 16 digits, site salt of 16 bytes); lookup and wrap are HKDF of R.

    digits: 16, or 18 with their check. Slow on purpose: never inside a transaction, two at once at most.
    """
    if len(digits) == 18:
        digits = check_digits(digits)[:16]
    if len(digits) != 16 or not (digits.isascii() and digits.isdecimal()):
        raise DigitsWrong("a receipt has 18 digits")
    root = argon2(digits.encode(), salt, cost)
    return ReceiptDerived(lookup=hkdf(root, "receipt-lookup"), wrap=hkdf(root, "receipt-wrap"))


def new_cs() -> bytes:
    """The complainant's secret: 32 random bytes, not derived from the digits."""
    return random_bytes(KEY_BYTES)


def complainant_keys(cs: bytes) -> ComplainantKeys:
    """The two pairs that come from cs."""
    seed = hkdf(cs, "complainant-sign")
    return ComplainantKeys(identity_from_seed(hkdf(cs, "complainant-age")), seed, verify_key(seed))


def seal_cs(wrap: bytes, cs: bytes) -> bytes:
    """W: cs under the receipt's wrap key, 73 bytes."""
    return aead_seal(wrap, cs, ad=_CS_AD)


def open_cs(wrap: bytes, W: bytes) -> bytes:
    """cs, or SealBroken: wrong digits, or the envelope of a receipt that does not exist."""
    return aead_open(wrap, W, ad=_CS_AD)


def lookup_key(pepper: bytes, lookup: bytes) -> bytes:
    """The row key of a receipt: HMAC-SHA256 of lookup under a key derived from the pepper. 32 bytes."""
    return hmac.digest(hkdf(pepper, "receipt-row"), lookup, "sha256")


def box(pepper: bytes, W: bytes, *, row: bytes = b"") -> bytes:
    """W under the pepper, for the column; `row` is the row key it belongs to."""
    return aead_seal(hkdf(pepper, "box"), W, ad=associated("receipt", row.hex(), "box"))


def unbox(pepper: bytes, boxed: bytes, *, row: bytes = b"") -> bytes:
    """W, or SealBroken when the pepper or the row is another."""
    return aead_open(hkdf(pepper, "box"), boxed, ad=associated("receipt", row.hex(), "box"))


def dummy_envelope(pepper: bytes, lookup: bytes) -> bytes:
    """The W of a receipt that does not exist: a real one to a throwaway key, the same at every look-up."""
    source = seeded(hkdf(pepper, "receipt-dummy", context=lookup))
    with using_random(source):
        return seal_cs(source(KEY_BYTES), source(KEY_BYTES))


def dummy_message(pepper: bytes, lookup: bytes, size: int) -> bytes:
    """A real answer of `size` zero bytes, sealed to the throwaway key of that receipt, the same at every look-up."""
    source = seeded(hkdf(pepper, "receipt-dummy-message", context=lookup + size.to_bytes(4, "big")))
    with using_random(source):
        return seal_text(complainant_keys(source(KEY_BYTES)).age.recipient, bytes(size))


def pad_reply(reply: bytes, size: int = REPLY_BYTES) -> bytes:
    """u32 length ‖ reply ‖ zeros: every look-up answers exactly `size` bytes; FrameBroken when it does not fit."""
    return pad_exact(reply, size)


def unpad_reply(data: bytes, size: int = REPLY_BYTES) -> bytes:
    """The reply inside."""
    return unpad_exact(data, size)
