"""The questions of a report, and how their answers become the words and the identity that are sealed."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dingxin.mailbox.texts import canonical_json
from dingxin.rules.codes import Level, ReceiptShows
from dingxin.rules.named import named_in
from dingxin.sealing.envelope import IDENTITY_MAX

LONG, LINE, SHORT = 20_000, 1_000, 300
NAMES = ("name", "phone", "other")
WORDS = ("about_team", "what", "about", "when", "ongoing", "amount", "people", "level", "shows")

TOO_LONG = {"max_length": _("This is longer than %(limit_value)s characters. Please make it shorter; what does not fit you "
                            "can add later with your digits.")}


def _line(label: Any, most: int = LINE, hint: Any = "", **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocapitalize": "off", "spellcheck": "false", **attrs})
    return forms.CharField(
        label=label, max_length=most, required=False, help_text=hint, widget=widget, error_messages=TOO_LONG
    )


def _area(label: Any, most: int, rows: int, hint: Any = "", css: str = "") -> forms.CharField:
    attrs = {"rows": str(rows), "autocapitalize": "off", "spellcheck": "false"} | ({"class": css} if css else {})
    field = forms.CharField(
        label=label, max_length=most, required=False, help_text=hint, widget=forms.Textarea(attrs=attrs),
        error_messages=TOO_LONG,
    )
    field.widget.attrs.pop("maxlength")  # a browser cuts what is pasted without a word; here it is said, and all is kept
    return field


ABOUT_TEAM = [("no", _("No, it is not")), ("yes", _("Yes, it is")), ("unsure", _("I am not sure"))]


class AboutForm(forms.Form):
    """Asked before anything is written: who must not open it."""

    about_team = forms.ChoiceField(
        label=_("Is it about the inspection team, or about its office?"), choices=ABOUT_TEAM, widget=forms.RadioSelect,
    )


class ReportForm(AboutForm):
    """All questions on one page. Only the first has to be answered; then words or a file, as ``views.report`` asks."""

    what = _area(
        _("What happened?"), LONG, 9, css="tall",
        hint=_("Write what comes to mind; mistakes do not matter. Who did it, when, how much money, what you would "
               "like."),
    )
    about = _area(
        _("About whom, or which unit?"), LINE, 2, hint=_("A name, a post, an office, a village: what you know."),
    )
    when = _line(_("When was it?"), SHORT)
    ongoing = forms.ChoiceField(
        label=_("Is it still going on?"), required=False, widget=forms.RadioSelect,
        choices=[("yes", _("Yes, it goes on")), ("no", _("No, it is over")), ("unsure", _("I am not sure"))],
    )
    amount = _line(_("How much money, or how much of what?"), SHORT)
    people = _line(_("How many people or households does it touch?"), SHORT)
    may_contact = forms.ChoiceField(
        label=_("May we contact you?"), widget=forms.RadioSelect, initial="no", required=False,
        choices=[("no", _("No calls and no visits")), ("yes", _("Yes, in the way I say here"))],
    )
    contact_way = _line(_("How?"), SHORT, _("A call, a message, a meeting."))
    contact_time = _line(_("When?"), SHORT)
    contact_place = _line(_("Where?"), SHORT)
    level = forms.ChoiceField(
        label=_("Will you tell us who you are?"), widget=forms.RadioSelect, initial=Level.CONFIDENTIAL,
        choices=[
            (Level.ANONYMOUS, _("I do not say")), (Level.CONFIDENTIAL, _("Yes, behind two locks")),
            (Level.OPEN, _("Yes, and those who work on it may read it")),
        ],
        help_text=_("Each of the three is taken up and checked in the same way. You can change it at any time."),
    )
    name = _line(_("Your name"), 100)
    phone = _line(_("Telephone"), 60, inputmode="tel")
    other = _line(_("Anything else by which we know you"), 200)
    shows = forms.ChoiceField(
        label=_("If somebody makes you open your receipt"), widget=forms.RadioSelect, initial=ReceiptShows.ANSWERS,
        choices=[
            (ReceiptShows.ANSWERS, _("Show where it stands, answers and messages")),
            (ReceiptShows.STATE, _("Show only where it stands")),
        ],
        help_text=_("What may the page show that your 18 digits open? What you wrote is never shown again, whichever "
                    "you "
                    "choose."),
    )

    def clean(self) -> dict[str, Any]:
        """A name goes with "yes", and none with "no"; the identity must fit its sealed field."""
        found: dict[str, Any] = super().clean() or {}
        named = any(found.get(field) for field in NAMES)
        if found.get("level") in (Level.CONFIDENTIAL, Level.OPEN) and not named and "name" not in self.errors:
            self.add_error("name", _("Write a name or a telephone number here, or choose “I do not say” above."))
        if len(identity(found) or b"") > IDENTITY_MAX:
            self.add_error("other", _("This is too long for the sealed field. Please write less."))
        return found


def notes() -> dict[str, dict[str, Any]]:
    """What each choice means: field → value → words."""
    return {
        "may_contact": {"no": _("You come back with your digits and look.")},
        "level": {
            Level.ANONYMOUS: _("We do not know who you are and do not try to find out. You see and answer with your 18 "
                               "digits. Before anything is paid back to you, you are asked how."),
            Level.CONFIDENTIAL: _("The name is locked by itself: two people, each with a key, are needed to open it, "
                                  "and "
                                  "each time is recorded. Without your consent nobody calls or comes."),
            Level.OPEN: _("It is quicker to reach you. Each look is recorded. The people and offices you report still "
                          "cannot see it."),
        },
        "shows": {
            ReceiptShows.ANSWERS: _("Easier for you. Whoever has the digits can see it too."),
            ReceiptShows.STATE: _("Safer. For example “being checked”: nobody can see what it is about. Answers then "
                                  "come "
                                  "by telephone or in person."),
        },
    }


def words(found: dict[str, Any]) -> bytes:
    """What is sealed to those who work on it: canonical JSON (docs/formats/portal-json.md)."""
    said = {field: found.get(field, "") for field in WORDS}
    contact = ""
    if found.get("may_contact") == "yes":
        contact = " · ".join(found[f] for f in ("contact_way", "contact_time", "contact_place") if found.get(f))
    return canonical_json({"v": 1, "language": get_language() or "", "contact": contact, **said})


def identity(found: dict[str, Any]) -> bytes | None:
    """What is sealed behind two keys; None for somebody who gives no name."""
    if found.get("level") not in (Level.CONFIDENTIAL, Level.OPEN):
        return None
    return canonical_json({"v": 1, **{field: found.get(field, "") for field in NAMES}})


def named_in_words(found: dict[str, Any]) -> list[str]:
    """Which of name and phone stand in the words too, where whoever reads the story reads them: ``name``, ``phone``."""
    story = " ".join(str(found.get(f, "")) for f in ("what", "about", "when", "amount", "people", "contact_way"))
    return named_in(story, str(found.get("name", "")), str(found.get("phone", "")))
