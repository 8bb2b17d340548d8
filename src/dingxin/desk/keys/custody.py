"""Handing the custodians' older keys to a replacement: by a custodian who holds them, to one who is certified."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.accounts.models import Member
from dingxin.desk.organisation.common import REFUSED, Refusal, go, posted, show_form
from dingxin.organisation.doors import access_body, roles_over
from dingxin.organisation.queries import holders_of
from dingxin.rules.codes import Role
from dingxin.vault import actions


class ToWhom(forms.Form):
    """One other custodian."""

    to = forms.ModelChoiceField(
        label=gettext_lazy("To whom"), queryset=Member.objects.none(), widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": gettext_lazy("Choose a custodian.")},
    )

    def __init__(self, *args: Any, people: list[Member], **more: Any) -> None:
        super().__init__(*args, **more)
        rows = Member.objects.filter(pk__in=[one.pk for one in people]).order_by("username")
        self.fields["to"].queryset = rows  # type: ignore[attr-defined]
        self.fields["to"].label_from_instance = lambda one: f"{one.name} ({one.username})"  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def pass_on(request: StaffRequest, id: UUID) -> HttpResponse:
    """After a custodian lost a key, or another came: what was sealed to older keys stays within reach of two people."""
    body = access_body(request.member, id)
    if Role.CUSTODIAN not in roles_over(request.member.member, body):
        raise PermissionDenied
    people = [row.member for row in holders_of(body, Role.CUSTODIAN) if row.member_id != request.member.member.pk]
    form = ToWhom(posted(request), people=people)
    refused: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.pass_on_custody(current=request.member, body=body, to=form.cleaned_data["to"])
            return go("keys_body", body.pk, done="custody-passed")
        except REFUSED as error:
            refused = error
    return show_form(
        request, form, heading=_("Pass on the older custodians' keys"), button=_("Pass them on"), refused=refused,
        back=reverse("desk:keys_body", args=[body.pk]),
        lead=_("Names are sealed to the key of their day. When a custodian lost theirs, or a new one came, make the custodians' "
               "key anew with both of you, then pass the older ones on here: else only you open those names, and with your key "
               "they would be lost for good."),
    )  # fmt: skip
