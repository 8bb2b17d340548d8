"""Recusals: closing a unit to a member by key. Entered by another holder, never by the member."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.accounts.models import Member
from dingxin.casework.following import follow_recusal
from dingxin.desk.keys.doors import vault_door
from dingxin.desk.keys.grants import keyed
from dingxin.desk.organisation.common import REFUSED, act, go, posted, show_form
from dingxin.desk.organisation.forms import unit_field, unit_of
from dingxin.organisation.models import Unit
from dingxin.organisation.queries import role_in
from dingxin.rules.codes import Role
from dingxin.vault import actions, recusal_lists
from dingxin.vault.actions.recusing import units_behind
from dingxin.vault.models import Recusal, RelationWords, Vault
from dingxin.vault.relations import to_enter


class Relation(forms.Form):
    """Who is kept from which unit."""

    member = forms.ModelChoiceField(label=gettext_lazy("Who has the relation"), queryset=Member.objects.none())
    unit = unit_field(gettext_lazy("Everything below it is closed as well."))

    def __init__(self, *args: Any, people: list[Member], **more: Any) -> None:
        super().__init__(*args, **more)
        rows = Member.objects.filter(pk__in=[one.pk for one in people]).order_by("username")
        self.fields["member"].queryset = rows  # type: ignore[attr-defined]
        self.fields["member"].label_from_instance = lambda member: member.name  # type: ignore[attr-defined]

    def clean_unit(self) -> Unit:
        """The unit meant."""
        return unit_of(self.cleaned_data["unit"])


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def recuse(request: StaffRequest, id: UUID) -> HttpResponse:
    """Enter a relation that somebody else declared; below, those that run."""
    vault, own = vault_door(request.member, id), request.member.member
    people = [one for one in keyed(vault.team) if one.pk != own.pk]
    form, refused = Relation(posted(request), people=people), None
    if request.method == "POST" and form.is_valid():
        given, error = form.cleaned_data, None
        try:
            _recuse(request, vault, given["member"], given["unit"])
            return go("keys_recuse", vault.team_id, done="recused")
        except REFUSED as refusal:
            error = refusal
        refused = error
    return show_form(
        request, form, heading=_("Recusals"), button=_("Close the unit to them"), refused=refused,
        back=f"{reverse('desk:keys')}?of={vault.team_id}", template="keys/recusals", vault=vault,
        lead=_("Have you a relation to a unit yourself? Tell another officer or the leader: somebody who stays enters it, "
               "so that you never see the new key. What is about the unit then vanishes from your lists, searches and "
               "counts."),
        pending=[one for one in to_enter(vault) if one.member.pk != own.pk],
        readable=set(RelationWords.objects.filter(reader=own).values_list("relation_id", flat=True)),
        rows=[row for row in _running(vault) if row.member_id != own.pk], own_rows=_running(vault).filter(member=own),
        behind=units_behind(vault), broken=not recusal_lists.holds(vault), leads=role_in(own, vault.team) is Role.LEADER,
    )  # fmt: skip


def _running(vault: Vault) -> Any:
    rows = Recusal.objects.filter(vault=vault, until__isnull=True, unit__isnull=False)
    return rows.select_related("member", "unit").order_by("since")


def _recuse(request: StaffRequest, vault: Vault, member: Member, unit: Unit) -> None:
    current = request.member
    actions.recuse(
        current=current, vault=vault, member=member, unit=unit,
        move=lambda: follow_recusal(current, vault.pk, unit=unit),
    )  # fmt: skip


@require_POST
@unlocked
def catch_up(request: StaffRequest, id: UUID) -> HttpResponse:
    """Make compartments and inbounds that a recusal still lacks."""
    vault = vault_door(request.member, id)
    return act(
        request, lambda: actions.catch_up(current=request.member, vault=vault),
        to=go("keys_recuse", vault.team_id, done="caught-up"), back=reverse("desk:keys_recuse", args=[vault.team_id]),
    )  # fmt: skip


@require_POST
@unlocked
def sign(request: StaffRequest, id: UUID) -> HttpResponse:
    """Sign the list as it stands, once somebody has compared it with the audit."""
    vault = vault_door(request.member, id)
    return act(
        request, lambda: actions.sign_recusals(current=request.member, vault=vault),
        to=go("keys_recuse", vault.team_id, done="recusals-signed"),
        back=reverse("desk:keys_recuse", args=[vault.team_id]),
    )  # fmt: skip


@require_POST
@unlocked
def end_recusal(request: StaffRequest, id: UUID, row_id: UUID) -> HttpResponse:
    """A leader ends somebody else's recusal."""
    vault = vault_door(request.member, id, lead=True)
    row = Recusal.objects.select_related("vault__team", "member").filter(pk=row_id, vault=vault).first()
    if row is None:
        raise Http404
    if row.member_id == request.member.member.pk:
        raise PermissionDenied
    return act(
        request, lambda: actions.end_recusal(current=request.member, recusal=row),
        to=go("keys_recuse", vault.team_id, done="recusal-ended"),
        back=reverse("desk:keys_recuse", args=[vault.team_id]),
    )  # fmt: skip
