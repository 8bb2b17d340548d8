"""The list of matters."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.casework import actions
from dingxin.casework.queries import matters as matters_found
from dingxin.desk.matter.forms.filters import Narrow
from dingxin.desk.matter.present.rows import empty, rows_of
from dingxin.desk.place import place_of


@require_safe
@unlocked
def matters(request: StaffRequest) -> HttpResponse:
    """One page of the team's matters, latest first; titles open in one audited act for the page."""
    place = place_of(request)
    form = Narrow(request.GET)
    found = matters_found(request.member, form.filters(request.member, place.team), request.GET.get("after", ""))
    titles = actions.open_titles(current=request.member, matters=[row.matter for row in found.rows]) if found.rows else {}
    kept = {name: value for name, value in request.GET.items() if name in form.fields and value}
    return render(request, "desk/matter/matters.html", {
        "place": place, "form": form, "rows": rows_of(found.rows, titles), "total": found.total, "narrowed": bool(kept),
        "next": urlencode({**kept, "after": found.next}) if found.next else "", "first": urlencode(kept),
        "later": bool(request.GET.get("after")), "empty": empty(place),
    })  # fmt: skip
