"""Forms of what a matter is called and coded as, who works on it, and what joins it."""

from dataclasses import fields, replace
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from dingxin.accounts.identity import Current
from dingxin.casework import terms, visible
from dingxin.casework.codes import Codes
from dingxin.casework.models import Matter, Submission
from dingxin.desk.matter import people
from dingxin.desk.matter.forms.base import CodeField, People, SealedLine, SealedText, UnitField, unit_text
from dingxin.desk.matter.present.words import in_language
from dingxin.organisation.models import FocusTopic, Team
from dingxin.rules.codes import Authority, Channel, Nature, Rank
from dingxin.web.days import today


class Coded(forms.Form):
    """The codes of a matter; ``codes()`` of a valid form is what the actions take."""

    nature = CodeField(Nature, gettext_lazy("Nature"), empty=gettext_lazy("Not known yet"), menu=True, required=False)
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    topic: "forms.ModelChoiceField[FocusTopic]" = forms.ModelChoiceField(
        queryset=None, label=gettext_lazy("Focus topic"), required=False, empty_label=gettext_lazy("None of them"),
    )
    unit = UnitField(
        gettext_lazy("Unit concerned"), help_text=gettext_lazy("Code or name; the list offers the units of this place."),
    )
    rank = CodeField(Rank, gettext_lazy("Rank of the subject"), empty=gettext_lazy("Not set"), menu=True, required=False)
    authority = CodeField(
        Authority, gettext_lazy("Who appoints the subject"), empty=gettext_lazy("Not set"), menu=True, required=False,
    )
    first_hand = forms.TypedChoiceField(
        label=gettext_lazy("Is the subject the first in charge?"), required=False, widget=forms.RadioSelect,
        coerce=lambda value: value == "yes", empty_value=None,
    )

    def __init__(self, data: Any, *, team: Team, row: Matter | Submission | None = None, **more: Any):
        self.row = row
        super().__init__(data, initial={**_codes_now(row), **more.pop("initial", {})}, **more)
        pack = terms.pack_of_team(team)
        groups = [
            (in_language(top.label), [(sub.code, in_language(sub.label)) for sub in top.children] or [
                (top.code, in_language(top.label))
            ])
            for top in pack.categories
        ]  # fmt: skip
        self.fields["category"].choices = [("", gettext("Not known yet")), *groups]  # type: ignore[attr-defined]
        topic = self.fields["topic"]
        topic.queryset = FocusTopic.objects.filter(round=team.round_id).order_by("code")  # type: ignore[attr-defined]
        topic.label_from_instance = lambda row: row.name  # type: ignore[attr-defined]
        answers = [("", gettext("Not set")), ("yes", gettext("Yes")), ("no", gettext("No"))]
        self.fields["first_hand"].choices = answers  # type: ignore[attr-defined]
        self.fields["first_hand"].short = True  # type: ignore[attr-defined]

    def codes(self) -> Codes:
        """What was chosen. A field that was not sent leaves its code alone; one sent empty takes it away."""
        row, said = self.row, self.cleaned_data
        chosen = Codes(
            said["nature"], said["category"], said["topic"].pk if said["topic"] else None, said["unit"], said["rank"],
            said["authority"], said["first_hand"],
        )
        if row is None:
            return chosen
        before = {**{f.name: getattr(row, f.name) for f in fields(Codes)}, "topic": row.topic_id, "unit": row.unit_id}
        return replace(chosen, **{name: value for name, value in before.items() if name not in self.data})


def _codes_now(row: Matter | Submission | None) -> dict[str, Any]:
    if row is None:
        return {}
    first = {None: "", True: "yes", False: "no"}[row.first_hand]
    return {
        "nature": row.nature, "category": row.category, "topic": row.topic_id, "unit": unit_text(row.unit),
        "rank": row.rank, "authority": row.authority, "first_hand": first,
    }


def _title() -> SealedLine:
    return SealedLine(
        label=gettext_lazy("Title"), max_length=200,
        help_text=gettext_lazy("What is wrong, in one line. No name of whoever reported it."),
    )


def _subject() -> SealedLine:
    return SealedLine(
        label=gettext_lazy("Whom it is about"), max_length=200, required=False,
        help_text=gettext_lazy("A person or an office; empty for a state of things."),
    )


class Made(Coded):
    """A new matter."""

    title = _title()
    subject = _subject()

    field_order = ["title", "subject"]


class Retitle(forms.Form):
    """Another title."""

    title = _title()
    subject = _subject()


class Assign(forms.Form):
    """To whom."""

    officer = People(queryset=None, label=gettext_lazy("Officer"), empty_label=gettext_lazy("Choose one"))
    reason = SealedText(gettext_lazy("Why"), rows=2, required=False)

    def __init__(self, data: Any, *, matter: Matter):
        super().__init__(data)
        offered = people.others_than_now(matter)
        if matter.reopened:
            offered = offered.exclude(pk__in=matter.former_officers.values("member_id"))
        self.fields["officer"].queryset = offered  # type: ignore[attr-defined]


def matter_by_number(current: Current, vault_id: UUID, text: str) -> Matter:
    """`204` or `2025-204`: a matter the member may know of, of this year when none is named; ValidationError."""
    year, _hyphen, number = text.strip().rpartition("-")
    if not number.isdecimal() or (year and not year.isdecimal()) or len(number) > 9 or len(year) > 4:
        raise ValidationError(gettext("Write the number, such as 204, or with its year: 2025-204."))
    found = visible.matters(current).filter(
        vault_id=vault_id, number=int(number), year=int(year) if year else today().year
    ).first()
    if found is None:
        raise ValidationError(gettext("There is no matter of this number, or none for you."))
    return found


class IntoMatter(forms.Form):
    """Which matter a submission joins."""

    number = forms.CharField(
        label=gettext_lazy("Number of the matter"), max_length=20,
        widget=forms.TextInput({"inputmode": "numeric", "dir": "ltr"}),
    )

    def __init__(self, data: Any, *, current: Current, vault_id: UUID, **more: Any):
        super().__init__(data, **more)
        self._current, self._vault = current, vault_id

    def clean_number(self) -> Matter:
        """The matter."""
        return matter_by_number(self._current, self._vault, self.cleaned_data["number"])


class JoinSubmission(forms.Form):
    """Which submission joins a matter, by its registration number."""

    channel = CodeField(Channel, gettext_lazy("Came by"), menu=True)
    number = forms.IntegerField(
        label=gettext_lazy("Registration number"), min_value=1, max_value=10**9,
        widget=forms.TextInput({"inputmode": "numeric", "dir": "ltr"}),
    )
    year = forms.IntegerField(
        label=gettext_lazy("Year"), min_value=1900, max_value=9999,
        widget=forms.TextInput({"inputmode": "numeric", "dir": "ltr"}),
    )

    def __init__(self, data: Any, *, current: Current, matter: Matter, **more: Any):
        super().__init__(data, initial={"year": today().year, **more.pop("initial", {})}, **more)
        self._current, self._matter = current, matter
        self.submission: Submission | None = None

    def clean(self) -> dict[str, Any]:
        """Finds the submission among those that the member may know of."""
        said = super().clean() or {}
        if all(said.get(name) for name in ("channel", "number", "year")):
            self.submission = visible.submissions(self._current).filter(
                vault_id=self._matter.vault_id, channel=said["channel"], number=said["number"], year=said["year"]
            ).first()
            if self.submission is None:
                self.add_error("number", gettext("There is no submission of this number, or none for you."))
        return said


class Why(forms.Form):
    """A reason, and nothing else."""

    reason = SealedText(gettext_lazy("Why"), rows=3)


class Nothing(forms.Form):
    """A form that only asks to be sure."""
