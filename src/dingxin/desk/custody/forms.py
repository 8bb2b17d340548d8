"""What is written when a name is asked for, and when the second key is turned or refused."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from dingxin.casework.names import DAYS
from dingxin.desk.matter.forms.base import SealedText, choices_of
from dingxin.rules.codes import URGENT_PURPOSES, OpeningReview, RequestPurpose, RequestUse

GROUNDS = (RequestPurpose.VERIFY, RequestPurpose.NAMED_REMEDY)
USES = (RequestUse.NAME, RequestUse.FILES, RequestUse.NEW_DIGITS)


class AskForm(forms.Form):
    """Which of the things behind two keys, why, in words, and for how long."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("What do you need?"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you need.")},
    )
    ground = forms.ChoiceField(label=gettext_lazy("What for?"), required=False, widget=forms.RadioSelect)
    reason = SealedText(
        gettext_lazy("Why it cannot be done without"), rows=3, most=2_000,
        help_text=gettext_lazy("The custodian reads this. Do not quote what was said."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("For how many days"), min_value=1, max_value=DAYS, initial=DAYS,
        widget=forms.NumberInput({"dir": "ltr"}),
    )

    def __init__(self, *args: Any, uses: list[str], leads: bool, **kwargs: Any):
        kwargs.setdefault("auto_id", "ask_%s")
        super().__init__(*args, **kwargs)
        grounds = [*GROUNDS, *(one for one in RequestPurpose if leads and one in URGENT_PURPOSES)]
        self.fields["purpose"].choices = choices_of(one for one in USES if one in uses)  # type: ignore[attr-defined]
        self.fields["ground"].choices = choices_of(grounds)  # type: ignore[attr-defined]
        if len(uses) == 1:
            self.fields["purpose"].initial = uses[0]
        self.fields["ground"].help_text = gettext(
            "Danger to life or a child goes first, for one day; a third person looks at it afterwards."
        ) if leads else ""

    def clean(self) -> dict[str, Any]:
        """New digits are a purpose of their own; everything else says what for."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("purpose") == RequestUse.NEW_DIGITS:
            found["ground"] = RequestPurpose.NEW_DIGITS
        elif found.get("purpose") and not found.get("ground"):
            raise ValidationError({"ground": gettext("Choose what for.")})
        return found


class DecideForm(forms.Form):
    """Three questions before the key is turned, and words to whoever asked."""

    needed = forms.BooleanField(label=gettext_lazy("Can this step really not be done without the name?"), required=False)
    lighter = forms.BooleanField(
        label=gettext_lazy("Is there no lighter way, such as a message through the receipt?"), required=False
    )
    within = forms.BooleanField(label=gettext_lazy("Does the use stay within what the person agreed to?"), required=False)
    text = SealedText(
        gettext_lazy("Words to whoever asked"), rows=2, required=False, most=2_000,
        help_text=gettext_lazy("Needed to refuse. Only they can open it."),
    )
    QUESTIONS = ("needed", "lighter", "within")

    @property
    def questions(self) -> list[Any]:
        """The three boxes."""
        return [self[name] for name in self.QUESTIONS]

    def answered(self) -> bool:
        """Whether all three were; else each open one says so."""
        for name in self.QUESTIONS:
            if not self.cleaned_data[name]:
                self.add_error(name, gettext("Answer this first. If the answer is no, refuse."))
        return self.is_valid()


class ReviewForm(forms.Form):
    """What a third finds."""

    word = forms.ChoiceField(
        label=gettext_lazy("Was it needed?"), choices=lambda: choices_of(OpeningReview), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what you found.")},
    )
