"""Words of codes that stand in a column as plain text: `{% load dx_words %}{{ body.tier|word_of:"tier" }}`."""

from django import template
from django.utils.translation import gettext

from dingxin.rules.codes import Code, Role, RoundState, TeamKind, Tier, UnitKind

register = template.Library()
TABLES: dict[str, type[Code]] = {
    "tier": Tier, "unit": UnitKind, "round": RoundState, "team": TeamKind, "role": Role,
}  # fmt: skip


@register.filter
def word_of(value: str, table: str) -> str:
    """The word of a code in the page's language; a code that the table does not know is shown as it is."""
    found = next((code for code in TABLES[table] if code.value == value), None)
    return gettext(found.label) if found is not None else value


@register.filter
def said(label: str) -> str:
    """An English label of the rules in the page's language."""
    return gettext(label) if label else ""
