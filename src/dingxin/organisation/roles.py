"""Which roles may meet in one person (2-domain, Who may do what). Pure: sets of codes in, a reason out."""

from collections.abc import Collection

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dingxin.rules.codes import BODY_ROLES, NO_TEAM_ROLES, TEAM_ROLES, Role

KEY_ROLES = frozenset({Role.OFFICER, Role.LEADER})
"""Team roles whose holders stand in compartments. Clerks are in none."""

NEVER_WITH_KEYS = frozenset({Role.ADMIN, Role.OFFICE})
"""Body roles that must hold no key: who runs the system or the office does not read."""


def clash(team_roles: Collection[str], body_roles: Collection[str]) -> str | Promise | None:
    """The reason why one person may not hold all of these, or None.

    ``team_roles``: of all teams, ``body_roles``: of all bodies, today.
    """
    if team_roles and NO_TEAM_ROLES.intersection(body_roles):
        return _(
            "Custodians and archivists belong to no team: the second key must not lie with those who hold the first."
        )
    if KEY_ROLES.intersection(team_roles) and NEVER_WITH_KEYS.intersection(body_roles):
        return _("Administrators and the body's office hold no key, so they cannot be officers or leaders of a team.")
    if Role.CUSTODIAN in body_roles and Role.ARCHIVIST in body_roles:
        return _("Custodians and archivists are two groups: the archive opens only with both.")
    return None


def is_team_role(role: str) -> bool:
    """Whether a team knows this role."""
    return role in TEAM_ROLES


def is_body_role(role: str) -> bool:
    """Whether a body knows this role."""
    return role in BODY_ROLES
