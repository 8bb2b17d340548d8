"""Keeping what is being written: by the page's script every few seconds, or by a button."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.intake.doors import of_draft
from dingxin.intake.drafts import actions
from dingxin.intake.drafts.keeping import TooLong, access_draft
from dingxin.organisation.doors import access_stationing

OURS = {"csrfmiddlewaretoken", "dx_draft_turn", "files_only", "pages", "voice"}


def keep_posted(request: StaffRequest, kind: str, id: UUID, turn: int | None = None) -> bool:
    """Keep the fields of this form as the draft; whether they were the latest. ``turn``: which save, else as posted.

    Raises TooLong; Http404 for a door or a place that there is not.
    """
    if of_draft(kind) is None:
        raise Http404
    try:
        number = int(request.POST.get("dx_draft_turn", "1")) if turn is None else turn
        place = access_stationing(request.member, UUID(hex=request.POST.get("stationing", "")))
    except ValueError:
        raise Http404 from None
    fields: dict[str, list[Any]] = {name: values for name, values in request.POST.lists() if name not in OURS}
    return actions.keep_draft(
        current=request.member, draft=id, kind=kind, stationing=place, fields=fields,
        turn=number if turn is not None else max(1, min(number, 1_000_000)),
    )


@require_POST
@unlocked
def keep(request: StaffRequest, kind: str, id: UUID) -> HttpResponse:
    """Seal the posted fields to the member; JSON, nothing of them comes back."""
    try:
        kept = keep_posted(request, kind, id)
    except TooLong:
        return JsonResponse({"error": "too-long"}, status=413)
    return JsonResponse({"kept": kept})


@require_POST
@unlocked
def drop(request: StaffRequest, id: UUID) -> HttpResponse:
    """Throw a draft away; back to its door."""
    draft = access_draft(request.member, id)
    actions.end_draft(current=request.member, draft=draft.pk, why="dropped")
    door = of_draft(draft.kind)
    return HttpResponseRedirect(reverse(door.address if door else "desk:home"))
