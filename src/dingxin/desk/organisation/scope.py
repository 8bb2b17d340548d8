"""Which bodies a member sees and administers, and the door of people's pages. Doors of rows are organisation.doors."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from dingxin.accounts.identity import Current
from dingxin.accounts.models import Member
from dingxin.accounts.queries import member_by_id
from dingxin.organisation.doors import OVERSEEING
from dingxin.organisation.models import Body, BodyRole, Membership, Team
from dingxin.organisation.queries import body_roles, serving, teams_of
from dingxin.rules.codes import Role


@dataclass(frozen=True)
class Scope:
    """``bodies``: all that the member may see, superiors first; ``administers``: ids of those they administer."""

    bodies: tuple[Body, ...]
    administers: frozenset[UUID]
    oversees: frozenset[UUID] = frozenset()
    own_teams: frozenset[UUID] = frozenset()

    def opens(self, team: Team) -> bool:
        """Whether ``organisation.doors.access_team`` lets the member in: own teams, and those of overseen bodies."""
        return team.pk in self.own_teams or team.body_id in self.oversees

    @property
    def admin(self) -> bool:
        """Whether the member administers anything."""
        return bool(self.administers)


def scope_of(current: Current) -> Scope:
    """Bodies of the member's roles and teams, and what lies below where the role oversees. Five queries at most."""
    held: dict[UUID, set[str]] = {}
    for row in body_roles(current.member):
        held.setdefault(row.body_id, set()).add(row.role)
    teams = list(teams_of(current.member))
    own = set(held) | {team.body_id for team in teams}
    bodies = {body.pk: body for body in Body.objects.order_by("name")}
    seen, administers = set(own), {pk for pk, roles in held.items() if Role.ADMIN in roles}
    oversees = {pk for pk, roles in held.items() if OVERSEEING & roles}
    for body in bodies.values():
        above = _above(body, bodies)
        if any(OVERSEEING & held.get(pk, set()) for pk in above):
            seen.add(body.pk)
            oversees.add(body.pk)
        if any(Role.ADMIN in held.get(pk, set()) for pk in above):
            administers.add(body.pk)
    listed = sorted((bodies[pk] for pk in seen), key=lambda body: (len(_above(body, bodies)), body.name))
    return Scope(tuple(listed), frozenset(administers), frozenset(oversees), frozenset(team.pk for team in teams))


def _above(body: Body, bodies: dict[UUID, Body]) -> list[UUID]:
    found: list[UUID] = []
    while body.parent_id is not None and body.parent_id not in found:
        found.append(body.parent_id)
        body = bodies[body.parent_id]
    return found


def administering(current: Current) -> Scope:
    """The scope of an administrator. 403 for everybody else who is signed in."""
    scope = scope_of(current)
    if not scope.admin:
        raise PermissionDenied
    return scope


def bodies_of(member: Member) -> set[UUID]:
    """Bodies in which a member has a role or a team today."""
    roles = BodyRole.objects.filter(serving(), member=member).values_list("body_id", flat=True)
    teams = Membership.objects.filter(serving(), member=member).values_list("team__body_id", flat=True)
    return set(roles) | set(teams)


def access_person(current: Current, id: UUID) -> Member:
    """An account, for an administrator of every body it works in; one that works nowhere yet, for any administrator.

    404 for accounts of elsewhere, so that nobody learns who works in other bodies; 403 for who administers nothing.
    """
    scope = administering(current)
    member = member_by_id(id)
    if member is None or not bodies_of(member) <= scope.administers:
        raise Http404
    return member


def people(scope: Scope) -> list[Member]:
    """All accounts that ``access_person`` lets this administrator see, by user name; three queries."""
    outside: set[UUID] = set()
    for table, field in ((BodyRole, "body_id"), (Membership, "team__body_id")):
        rows = table.objects.filter(serving()).exclude(**{f"{field}__in": scope.administers})
        outside |= set(rows.values_list("member_id", flat=True))
    return list(Member.objects.exclude(pk__in=outside).order_by("-active", "username"))
