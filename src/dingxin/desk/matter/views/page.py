"""The page of one matter. It opens what it shows, in one audited act for the matter and one for a submission."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.casework.doors import access_matter
from dingxin.desk.matter.done import done_line
from dingxin.desk.matter.forms.pieces import Note
from dingxin.desk.matter.present.page import show
from dingxin.desk.place import place_of


def _wanted(request: StaffRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("open", ""))
    except ValueError:
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def matter(request: StaffRequest, id: UUID) -> HttpResponse:
    """One matter. POST `open=<submission>` opens that submission's words in place, so that no link does it unasked."""
    row = access_matter(request.member, id)
    shown = show(request.member, row, _wanted(request))
    return render(request, "desk/matter/matter.html", {
        "place": place_of(request), "page": shown, "matter": row, "note": Note(), "done": done_line(
            request.GET.get("done", "")
        ),
    })  # fmt: skip
