"""The vault's beginning, and keys for those who come later."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.accounts.models import Member
from dingxin.desk.keys.doors import recused_from, vault_door
from dingxin.desk.keys.plain_words import compartment_name
from dingxin.desk.organisation.common import REFUSED, Refusal, go, posted, show_form
from dingxin.desk.organisation.steps import trust_or_none
from dingxin.organisation.doors import access_team
from dingxin.organisation.models import Team
from dingxin.organisation.queries import members_of
from dingxin.organisation.roles import KEY_ROLES
from dingxin.vault import actions
from dingxin.vault.certificates import TEAM_HOLDERS, is_certified
from dingxin.vault.keyring import held_compartments
from dingxin.vault.models import Compartment, Vault

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def keyed(team: Team) -> list[Member]:
    """Officers and leaders of a team today."""
    return [row.member for row in members_of(team, *sorted(KEY_ROLES))]


class Holders(forms.Form):
    """The vault's first holders."""

    members = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Holders from the beginning"), queryset=Member.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, people: list[Member], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["members"].queryset = Member.objects.filter(pk__in=[one.pk for one in people]).order_by("username")  # type: ignore[attr-defined]
        self.fields["members"].label_from_instance = lambda member: member.name  # type: ignore[attr-defined]


@get_or_post
@unlocked
def make_vault(request: StaffRequest, id: UUID) -> HttpResponse:
    """The leader founds the vault with those whom two signers have certified."""
    team = access_team(request.member, id, lead=True)
    if Vault.objects.filter(team=team).exists():
        raise Http404
    trust, own = trust_or_none(team.body), request.member.member
    able = [
        member for member in keyed(team)
        if trust and is_certified(member, scope=team.pk, roles=TEAM_HOLDERS, trust=trust)
    ]  # fmt: skip
    form = Holders(posted(request), people=able, initial={"members": [one.pk for one in able]})
    refused: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.make_vault(current=request.member, team=team, members=list(form.cleaned_data["members"]))
            return go("keys", of=team.pk, done="vault-made")
        except REFUSED as error:
            refused = error
    lead = _("Its keys are made now and sealed to those chosen below; each was certified by two signers. Nobody else can "
             "open what will come in, and there is no back door.")  # fmt: skip
    if own not in able or len(able) < 2:
        lead += " " + _("Still missing: you and at least one officer have to be certified first.")
    return show_form(
        request, form, heading=_("Make the vault of %(team)s") % {"team": team.name}, button=_("Make the vault"),
        back=f"{reverse('desk:keys')}?of={team.pk}", lead=lead, refused=refused,
    )  # fmt: skip


class Grant(forms.Form):
    """Who gets a key to which compartment."""

    member = forms.ModelChoiceField(label=gettext_lazy("Person"), queryset=Member.objects.none())
    compartment = forms.ModelChoiceField(label=gettext_lazy("Compartment"), queryset=Compartment.objects.none())

    def __init__(self, *args: Any, people: list[Member], compartments: list[Compartment], **more: Any) -> None:
        super().__init__(*args, **more)
        members = Member.objects.filter(pk__in=[one.pk for one in people]).order_by("username")
        self.fields["member"].queryset = members  # type: ignore[attr-defined]
        self.fields["member"].label_from_instance = lambda member: member.name  # type: ignore[attr-defined]
        rows = Compartment.objects.filter(pk__in=[one.pk for one in compartments]).select_related("vault")
        self.fields["compartment"].queryset = rows.order_by("without")  # type: ignore[attr-defined]
        self.fields["compartment"].label_from_instance = compartment_name  # type: ignore[attr-defined]


@get_or_post
@unlocked
def grant(request: StaffRequest, id: UUID) -> HttpResponse:
    """The leader proposes; any other holder signs the same and seals."""
    vault = vault_door(request.member, id, lead=True)
    mine = held_compartments(request.member, vault.pk)
    held = [one for one in Compartment.objects.filter(pk__in=mine) if not recused_from(request.member.member, one)]
    people = [one for one in keyed(vault.team) if one.pk != request.member.member.pk]
    initial = {name: request.GET.get(name, "") for name in ("member", "compartment")}
    if not initial["compartment"]:
        initial["compartment"] = next((str(one.pk) for one in held if not one.without), "")
    form = Grant(posted(request), people=people, compartments=held, initial=initial)
    refused: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            compartment = Compartment.objects.select_related("vault__team").get(pk=given["compartment"].pk)
            actions.propose_grant(current=request.member, compartment=compartment, member=given["member"])
            return go("keys", of=vault.team_id, done="signed-first")
        except REFUSED as error:
            refused = error
    return show_form(
        request, form, heading=_("Give somebody a key"), button=_("Sign as the first"), refused=refused,
        back=f"{reverse('desk:keys')}?of={vault.team_id}",
        lead=_("They will open everything in the compartment, also what came before. It holds when one more holder of the "
               "compartment signs the same list."),
    )  # fmt: skip
