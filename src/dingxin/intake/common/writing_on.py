"""A door's form and its draft: the draft has the id that the form was given, so that filing ends it and files once."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse

from dingxin.accounts.doors import StaffRequest
from dingxin.intake.common.filing import once
from dingxin.intake.drafts import actions, keeping
from dingxin.rules.ids import new_id
from dingxin.sealing.errors import SealBroken


@dataclass(frozen=True)
class Written:
    """``id`` of form and draft; ``initial``: what was typed, empty for a new form.

    ``broken``: there was a draft that this member's keys do not open any more.
    """

    id: UUID
    initial: dict[str, Any] = field(default_factory=dict, repr=False)
    broken: bool = False


def resumed(request: StaffRequest, kind: str) -> Written:
    """The draft that the address asks for (``?draft=``), or a new form. Http404 for a draft of somebody else.

    Locked sessions get a new form: the page says how to go on with what is kept.
    """
    try:
        wanted = UUID(request.GET.get("draft", ""))
    except ValueError:
        return Written(new_id())
    draft = keeping.access_draft(request.member, wanted)
    if draft.kind != kind or not request.member.unlocked:
        return Written(new_id())
    try:
        fields = keeping.opened(request.member, draft)
    except SealBroken:
        return Written(new_id(), broken=True)
    initial = {name: values if len(values) > 1 else values[0] for name, values in fields.items() if values}
    return Written(draft.pk, initial)


def filed(request: StaffRequest) -> None:
    """The form is filed: its draft goes."""
    actions.end_draft(current=request.member, draft=once(request), why="filed")


def context(request: StaffRequest, kind: str, written: Written | None) -> dict[str, Any]:
    """For the template: where to keep, and the member's other drafts. ``written`` None: a form that came back."""
    id = written.id if written else once(request)
    drafts = keeping.mine(request.member, kind)
    turn = next((one.turn for one in drafts if one.pk == id), 0)
    return {
        "once": id.hex, "keep": reverse("intake_drafts:keep", args=[kind, id]) if request.member.unlocked else "",
        "turn": turn, "draft_broken": bool(written and written.broken),
        "drafts": [one for one in drafts if one.pk != id],
    }
