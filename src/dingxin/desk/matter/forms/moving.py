"""The form of one move: only what this move asks for, and its reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext

from dingxin.accounts.identity import Current
from dingxin.casework import terms
from dingxin.casework.arguments import Arguments
from dingxin.casework.facts import Choice
from dingxin.casework.models import Matter
from dingxin.desk.matter import people
from dingxin.desk.matter.forms.base import Day, People, SealedText, choices_of
from dingxin.desk.matter.forms.names import matter_by_number
from dingxin.desk.matter.present.words import in_language
from dingxin.mailbox.codes import Question
from dingxin.organisation.models import Body
from dingxin.web.days import today

OFFICER = frozenset({"next_officer", "next_not_recused", "another_officer", "not_back"})
STRICT = frozenset({"another_officer"})  # never back to whoever dealt with it
ASKED = [Question.MORE, Question.HAND_ON]


def _receivers(matter: Matter) -> list[tuple[str, str]]:
    places = [(place.code, in_language(place.label)) for place in terms.pack_of(matter).places]
    bodies = Body.objects.exclude(pk=matter.team.body_id).order_by("name").values_list("code", "name")
    return [("", gettext("Choose one")), *bodies, *places]


class Moving(forms.Form):
    """Fields by ``Choice.asks``; the reason is asked for where the table wants one, and may be given anywhere."""

    def __init__(self, data: Any, *, current: Current, matter: Matter, choice: Choice):
        super().__init__(data)
        self._current, self._matter = current, matter
        asks = set(choice.asks)
        if asks & OFFICER:
            self.fields["next_officer"] = People(
                queryset=_officers(matter, asks), label=gettext("To which officer"), empty_label=gettext("Choose one"),
            )
        if "review_date" in asks:
            self.fields["review_date"] = Day(gettext("Look at it again on"))
        if "receiver" in asks:
            self.fields["receiver"] = forms.ChoiceField(label=gettext("To which body"), choices=_receivers(matter))
        if "joined" in asks:
            self.fields["joined_to"] = forms.CharField(
                label=gettext("Number of the matter that it went to"), max_length=20,
                widget=forms.TextInput({"inputmode": "numeric", "dir": "ltr"}),
            )
        if "question" in asks:
            self.fields["question"] = forms.ChoiceField(
                label=gettext("What is the person asked?"), choices=choices_of(ASKED), widget=forms.RadioSelect,
                initial=Question.MORE.value,
            )
            self.fields["question"].short = True  # type: ignore[attr-defined]
        self.fields["reason"] = SealedText(gettext("Reason"), rows=4, required="reason" in asks)

    def clean_review_date(self) -> Any:
        """A day to come."""
        day = self.cleaned_data["review_date"]
        if day <= today():
            raise forms.ValidationError(gettext("Choose a day later than today."))
        return day

    def clean_joined_to(self) -> Any:
        """Another matter of the same vault."""
        found = matter_by_number(self._current, self._matter.vault_id, self.cleaned_data["joined_to"])
        if found.pk == self._matter.pk:
            raise forms.ValidationError(gettext("That is this matter itself."))
        return found.pk

    def arguments(self) -> Arguments:
        """What comes with the move, from a valid form."""
        said = self.cleaned_data
        officer = said.get("next_officer")
        return Arguments(
            next_officer=officer.pk if officer else None, review_date=said.get("review_date"),
            receiver=said.get("receiver", ""), joined_to=said.get("joined_to"), question=said.get("question", ""),
        )


def _officers(matter: Matter, asks: set[str]) -> Any:
    offered = people.officers(matter)
    if asks & STRICT:
        offered = people.others_than_now(matter).exclude(pk__in=matter.former_officers.values("member_id"))
    return offered
