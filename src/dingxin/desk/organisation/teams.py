"""Teams and who is in them. Whoever holds keys leaves on the keys' pages, by re-keying."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.accounts.queries import can_be_sealed_to, has_proved_recovery
from dingxin.desk.organisation.common import REFUSED, act, go, page, posted, show_form
from dingxin.desk.organisation.forms import GiveRole, Named, TeamForm
from dingxin.desk.organisation.scope import administering, people
from dingxin.desk.organisation.steps import trust_or_none
from dingxin.organisation import actions
from dingxin.organisation.doors import access_body, access_round, access_team, roles_over
from dingxin.organisation.models import Body, Membership, Round
from dingxin.organisation.queries import members_of, role_in, serving, stationings_of
from dingxin.organisation.roles import KEY_ROLES
from dingxin.rules.codes import TEAM_ROLES, Role, TeamKind
from dingxin.vault import actions as vaults
from dingxin.vault.certificates import is_certified
from dingxin.vault.models import CompartmentKey, Vault

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
ORDER = {Role.LEADER: 0, Role.OFFICER: 1, Role.CLERK: 2}


@require_safe
@unlocked
def team(request: StaffRequest, id: UUID) -> HttpResponse:
    """One team: its people with certificate and key, its stationings."""
    found = access_team(request.member, id)
    trust, vault = trust_or_none(found.body), Vault.objects.filter(team=found).first()
    keys = CompartmentKey.objects.filter(compartment__vault=vault) if vault else CompartmentKey.objects.none()
    holding = set(keys.filter(compartment__without="").values_list("member_id", flat=True))
    keyed = set(keys.values_list("member_id", flat=True))
    rows: list[dict[str, Any]] = [
        {
            "row": row, "role": Role(row.role), "keyed": row.role in KEY_ROLES,  # type: ignore[call-arg]
            "any_key": row.member_id in keyed,
            "own": can_be_sealed_to(row.member), "proved": has_proved_recovery(row.member),
            "certified": trust is not None and is_certified(row.member, scope=found.pk, roles=TEAM_ROLES, trust=trust),
            "holds": row.member_id in holding,
        }
        for row in members_of(found)
    ]  # fmt: skip
    rows.sort(key=lambda one: ORDER.get(one["role"], 9))
    return page(request, "organisation/team", {
        "team": found, "rows": rows, "vault": vault, "stationings": stationings_of(found),
        "kind": TeamKind(found.kind),  # type: ignore[call-arg]
        "administers": Role.ADMIN in roles_over(request.member.member, found.body),
        "holder": role_in(request.member.member, found) in KEY_ROLES,
    })  # fmt: skip


def _asked(request: StaffRequest) -> tuple[Body, Round | None, TeamKind]:
    """The body, the round and the kind named in the address."""
    try:
        body = access_body(request.member, UUID(request.GET.get("body", "")), administer=True)
        kind = TeamKind(request.GET.get("kind", TeamKind.TEAM))  # type: ignore[call-arg]
        wanted = UUID(request.GET.get("round", "")) if kind is TeamKind.TEAM else None
    except ValueError:
        raise Http404 from None
    found = access_round(request.member, wanted, administer=True) if wanted else None
    if found is not None and found.body_id != body.pk:
        raise Http404
    return body, found, kind


@get_or_post
@unlocked
def new_team(request: StaffRequest) -> HttpResponse:
    """A team of a round, or a follow-up or superior team of the body."""
    body, round, kind = _asked(request)
    taken = list(body.teams.filter(round=round).values_list("number", flat=True))
    form, refused = TeamForm(posted(request), initial={"number": max(taken, default=0) + 1}), None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.create_team(
                current=request.member, body=body, number=given["number"], name=given["name"], round=round, kind=kind,
                texts=form.texts({}),
            )  # fmt: skip
            return go("organisation_team", made.pk, done="team-made")
        except REFUSED as error:
            refused = error
    leads = {
        TeamKind.TEAM: _("The people of this round who hold one vault together."),
        TeamKind.FOLLOW_UP: _("It takes over what is open after a round: disputes, interference, later words."),
        TeamKind.SUPERIOR: _("It receives what is about a team or its office. It shares nobody with other teams."),
    }
    return show_form(
        request, form, heading=f"{_(kind.label)} · {round.name if round else body.name}", button=_("Make the team"),
        back=reverse("desk:organisation_body", args=[body.pk]), lead=leads[kind], refused=refused,
    )  # fmt: skip


@get_or_post
@unlocked
def change_team(request: StaffRequest, id: UUID) -> HttpResponse:
    """Names."""
    found = access_team(request.member, id, administer=True)
    form, refused = TeamForm(posted(request), made=True, initial=Named.initial_of(found.name, found.texts)), None
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_team(
                current=request.member, team=found, name=form.cleaned_data["name"], texts=form.texts(found.texts)
            )
            return go("organisation_team", found.pk, done="team-changed")
        except REFUSED as error:
            refused = error
    back = reverse("desk:organisation_team", args=[found.pk])
    return show_form(request, form, heading=found.name, button=_("Keep it"), back=back, refused=refused)


@get_or_post
@unlocked
def join_team(request: StaffRequest, id: UUID) -> HttpResponse:
    """One more in the team."""
    found = access_team(request.member, id, administer=True)
    known = people(administering(request.member))
    form, refused = GiveRole(posted(request), people=known, team=True, initial=request.GET.dict()), None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.join_team(
                current=request.member, team=found, member=given["member"],
                role=Role(given["role"]),  # type: ignore[call-arg]
            )  # fmt: skip
            return go("organisation_team", found.pk, done="joined")
        except REFUSED as error:
            refused = error
    return show_form(
        request, form, heading=_("One more in %(team)s") % {"team": found.name}, button=_("Take into the team"),
        back=reverse("desk:organisation_team", args=[found.pk]), refused=refused,
        lead=_("Being in the team opens nothing yet. An officer or leader reads only after two signers have compared "
               "six words with them and the leader and one holder have given them a key. A clerk records and reads "
               "nothing after filing."),
    )  # fmt: skip


@require_POST
@unlocked
def leave_team(request: StaffRequest, id: UUID, row_id: UUID) -> HttpResponse:
    """Who holds no key leaves today; who holds one is shut out by another holder, on the keys' page."""
    found = access_team(request.member, id, administer=True)
    row = Membership.objects.filter(serving(), pk=row_id, team=found).select_related("member", "team").first()
    if row is None:
        raise Http404
    back = reverse("desk:organisation_team", args=[found.pk])
    to = go("organisation_team", found.pk, done="left")
    return act(request, lambda: _leave(request, row), to=to, back=back)


def _leave(request: StaffRequest, row: Membership) -> None:
    held = CompartmentKey.objects.filter(compartment__vault__team=row.team_id, member=row.member_id).exists()
    if row.role in KEY_ROLES and not held:
        vaults.leave_team(current=request.member, member=row.member, team=row.team)
        return
    actions.leave_team(current=request.member, row=row)
