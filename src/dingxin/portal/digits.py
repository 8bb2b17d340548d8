"""Digits as people type them."""

import unicodedata


def normal(text: str) -> str:
    """ASCII digits of what was typed, whatever the keyboard (full-width, Arabic, Devanagari …); all else is dropped.

    At most 24 of them, so that nothing long is ever kept or shown back.
    """
    return "".join(str(unicodedata.decimal(sign)) for sign in text[:400] if sign.isdecimal())[:24]
