"""The letter desk's form: the transcript is the story; who wrote stands apart; no way back is normal."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dingxin.intake.common.cards import WithCard
from dingxin.intake.common.fields import MOST_PERSONS, Count, line, pick
from dingxin.intake.common.forms import SaidForm
from dingxin.rules.codes import Level
from dingxin.rules.named import named_in
from dingxin.web.days import today

TOLD = ("what", "about", "when", "amount", "people", "contact")  # what whoever works on it reads


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("There is no such day.")},
    )


class LetterForm(WithCard, SaidForm):
    """One letter by one or several people. ``named`` after ``is_valid``: what of the identity still stands in the words."""

    persons = Count(_("How many signed it"), most=MOST_PERSONS, initial=1)
    postmark = _day(_("Postmark"))
    written_on = _day(_("Day written on it"))
    post_number = line(_("Number of a registered letter"), 40, dir="ltr")
    nobody = forms.BooleanField(label=_("None of the pages carries a person: no name, no handwriting"), required=False)
    seen = forms.BooleanField(label=_("It belongs there: file it so"), required=False)

    receipt = pick(
        _("Receipt"), [("no", _("None")), ("yes", _("Dictated"))], "no",
        _("Most letters have none. Dictate one only where the writer stands here or is on the telephone."),
    )
    level = pick(_("Who they are"), [
        (Level.CONFIDENTIAL, _("Behind two keys")), (Level.OPEN, _("Open to the team: they wrote so")),
    ], Level.CONFIDENTIAL)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.named: list[str] = []
        super().__init__(*args, **kwargs)  # which looks at what was sent already
        self.fields["what"].label = _("Transcript")

    def clean_postmark(self) -> date | None:
        """A day that was."""
        return self._been("postmark")

    def clean_written_on(self) -> date | None:
        """A day that was."""
        return self._been("written_on")

    def _been(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day is not None and day > today():
            raise forms.ValidationError(_("That day has not come yet."))
        return day

    def clean(self) -> dict[str, Any]:
        """One way back at most; and once the question whether a name may stand in the words."""
        found = super().clean()
        if "persons" in found:
            found["persons"] = found["persons"] or 1
        if found.get("card") is not None and found.get("receipt") == "yes":
            self.add_error("receipt", _("A card is there: its digits are sealed, so none are dictated. Choose one of both."))
        story = "\n".join(str(found.get(name, "")) for name in TOLD)
        self.named = named_in(story, found.get("name", ""), found.get("phone", ""), found.get("other", ""))
        if self.named and not found.get("seen"):
            self.add_error("seen", _("Something of who they are still stands in the words that everybody who works on it reads."))
        return found
