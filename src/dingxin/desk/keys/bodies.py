"""A body's own keys: who signs for it, its fingerprint, its custodians' key."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from dingxin.accounts.doors import StaffRequest, signed_in, unlocked
from dingxin.accounts.models import Member
from dingxin.accounts.queries import can_be_sealed_to, has_proved_recovery
from dingxin.desk.keys import doors
from dingxin.desk.keys.plain_words import said
from dingxin.desk.organisation.common import REFUSED, Refusal, go, page, posted, show_form
from dingxin.organisation.doors import access_body, roles_over
from dingxin.organisation.models import Body
from dingxin.organisation.queries import holders_of
from dingxin.rules.codes import Role
from dingxin.vault import actions
from dingxin.vault.certificates import is_certified
from dingxin.vault.custodians import check, verified_custody
from dingxin.vault.models import Custody, CustodyHolder
from dingxin.vault.refusals import NotTrusted
from dingxin.vault.trust import Trust, trust_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def body_keys(request: StaffRequest, id: UUID) -> HttpResponse:
    """Keyset, fingerprint, custodians, archivists, and what waits."""
    body = access_body(request.member, id)
    roles = roles_over(request.member.member, body)
    trust, broken = _trust(body)
    keys = trust.current.keys if trust else frozenset()
    rows = list(holders_of(body, Role.SIGNER))
    signers = [
        {"row": row, "in": bytes(row.member.verify_key) in keys,
         "ready": can_be_sealed_to(row.member)}
        for row in rows
    ]  # fmt: skip
    asked = [one for one in doors.waiting(request.member) if one.body.pk == body.pk and one.team is None]
    custody, custody_broken = _custody(body, trust)
    return page(request, "keys/body", {
        "body": body, "trust": trust, "broken": broken, "signers": signers,
        "keepers": [_keeper(body, row, role, trust, custody) for role in (Role.CUSTODIAN, Role.ARCHIVIST)
                    for row in holders_of(body, role)],
        "custody": custody, "custody_broken": custody_broken,
        "waiting": [(one, said(one), doors.may_second(request.member, one)) for one in asked],
        "signer": Role.SIGNER in roles, "custodian": Role.CUSTODIAN in roles, "me": request.member.member.pk,
        "gone": [name for key, name in (trust.current.signers if trust else ())
                 if key not in {bytes(row.member.verify_key) for row in rows}],
    })  # fmt: skip


def _trust(body: Body) -> tuple[Trust | None, str]:
    try:
        return trust_of(body), ""
    except NotTrusted as refusal:
        return None, str(refusal)


def _custody(body: Body, trust: Trust | None) -> tuple[Custody | None, str]:
    try:
        return (verified_custody(body, trust), "") if trust else (None, "")
    except NotTrusted as refusal:
        return None, str(refusal)


def _keeper(body: Body, row: Any, role: Role, trust: Trust | None, custody: Custody | None) -> dict[str, object]:
    holds = bool(custody and trust) and CustodyHolder.objects.filter(custody=custody, member=row.member).exists()
    if holds and custody and trust:
        holds = row.member_id.hex in check(custody, trust).custodians
    return {
        "row": row, "role": role, "holds": holds, "ready": can_be_sealed_to(row.member),
        "proved": has_proved_recovery(row.member),
        "certified": trust is not None and is_certified(row.member, scope=body.pk, roles={role}, trust=trust),
    }  # fmt: skip


class Chosen(forms.Form):
    """People who hold a role of the body."""

    members = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Who"), queryset=Member.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least two.")},
    )  # fmt: skip

    def __init__(self, *args: Any, people: list[Member], **more: Any) -> None:
        super().__init__(*args, **more)
        rows = Member.objects.filter(pk__in=[one.pk for one in people]).order_by("username")
        self.fields["members"].queryset = rows  # type: ignore[attr-defined]
        self.fields["members"].label_from_instance = lambda one: f"{one.name} ({one.username})"  # type: ignore[attr-defined]


@get_or_post
@unlocked
def keyset(request: StaffRequest, id: UUID) -> HttpResponse:
    """A signer proposes who signs from now on; a second one signs the same."""
    body = access_body(request.member, id)
    if Role.SIGNER not in roles_over(request.member.member, body):
        raise PermissionDenied
    people = [row.member for row in holders_of(body, Role.SIGNER) if can_be_sealed_to(row.member)]
    form = Chosen(posted(request), people=people, initial={"members": [one.pk for one in people]})
    refused: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose_keyset(current=request.member, body=body, signers=list(form.cleaned_data["members"]))
            return go("keys_body", body.pk, done="signed-first")
        except REFUSED as error:
            refused = error
    return show_form(
        request, form, heading=_("Who signs for %(body)s") % {"body": body.name}, button=_("Sign as the first"),
        back=reverse("desk:keys_body", args=[body.pk]), refused=refused,
        lead=_("At least two. A leader who signs recipient statements has to be among them. The fingerprint changes with it: "
               "notices and posters have to be printed again."),
    )  # fmt: skip


@get_or_post
@unlocked
def custody(request: StaffRequest, id: UUID) -> HttpResponse:
    """A custodian makes the custodians' key, sealed to at least two."""
    body = access_body(request.member, id)
    if Role.CUSTODIAN not in roles_over(request.member.member, body):
        raise PermissionDenied
    people = [row.member for row in holders_of(body, Role.CUSTODIAN) if can_be_sealed_to(row.member)]
    form = Chosen(posted(request), people=people, initial={"members": [one.pk for one in people]})
    refused: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.make_custody(current=request.member, body=body, custodians=list(form.cleaned_data["members"]))
            return go("keys_body", body.pk, done="custody-made")
        except REFUSED as error:
            refused = error
    return show_form(
        request, form, heading=_("The custodians' key"), button=_("Make it"), refused=refused,
        back=reverse("desk:keys_body", args=[body.pk]),
        lead=_("It is the second half of every name: nobody sees who wrote without one of you. Older ones stay with those "
               "who held them. After it, each team's leader and a signer sign their statement anew."),
    )  # fmt: skip
