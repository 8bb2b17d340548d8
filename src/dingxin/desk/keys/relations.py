"""Relations: declared by each member on a page of their own; read and entered by those who lead them."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.desk.keys.doors import vault_door
from dingxin.desk.organisation.common import REFUSED, act, go, page, posted, refuse, show_form
from dingxin.desk.organisation.forms import unit_field, unit_of, words_of
from dingxin.organisation.models import MemberUnit, Unit
from dingxin.organisation.queries import members_of, serving
from dingxin.rules.codes import RelationKind
from dingxin.vault import actions
from dingxin.vault.models import Recusal, Relation, Vault
from dingxin.vault.relations import MOST_WORDS


class Declaration(forms.Form):
    """To which unit, of what kind, and what should be known about it."""

    unit = unit_field(gettext_lazy("Everything below it is closed to you as well."))
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of relation"), choices=lambda: words_of(RelationKind), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what kind of relation it is.")},
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("What should be known about it"), required=False, max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Sealed to whoever leads you. Nobody else learns why."),
    )  # fmt: skip

    def clean_unit(self) -> Unit:
        """The unit meant."""
        return unit_of(self.cleaned_data["unit"])


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def mine(request: StaffRequest) -> HttpResponse:
    """One's own relations: what is closed already, and one more."""
    own = request.member.member
    form, refused = Declaration(posted(request)), None
    if request.method == "POST" and form.is_valid():
        error = None
        try:
            actions.declare_relation(current=request.member, **form.cleaned_data)
            return go("relations", done="declared")
        except REFUSED as refusal:
            error = refusal
        refused = error
    declared = Relation.objects.filter(serving(), member=own).select_related("unit").order_by("since", "pk")
    entered = Recusal.objects.filter(serving(), member=own, unit__isnull=False).values_list("unit__name", flat=True)
    return show_form(
        request, form, heading=_("My relations"), button=_("Close it to me"), refused=refused,
        back=reverse("accounts:settings"), template="keys/my_relations",
        lead=_("Were you, or is somebody close to you, at a unit that people may complain about? Say so before you could "
               "read it. From that moment it is gone from your lists, searches and counts. You cannot take it back "
               "yourself."),
        declared=[(row, RelationKind(row.kind)) for row in declared],  # type: ignore[call-arg]
        entered=sorted(set(entered)),
        from_unit=MemberUnit.objects.filter(serving(), member=own).select_related("unit").first(),
    )  # fmt: skip


def _declared(request: StaffRequest, id: UUID, row_id: UUID) -> tuple[Vault, Relation]:
    """A relation of somebody of this team, for another of its holders. 404 for one's own."""
    vault = vault_door(request.member, id)
    row = Relation.objects.filter(serving(), pk=row_id).select_related("member", "unit").first()
    if row is None or vault.team is None or row.member_id == request.member.member.pk:
        raise Http404
    if not members_of(vault.team).filter(member=row.member).exists():
        raise Http404
    return vault, row


@require_POST
@unlocked
def read(request: StaffRequest, id: UUID, row_id: UUID) -> HttpResponse:
    """What was said about it, opened for whom it is sealed to."""
    vault, row = _declared(request, id, row_id)
    back: dict[str, Any] = {"back": reverse("desk:keys_recuse", args=[vault.team_id])}
    try:
        text = actions.open_relation(current=request.member, relation=row)
    except REFUSED as error:
        return refuse(request, error, **back)
    kind = RelationKind(row.kind)  # type: ignore[call-arg]
    return page(request, "keys/relation", {"row": row, "kind": kind, "text": text, "vault": vault, **back})


@require_POST
@unlocked
def end(request: StaffRequest, id: UUID, row_id: UUID) -> HttpResponse:
    """A leader says that there is no such relation, or no more."""
    vault, row = _declared(request, id, row_id)
    return act(
        request, lambda: actions.end_relation(current=request.member, relation=row),
        to=go("keys_recuse", vault.team_id, done="relation-ended"),
        back=reverse("desk:keys_recuse", args=[vault.team_id]),
    )  # fmt: skip
