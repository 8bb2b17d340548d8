"""Whether a name or a telephone number of the identity still stands in the words, where whoever reads the story reads it."""

import re

_BETWEEN = re.compile(r"[;；,，、/\n()（）]+")
_PHONE_LEAST = 6  # digits; less is a sum, a house, a day
_CHINESE = str.maketrans("零〇一二三四五六七八九", "00123456789")


def named_in(story: str, name: str, phone: str, other: str = "") -> list[str]:
    """Of ``name``, ``other`` and ``phone`` those that stand in the story. A field may hold several: 许桂兰；许文斌.

    Eleven digits in a row count as a telephone number, whoever's it is. Of ``other`` (an address, a relative) only what
    has three signs and more: 儿子 is in every second letter.
    """
    flat = _flat(story)
    seen = [field for field, text, least in (("name", name, 2), ("other", other, 3)) if _stands(flat, text, least)]
    digits = _digits(story)
    held = [_digits(part) for part in _BETWEEN.split(phone)]
    if any(len(one) >= _PHONE_LEAST and one in digits for one in held) or _looks_like_phone(story):
        seen.append("phone")
    return seen


def _stands(flat: str, text: str, least: int) -> bool:
    return any(len(part) >= least and part in flat for part in map(_flat, _BETWEEN.split(text)))


def _flat(text: str) -> str:
    return "".join(text.casefold().split())


def _digits(text: str) -> str:
    return "".join(str(int(sign)) for sign in text.translate(_CHINESE) if sign.isdecimal())


def _looks_like_phone(text: str) -> bool:
    """Eleven digits in a row, as a mobile number has and a sum or a date has not."""
    return re.search(r"(?<!\d)(?:\d[ -]?){10}\d(?!\d)", text) is not None
