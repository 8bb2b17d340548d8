"""Accounts: make, hand the first passphrase over, close, reset. None of it opens anything that is sealed."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dingxin.accounts import actions as accounts
from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.accounts.models import Member
from dingxin.accounts.queries import security_keys_of
from dingxin.accounts.views.passphrase import shown_once
from dingxin.desk.organisation.common import REFUSED, act, go, page, posted, refuse, show_form
from dingxin.desk.organisation.forms import PersonForm, unit_field, unit_of
from dingxin.desk.organisation.scope import access_person, administering, people
from dingxin.organisation import actions as organisation
from dingxin.organisation.models import BodyRole, Membership, MemberUnit, Unit
from dingxin.organisation.queries import serving
from dingxin.rules.codes import Role
from dingxin.vault.models import CompartmentKey, CustodyHolder

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@unlocked
def people_list(request: StaffRequest) -> HttpResponse:
    """Everybody whom this administrator looks after."""
    scope = administering(request.member)
    members = people(scope)
    words: dict[UUID, list[tuple[Role, str]]] = {member.pk: [] for member in members}
    ids = list(words)
    for row in BodyRole.objects.filter(serving(), member__in=ids).select_related("body"):
        words[row.member_id].append((Role(row.role), row.body.name))  # type: ignore[call-arg]
    for seat in Membership.objects.filter(serving(), member__in=ids).select_related("team"):
        words[seat.member_id].append((Role(seat.role), seat.team.name))  # type: ignore[call-arg]
    rows = [(member, words[member.pk]) for member in members]
    return page(request, "organisation/people", {"rows": rows, "active": sum(one.active for one in members)})


@get_or_post
@unlocked
def new_person(request: StaffRequest) -> HttpResponse:
    """A new account. The answer to the POST shows its first passphrase, once: there is nothing to come back to."""
    administering(request.member)
    form, refused = PersonForm(posted(request)), None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = accounts.create_member(
                actor=request.member.actor, username=given["username"], name=given["name"],
                language=request.member.member.language,
            )  # fmt: skip
            back = reverse("desk:organisation_person", args=[made.member.pk])
            return shown_once(request, made, back=back)
        except REFUSED as error:
            refused = error
    return show_form(
        request, form, heading=_("A new person"), button=_("Make the account"), refused=refused,
        back=reverse("desk:organisation_people"),
        lead=_("The first passphrase is shown on the next page, once, for a closed envelope. At the first sign-in the "
               "person gets new keys and a passphrase that you never see."),
    )  # fmt: skip


@require_safe
@unlocked
def person(request: StaffRequest, id: UUID) -> HttpResponse:
    """One account: where it works, what it holds, what can be done for it."""
    member = access_person(request.member, id)
    seats = Membership.objects.filter(serving(), member=member).select_related("team__body")
    keys = CompartmentKey.objects.filter(member=member).count() + CustodyHolder.objects.filter(member=member).count()
    return page(request, "organisation/person", {
        "person": member, "keys": keys, "security_keys": security_keys_of(member).count(),
        "roles": [(Role(row.role), row.body) for row in  # type: ignore[call-arg]
                  BodyRole.objects.filter(serving(), member=member).select_related("body")],
        "seats": [(Role(row.role), row.team) for row in seats],  # type: ignore[call-arg]
        "self": member.pk == request.member.member.pk,
        "from_unit": MemberUnit.objects.filter(serving(), member=member).select_related("unit").first(),
    })  # fmt: skip


class HomeUnit(forms.Form):
    """Where somebody comes from."""

    unit = unit_field(gettext_lazy("What is about it, or below it, is closed to them. Empty: it could not be inspected."))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].required = False

    def clean_unit(self) -> Unit | None:
        """The unit meant, None where the field was left empty."""
        text = self.cleaned_data["unit"]
        return unit_of(text) if text.strip() else None


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def home_unit(request: StaffRequest, id: UUID) -> HttpResponse:
    """The unit a member comes from, as the staff list says."""
    member = access_person(request.member, id)
    now = MemberUnit.objects.filter(serving(), member=member).select_related("unit").first()
    form = HomeUnit(posted(request), initial={"unit": now.unit.code if now else ""})
    if request.method == "POST" and "unit" in request.POST and form.is_valid():
        organisation.set_home_unit(current=request.member, member=member, unit=form.cleaned_data["unit"])
        return go("organisation_person", member.pk, done="home-kept")
    if request.method == "POST" and "unit" not in request.POST:
        form.add_error("unit", _("Write the unit, or leave the field empty on purpose."))
    return show_form(
        request, form, heading=_("Where %(name)s comes from") % {"name": member.name}, button=_("Keep it"),
        back=reverse("desk:organisation_person", args=[member.pk]),
    )  # fmt: skip


def _another(request: StaffRequest, id: UUID) -> Member:
    """Somebody else's account: nobody closes or resets their own here, or the last administrator could be gone."""
    member = access_person(request.member, id)
    if member.pk == request.member.member.pk:
        raise PermissionDenied
    return member


@require_POST
@unlocked
def deactivate(request: StaffRequest, id: UUID) -> HttpResponse:
    """Close the account. What it held is re-keyed by holders, on the keys' pages."""
    member = _another(request, id)
    back = reverse("desk:organisation_person", args=[member.pk])
    return act(
        request, lambda: accounts.deactivate(member=member, actor=request.member.actor), back=back,
        to=go("organisation_person", member.pk, done="person-closed"),
    )  # fmt: skip


@require_POST
@unlocked
def clear_device(request: StaffRequest, id: UUID) -> HttpResponse:
    """For who lost the device for codes."""
    member = _another(request, id)
    back = reverse("desk:organisation_person", args=[member.pk])
    return act(
        request, lambda: accounts.clear_second_factor(member=member, actor=request.member.actor), back=back,
        to=go("organisation_person", member.pk, done="device-cleared"),
    )  # fmt: skip


@require_POST
@unlocked
def reset(request: StaffRequest, id: UUID) -> HttpResponse:
    """For who lost passphrase and recovery code: a new pair that opens nothing old. Shown once, like a new account."""
    member = _another(request, id)
    back = reverse("desk:organisation_person", args=[member.pk])
    try:
        made = accounts.reset_keys(member=member, actor=request.member.actor)
    except REFUSED as error:
        return refuse(request, error, back=back)
    return shown_once(request, made, back=back)
