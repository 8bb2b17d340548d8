"""How codes, numbers and amounts of a matter are written on a page."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from dingxin.casework.models import Matter, Spoken, Submission
from dingxin.rules.codes import Channel, Code, ReadBack, SpokenKind, UnitOfCount
from dingxin.web.templatetags.dx import day, ltr


def say(text: str, /, **values: Any) -> SafeString:
    """A translated text with `%(name)s` places filled in; text and values are escaped unless they are safe already."""
    filled = {name: conditional_escape(value) for name, value in values.items()}
    return mark_safe(escape(text) % filled)  # noqa: S308 - both parts were escaped in the lines above


def listed(parts: Iterable[object]) -> SafeString:
    """Several things after one another, with the page's language's comma."""
    return format_html_join(gettext(", "), "{}", ((part,) for part in parts))


def word(table: type[Code], value: str) -> str:
    """The word of a code in the page's language; the value itself when the table does not have it (any more)."""
    found = next((code for code in table if code.value == value), None)
    return gettext(found.label) if found else value


def in_language(labels: dict[str, str]) -> str:
    """A pack's own text in the page's language, else in English, else in any."""
    return labels.get(get_language() or "en") or labels.get("en") or next(iter(labels.values()), "")


def numbered(number: int) -> SafeString:
    """A registration number with its leading zeros."""
    return ltr(f"{number:04d}")


def matter_name(matter: Matter) -> SafeString:
    """`Matter 0204`."""
    return say(gettext("Matter %(number)s"), number=numbered(matter.number))


def channel_number(channel: str, number: int) -> SafeString:
    """`Letter 0047`."""
    return say(gettext("%(channel)s %(number)s"), channel=word(Channel, channel), number=numbered(number))


def submission_name(row: Submission) -> SafeString:
    """`Letter 0047`: what a submission is called wherever its words are not opened."""
    return channel_number(row.channel, row.number)


def person_name(row: Submission | Spoken) -> SafeString:
    """`Letter 0047`, or `Witness 2`."""
    if isinstance(row, Submission):
        return submission_name(row)
    return say(gettext("%(kind)s %(number)s"), kind=word(SpokenKind, row.kind), number=ltr(row.number))


def whose_name(row: Submission | Spoken) -> SafeString:
    """The same for who does not come from its matter: `Witness 2, Matter 0204`."""
    if isinstance(row, Submission):
        return submission_name(row)
    return listed([person_name(row), matter_name(row.matter)])


def quantity(hundredths: int) -> SafeString:
    """An amount without its unit: `6,020`, `86.50`."""
    whole, rest = divmod(abs(hundredths), 100)
    sign = "−" if hundredths < 0 else ""
    return ltr(f"{sign}{whole:,}.{rest:02d}" if rest else f"{sign}{whole:,}")


def amount(hundredths: int, counted_in: str) -> SafeString:
    """An amount with what it counts: `200 yuan`."""
    return say(gettext("%(amount)s %(unit)s"), amount=quantity(hundredths), unit=word(UnitOfCount, counted_in))


def on_day(value: date) -> SafeString:
    """A day inside a sentence."""
    return SafeString(day(value))


def by_telephone(said: dict[str, Any]) -> list[tuple[str, str]]:
    """What the call sheet adds to the words, each with its label: danger first."""
    before = {"receipt": gettext("Yes, they have digits"), "none": gettext("Yes, without digits")}
    at_once = format_html("<b>{}</b>", gettext("Yes: the leader may ask for the name at once"))
    found = [
        (gettext("Danger to life, or a child is in it"), at_once if said.get("danger") == "yes" else ""),
        (gettext("Told it before"), before.get(str(said.get("before", "")), "")),
        (gettext("Minutes"), word(ReadBack, str(said["read_back"])) if said.get("read_back") else ""),
    ]
    return [(label, text) for label, text in found if text]


def answers_in(code: str) -> str:
    """The language in which somebody is answered, where they said one."""
    names = {
        "zh-hans": gettext("Chinese"), "ug": gettext("Uyghur"), "en": gettext("English"), "other": gettext("another language"),
    }
    return names.get(code, "")
