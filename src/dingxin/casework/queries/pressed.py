"""Interference as lists show it: what is open, the first due first, and whom to ask by the agreed way."""

from dataclasses import dataclass

from django.db.models import F, Q

from dingxin.accounts.identity import Current
from dingxin.casework import visible
from dingxin.casework.interference import OPEN
from dingxin.casework.models import FollowUp, InterferenceReport
from dingxin.mailbox.models import Thread
from dingxin.organisation.models import Team
from dingxin.web.days import today


@dataclass(frozen=True)
class PressedRow:
    """``days_left`` negative when late, None where the pack sets no term."""

    report: InterferenceReport
    days_left: int | None


def interference(current: Current, team: Team | None = None, *, every: bool = False) -> list[PressedRow]:
    """Open reports of the member's teams that do not name them; ``every``: those dealt with as well."""
    found = visible.interference(current).select_related("matter", "submission", "told_in", "unit", "team")
    if team is not None:
        found = found.filter(team=team)
    if not every:
        found = found.filter(state__in=OPEN)
    ordered = found.defer("words").order_by(F("due").asc(nulls_last=True), "on", "pk")[:200]
    return [PressedRow(row, (row.due - today()).days if row.due else None) for row in ordered]


def to_ask(current: Current) -> list[FollowUp]:
    """Follow-ups that are due and cannot go through a receipt: staff ask by the way that was agreed."""
    receipts = Thread.objects.exclude(answer_recipient="").values("pk")
    found = FollowUp.objects.filter(report__in=visible.interference(current).values("pk"), due__lte=today())
    waiting = Q(state="waiting") & ~Q(submission__in=receipts)
    return list(found.filter(waiting).select_related("report", "submission").order_by("due", "pk")[:200])
