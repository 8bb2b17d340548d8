"""When somebody leaves or loses a device: shut them out in one act, then re-wrap in short steps that can be left."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import F
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.accounts.queries import member_by_id
from dingxin.desk.keys.doors import recused_from, vault_door
from dingxin.desk.organisation.common import REFUSED, Refusal, go, page, posted, refuse, show_form
from dingxin.organisation.models import Membership
from dingxin.organisation.queries import serving
from dingxin.vault import actions
from dingxin.vault.actions.rekeying import shut_out
from dingxin.vault.keyring import holds
from dingxin.vault.models import Compartment, CompartmentKey, Vault, Wrap
from dingxin.vault.trust import trust_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class Why(forms.Form):
    """What happened."""

    why = forms.ChoiceField(
        label=gettext_lazy("Why are they shut out?"), widget=forms.RadioSelect,
        choices=[
            ("left", gettext_lazy("They leave the team")),
            ("lost", gettext_lazy("They lost a device or a paper, and stay")),
        ],
    )  # fmt: skip


NOTES = {
    "left": gettext_lazy("Their place in the team ends today."),
    "lost": gettext_lazy("They get a key again by a new grant, when they have a new passphrase or device."),
}


@get_or_post
@unlocked
def leave(request: StaffRequest, id: UUID, member_id: UUID) -> HttpResponse:
    """Say what it means, then shut out. By any other holder, because it only takes away."""
    vault, member = vault_door(request.member, id), member_by_id(member_id)
    keys = CompartmentKey.objects.filter(compartment__vault=vault, member=member)
    if member is None or not (keys.exists() or Membership.objects.filter(serving(), member=member, team=vault.team).exists()):
        raise Http404
    form = Why(posted(request), initial={"why": "left"})
    refused: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        left = form.cleaned_data["why"] == "left"
        try:
            waiting = (
                actions.leave_team(current=request.member, member=member, team=vault.team)
                if left else actions.rekey(current=request.member, vault=vault, member=member, left=False)
            )  # fmt: skip
            if waiting:
                return go("keys_rekey", vault.team_id, done="shut-out")
            return go("keys", of=vault.team_id, done="shut-out")
        except REFUSED as error:
            refused = error
    own = member.pk == request.member.member.pk
    return show_form(
        request, form, heading=_("%(name)s leaves, or lost a device") % {"name": member.name}, refused=refused,
        button=_("Shut out now"), back=f"{reverse('desk:keys')}?of={vault.team_id}", template="keys/leave", danger=True,
        member_shown=member, keys=keys.count(), wraps=_wraps(vault).count(), own=own, notes=NOTES,
    )  # fmt: skip


def _wraps(vault: Vault) -> Any:
    return Wrap.objects.filter(compartment__vault=vault)


def _behind(request: StaffRequest, vault: Vault) -> list[Compartment]:
    trust = trust_of(vault.body_id)
    rows = Compartment.objects.filter(vault=vault).select_related("vault").order_by("without")
    return [
        one for one in rows
        if not recused_from(request.member.member, one) and holds(request.member, one) and shut_out(one, trust)
    ]  # fmt: skip


@get_or_post
@unlocked
def progress(request: StaffRequest, id: UUID) -> HttpResponse:
    """One step of at most two seconds for each POST. Without script the button is pressed again; with it, it goes on."""
    vault = vault_door(request.member, id)
    try:
        behind = _behind(request, vault)
        if request.method == "POST":
            if behind:
                actions.rekey_own(current=request.member, compartment=behind[0])
            elif not actions.rekey_step(current=request.member, vault=vault):
                return go("keys", of=vault.team_id, done="rekeyed")
            return go("keys_rekey", vault.team_id, on=1)
    except REFUSED as error:
        return refuse(request, error, back=f"{reverse('desk:keys')}?of={vault.team_id}")
    waiting = _wraps(vault).exclude(epoch=F("compartment__epoch")).count()
    total = _wraps(vault).count()
    return page(request, "keys/rekey", {
        "team": vault.team, "waiting": waiting, "moved": total - waiting, "total": total, "behind": behind,
        "on": bool(request.GET.get("on")),
    })  # fmt: skip
