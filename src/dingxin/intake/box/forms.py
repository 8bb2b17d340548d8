"""What the pages of boxes ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dingxin.intake.box.actions.opening import MOST
from dingxin.intake.box.actions.printing import MOST as MOST_PRINTED
from dingxin.intake.common.cards import WithCard
from dingxin.intake.common.fields import Typed
from dingxin.intake.common.forms import SaidForm
from dingxin.organisation.boxes import Point
from dingxin.rules.codes import BoxDifference, BoxPoint, PrintedKind
from dingxin.rules.numerals import ascii_digits, chinese_number
from dingxin.web.templatetags.dx import trans_code


class Number(forms.IntegerField):
    """A number as typed, full-width and Chinese digits too."""

    def to_python(self, value: Any) -> int | None:
        """The number, or ValidationError."""
        text = ascii_digits(str(value or "")).strip()
        found = chinese_number(text)
        return super().to_python(text if found is None else found)


class CountForm(forms.Form):
    """How many envelopes lie on the table, unopened."""

    count = Number(
        label=_("How many envelopes, before any is opened"), min_value=0, max_value=MOST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "n", "autocomplete": "off", "autofocus": True}),
        error_messages={"invalid": _("Write a number, 0 if it is empty."), "required": _("Write a number, 0 if it is empty.")},
    )


class CheckForm(forms.Form):
    """The checklist, one line a point."""

    def __init__(self, *args: Any, points: list[Point], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("yes", _("Yes")), ("no", _("No")), ("", _("Not checked"))]
        for one in points:
            self.fields[one.point] = forms.ChoiceField(
                label=trans_code(one.point), choices=choices, required=False, initial=one.answer, widget=forms.RadioSelect
            )

    @property
    def answers(self) -> dict[str, str]:
        """Point → answer, of the points that were sent: what is absent stays as it was."""
        return {point: self.cleaned_data[point] for point in BoxPoint if point in self.data}


class PhotoForm(forms.Form):
    """A picture of the place."""

    photo = forms.FileField(
        label=_("Photo of the place"), widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("It is made anew: where and with what it was taken goes. Take it when nobody is in it: everybody sees it."),
    )


class EnvelopeForm(WithCard, SaidForm):
    """What lay in one envelope. Nobody is there to hear digits: without a slip there is no receipt."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("receipt", "received_on"):
            del self.fields[name]


class DifferenceForm(forms.Form):
    """Why counted and recorded are not the same."""

    difference = forms.ChoiceField(label=_("What happened"), widget=forms.RadioSelect, error_messages={
        "required": _("Choose what happened."),
    })
    words = Typed(
        label=_("In your words"), max_length=2_000, widget=forms.Textarea(attrs={"rows": "4"}),
        help_text=_("Sealed to the team. Those above see that there is a difference, how large, and what you chose."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["difference"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code.value, trans_code(code)) for code in BoxDifference]


class OrderForm(forms.Form):
    """What to print ahead, and how many."""

    kind = forms.ChoiceField(label=_("What"), widget=forms.RadioSelect, initial=PrintedKind.SLIP)
    wanted = Number(
        label=_("How many"), min_value=1, max_value=MOST_PRINTED, initial=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "n"}),
        help_text=_("20 make one sheet set: four pages of A4."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code.value, trans_code(code)) for code in PrintedKind]
