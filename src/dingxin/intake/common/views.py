"""The page of doors: which way did it come in? And what of one's own is not filed yet."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dingxin.accounts.doors import StaffRequest, signed_in
from dingxin.intake.common import place
from dingxin.intake.doors import Door, doors
from dingxin.intake.drafts import keeping
from dingxin.intake.drafts.models import Draft


@dataclass(frozen=True)
class Way:
    """One door, the member's own drafts there, and what waits for them beside it."""

    door: Door
    drafts: list[Draft]
    waits: int


@require_safe
@signed_in
def choose(request: StaffRequest) -> HttpResponse:
    """All doors, one key each."""
    stationing = place.stationing_for(request)
    mine = keeping.mine(request.member)
    ways = [
        Way(
            door, [one for one in mine if one.kind == door.code], door.beside.waits(request.member) if door.beside else 0
        )
        for door in doors()
    ]
    return render(request, "intake_common/doors.html", {"stationing": stationing, "ways": ways, "kept": len(mine)})
