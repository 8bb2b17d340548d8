"""Words that can be said over a telephone and codes that can be typed from paper.

Words are proquints (Wilkerson, arXiv:0901.4016): consonant, vowel, consonant, vowel, consonant, 16 bits each, no list.
"""

from .errors import DigitsWrong
from .primitives import random_bytes, sha256

_CONSONANTS, _VOWELS = "bdfghjklmnprstvz", "aiou"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_SIGNS, _CHECK_SIGNS = 26, 2


def word(bits: int) -> str:
    """The pronounceable word of 16 bits."""
    c, v = _CONSONANTS, _VOWELS
    return c[bits >> 12] + v[bits >> 10 & 3] + c[bits >> 6 & 15] + v[bits >> 4 & 3] + c[bits & 15]


def words(data: bytes) -> str:
    """One word for every two bytes, joined by hyphens."""
    return "-".join(word(int.from_bytes(data[i : i + 2], "big")) for i in range(0, len(data), 2))


def generate_passphrase(count: int = 6) -> str:
    """`count` random words, 16 bits each; at least 5 (80 bits), since less than 70 bits can be tried out."""
    if count < 5:
        raise ValueError("a passphrase has at least 70 bits")
    return words(random_bytes(2 * count))


def spoken_fingerprint(data: bytes) -> str:
    """Six words (96 bits of SHA-256) for two people to compare aloud."""
    return words(sha256(b"dingxin/spoken/v1\n", data)[:12])


def _check(signs: str) -> str:
    digest = sha256(b"dingxin/recovery-check/v1\n", signs.encode())
    return _CROCKFORD[digest[0] & 31] + _CROCKFORD[digest[1] & 31]


def recovery_code() -> str:
    """130 random bits and 10 check bits as seven groups of four Crockford base32 signs."""
    signs = "".join(_CROCKFORD[byte & 31] for byte in random_bytes(_CODE_SIGNS))
    return _grouped(signs + _check(signs))


def check_recovery_code(text: str) -> str:
    """The code as printed, from what was typed: any case, spaces, hyphens, I L for 1, O for 0; else DigitsWrong."""
    signs = "".join(text.split()).replace("-", "").upper().translate(str.maketrans("ILO", "110"))
    if len(signs) != _CODE_SIGNS + _CHECK_SIGNS or not set(signs) <= set(_CROCKFORD):
        raise DigitsWrong("a recovery code has 28 signs")
    if _check(signs[:_CODE_SIGNS]) != signs[_CODE_SIGNS:]:
        raise DigitsWrong("the recovery code was mistyped")
    return _grouped(signs)


def _grouped(signs: str) -> str:
    return "-".join(signs[i : i + 4] for i in range(0, len(signs), 4))
