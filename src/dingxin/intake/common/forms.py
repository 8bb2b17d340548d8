"""What every offline door asks: the story first, then what the person said by the way. Only the story is required."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dingxin.intake.common.fields import LANGUAGES, LINE, SHORT, STORY, YES_NO, Typed, line, pick
from dingxin.mailbox.texts import canonical_json
from dingxin.rules.codes import Level, ReceiptShows
from dingxin.sealing.envelope import IDENTITY_MAX
from dingxin.web.days import today


class SaidForm(forms.Form):
    """Choices that are left alone keep what they begin with. Doors add fields and say their own labels."""

    day_label: ClassVar[Any] = _("Day it came")
    """Of ``received_on``. A bound form keeps the labels that it is checked with, so that it is set before."""

    what = Typed(
        label=_("What they tell us"), max_length=STORY,
        error_messages={"max_length": _(
            "%(show_value)s characters; %(limit_value)s fit into one. File the rest as a second one."
        )},
        widget=forms.Textarea(attrs={"rows": "9", "class": "tell", "spellcheck": "false", "autocapitalize": "off"}),
    )
    about = line(_("Which unit, or whom?"), LINE, _("As they say it. It is sealed like the story."))
    when = line(_("Since when?"), SHORT)
    ongoing = pick(_("Still going on?"), [("yes", _("Yes")), ("no", _("No")), ("unsure", _("Not sure"))], "unsure")
    amount = line(_("How much money, or how much of what?"), SHORT)
    people = line(_("How many people or households does it touch?"), SHORT)
    about_team = pick(_("Is it about our team or its office?"), YES_NO, "no")
    received_on = forms.DateField(
        required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("There is no such day. Write the day it came.")},
    )
    language = forms.ChoiceField(label=_("In which language do we answer?"), choices=LANGUAGES, required=False)
    level = pick(_("Who they are: their choice"), [
        (Level.ANONYMOUS, _("No name")), (Level.CONFIDENTIAL, _("Behind two keys")), (Level.OPEN, _("Open to the team")),
    ], Level.CONFIDENTIAL)
    name = line(_("Name"), 100, placeholder=" ")  # by it the style sheet sees which are empty: those it may hide
    phone = line(_("Telephone"), 60, inputmode="tel", dir="ltr", placeholder=" ")
    other = line(_("Anything else by which we know them"), 200, placeholder=" ")
    contact = line(
        _("May we contact them? How, when, where"), SHORT,
        _("Empty means: no calls and no visits. Whoever works on it reads this."),
    )
    receipt = pick(_("Receipt"), [("yes", _("They want one")), ("no", _("They want none"))], "yes")
    shows = pick(_("If somebody makes them open it"), [
        (ReceiptShows.ANSWERS, _("State and answers")), (ReceiptShows.STATE, _("State only")),
    ], ReceiptShows.ANSWERS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].label = self.day_label
        self.fields["received_on"].initial = today
        self.fields["language"].initial = get_language()
        self.fields[self._where()].widget.attrs["autofocus"] = True

    def _where(self) -> str:
        """Where the keyboard goes on: the story, or what has to be mended first."""
        wrong = next((name for name in self.fields if name in self.errors), "what")
        filled = (name for name in ("name", "phone", "other") if self.data.get(name))
        return next(filled, wrong) if wrong == "level" else wrong

    def clean_received_on(self) -> date:
        """Today when it was not asked; never a day to come. A day half typed is sent empty by browsers, and is no day."""
        day: date = self.cleaned_data["received_on"] or today()
        if self.cleaned_data["received_on"] is None and self.add_prefix("received_on") in self.data:
            raise forms.ValidationError(_("That is no whole day. Write the day it came."))
        if day > today():
            raise forms.ValidationError(_("That day has not come yet."))
        return day

    def clean(self) -> dict[str, Any]:
        """What left alone means, and what does not go together."""
        found: dict[str, Any] = super().clean() or {}
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField) and name in found and not found[name]:
                found[name] = field.initial or ""
        self._who(found)
        return found

    def _who(self, found: dict[str, Any]) -> None:
        names = [found.get(field, "") for field in ("name", "phone", "other")]
        if found.get("level") == Level.ANONYMOUS and any(names):
            self.add_error("level", _("Without a name there is no name: empty the fields below, or choose another way."))
        if len(canonical_json({"v": 1, "name": names[0], "phone": names[1], "other": names[2]})) > IDENTITY_MAX:
            self.add_error("other", _("Name and contact are too long for their sealed field."))
