"""Digits as people type them."""

import unicodedata


def normal(text: str) -> str:
    """ASCII digits of what was typed, whatever the keyboard (full-width, Arabic, Devanagari …); all else is dropped.

    At most 24 of them, so that nothing long is ever kept or shown back.
    """
    return "".join(str(unicodedata.decimal(sign)) for sign in text[:400] if sign.isdecimal())[:24]


def grouped(digits: str) -> str:
    """By threes, as on the paper, so that they can be compared."""
    return " ".join(digits[at : at + 3] for at in range(0, len(digits), 3))


def wrong_groups(typed: str, digits: str) -> list[int]:
    """Which groups of three (1 to 6) of what was typed differ from the eighteen digits."""
    return [n + 1 for n in range(6) if typed[3 * n : 3 * n + 3] != digits[3 * n : 3 * n + 3]]
