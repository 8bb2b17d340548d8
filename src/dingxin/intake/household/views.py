"""The desk's side of house visits: the way to the page, and the devices of one's own or of the team."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Max
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dingxin.accounts.doors import StaffRequest, signed_in, unlocked
from dingxin.audit.writing import SentBefore, sent_once
from dingxin.intake.common import place
from dingxin.intake.household import actions
from dingxin.intake.household.door import DOOR
from dingxin.intake.household.doors import access_device, devices
from dingxin.intake.household.models import Device
from dingxin.organisation.queries import role_in
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import Role
from dingxin.web.sent import token_of


@dataclass(frozen=True)
class Shown:
    """A device in the list. ``came``: records taken in; ``missing``: made before the last of them and never sent."""

    device: Device
    mine: bool
    came: int
    missing: int


def _listed(request: StaffRequest, team_id: UUID) -> list[Shown]:
    found = devices(request.member, team_id).annotate(came=Count("records"), last=Max("records__number"))
    return [Shown(one, one.member_id == request.member.id, one.came, (one.last or 0) - one.came) for one in found]


@require_safe
@signed_in
def home(request: StaffRequest) -> HttpResponse:
    """What a house visit needs, and the devices."""
    return _home(request)


def _home(request: StaffRequest, refused: Refused | None = None, about: UUID | None = None, heard: str = "") -> HttpResponse:
    stationing = place.stationing_for(request) if refused is None else place.stationing_of(
        request.member.member, request.COOKIES.get("dxteam", ""))  # fmt: skip
    if stationing is None:
        return render(request, "intake_common/nowhere.html", {"door": {"title": DOOR.label, "url": reverse(DOOR.address)}})
    listed = _listed(request, stationing.team_id)
    context = {
        "stationing": stationing, "refused": refused, "about": about, "heard": heard,
        "leads": role_in(request.member.member, stationing.team_id) is Role.LEADER,
        "waiting": [one for one in listed if one.device.state == "waiting"],
        "active": [one for one in listed if one.device.state == "active"],
        "ended": [one for one in listed if one.device.state == "revoked"],
    }
    return render(request, "intake_household/home.html", context, status=409 if refused else 200)


def _act(request: StaffRequest, id: UUID, *, confirm: bool) -> HttpResponse:
    device = access_device(request.member, id, lead=confirm)
    heard = request.POST.get("heard", "")[:200]
    try:
        with sent_once(token_of(request)):
            if confirm:
                actions.confirm_device(current=request.member, device=device, heard=heard)
            else:
                actions.revoke_device(current=request.member, device=device)
    except SentBefore:
        pass
    except Refused as refused:
        return _home(request, refused, device.pk, heard)
    return HttpResponseRedirect(reverse(DOOR.address))


@require_POST
@unlocked
def confirm(request: StaffRequest, id: UUID) -> HttpResponse:
    """A leader typed the six words that the device shows."""
    return _act(request, id, confirm=True)


@require_POST
@signed_in
def revoke(request: StaffRequest, id: UUID) -> HttpResponse:
    """A lost device needs no passphrase to be shut out: its member or a leader."""
    return _act(request, id, confirm=False)
