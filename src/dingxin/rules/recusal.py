"""Recusal and the two-person rules of roles: who is kept from what, by which compartment, and who may hold what.

Sources: 2-domain "Who may do what" (回避), 3-sealing "Compartment", "Grants", "Archive".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from dingxin.rules.codes import NO_TEAM_ROLES, TEAM_ROLES, Role
from dingxin.rules.text import N_


def is_within(path: str, root: str) -> bool:
    """Whether the unit at `path` is the one at `root` or below it; paths are codes joined by `/`."""
    return bool(root) and (path == root or path.startswith(root + "/"))


def is_recused(units: Iterable[str], matters: Iterable[UUID], unit: str, matter: UUID | None) -> bool:
    """Whether somebody recused from `units` and `matters` is kept from a matter about `unit`."""
    return (matter is not None and matter in set(matters)) or any(is_within(unit, root) for root in units)


@dataclass(frozen=True)
class Holder:
    """A member of a vault, with what they are recused from."""

    id: UUID
    units: frozenset[str] = frozenset()
    matters: frozenset[UUID] = frozenset()


def kept_out(holders: Iterable[Holder], unit: str, matter: UUID | None = None) -> frozenset[UUID]:
    """The members whom a matter about `unit` must be closed to: its compartment is "all but these" (empty: main)."""
    return frozenset(holder.id for holder in holders if is_recused(holder.units, holder.matters, unit, matter))


def together(without: Iterable[frozenset[UUID]]) -> frozenset[UUID]:
    """Whom a matter is closed to that is made of several submissions: everybody whom any one of them is closed to."""
    return frozenset().union(*without)


def may_lie_in(needed: frozenset[UUID], compartment: frozenset[UUID]) -> bool:
    """Whether what must be closed to `needed` may be wrapped under the compartment of all but `compartment`."""
    return needed <= compartment


def compartment_code(without: Iterable[UUID]) -> str:
    """The compartment's name: the ids of those kept out, sorted, joined by commas; empty for main."""
    return ",".join(sorted(str(member) for member in without))


@dataclass(frozen=True)
class Conflict:
    """Two roles that one person may not hold together."""

    code: str
    label: str


def role_conflicts(team_roles: Iterable[frozenset[Role]], body_roles: frozenset[Role]) -> tuple[Conflict, ...]:
    """What is wrong with one person holding these roles at once; empty when nothing is.

    `team_roles`: one set for each team. Custodians and archivists are disjoint and belong to no team, so that no
    single person holds both keys to a name or to the archive. The office and administrators hold no key at all.
    """
    in_team = frozenset().union(*team_roles)
    found = []
    for role in sorted(body_roles & (NO_TEAM_ROLES | {Role.OFFICE, Role.ADMIN})):
        if in_team & TEAM_ROLES:
            found.append(Conflict(f"{role}_in_team", N_("This role belongs to the body and to no team")))
    if {Role.CUSTODIAN, Role.ARCHIVIST} <= body_roles:
        found.append(Conflict("custodian_archivist", N_("Custodians and archivists are different people")))
    if Role.OPENER in body_roles and body_roles & {Role.CUSTODIAN, Role.ARCHIVIST, Role.OFFICE, Role.ADMIN}:
        found.append(Conflict("opener", N_("Who opens the body's inbound holds no second key and runs no machine")))
    if any(Role.CLERK in roles and len(roles) > 1 for roles in team_roles):
        found.append(
            Conflict("clerk_reader", N_("A clerk reads nothing after filing, so holds no other role in the team"))
        )
    if Role.CONTACT in body_roles and (in_team or len(body_roles) > 1):
        found.append(Conflict("contact", N_("A unit's contact has no other role")))
    return tuple(found)


def may_grant(
    first: UUID, second: UUID, to: UUID, leaders: frozenset[UUID], holders: frozenset[UUID], without: frozenset[UUID]
) -> Conflict | None:
    """What stands against granting a key to `to`: two others sign, both holders already, one of them a leader."""
    if to in without:
        return Conflict("recused", N_("The key never goes to a recused member"))
    if first == second or to in (first, second):
        return Conflict("two", N_("Two others sign a grant"))
    if not {first, second} <= holders:
        return Conflict("holders", N_("Both who sign hold this key"))
    if not {first, second} & leaders:
        return Conflict("leader", N_("One of the two is a leader"))
    return None


def may_open_at_once(roles: Mapping[UUID, frozenset[Role]]) -> bool:
    """Danger to life or a child: a leader and a custodian, two people, may open a name at once."""
    leaders = {member for member, held in roles.items() if Role.LEADER in held}
    custodians = {member for member, held in roles.items() if Role.CUSTODIAN in held}
    return any(leader != custodian for leader in leaders for custodian in custodians)


def may_review_opening(reviewer: UUID, opened_by: frozenset[UUID]) -> bool:
    """Such an opening is reviewed afterwards by a third."""
    return reviewer not in opened_by
