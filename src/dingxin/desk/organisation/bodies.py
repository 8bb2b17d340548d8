"""Bodies and who holds which of their roles."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.desk.organisation.common import REFUSED, act, go, page, posted, show_form
from dingxin.desk.organisation.forms import BodyForm, GiveRole, Named
from dingxin.desk.organisation.scope import administering, people, scope_of
from dingxin.desk.organisation.steps import trust_or_none
from dingxin.organisation import actions
from dingxin.organisation.doors import access_body, roles_over
from dingxin.organisation.models import Body, BodyRole, Team
from dingxin.organisation.queries import serving
from dingxin.rules.codes import Role

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@unlocked
def body(request: StaffRequest, id: UUID) -> HttpResponse:
    """One body: facts, roles, rounds and teams, fingerprint."""
    found = access_body(request.member, id)
    scope = scope_of(request.member)
    teams = Team.objects.filter(body=found).select_related("round").order_by("-round__starts", "number")
    roles = BodyRole.objects.filter(serving(), body=found).select_related("member").order_by("role", "since")
    return page(request, "organisation/body", {
        "body": found, "roles": [(Role(row.role), row) for row in roles],  # type: ignore[call-arg]
        "administers": Role.ADMIN in roles_over(request.member.member, found), "trust": trust_or_none(found),
        "rounds": found.rounds.order_by("-starts"), "below": found.children.order_by("name"),
        "teams": [row for row in teams if scope.opens(row)],
    })  # fmt: skip


@get_or_post
@unlocked
def new_body(request: StaffRequest) -> HttpResponse:
    """A body below one that the member administers. The first one is made at the server, by setup."""
    scope = administering(request.member)
    initial = {"parent": request.GET.get("parent", ""), "tier": "county", "pack": "cn-inspection"}
    mine = [one for one in scope.bodies if one.pk in scope.administers]
    form, refused = BodyForm(posted(request), bodies=mine, initial=initial), None
    form.fields["parent"].required = True
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.create_body(
                current=request.member, code=given["code"], name=given["name"], tier=given["tier"],
                parent=given["parent"], pack=given["pack"], texts=form.texts({}),
            )  # fmt: skip
            return go("organisation_body", made.pk, done="body-made")
        except REFUSED as error:
            refused = error
    return show_form(
        request, form, heading=_("A new body"), button=_("Make the body"), back=reverse("desk:organisation"),
        lead=_("An oversight office below one of yours. It gets its own signers, custodians and keys."), refused=refused,
    )  # fmt: skip


@get_or_post
@unlocked
def change_body(request: StaffRequest, id: UUID) -> HttpResponse:
    """Name, tier and pack."""
    found = access_body(request.member, id, administer=True)
    initial = Named.initial_of(found.name, found.texts) | {"tier": found.tier, "pack": found.pack}
    form, refused = BodyForm(posted(request), made=True, initial=initial), None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.change_body(
                current=request.member, body=found, name=given["name"], tier=given["tier"], pack=given["pack"],
                texts=form.texts(found.texts),
            )  # fmt: skip
            return go("organisation_body", found.pk, done="body-changed")
        except REFUSED as error:
            refused = error
    back = reverse("desk:organisation_body", args=[found.pk])
    return show_form(request, form, heading=found.name, button=_("Keep it"), back=back, refused=refused)


@get_or_post
@unlocked
def give_role(request: StaffRequest, id: UUID) -> HttpResponse:
    """A role in the body, to one account."""
    found = access_body(request.member, id, administer=True)
    scope = administering(request.member)
    form, refused = GiveRole(posted(request), people=people(scope), initial=request.GET.dict()), None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.give_role(
                current=request.member, body=found, member=given["member"],
                role=Role(given["role"]),  # type: ignore[call-arg] # the table's __new__ takes the label too
            )  # fmt: skip
            return go("organisation_body", found.pk, done="role-given")
        except REFUSED as error:
            refused = error
    return show_form(
        request, form, heading=_("Give a role"), button=_("Give the role"), refused=refused,
        back=reverse("desk:organisation_body", args=[found.pk]),
        lead=_("Custodians and archivists are in no team; administrators and the office hold no key. "
               "A signer signs only once two signers have put them into the keyset."),
    )  # fmt: skip


@require_POST
@unlocked
def take_role(request: StaffRequest, id: UUID, row_id: UUID) -> HttpResponse:
    """End a role today."""
    found: Body = access_body(request.member, id, administer=True)
    row = BodyRole.objects.filter(pk=row_id, body=found).select_related("member").first()
    if row is None:
        raise Http404
    back = reverse("desk:organisation_body", args=[found.pk])
    return act(
        request, lambda: actions.take_role(current=request.member, row=row), back=back,
        to=go("organisation_body", found.pk, done="role-taken"),
    )  # fmt: skip
