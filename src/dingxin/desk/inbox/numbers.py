"""Registration numbers as people write them: 39, 0039, 2026-0039, "Letter 0039", "来信0039"."""

import re

from django.utils.translation import gettext as _

from dingxin.rules.codes import Channel
from dingxin.rules.numerals import ascii_digits

_NUMBER = re.compile(r"(?:(\d{4})-)?0*(\d{1,7})")


def number_in(text: str) -> tuple[int | None, int] | None:
    """(year or None, number), or None for anything that is no number. A channel's word before it is passed over."""
    plain = ascii_digits(text).strip().casefold()
    for word in {word.casefold() for channel in Channel for word in (channel.label, _(channel.label))} | {
        _("Matter").casefold(), "matter",
    }:  # fmt: skip
        plain = plain.removeprefix(word).strip()
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return None
    return (int(found[1]) if found[1] else None), int(found[2])
