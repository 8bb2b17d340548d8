"""The list of what came in, and one submission."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dingxin.accounts.doors import StaffRequest, signed_in
from dingxin.casework.doors import access_submission
from dingxin.desk.place import place_of


@require_safe
@signed_in
def inbox(request: StaffRequest) -> HttpResponse:
    """What came in."""
    return render(request, "desk/inbox/inbox.html", {"place": place_of(request)})


@require_safe
@signed_in
def submission(request: StaffRequest, id: UUID) -> HttpResponse:
    """One submission as facts."""
    return render(
        request, "desk/inbox/submission.html", {"place": place_of(request), "row": access_submission(request.member, id)}
    )
