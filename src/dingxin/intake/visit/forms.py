"""The counter's form: the story first, then what the person said by the way. Nothing but the story is required."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dingxin.casework.recording import Said
from dingxin.mailbox.texts import canonical_json
from dingxin.rules.codes import Level, ReceiptShows
from dingxin.rules.numerals import ascii_digits, chinese_number
from dingxin.sealing.envelope import IDENTITY_MAX
from dingxin.web.days import today

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

    def __init__(self, label: Any, *, most: int | None = None, initial: int | None = None) -> None:
        super().__init__(
            label=label, min_value=1, max_value=most, initial=initial, required=False,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "n"}),
            error_messages={
                "invalid": _("Write a number such as 3."), "min_value": _("At least one person came."),
                "max_value": _("More than %(limit_value)s do not fit into one visit."),
            },
        )

    def to_python(self, value: Any) -> int | None:
        """The number, or ValidationError."""
        text = ascii_digits(str(value or "")).strip().removesuffix("人")
        found = chinese_number(text)
        return super().to_python(text if found is None else found)


def _line(label: Any, most: int = LINE, hint: Any = "", **attrs: str) -> Typed:
    widget = forms.TextInput(attrs={"autocapitalize": "off", "spellcheck": "false", **attrs})
    return Typed(label=label, max_length=most, required=False, help_text=hint, widget=widget)


def _pick(label: Any, choices: list[tuple[str, Any]], initial: str = "", hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, required=False, initial=initial, help_text=hint
    )


class VisitForm(forms.Form):
    """One visit by one or several people. Choices that are left alone keep what they begin with."""

    what = Typed(
        label=_("What they tell us"), max_length=STORY,
        error_messages={"max_length": _(
            "%(show_value)s characters; %(limit_value)s fit into one visit. File the rest as a second one."
        )},
        widget=forms.Textarea(attrs={"rows": "9", "class": "tell", "spellcheck": "false", "autocapitalize": "off"}),
    )
    about = _line(_("Which unit, or whom?"), LINE, _("As they say it. It is sealed like the story."))
    when = _line(_("Since when?"), SHORT)
    ongoing = _pick(_("Still going on?"), [("yes", _("Yes")), ("no", _("No")), ("unsure", _("Not sure"))], "unsure")
    amount = _line(_("How much money, or how much of what?"), SHORT)
    people = _line(_("How many people or households does it touch?"), SHORT)
    about_team = _pick(_("Is it about our team or its office?"), YES_NO, "no")
    received_on = forms.DateField(
        label=_("Day of the visit"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("There is no such day. Write the day they came.")},
    )
    persons = Count(_("How many came"), most=MOST_PERSONS, initial=1)
    spokespersons = Count(_("Of them, how many speak for the others"))
    language = forms.ChoiceField(label=_("In which language do we answer?"), choices=LANGUAGES, required=False)
    level = _pick(_("Who they are: their choice"), [
        (Level.ANONYMOUS, _("No name")), (Level.CONFIDENTIAL, _("Behind two keys")), (Level.OPEN, _("Open to the team")),
    ], Level.CONFIDENTIAL)
    name = _line(_("Name"), 100, placeholder=" ")  # by it the style sheet sees which are empty: those it may hide
    phone = _line(_("Telephone"), 60, inputmode="tel", dir="ltr", placeholder=" ")
    other = _line(_("Anything else by which we know them"), 200, placeholder=" ")
    contact = _line(
        _("May we contact them? How, when, where"), SHORT,
        _("Empty means: no calls and no visits. Whoever works on it reads this."),
    )
    receipt = _pick(_("Receipt"), [("yes", _("They want one")), ("no", _("They want none"))], "yes")
    shows = _pick(_("If somebody makes them open it"), [
        (ReceiptShows.ANSWERS, _("State and answers")), (ReceiptShows.STATE, _("State only")),
    ], ReceiptShows.ANSWERS)

    def __init__(self, *args: Any, collective_from: int, most_spokespersons: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.collective_from, self.most_spokespersons = collective_from, most_spokespersons
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
            raise forms.ValidationError(_("That is no whole day. Write the day they came."))
        if day > today():
            raise forms.ValidationError(_("That day has not come yet."))
        return day

    def clean(self) -> dict[str, Any]:
        """What left alone means, and what does not go together."""
        found: dict[str, Any] = super().clean() or {}
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField) and name in found and not found[name]:
                found[name] = field.initial or ""
        if "persons" in found:
            found["persons"] = found["persons"] or 1
            self._speakers(found)
        self._who(found)
        return found

    def _speakers(self, found: dict[str, Any]) -> None:
        speak = found.get("spokespersons")
        if speak and speak > found["persons"]:
            self.add_error("spokespersons", _("More than came."))
        elif speak and speak > self.most_spokespersons:
            self.add_error("spokespersons", _("Too many: agree with them on fewer who speak for all."))

    def _who(self, found: dict[str, Any]) -> None:
        names = [found.get(field, "") for field in ("name", "phone", "other")]
        if found.get("level") == Level.ANONYMOUS and any(names):
            self.add_error("level", _("Without a name there is no name: empty the fields below, or choose another way."))
        if len(canonical_json({"v": 1, "name": names[0], "phone": names[1], "other": names[2]})) > IDENTITY_MAX:
            self.add_error("other", _("Name and contact are too long for their sealed field."))


def said_of(found: dict[str, Any]) -> Said:
    """What is sealed: words to those who work on it, name and telephone apart. All keys of docs/plan, all text."""
    words = {field: found[field] for field in ("what", "about", "when", "ongoing", "amount", "people", "contact",
                                               "language", "about_team", "shows")}
    if found.get("spokespersons"):
        words["spokespersons"] = str(found["spokespersons"])
    names = {field: found[field] for field in ("name", "phone", "other")}
    level = found["level"] if any(names.values()) else Level.ANONYMOUS
    return Said(words=words, level=level, shows=found["shows"], **names)
