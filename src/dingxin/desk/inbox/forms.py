"""What is asked about one submission: its codes and what comes of it; and the other ways."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from dingxin.casework.codes import Codes
from dingxin.casework.kinds import AnswerBy
from dingxin.casework.models import Submission
from dingxin.casework.terms import pack_of
from dingxin.desk.inbox.numbers import number_in
from dingxin.desk.matter.forms.base import UnitField, Words, YesNo, choices_of, unit_text
from dingxin.mailbox.codes import Question
from dingxin.organisation.models import FocusTopic
from dingxin.rules.codes import Authority, Named, Nature, Rank, RepeatBy, SetAside
from dingxin.rules.packs.model import Category

NEW, LINK, THANK, ADVISE, STAY = "new", "link", "thank", "advise", "stay"
TEXT = 8_000
ASKED = (Question.NONE, Question.MORE, Question.HAND_ON)


class WorkForm(forms.Form):
    """The codes, and in the same breath what comes of it. The codes are kept first, each act by itself."""

    nature = forms.ChoiceField(
        label=gettext_lazy("Nature"), required=False, choices=lambda: choices_of(Nature), widget=forms.RadioSelect
    )
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    topic = forms.ChoiceField(label=gettext_lazy("Focus topic"), required=False)
    unit = UnitField(gettext_lazy("Unit it is about"))
    rank = forms.ChoiceField(
        label=gettext_lazy("Rank"), required=False, choices=lambda: choices_of(Rank, gettext_lazy("not said"))
    )
    authority = forms.ChoiceField(
        label=gettext_lazy("Management authority"), required=False,
        choices=lambda: choices_of(Authority, gettext_lazy("not said")),
    )
    first_hand = YesNo(gettext_lazy("About the head of a unit"), unknown=gettext_lazy("not known"))
    named = forms.ChoiceField(
        label=gettext_lazy("Name"), required=False, choices=lambda: choices_of(Named, gettext_lazy("as it came"))
    )
    contactable = YesNo(gettext_lazy("May be contacted"), unknown=gettext_lazy("as it came"))
    persons = forms.IntegerField(
        label=gettext_lazy("Persons"), required=False, min_value=1, max_value=9999,
        widget=forms.NumberInput({"inputmode": "numeric", "class": "n"}),
    )
    interference = forms.BooleanField(label=gettext_lazy("Somebody presses or threatens them"), required=False)
    then = forms.ChoiceField(
        label=gettext_lazy("What comes of it"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what comes of it.")},
    )
    title = Words(
        label=gettext_lazy("Title of the matter"), required=False, max_length=200,
        help_text=gettext_lazy("Sealed. Without a name: others find it by this."),
    )
    into = forms.ChoiceField(
        label=gettext_lazy("Which one"), required=False, widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("That one is no longer offered. Pick another, or write its number.")},
    )
    number = forms.CharField(
        label=gettext_lazy("or its number"), required=False, max_length=40, widget=forms.TextInput({"dir": "ltr"})
    )
    advice = Words(
        label=gettext_lazy("The advice, in plain words"), required=False, max_length=TEXT, widget=forms.Textarea({"rows": 4})
    )
    by = forms.ChoiceField(
        label=gettext_lazy("How it reaches them"), required=False, choices=lambda: choices_of(AnswerBy),
    )
    onward = forms.BooleanField(label=gettext_lazy("Then open the next one that nobody has read"), required=False)

    def __init__(self, *args: Any, submission: Submission, reach: str, suggested: list[tuple[str, str]], **kwargs: Any):
        kwargs.setdefault("initial", _initial(submission, reach))
        super().__init__(*args, **kwargs)
        self.submission, language = submission, get_language() or "en"
        pack = pack_of(submission)
        self._choose("category", [("", _("not set")), *(_group(top, language) for top in pack.categories)])
        topics = FocusTopic.objects.filter(round=submission.team.round_id).order_by("code")
        self._choose("topic", [("", _("none")), *((str(topic.pk), topic.name) for topic in topics)])
        self._choose("into", suggested)
        self._choose("then", [
            (NEW, _("A matter of its own")), (LINK, _("Into a matter that is there")), (ADVISE, _("Answered with advice")),
            (THANK, _("Thanks")), (STAY, _("Only the codes; decide later")),
        ])

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """What the chosen way needs is there."""
        found: dict[str, Any] = super().clean() or {}
        then = found.get("then")
        if then in (NEW, LINK, ADVISE) and not (found.get("nature") or self.submission.nature):
            self.add_error("nature", _("Choose what kind of thing it is."))
        if then == NEW and not found.get("title", "").strip():
            self.add_error("title", _("A matter needs a title, so that others find it."))
        if then == LINK and not found.get("into") and number_in(found.get("number", "")) is None and "into" not in self.errors:
            self.add_error("number", _("Pick a matter, or write its number."))
        if then == ADVISE and not found.get("advice", "").strip():
            self.add_error("advice", _("Write what you advise."))
        if then == THANK and "nature" in found:
            found["nature"] = Nature.THANKS
        return found

    def codes(self) -> Codes:
        """As the action wants them. A field that was not sent leaves its code alone; one sent empty takes it away."""
        row, found = self.submission, self.cleaned_data
        nature = found["nature"] or row.nature  # radio buttons are not sent at all when none is chosen
        return Codes(
            nature=nature, category=self._sent("category", row.category),
            topic=UUID(found["topic"]) if found["topic"] else None if "topic" in self.data else row.topic_id,
            unit=self._sent("unit", row.unit_id), rank=self._sent("rank", row.rank),
            authority=self._sent("authority", row.authority), first_hand=self._sent("first_hand", row.first_hand),
        )

    def pressed(self) -> bool | None:
        """None where the form was not the page's own: an empty box and a form without it look the same."""
        checked: bool = self.cleaned_data["interference"]
        return checked if "unit" in self.data else checked or None

    def _sent(self, name: str, before: Any) -> Any:
        return self.cleaned_data[name] if name in self.data else before


def _group(top: Category, language: str) -> tuple[str, Any]:
    """A category with its second level; the first level itself may be chosen too."""
    name = str(top.label.get(language, top.code))
    if not top.children:
        return top.code, name
    return name, [(top.code, name), *((sub.code, str(sub.label.get(language, sub.code))) for sub in top.children)]


def _initial(row: Submission, reach: str) -> dict[str, Any]:
    tri = {True: "yes", False: "no", None: ""}
    linked = row.state == "linked"
    return {
        "nature": row.nature, "category": row.category, "topic": str(row.topic_id or ""), "unit": unit_text(row.unit),
        "rank": row.rank, "authority": row.authority, "first_hand": tri[row.first_hand], "named": row.named,
        "contactable": tri[row.contactable], "persons": row.persons, "interference": row.interference,
        "then": STAY if linked else NEW, "onward": not linked,
        "by": AnswerBy.RECEIPT if reach == "answers" else AnswerBy.VOICE,
    }


class _Way(forms.Form):
    """One of several forms of a page: its ids are its own, so that each label names its own field."""

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}_%s")
        super().__init__(*args, **kwargs)


class AsideForm(_Way):
    """Why it is no problem to solve."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why"), choices=lambda: choices_of(SetAside), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the three reasons. There is no other.")},
    )


class RepeatForm(_Way):
    """Which one it repeats, by its number, and by what that was seen. Never by who it is from."""

    number = forms.CharField(
        label=gettext_lazy("Number of the first one"), max_length=40, widget=forms.TextInput({"dir": "ltr"}),
        error_messages={"required": gettext_lazy("Write its number.")},
    )
    channel = forms.ChoiceField(label=gettext_lazy("Channel"))
    by = forms.ChoiceField(label=gettext_lazy("Seen by"), choices=lambda: choices_of(RepeatBy))


class MessageForm(_Way):
    """Words to the person through their receipt."""

    text = Words(
        label=gettext_lazy("Message to the person"), max_length=TEXT, widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("There is nothing written yet.")},
    )
    question = forms.ChoiceField(
        label=gettext_lazy("Is something asked?"), required=False,
        choices=lambda: [("", _("No, it is only told")), *choices_of(ASKED)],
    )
