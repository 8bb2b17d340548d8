"""Doors of the telephone: the team where it is stationed; a slip only for those it is sealed to."""

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from dingxin.accounts.identity import Current
from dingxin.casework import visible
from dingxin.intake.call.models import Slip
from dingxin.organisation.doors import access_stationing
from dingxin.organisation.models import Stationing
from dingxin.organisation.queries import role_in
from dingxin.rules.codes import TEAM_ROLES
from dingxin.vault.models import Vault


def access_place(current: Current, stationing: Stationing) -> Stationing:
    """Where calls are taken. Http404 for strangers; PermissionDenied without a role that records."""
    role = role_in(current.member, stationing.team_id)
    if role is None:
        raise Http404
    if role not in TEAM_ROLES:
        raise PermissionDenied
    return stationing


def kept_from(current: Current, stationing: Stationing) -> bool:
    """Whether the member is kept from the unit where the team is stationed: then no slip from there is theirs."""
    vault = Vault.objects.filter(team=stationing.team_id).only("pk").first()
    return vault is not None and visible.kept_from(current).path(vault.pk, stationing.unit.path)


def access_slip(current: Current, id: UUID) -> Slip:
    """A slip for one of those it is sealed to, while they are in the team and not kept from the unit; else Http404."""
    found = Slip.objects.select_related("call__stationing__unit", "call__stationing__team").filter(
        pk=id, copies__member=current.member
    ).first()
    if found is None or kept_from(current, found.call.stationing):
        raise Http404
    access_place(current, found.call.stationing)
    return found


def access_duty(current: Current, id: UUID, *, change: bool = False) -> Stationing:
    """The roster of a place: its team and who oversees it. ``change``: leaders and administrators."""
    return access_stationing(current, id, change=change)


def day_of(text: str) -> date:
    """A day of the address; Http404 where there is no such day, or nobody is on duty then: years have an end too."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if not 2000 <= found.year < 2200:
        raise Http404
    return found
