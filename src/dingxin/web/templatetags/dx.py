"""The templates' own tags: numbers, days and codes that stay readable in any direction, marks, chips, form controls.

All are built in (settings.TEMPLATES), so no template loads them. Everything given is escaped unless it is safe already.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.forms.boundfield import BoundField, BoundWidget
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import is_aware, localtime
from django.utils.translation import get_language, gettext

from dingxin.rules.clock import today
from dingxin.rules.ids import new_id
from dingxin.web import marks, states

register = template.Library()


@register.simple_tag
def form_token() -> SafeString:
    """`{% form_token %}` beside the CSRF token: sent twice, the form is carried out once (``audit.writing.sent_once``)."""
    return format_html('<input type="hidden" name="form" value="{}">', new_id().hex)

EN_MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
]
# Month names as Uyghur calendars and the mock pages print them; awaiting a native reader.
UG_MONTHS = [
    "يانۋار", "فېۋرال", "مارت", "ئاپرېل", "ماي", "ئىيۇن", "ئىيۇل", "ئاۋغۇست", "سېنتەبىر", "ئۆكتەبىر", "نويابىر",
    "دېكابىر",
]

_DIGITS = re.compile(r"(\d[\d:.,/–—-]*\d|\d)")


def ltr(text: object, css: str = "") -> SafeString:
    """`text` isolated as left-to-right: digits, dates and codes keep their order in a right-to-left paragraph."""
    if css:
        return format_html('<bdi dir="ltr" class="{}">{}</bdi>', css, text)
    return format_html('<bdi dir="ltr">{}</bdi>', text)


@register.simple_tag
def num(value: object) -> SafeString | str:
    """A number with its thousands grouped, `1,286`; decimals as given. Nothing for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, int | float | Decimal):
        return ltr(f"{value:,}")
    return ltr(value)


@register.simple_tag
def day(value: date | datetime | None, form: str = "auto") -> SafeString | str:
    """A day in the language's habit, inside `<time>`. `form`: auto (no year in this year), full, short (`03-17`).

    zh 3月17日 / 2026年3月17日, en 17 March 2026, ug 2026-يىلى 17-مارت.
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = localtime(value).date() if is_aware(value) else value.date()
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), _day(value, form))


def _day(value: date, form: str) -> SafeString:
    if form == "short":
        return ltr(value.strftime("%m-%d"))
    language = (get_language() or "en")[:2]
    full = form == "full" or value.year != today(settings.TIME_ZONE).year
    if language == "zh":
        return ltr(f"{value.year}年{value.month}月{value.day}日" if full else f"{value.month}月{value.day}日")
    if language == "ug":
        month = format_html('<span class="nw">{}-{}</span>', ltr(value.day), UG_MONTHS[value.month - 1])
        return format_html('<span class="nw">{}-يىلى</span> {}', ltr(value.year), month) if full else month
    name = EN_MONTHS[value.month - 1]
    return ltr(f"{value.day} {name} {value.year}" if full else f"{value.day} {name}")


@register.simple_tag
def code(value: object, long: bool = False) -> SafeString | str:
    """A code that people compare by eye (`B41E 7C09`): monospaced, never reversed; `long` breaks where narrow."""
    return ltr(value, "code long" if long else "code") if value not in (None, "") else ""


@register.simple_tag
def digits18(value: object, mini: bool = False) -> SafeString:
    """The eighteen digits in six groups of three, read out group by group. Other signs are dropped."""
    digits = "".join(sign for sign in str(value) if sign in "0123456789")
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    spans = mark_safe("".join(f"<span>{group}</span>" for group in groups))  # noqa: S308 - ASCII digits only
    return format_html(
        '<div class="{}" dir="ltr" role="img" aria-label="{}">{}</div>',
        "digits mini" if mini else "digits", ", ".join(" ".join(group) for group in groups), spans,
    )


def _svg(context: Context | None, symbol: str, box: str, css: str, body: str) -> SafeString:
    if context is not None and context.get("look") == "desk":
        return format_html('<svg class="{}" aria-hidden="true"><use href="#{}"/></svg>', css, symbol)
    return format_html(
        '<svg class="{}" viewBox="{}" aria-hidden="true">{}</svg>', css, box, mark_safe(body),  # noqa: S308 - marks.py
    )


@register.simple_tag(takes_context=True)
def icon(context: Context, name: str, css: str = "") -> SafeString:
    """A mark of marks.ICONS; one that points is mirrored where text runs right to left. KeyError if unknown."""
    box, own, body = marks.ICONS[name]
    classes = " ".join(part for part in (own, "flip" if name in marks.DIRECTIONAL else "", css) if part)
    return _svg(None if own == "o" else context, f"m-{name}", box, classes, body)


@register.simple_tag(takes_context=True)
def seal(context: Context, state: str, css: str = "") -> SafeString:
    """The seal: sealed, opened, keys (two needed), half (one turned), two (joined), refused. `seal-l` is large."""
    return _svg(context, f"s-{state}", "0 0 16 16", f"seal {css}".strip(), marks.SEALS[state])


@register.simple_tag(takes_context=True)
def stamp(context: Context, line: bool = False, css: str = "stamp") -> SafeString:
    """The vermilion stamp of the house; `line` for its outline."""
    box, body = marks.STAMP_LINE if line else marks.STAMP
    return _svg(None if line else context, "m-brand", box, css, body)


@register.simple_tag
def sprite() -> SafeString:
    """All marks of the staff pages, once at the top of a page."""
    symbols = "".join(f'<symbol id="{name}" viewBox="{box}">{body}</symbol>' for name, box, body in marks.SPRITE)
    return mark_safe(f'<svg class="sprite" aria-hidden="true" focusable="false">{symbols}</svg>')  # noqa: S308 - marks.py


@register.simple_tag(takes_context=True)
def chip(context: Context, shape: str, label: object, tone: str = "") -> SafeString:
    """A shape and a word. `tone`: go, ok, due, late, info, seal or nothing; with `seal` the shape is a seal's state."""
    mark = seal(context, shape) if tone == "seal" else icon(context, shape)
    attribute = format_html(' data-s="{}"', tone) if tone else ""
    return format_html('<span class="chip"{}>{}<span>{}</span></span>', attribute, mark, label)


@register.simple_tag(takes_context=True)
def state_chip(context: Context, code: object, label: object = "") -> SafeString:
    """The chip of a code: its shape and tone from web/states.py, its word from `label` or the code's own label."""
    shape, tone = states.look_of(code)
    return chip(context, shape, label or trans_code(code), tone)


@register.simple_tag
def trans_code(code: object) -> str:
    """The word of a code in the page's language: its `label` (marked with N_ in rules/), else the code in words."""
    if code in (None, ""):
        return ""
    label = getattr(code, "label", None)
    value = str(getattr(code, "value", code))
    word = str(label) if label is not None else states.WORDS.get(value, value)
    return gettext(word) if word else ""


@register.simple_tag
def size(count_of_bytes: int) -> SafeString:
    """`8 KB`, `1.2 MB`, `1 GB`: powers of 1024, one decimal from a megabyte on."""
    if count_of_bytes < 1024:
        return ltr(f"{count_of_bytes} B")
    if count_of_bytes < 1024 * 1024:
        return ltr(f"{round(count_of_bytes / 1024)} KB")
    if count_of_bytes < 1024**3:
        return ltr(f"{count_of_bytes / 1024**2:.1f} MB")
    return ltr(f"{count_of_bytes / 1024**3:g} GB" if count_of_bytes % 1024**3 == 0 else f"{count_of_bytes / 1024**3:.1f} GB")


@register.simple_tag
def control(field: BoundField, css: str = "in", **attrs: Any) -> SafeString:
    """A form's control with our class; Django adds aria-invalid and aria-describedby for hint and error by itself.

    Underscores in further names become hyphens (`data_key="n"`); `ltr=True` is for digits and addresses.
    """
    widget = field.field.widget
    own = widget.attrs.get("class", "")
    extra = {name.replace("_", "-"): value for name, value in attrs.items() if value and name != "ltr"}
    if attrs.get("ltr"):
        extra["dir"] = "ltr"
    if getattr(widget, "input_type", "") not in ("checkbox", "radio", "hidden"):
        extra["class"] = " ".join(part for part in (css, own) if part)
    extra.setdefault("autocomplete", widget.attrs.get("autocomplete", "off"))
    return field.as_widget(attrs=extra)


@register.simple_tag
def option_input(option: BoundWidget, opens: str = "") -> SafeString:
    """One radio or check box of a group, alone; its value in `opens` (in spaces) marks it as showing what follows."""
    if str(option.data["value"]) in opens.split():
        option.data["attrs"]["class"] = "opens"
    return option.tag()


@register.filter(name="ltr")
def ltr_filter(value: object) -> SafeString | str:
    """`{{ phone|ltr }}`: a code, address or phone number isolated as left-to-right."""
    return ltr(value) if value not in (None, "") else ""


@register.filter
def tel(number: str) -> str:
    """A number as a ``tel:`` address takes it."""
    return "".join(sign if sign.isdigit() or sign == "+" else "-" for sign in number.strip())


@register.filter
def dial(number: str) -> SafeString:
    """A telephone number inside a sentence, to be called by touching it."""
    return format_html('<a class="phone" href="tel:{}">{}</a>', tel(number), ltr(number))


@register.filter
def isolate(text: object) -> SafeString:
    """A sentence, escaped, each run of digits in it isolated as left-to-right."""
    parts = _DIGITS.split(str(text))  # every second one is digits; escaped afterwards, since &#x27; holds digits too
    return format_html_join("", "{}", ((ltr(part) if at % 2 else part,) for at, part in enumerate(parts)))


@register.filter
def split(text: str) -> list[str]:
    """A list from words with commas."""
    return text.split(",")


@register.filter
def get(mapping: Mapping[Any, Any] | None, key: object) -> object:
    """`mapping[key]`, also by the key's text; empty where there is none."""
    if not mapping:
        return ""
    return mapping.get(key, mapping.get(str(key), ""))


@register.filter
def kind_of(field: BoundField) -> str:
    """How a field is laid out: `hidden`, `check` (one box), `choices` (radio or boxes), or `line`."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if field.use_fieldset:
        return "choices"
    return "check" if getattr(widget, "input_type", "") == "checkbox" else "line"


@register.simple_block_tag
def panel(content: str, title: object, id: str, end: object = "", css: str = "") -> SafeString:
    """`{% panel "Clocks" id="clocks" %}…{% endpanel %}`: a framed section with its heading."""
    tail = format_html('<span class="end">{}</span>', end) if end else ""
    return format_html(
        '<section class="panel {}" aria-labelledby="{}"><header><h2 id="{}">{}</h2>{}</header>{}</section>',
        css, id, id, title, tail, content,
    )
