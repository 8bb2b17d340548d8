"""Registration numbers as people write them: 39, 0039, 2026-0039, "Letter 0039", "来信0039"."""

import re

from django.utils.translation import gettext as _

from dingxin.rules.codes import Channel
from dingxin.rules.numerals import ascii_digits

_NUMBER = re.compile(r"(?:(\d{4})-)?0*(\d{1,7})")


def number_in(text: str) -> tuple[int | None, int] | None:
    """(year or None, number), or None for anything that is no number. A channel's word before it is passed over."""
    found = _NUMBER.fullmatch(_split(text)[1])
    if found is None:
        return None
    return (int(found[1]) if found[1] else None), int(found[2])


def channel_in(text: str) -> str:
    """The code of the channel whose word stands before the number, or "": every channel counts for itself."""
    return _split(text)[0]


def _split(text: str) -> tuple[str, str]:
    """(code of a channel or "", the rest): the longest word that fits, in English or in the reader's language."""
    plain = ascii_digits(text).strip().casefold()
    words = {str(word).casefold(): channel.value for channel in Channel for word in (channel.label, _(channel.label))}
    words |= {"matter": "", _("Matter").casefold(): ""}
    said = max((word for word in words if plain.startswith(word)), key=len, default="")
    return words.get(said, ""), plain.removeprefix(said).strip()
