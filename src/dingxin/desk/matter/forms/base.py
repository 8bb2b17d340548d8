"""Fields that the forms of this topic share. Choices are translated when a form is made, never when it is imported."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from dingxin.accounts.models import Member
from dingxin.organisation.models import Unit
from dingxin.organisation.queries import find_units
from dingxin.rules.codes import Code
from dingxin.web.days import today

if TYPE_CHECKING:
    pass

Text = "StrPromise | str"
CANDIDATES = 8


def choices_of(table: Iterable[Code], empty: Any = None) -> list[tuple[str, str]]:
    """(value, word in the page's language) of a table's codes; ``empty``: what choosing nothing is called."""
    first = [] if empty is None else [("", str(empty))]
    return first + [(code.value, gettext(code.label)) for code in table if code.value]


class Words(forms.CharField):
    """Words that the browser does not cut off: a paste that is too long comes back whole, with its length."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "max_length": gettext_lazy("%(show_value)s characters are too many; %(limit_value)s fit here."),
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without ``maxlength``."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class SealedText(Words):
    """Words that are sealed as soon as they arrive."""

    sealed = True

    def __init__(self, label: Any, *, rows: int = 4, required: bool = True, help_text: Any = "", most: int = 20_000):
        super().__init__(
            label=label, required=required, help_text=help_text, max_length=most, widget=forms.Textarea({"rows": rows}),
        )


class SealedLine(Words):
    """One line of words that is sealed."""

    sealed = True


class CodeField(forms.ChoiceField):
    """One code of a table: radio buttons in a line, or (``menu``) a menu; ``empty``: the word for none."""

    def __init__(
        self, table: Iterable[Code], label: Any, *, empty: Any = None, menu: bool = False, required: bool = True,
        help_text: Any = "",
    ):
        self.short = not menu
        super().__init__(
            label=label, required=required, help_text=help_text, choices=partial(choices_of, list(table), empty),
            widget=forms.Select if menu else forms.RadioSelect,
        )


class YesNo(forms.TypedChoiceField):
    """Yes, no and, where it may stay open, neither: True, False, None."""

    short = True

    def __init__(self, label: Any, *, unknown: Any = None, help_text: Any = ""):
        super().__init__(
            label=label, help_text=help_text, required=unknown is None, widget=forms.RadioSelect, empty_value=None,
            coerce=lambda value: value == "yes", choices=partial(self._answers, unknown),
        )

    @staticmethod
    def _answers(unknown: Any) -> list[tuple[str, str]]:
        first = [] if unknown is None else [("", str(unknown))]
        return [*first, ("yes", gettext("Yes")), ("no", gettext("No"))]


class Day(forms.DateField):
    """A day, in the browser's own calendar where it has one."""

    def __init__(self, label: Any, *, required: bool = True, help_text: Any = ""):
        super().__init__(
            label=label, required=required, help_text=help_text,
            widget=forms.DateInput({"type": "date", "dir": "ltr"}, format="%Y-%m-%d"),
            error_messages={"invalid": gettext_lazy("There is no such day. Write it as 2026-03-17.")},
        )


class PastDay(Day):
    """A day that is not still to come."""

    def clean(self, value: Any) -> date | None:
        """The day, or ValidationError."""
        day: date | None = super().clean(value)
        if day is not None and day > today():
            raise ValidationError(gettext("That day is still to come."))
        return day


class Amount(forms.DecimalField):
    """An amount with at most two decimals, as whole hundredths; commas and full-width digits are understood."""

    def __init__(self, label: Any, *, required: bool = True, help_text: Any = ""):
        super().__init__(
            label=label, required=required, help_text=help_text, min_value=Decimal("0.01"), max_digits=15,
            decimal_places=2, widget=forms.TextInput({"inputmode": "decimal", "dir": "ltr"}),
            error_messages={"invalid": gettext_lazy("Write a number such as 1060 or 86.50.")},
        )

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # as forms.DecimalField's own
        """The number without its grouping commas."""
        return super().to_python(re.sub(r"[,，\s]", "", value) if isinstance(value, str) else value)

    def clean(self, value: Any) -> int | None:
        """Hundredths, or ValidationError."""
        number = super().clean(value)
        return None if number is None else int(number * 100)


class People(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One member of those offered."""

    def label_from_instance(self, obj: Member) -> str:
        """The member's name, as the team knows it."""
        return obj.name


class Witnesses(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Members of the team who were there."""

    short = True

    def label_from_instance(self, obj: Member) -> str:
        """The member's name, as the team knows it."""
        return obj.name


def unit_text(unit: Unit | None) -> str:
    """How a unit stands in the field: its code, then its name."""
    return f"{unit.code} {unit.name}" if unit else ""


class UnitField(forms.CharField):
    """A unit by its code or name, typed or picked from the list; an id. Where several fit, they are named."""

    def __init__(self, label: Any, *, required: bool = False, help_text: Any = ""):
        super().__init__(
            label=label, required=required, help_text=help_text, max_length=240,
            widget=forms.TextInput({"list": "units"}),
        )

    def clean(self, value: Any) -> UUID | None:
        """The unit's id, or ValidationError that says which units might be meant."""
        text = super().clean(value).strip()
        if not text:
            return None
        exact = Unit.objects.filter(code__iexact=text.split()[0]).first()
        if exact is not None:
            return exact.pk
        found = find_units(text, limit=CANDIDATES)
        named = [unit for unit in found if unit.name == text]
        if len(named) == 1 or len(found) == 1:
            return (named or found)[0].pk
        if not found:
            raise ValidationError(gettext("No unit has this name or code."))
        listed = "; ".join(unit_text(unit) for unit in found)
        raise ValidationError(gettext("Several units fit; write the code of one: %(units)s") % {"units": listed})
