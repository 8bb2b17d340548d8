"""Doors of this room: 404 for strangers, 403 for too little right. Facts only; keys are the vault's own door."""

from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404

from dingxin.accounts.models import Member
from dingxin.organisation.models import Body, Membership, Round, Stationing, Team
from dingxin.organisation.queries import bodies_above, body_roles, role_in, serving
from dingxin.rules.codes import Role

if TYPE_CHECKING:
    from dingxin.accounts.identity import Current

RowT = TypeVar("RowT", bound=Model)
OVERSEEING = frozenset({Role.ADMIN, Role.OFFICE})
"""Roles that see the organisation (never what is sealed) of their body and of all below it."""


def roles_over(member: Member, body: Body) -> frozenset[Role]:
    """The body roles a member has in this body, and those of ``OVERSEEING`` in a body above it."""
    above = {one.pk for one in bodies_above(body)}
    return frozenset(
        Role(row.role)  # type: ignore[call-arg] # the table's __new__ takes the label too
        for row in body_roles(member)
        if row.body_id == body.pk or (row.body_id in above and row.role in OVERSEEING)
    )


def _get(model: type[RowT], id: UUID, *related: str) -> RowT:
    row = model._default_manager.select_related(*related).filter(pk=id).first()
    if row is None:
        raise Http404
    return row


def access_body(current: "Current", id: UUID, *, administer: bool = False) -> Body:
    """A body for who has a role in it, oversees it, or is in one of its teams. ``administer``: administrators only."""
    body = _get(Body, id, "parent")
    roles = roles_over(current.member, body)
    if not roles and not Membership.objects.filter(serving(), member=current.member, team__body=body).exists():
        raise Http404
    if administer and Role.ADMIN not in roles:
        raise PermissionDenied
    return body


def access_round(current: "Current", id: UUID, *, administer: bool = False) -> Round:
    """A round, through its body's door."""
    found = _get(Round, id, "body__parent")
    access_body(current, found.body_id, administer=administer)
    return found


def access_team(current: "Current", id: UUID, *, administer: bool = False, lead: bool = False) -> Team:
    """A team for its members, and for office and administrators over it. ``lead``: leaders, ``administer``: the latter."""
    team = _get(Team, id, "body__parent", "round")
    role, roles = role_in(current.member, team), roles_over(current.member, team.body) & OVERSEEING
    if role is None and not roles:
        raise Http404
    if lead and role is not Role.LEADER:
        raise PermissionDenied
    if administer and Role.ADMIN not in roles:
        raise PermissionDenied
    return team


def access_stationing(current: "Current", id: UUID, *, change: bool = False) -> Stationing:
    """A stationing, through its team's door. ``change``: the team's leaders and administrators of its body."""
    found = _get(Stationing, id, "team__body__parent", "unit")
    access_team(current, found.team_id)
    leads = role_in(current.member, found.team) is Role.LEADER
    if change and not leads and Role.ADMIN not in roles_over(current.member, found.team.body):
        raise PermissionDenied
    return found
