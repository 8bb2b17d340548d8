"""Fields for who types while somebody speaks: nothing is cut off, a number may be written in any way."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from dingxin.rules.numerals import ascii_digits, chinese_number

STORY, LINE, SHORT = 20_000, 1_000, 300
YES_NO = [("no", _("No")), ("yes", _("Yes")), ("unsure", _("Not sure"))]
LANGUAGES = [("zh-hans", "汉语"), ("ug", "ئۇيغۇرچە"), ("en", "English"), ("other", _("Another language"))]
MOST_PERSONS = 999


class Typed(forms.CharField):
    """What is typed while somebody speaks. The browser cuts nothing off: what is too long comes back whole, with its length."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Nothing is written yet. A few words are enough."),
        "max_length": _("%(show_value)s characters are too many; %(limit_value)s fit here."),
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without ``maxlength``: keys that do nothing are not noticed by somebody who listens."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class Count(forms.IntegerField):
    """How many, as typed: 12, full-width digits or a Chinese number. A plain field, which keeps what is no number."""

    def __init__(
        self, label: Any, *, most: int | None = None, initial: int | None = None, none: Any = None,
    ) -> None:
        super().__init__(
            label=label, min_value=1, max_value=most, initial=initial, required=False,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "n"}),
            error_messages={
                "invalid": _("Write a number such as 3."), "min_value": none or _("At least one person came."),
                "max_value": _("More than %(limit_value)s do not fit into one visit."),
            },
        )

    def to_python(self, value: Any) -> int | None:
        """The number, or ValidationError."""
        text = ascii_digits(str(value or "")).strip().removesuffix("人")
        found = chinese_number(text)
        return super().to_python(text if found is None else found)


def line(label: Any, most: int = LINE, hint: Any = "", **attrs: str) -> Typed:
    """One optional line of words."""
    widget = forms.TextInput(attrs={"autocapitalize": "off", "spellcheck": "false", **attrs})
    return Typed(label=label, max_length=most, required=False, help_text=hint, widget=widget)


def pick(label: Any, choices: list[tuple[str, Any]], initial: str = "", hint: Any = "") -> forms.ChoiceField:
    """A choice that keeps ``initial`` when it is left alone."""
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, required=False, initial=initial, help_text=hint
    )
