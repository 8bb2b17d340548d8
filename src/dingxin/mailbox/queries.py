"""Reads for the portal: which inlet a stationing's envelopes go to now."""

from uuid import UUID

from django.db.models import QuerySet

from dingxin.mailbox.actions.parts import announced
from dingxin.mailbox.models import Inlet, Thread
from dingxin.web.days import today


def inlet_for(stationing: UUID, *, about_team: bool = False, unit_path: str = "") -> Inlet | None:
    """The current inlet of a stationing: its team's, or with ``about_team`` the one above it that the team cannot open.

    With ``unit_path`` the narrowest scope that holds the unit is preferred. None when nothing valid is published: then
    nothing may be sealed, and the page says so.
    """
    found = inlets_of(stationing).filter(about_team=about_team)
    fitting = [row for row in found if _within(unit_path, row.unit_path)]
    return max(fitting, key=lambda row: (len(row.unit_path), row.epoch), default=None)


def inlets_of(stationing: UUID) -> QuerySet[Inlet]:
    """All current, valid inlets of a stationing, for the browser to choose and check."""
    found = Inlet.objects.filter(stationing_id=stationing, current=True, not_after__gte=today())
    return found.order_by("about_team", "unit_path", "-epoch")


def is_held(thread: UUID) -> bool:
    """Whether a submission of this id was taken in."""
    return Thread.objects.filter(pk=thread).exists()


def _within(unit: str, scope: str) -> bool:
    return not scope or unit == scope or unit.startswith(scope + "/")


def parts_held(*, thread: UUID, file: UUID) -> tuple[int, list[int]]:
    """(how many parts there are to be, the numbers that are here), for sending to go on. Refused(CLOSED) if unknown."""
    found = announced(thread, file)
    return found.of or 0, list(found.pieces.order_by("number").values_list("number", flat=True))
