"""Forms of what people get back."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext, gettext_lazy

from dingxin.casework.models import Link, Matter
from dingxin.desk.matter.forms.base import Amount, CodeField, PastDay, SealedLine, SealedText
from dingxin.desk.matter.forms.pieces import proofs
from dingxin.desk.matter.present.words import submission_name
from dingxin.rules.codes import Confirmation, ConfirmedHow, RemedyKind, UnitOfCount
from dingxin.web.days import today

SOMEBODY = "other"


class Promise(forms.Form):
    """What one person is to get back."""

    kind = CodeField(RemedyKind, gettext_lazy("What"))
    amount = Amount(gettext_lazy("How much"))
    counted_in = CodeField(UnitOfCount, gettext_lazy("Counted in"), menu=True)
    person = forms.ChoiceField(label=gettext_lazy("Whose it is"))
    other = SealedLine(
        label=gettext_lazy("If it is somebody else's: whose"), max_length=200, required=False,
        help_text=gettext_lazy("A household, a shop; sealed with the amount."),
    )
    text = SealedText(gettext_lazy("What exactly"), rows=2, required=False)
    on = PastDay(gettext_lazy("Day it was promised"))

    def __init__(self, data: Any, *, matter: Matter):
        super().__init__(data, initial={"on": today(), "kind": RemedyKind.MONEY.value, "counted_in": "yuan"})
        live = list(matter.links.filter(ended_on__isnull=True).select_related("submission").order_by("linked_on", "pk"))
        persons = [(link.submission_id.hex, submission_name(link.submission)) for link in live]
        offered = [*persons, (SOMEBODY, gettext("Somebody else"))]
        self.fields["person"].choices = offered  # type: ignore[attr-defined]
        self.initial["person"] = offered[0][0]

    def clean(self) -> dict[str, Any]:
        """Says whose it is."""
        said = super().clean() or {}
        if said.get("person") == SOMEBODY and not (said.get("other") or "").strip():
            self.add_error("other", gettext("Say whose it is."))
        return said

    @property
    def whose(self) -> "UUID | str":
        """As the action takes it: a submission's id, or words."""
        said = self.cleaned_data
        return str(said["other"]) if said["person"] == SOMEBODY else UUID(hex=said["person"])


class Deliver(forms.Form):
    """That it, or a part of it, reached the person."""

    on = PastDay(gettext_lazy("Day it was delivered"))
    amount = Amount(
        gettext_lazy("How much"), required=False,
        help_text=gettext_lazy("Empty: all that is still owed. A part leaves the rest open."),
    )
    how = SealedText(gettext_lazy("How it reached the person"), rows=2)

    def __init__(self, data: Any, *, matter: Matter):
        super().__init__(data, initial={"on": today()})
        self.fields["evidence"] = proofs(
            gettext("Proof of it"), matter, required=True, empty=gettext("Choose the file"),
            help_text=gettext("A receipt or list that was added to this matter before."),
        )


def _called(link: Link) -> str:
    return submission_name(link.submission)


class Confirm(forms.Form):
    """That the person says they have it."""

    def __init__(self, data: Any, *, matter: Matter):
        super().__init__(data)
        confirmed = matter.links.filter(ended_on__isnull=True, confirmation=Confirmation.CONFIRMED)
        field: forms.ModelChoiceField[Link] = forms.ModelChoiceField(
            queryset=confirmed.exclude(how=ConfirmedHow.TOLD_TO_STAFF).select_related("submission"), required=False,
            label=gettext("By their word on the outcome"), empty_label=gettext("Not this way"),
        )
        field.label_from_instance = _called  # type: ignore[assignment]
        self.fields["link"] = field
        self.fields["slip"] = proofs(gettext("By a slip they signed"), matter, empty=gettext("Not this way"))

    def clean(self) -> dict[str, Any]:
        """One of the two ways."""
        said = super().clean() or {}
        if not self.errors and not said.get("link") and not said.get("slip"):
            raise forms.ValidationError(gettext("Choose one of the two: only the person's own word confirms."))
        return said
