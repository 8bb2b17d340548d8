"""Doors of the keys' pages: which team's table is asked for, and requests of two that a member may know of."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from dingxin.accounts.doors import StaffRequest
from dingxin.accounts.identity import Current
from dingxin.accounts.models import Member
from dingxin.desk.organisation.scope import Scope, scope_of
from dingxin.desk.place import place_of
from dingxin.organisation.doors import access_team, roles_over
from dingxin.organisation.models import Body, Team
from dingxin.organisation.queries import has_body_role, role_in
from dingxin.organisation.roles import KEY_ROLES
from dingxin.rules.codes import Role
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.statements import BodyKeyset, MemberCertificate, RecipientStatement
from dingxin.vault import rosters
from dingxin.vault.keyring import holds
from dingxin.vault.models import Compartment, Request, Vault
from dingxin.vault.refusals import NotTrusted
from dingxin.vault.rosters import Roster
from dingxin.vault.trust import trust_of

KEEPERS = frozenset({Role.ADMIN, Role.SIGNER, Role.CUSTODIAN, Role.OFFICE})
"""Roles of a body that see who can open what: facts, never what is sealed."""


def teams_shown(current: Current, scope: Scope) -> list[Team]:
    """The teams whose table the member may see: own ones, and those of bodies where they keep something."""
    bodies = [body for body in scope.bodies if roles_over(current.member, body) & KEEPERS]
    found = Team.objects.filter(Q(body__in=bodies) | Q(memberships__member=current.member, memberships__until=None))
    rows = found.select_related("body__parent", "round").distinct().order_by("body__name", "-round__starts", "number")
    return [team for team in rows if may_see(current, team)]


def may_see(current: Current, team: Team) -> bool:
    """Officers and leaders of the team, and who keeps something in its body. Clerks hold nothing and see no table."""
    role = role_in(current.member, team)
    return role in KEY_ROLES or bool(roles_over(current.member, team.body) & KEEPERS)


def team_asked(request: StaffRequest) -> tuple[Team | None, list[Team]]:
    """(the team of ``?of=`` or of the bar, all that could be chosen). 404 for a strange team, 403 for a clerk."""
    current = request.member
    shown = teams_shown(current, scope_of(current))
    if request.GET.get("of"):
        try:
            return team_door(current, UUID(request.GET["of"])), shown
        except ValueError:
            raise Http404 from None
    place = place_of(request)
    if place.team is not None and may_see(current, place.team):
        return place.team, shown
    if not shown and not any(roles_over(current.member, body) & KEEPERS for body in scope_of(current).bodies):
        raise PermissionDenied
    return (shown[0] if shown else None), shown


def team_door(current: Current, id: UUID) -> Team:
    """One team's keys. 404 for strangers, 403 for clerks."""
    team = Team.objects.select_related("body__parent", "round").filter(pk=id).first()
    if team is None:
        raise Http404
    if not may_see(current, team):
        if role_in(current.member, team) is None:
            raise Http404
        raise PermissionDenied
    return team


def signer_door(current: Current, team_id: UUID) -> Team:
    """A team of a body that the member signs for."""
    team = team_door(current, team_id)
    if Role.SIGNER not in roles_over(current.member, team.body):
        raise PermissionDenied
    return team


def vault_door(current: Current, team_id: UUID, *, lead: bool = False) -> Vault:
    """The vault of a team, for its officers and leaders (``lead``: leaders). 404 where there is none yet."""
    team = access_team(current, team_id, lead=lead)
    if role_in(current.member, team) not in KEY_ROLES:
        raise PermissionDenied
    vault = Vault.objects.select_related("team__body", "body").filter(team=team).first()
    if vault is None:
        raise Http404
    return vault


def recused_from(member: Member, compartment: Compartment) -> bool:
    """Whether a compartment leaves this member out. Such a one is not shown to them at all."""
    return member.pk.hex in compartment.without.split(",")


@dataclass(frozen=True)
class Asked:
    """A request of two with what it is about, read from the bytes that are signed and from nothing else."""

    row: Request
    body: Body
    team: Team | None = None
    compartment: Compartment | None = None
    member: Member | None = None


def read(row: Request) -> Asked:
    """What a request is about. Raises Http404 when its bytes are malformed or its object is gone."""
    data = bytes(row.payload)
    try:
        if row.kind == "keyset":
            return Asked(row, Body.objects.get(pk=BodyKeyset.parse(data).body))
        if row.kind == "certificate":
            certificate = MemberCertificate.parse(data)
            member = Member.objects.get(pk=certificate.member)
            team = Team.objects.filter(pk=certificate.team).select_related("body").first()
            return Asked(row, team.body if team else Body.objects.get(pk=certificate.team), team, member=member)
        if row.kind == "statement":
            vault = Vault.objects.select_related("team", "body").get(pk=RecipientStatement.parse(data).vault)
            return Asked(row, vault.body, vault.team)
        compartment = Compartment.objects.select_related("vault__team", "vault__body").get(
            pk=Roster.parse(data).compartment
        )
    except (SealBroken, Body.DoesNotExist, Member.DoesNotExist, Vault.DoesNotExist, Compartment.DoesNotExist):
        raise Http404 from None
    return Asked(row, compartment.vault.body, compartment.vault.team, compartment)


def may_know(current: Current, asked: Asked) -> bool:
    """Who may read a request: the proposer, those of the body who keep something, the team's officers and leaders.

    Never somebody who is recused from the compartment it is about.
    """
    member = current.member
    if asked.compartment is not None and recused_from(member, asked.compartment):
        return False
    if asked.row.first_by_id == member.pk or roles_over(member, asked.body) & KEEPERS:
        return True
    return asked.team is not None and role_in(member, asked.team) in KEY_ROLES


def may_second(current: Current, asked: Asked) -> bool:
    """Whether this member could be the second to sign, told by public keys and facts; the actions decide."""
    member, row = current.member, asked.row
    if row.done or row.first_by_id == member.pk:
        return False
    if asked.compartment is not None:
        return holds(current, asked.compartment)
    try:
        keys = trust_of(asked.body).current.keys
    except NotTrusted:
        keys = BodyKeyset.parse(bytes(row.payload)).keys if row.kind == "keyset" else frozenset()
    if asked.member is not None and asked.member.pk == member.pk:
        return False
    return bytes(member.verify_key) in keys and (row.kind != "keyset" or has_body_role(member, Role.SIGNER, asked.body))


def request_door(current: Current, id: UUID) -> Asked:
    """One request that waits. 404 for who may not know of it, and for one that is done or gone."""
    row = Request.objects.select_related("first_by", "vault__team").filter(pk=id, done=False).first()
    if row is None:
        raise Http404
    asked = read(row)
    if not may_know(current, asked):
        raise Http404
    return asked


def waiting(current: Current, rows: QuerySet[Request] | None = None) -> list[Asked]:
    """Requests that wait and that the member may know of, oldest first."""
    found: QuerySet[Request] = Request.objects.filter(done=False) if rows is None else rows
    listed = []
    for row in found.select_related("first_by", "vault__team").order_by("at"):
        try:
            asked = read(row)
        except Http404:
            continue
        if may_know(current, asked):
            listed.append(asked)
    return listed


def still_follows(asked: Asked) -> bool:
    """Whether a grant's list still follows the present one; others are checked by their action alone."""
    if asked.compartment is None:
        return True
    compartment = asked.compartment
    try:
        now = rosters.read(compartment, compartment.epoch, trust_of(asked.body))
    except NotTrusted:
        return False
    wanted = Roster.parse(bytes(asked.row.payload))
    return (wanted.epoch, wanted.number) == (now.epoch, now.number + 1)
