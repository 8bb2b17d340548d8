"""The filters of the list: what the address says, as the casework room asks for it. All are facts."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dingxin.casework.queries import InboxFilters
from dingxin.desk.inbox.numbers import channel_in, number_in
from dingxin.desk.matter.forms.base import choices_of
from dingxin.organisation.models import Team, Unit
from dingxin.organisation.queries import find_units
from dingxin.rules.codes import Channel, Nature, SubmissionState

ALL = gettext_lazy("All")


class InboxForm(forms.Form):
    """What the list is narrowed to. Nothing is required; a value that no form offers is told, and not used."""

    q = forms.CharField(label=gettext_lazy("Number or unit"), required=False, max_length=200)
    state = forms.ChoiceField(
        required=False, choices=lambda: [("", ""), *choices_of(SubmissionState)], widget=forms.HiddenInput
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Channel"), required=False, choices=lambda: choices_of(Channel, ALL)
    )
    nature = forms.ChoiceField(label=gettext_lazy("Nature"), required=False, choices=lambda: choices_of(Nature, ALL))
    repeat = forms.ChoiceField(
        label=gettext_lazy("First or repeat"), required=False,
        choices=lambda: [("", str(ALL)), ("first", _("First")), ("repeat", _("Repeat"))],
    )
    unit = forms.CharField(label=gettext_lazy("Unit"), required=False, max_length=240,
                           widget=forms.TextInput({"list": "units"}))
    since = forms.DateField(label=gettext_lazy("From"), required=False,
                            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(label=gettext_lazy("Until"), required=False,
                            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    mine = forms.BooleanField(label=gettext_lazy("Read by me"), required=False)
    news = forms.BooleanField(label=gettext_lazy("With new words"), required=False)
    interference = forms.BooleanField(label=gettext_lazy("Interference"), required=False)

    found_unit: Unit | None = None

    def clean(self) -> dict[str, Any]:
        """The unit by code or name; a number in ``q`` is a registration number, of one channel where its word stands before it;
        anything else is a unit."""
        found: dict[str, Any] = super().clean() or {}
        text = str(found.get("q", "")).strip()
        number = number_in(text)
        found["year"], found["number"] = number or (None, None)
        if number and not found.get("channel"):
            found["channel"] = channel_in(text)
        name = found.get("unit") or ("" if number else text)
        if name:
            self.found_unit = _unit(name)
            if self.found_unit is None:
                self.add_error("unit" if found.get("unit") else "q", _("No number and no unit is like this."))
        return found


def _unit(text: str) -> Unit | None:
    named = find_units(text.split()[0], limit=1) if text.strip() else []
    exact = [unit for unit in named if unit.code.casefold() == text.split()[0].casefold()]
    return next(iter(exact or find_units(text, limit=1)), None)


def filters_of(form: InboxForm, team: Team | None) -> InboxFilters:
    """As the query wants them; fields with a mistake are left out, but what was looked for and is not there finds nothing."""
    form.is_valid()
    found = form.cleaned_data
    repeat = {"first": False, "repeat": True}.get(found.get("repeat", ""))
    return InboxFilters(
        team=team.pk if team else None, state=found.get("state", ""), channel=found.get("channel", ""),
        nature=found.get("nature", ""), unit=form.found_unit, mine=bool(found.get("mine")),
        news=bool(found.get("news")), interference=bool(found.get("interference")), repeat=repeat,
        received_from=found.get("since"), received_to=found.get("until"), number=found.get("number"),
        year=found.get("year"), nowhere=bool({"q", "unit"} & set(form.errors)),
    )


def without(query: QueryDict, *names: str, **changed: str) -> str:
    """The address's query without some names, with others changed, ready to be followed by more."""
    kept = [(name, value) for name, value in query.items() if value and name not in names and name not in changed]
    return urlencode([*kept, *((name, value) for name, value in changed.items() if value)])
