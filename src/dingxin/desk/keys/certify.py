"""Certifying: hear six words from the person, type them, sign. The page never shows the words it compares with."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.accounts.models import Member
from dingxin.accounts.queries import can_be_sealed_to, member_by_id
from dingxin.desk.keys.doors import signer_door
from dingxin.desk.keys.plain_words import role_word
from dingxin.desk.keys.requests import Heard
from dingxin.desk.organisation.common import REFUSED, Refusal, go, posted, show_form
from dingxin.organisation.doors import access_body, roles_over
from dingxin.organisation.models import Body, BodyRole, Membership, Team
from dingxin.organisation.queries import serving
from dingxin.rules.codes import Role
from dingxin.vault import actions
from dingxin.web.parts import Fact

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _signer(request: StaffRequest, body: Body) -> None:
    if Role.SIGNER not in roles_over(request.member.member, body):
        raise PermissionDenied


def _member(id: UUID) -> Member:
    member = member_by_id(id)
    if member is None:
        raise Http404
    return member


@get_or_post
@unlocked
def certify_team(request: StaffRequest, id: UUID, member_id: UUID) -> HttpResponse:
    """A clerk, officer or leader of a team."""
    team = signer_door(request.member, id)
    member = _member(member_id)
    seat = Membership.objects.filter(serving(), member=member, team=team).first()
    if seat is None:
        raise Http404
    return _certify(request, member, seat.role, team=team)


@get_or_post
@unlocked
def certify_body(request: StaffRequest, id: UUID, member_id: UUID) -> HttpResponse:
    """A custodian or archivist of a body."""
    body = access_body(request.member, id)
    _signer(request, body)
    member = _member(member_id)
    roles = BodyRole.objects.filter(serving(), member=member, body=body, role__in=(Role.CUSTODIAN, Role.ARCHIVIST))
    seat = roles.order_by("-role").first()
    if seat is None:
        raise Http404
    return _certify(request, member, seat.role, body=body)


def _certify(
    request: StaffRequest, member: Member, role: str, *, team: Team | None = None, body: Body | None = None
) -> HttpResponse:
    form, refused = Heard(posted(request)), None
    where = team.name if team else body.name if body else ""
    back = f"{reverse('desk:keys')}?of={team.pk}" if team else reverse("desk:keys_body", args=[body.pk if body else ""])
    error: Refusal | None = refused
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose_certificate(
                current=request.member, member=member, heard=form.cleaned_data["heard"], team=team, body=body
            )
            return go("keys", of=team.pk, done="signed-first") if team else _to_body(body)
        except REFUSED as refusal:
            error = refusal
    facts = [Fact(_("Person"), f"{member.name} ({member.username})"), Fact(_("Role"), role_word(role)), Fact(_("Where"), where)]
    ready = can_be_sealed_to(member)
    lead = _("Meet or call %(name)s, on a line or in a room where you know who speaks. They open Settings and read out six "
             "words. Type what you hear: if the words fit, these keys are theirs. A second signer does the same.")  # fmt: skip
    if not ready:
        lead = _("%(name)s has not signed in yet, or has no second factor. There are no words to compare until then.")
    return show_form(
        request, form, heading=_("Certify %(name)s") % {"name": member.name}, button=_("The words fit: sign"), back=back,
        lead=lead % {"name": member.name}, refused=error, facts=facts,
    )  # fmt: skip


def _to_body(body: Body | None) -> HttpResponse:
    assert body is not None
    return go("keys_body", body.pk, done="signed-first")
