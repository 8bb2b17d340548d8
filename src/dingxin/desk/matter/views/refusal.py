"""A refusal that has no form to come back to."""

from django.http import HttpResponse
from django.shortcuts import render

from dingxin.accounts.doors import StaffRequest
from dingxin.casework.models import Matter
from dingxin.desk.matter.present.head import head_of
from dingxin.desk.matter.ritual import missing_of, status_of
from dingxin.desk.place import place_of
from dingxin.organisation.refusals import Refused


def refusal(request: StaffRequest, refused: Refused, matter: Matter, *, kept: str = "") -> HttpResponse:
    """Says why, what is missing, and where to go on: the matter. ``kept``: what was typed, shown to its writer alone."""
    return render(request, "desk/matter/refusal.html", {
        "place": place_of(request), "refused": refused, "missing": missing_of(refused), "head": head_of(matter), "kept": kept,
    }, status=status_of(refused))
