"""Doors of devices: their own member, and the leaders of the team; 404 to everybody else."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from dingxin.accounts.identity import Current
from dingxin.intake.household.models import Device
from dingxin.organisation.queries import role_in
from dingxin.rules.codes import TEAM_ROLES, Role


def access_device(current: Current, id: UUID, *, lead: bool = False) -> Device:
    """A device, for its own member and the leaders of its team. ``lead``: leaders only.

    404 for strangers to the team; 403 for a colleague, and for its member where ``lead``.
    """
    device = Device.objects.select_related("member", "team").filter(pk=id).first()
    role = role_in(current.member, device.team_id) if device else None
    if device is None or role is None:
        raise Http404
    if role is not Role.LEADER and (lead or device.member_id != current.id):
        raise PermissionDenied
    return device


def sending_device(current: Current, id: UUID) -> Device | None:
    """The device of a record that anybody of its team may send; None where there is none such."""
    device = Device.objects.select_related("member", "team").filter(pk=id).first()
    if device is None or role_in(current.member, device.team_id) not in TEAM_ROLES:
        return None
    return device


def devices(current: Current, team_id: UUID) -> QuerySet[Device]:
    """Those of the team for its leaders, a member's own for others; newest first."""
    role = role_in(current.member, team_id)
    found = Device.objects.filter(team_id=team_id).select_related("member", "confirmed_by").order_by("-day", "id")
    if role is None:
        return found.none()
    return found if role is Role.LEADER else found.filter(member=current.member)
