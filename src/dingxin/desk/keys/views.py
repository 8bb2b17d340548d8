"""Keys: who can open what, in one table."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dingxin.accounts.doors import StaffRequest, signed_in
from dingxin.desk.place import place_of
from dingxin.vault.models import Compartment


@require_safe
@signed_in
def table(request: StaffRequest) -> HttpResponse:
    """The compartments of the member's team."""
    place = place_of(request)
    compartments = Compartment.objects.filter(vault__team=place.team).prefetch_related("holders__member")
    return render(request, "desk/keys/table.html", {"place": place, "compartments": compartments})
