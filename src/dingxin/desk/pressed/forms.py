"""What is written about interference."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from dingxin.accounts.identity import Current
from dingxin.accounts.models import Member
from dingxin.casework.models import Matter
from dingxin.casework.visible import READERS
from dingxin.desk.matter.forms.base import CodeField, SealedText, UnitField
from dingxin.desk.matter.forms.names import matter_by_number
from dingxin.organisation.models import Team
from dingxin.organisation.queries import members_of
from dingxin.rules.codes import FollowUpState, InterferenceKind, ProtectiveStep


class Named(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Members of the team whom a report names."""

    def label_from_instance(self, obj: Member) -> str:
        """The member's name, as the team knows it."""
        return obj.name


def _named(team: Team, current: Current) -> Named:
    ids = members_of(team, *sorted(READERS)).exclude(member=current.member).values_list("member_id", flat=True)
    return Named(
        queryset=Member.objects.filter(pk__in=list(ids)).order_by("name"), required=False,
        label=gettext_lazy("Does it name somebody of the team?"), widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("They get no key to it and do not find it. What it interferes with is closed to them too."),
    )  # fmt: skip


class Report(forms.Form):
    """What was said, who asked."""

    kind = CodeField(InterferenceKind, gettext_lazy("What happened"))
    text = SealedText(
        gettext_lazy("Who, when, where, in what words"), rows=5,
        help_text=gettext_lazy("Sealed under a key of its own."),
    )
    unit = UnitField(gettext_lazy("Whose people press"))

    def __init__(self, data: Any, *, team: Team, current: Current):
        super().__init__(data)
        self.fields["named"] = _named(team, current)


class Whom(forms.Form):
    """Whom it names, as it turned out."""

    unit = UnitField(gettext_lazy("Whose people press"))

    def __init__(self, data: Any, *, team: Team, current: Current):
        super().__init__(data)
        self.fields["named"] = _named(team, current)


class Said(forms.Form):
    """How it stands, in words."""

    text = SealedText(gettext_lazy("What was found out or done"), rows=4)


class Protect(forms.Form):
    """One protective step."""

    kind = CodeField(ProtectiveStep, gettext_lazy("What was done"), menu=True)
    text = SealedText(gettext_lazy("What exactly"), rows=3, required=False)


class Told(forms.Form):
    """With which matter the one who wrote this says that somebody interferes."""

    kind = CodeField(InterferenceKind, gettext_lazy("What happens"))
    number = forms.CharField(
        label=gettext_lazy("Number of the matter it interferes with"), required=False, max_length=20,
        widget=forms.TextInput({"dir": "ltr"}), help_text=gettext_lazy("Empty: it is not known yet."),
    )

    def __init__(self, data: Any, *, current: Current, vault_id: Any):
        super().__init__(data)
        self._current, self._vault = current, vault_id

    def clean_number(self) -> Matter | None:
        """The matter meant."""
        text = self.cleaned_data["number"]
        return matter_by_number(self._current, self._vault, text) if text.strip() else None


class Answer(forms.Form):
    """What they said when they were asked by the agreed way."""

    state = CodeField(
        [FollowUpState.WELL, FollowUpState.PRESSED, FollowUpState.NO_ANSWER], gettext_lazy("What they said"),
    )
