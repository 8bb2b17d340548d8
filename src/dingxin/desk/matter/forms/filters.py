"""What the list of matters can be narrowed to."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from dingxin.accounts.identity import Current
from dingxin.casework.queries import MatterFilters
from dingxin.desk.matter.forms.base import CodeField
from dingxin.organisation.models import Team
from dingxin.rules.codes import MatterState, Outcome
from dingxin.web.days import today


class Narrow(forms.Form):
    """All by GET; what makes no sense narrows nothing."""

    q = forms.IntegerField(
        label=gettext_lazy("Number"), required=False, min_value=1, max_value=10**9,
        widget=forms.TextInput({"inputmode": "numeric", "dir": "ltr"}),
    )
    whose = forms.ChoiceField(label=gettext_lazy("Whose"), required=False)
    state = CodeField(MatterState, gettext_lazy("State"), empty=gettext_lazy("All"), menu=True, required=False)
    standing = CodeField(
        Outcome, gettext_lazy("The person's word"), empty=gettext_lazy("All"), menu=True, required=False,
    )
    only = forms.ChoiceField(label=gettext_lazy("Only"), required=False)

    def __init__(self, data: Any):
        super().__init__(data)
        self.fields["whose"].choices = [  # type: ignore[attr-defined]
            ("", gettext("Everybody's")), ("mine", gettext("Mine")),
        ]
        self.fields["only"].choices = [  # type: ignore[attr-defined]
            ("", gettext("All")), ("late", gettext("Late")), ("interference", gettext("Interference")),
            ("waiting", gettext("Waiting for the person")), ("pending", gettext("Kept pending")),
            ("withdrawn", gettext("Withdrawn by the person")), ("own_finding", gettext("Own findings")),
        ]

    def filters(self, current: Current, team: Team | None) -> MatterFilters:
        """As the query takes them."""
        said = self.cleaned_data if self.is_valid() else {}
        only = said.get("only", "")
        return MatterFilters(
            team=team.pk if team else None, state=said.get("state", ""), standing=said.get("standing", ""),
            number=said.get("q"), officer=current.member.pk if said.get("whose") == "mine" else None,
            overlay=only if only in ("waiting", "pending", "withdrawn") else "",
            origin=only if only == "own_finding" else "", interference=only == "interference",
            late_on=today() if only == "late" else None,
        )
