"""What stands on the outside of a receipt printed ahead: a serial, and a square code with it and the public keys.

docs/formats/printed-receipts.md is the specification. A scanner types the square code like a keyboard, so it is one line
of letters, digits and colons that every layout of keys has.
"""

import re
import unicodedata
from dataclasses import dataclass

from dingxin.sealing.primitives import random_bytes

ALPHABET = "023456789ABCDEFGHJKMNPQRSTVWXYZ"
"""31 letters and digits; none that is taken for another (1 I L, O, U). A prime number, so that the check catches every
wrong letter and every two that changed places."""
DRAWN = 8
KINDS = {"card": "K", "slip": "S"}
START = "DINGXIN1"


class NotASerial(ValueError):
    """Mistyped, or something else altogether."""


@dataclass(frozen=True)
class Outside:
    """What was typed or scanned. The keys are None where only the serial was typed."""

    serial: str
    recipient: str | None = None
    verify_key: bytes | None = None


def new_serial(kind: str) -> str:
    """``K`` or ``S``, eight at random (39 bits), and one to check them."""
    number = int.from_bytes(random_bytes(16), "big")
    drawn = "".join(ALPHABET[number // 31**at % 31] for at in range(DRAWN))
    return _checked(KINDS[kind] + drawn)


def _checked(text: str) -> str:
    weighed = sum((at + 2) * ALPHABET.index(letter) for at, letter in enumerate(text))
    return text + ALPHABET[weighed % 31]


def shown(serial: str) -> str:
    """In two groups, as it is printed: ``K3F7Q-2M9XT``."""
    return f"{serial[:5]}-{serial[5:]}"


def outside(serial: str, recipient: str, verify_key: bytes) -> str:
    """The text of the square code."""
    return f"{START}:{serial}:{recipient.upper()}:{verify_key.hex().upper()}"


def read(text: str) -> Outside:
    """A serial as somebody types it, or what a scanner typed. Raises NotASerial."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    if not plain.startswith(START):
        return Outside(_serial(plain))
    parts = plain.split(":")
    if len(parts) != 4 or parts[0] != START or not re.fullmatch(r"AGE1[0-9A-Z]{58}", parts[2]):
        raise NotASerial
    if not re.fullmatch(r"[0-9A-F]{64}", parts[3]):
        raise NotASerial
    return Outside(_serial(parts[1]), parts[2].lower(), bytes.fromhex(parts[3]))


def _serial(text: str) -> str:
    plain = re.sub(r"[-‐-―]", "", text).replace("O", "0")
    if len(plain) != DRAWN + 2 or plain[0] not in KINDS.values() or not set(plain) <= set(ALPHABET):
        raise NotASerial
    if _checked(plain[:-1]) != plain:
        raise NotASerial
    return plain
