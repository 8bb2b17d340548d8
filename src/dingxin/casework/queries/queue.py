"""What is due from me, in the order of due days, with the one next act on each row; what is late; what others hold up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from dingxin.accounts.identity import Current
from dingxin.casework import visible
from dingxin.casework.away import without_hands
from dingxin.casework.facts import facts_of_many
from dingxin.casework.models import Clock, Matter, Proposal, Submission
from dingxin.casework.next_act import LEADER, NextAct, next_act
from dingxin.rules.codes import MatterState, Overlay, Role, SubmissionState
from dingxin.rules.text import N_
from dingxin.web.days import today

MOST = 200
"""Rows of a queue: what is due after these can wait until some of them are done; the page says how many there are."""

DISPUTES = Q(confirmation="disputed", state__in=[MatterState.ANSWERED, MatterState.CLOSED])
READ = NextAct("read", N_("Nobody has read it yet"))
LINK = NextAct("link", N_("Read: make a matter of it, or answer it"))
SECOND = NextAct("second_set_aside", N_("It is to be set aside: a second person looks"))


@dataclass(frozen=True)
class QueueRow:
    """A matter or a submission. ``days_left`` negative when late, None without a term. ``numbers``: year and number."""

    matter: Matter | None
    submission: Submission | None
    due: date | None
    provisional: bool
    next: NextAct
    proposal: Proposal | None = None
    days_left: int | None = field(default=None)

    @property
    def late(self) -> bool:
        """The last day has passed."""
        return self.days_left is not None and self.days_left < 0

    @property
    def danger(self) -> bool:
        """Somebody may be in danger, and nobody has read it yet."""
        return self.submission is not None and self.submission.danger and self.next.act == READ.act


def queue(current: Current) -> list[QueueRow]:
    """My matters and what I read, and, for a leader, disputes, proposals and what nobody has; first due first, but for
    what nobody read of somebody in danger: that is before all."""
    leads = [team for team, role in visible.roles(current).items() if role is Role.LEADER]
    mine = Q(officer=current.member) & ~Q(state=MatterState.CLOSED)
    lead = DISPUTES | Q(pk__in=_proposed()) | Q(officer__isnull=True) & ~Q(state=MatterState.CLOSED)
    lead |= Q(interference=True, interference_settled_on__isnull=True) | Q(overlay=Overlay.WITHDRAWN)
    if leads:
        lead |= without_hands(leads) & ~Q(state=MatterState.CLOSED)
    found = visible.matters(current).filter(mine | Q(team__in=leads) & lead)
    rows = [row for row in _matters(found) if row.next.act and _is_mine(current, row, leads)]
    return _ordered([*rows, *_submissions(current)])


def late(current: Current) -> list[QueueRow]:
    """Everything of my teams whose last day has passed and that no pause stops, the oldest first."""
    found = visible.matters(current).filter(due_day__lt=today()).exclude(state=MatterState.CLOSED)
    overdue = Clock.objects.filter(submission__isnull=False, stopped_on__isnull=True, due__lt=today())
    unlinked = visible.submissions(current).filter(pk__in=overdue.values("submission_id"), historic__in=[False])
    unlinked = unlinked.filter(state__in=[SubmissionState.REGISTERED, SubmissionState.READ])
    return _ordered([*_matters(found), *_submission_rows(unlinked)])


def waiting_for_others(current: Current) -> list[QueueRow]:
    """My matters that wait for somebody else: the person, the leader, a unit, another body, a day."""
    mine = Q(officer=current.member) | Q(pk__in=_proposed().filter(proposed_by=current.member))
    open_ones = visible.matters(current).filter(mine).exclude(state=MatterState.CLOSED)
    leads = {team for team, role in visible.roles(current).items() if role is Role.LEADER}
    return [
        row for row in _matters(open_ones)
        if row.next.waits_for and not (row.next.waits_for == LEADER and _team(row) in leads)
    ]


def _proposed() -> QuerySet[Proposal, Any]:
    return Proposal.objects.filter(state="waiting").values("matter_id")


def _team(row: QueueRow) -> object:
    return row.matter.team_id if row.matter else None


def _is_mine(current: Current, row: QueueRow, leads: Sequence[object]) -> bool:
    if row.proposal is not None and row.proposal.proposed_by_id == current.member.pk:
        return False
    if row.next.waits_for == LEADER:
        return _team(row) in leads
    own = row.matter is not None and row.matter.officer_id == current.member.pk
    return not row.next.waits_for and (own or _team(row) in leads)


def _matters(found: "QuerySet[Matter]") -> list[QueueRow]:
    ordered = found.order_by(F("due_day").asc(nulls_last=True), "year", "number")
    rows = list(ordered.select_related("unit", "topic", "officer").defer("title", "subject")[:MOST])
    facts = facts_of_many(rows)
    waiting = Proposal.objects.filter(matter__in=[row.pk for row in rows], state="waiting").select_related("proposed_by")
    proposals = {proposal.matter_id: proposal for proposal in waiting}
    return [
        QueueRow(
            row, None, row.due_day, row.due_provisional, next_act(facts[row.pk], today()), proposals.get(row.pk),
            _left(row.due_day),
        )
        for row in rows
    ]


def _left(due: date | None) -> int | None:
    return (due - today()).days if due else None


def _submissions(current: Current) -> list[QueueRow]:
    """Four plain queries: each walks its index to its first rows, where one with OR would sort all that waits."""
    seen = visible.submissions(current)
    parts = (
        seen.filter(danger=True, state=SubmissionState.REGISTERED),
        seen.filter(historic__in=[False], state=SubmissionState.REGISTERED, officer__isnull=True),
        seen.filter(state=SubmissionState.READ, set_aside_by__gt="").exclude(set_aside_by=current.actor),
        seen.filter(state=SubmissionState.READ, officer=current.member),
    )
    found = {row.submission: row for part in parts for row in _submission_rows(part, current)}
    return list(found.values())


def _submission_rows(found: "QuerySet[Submission]", current: Current | None = None) -> list[QueueRow]:
    rows = list(found.order_by("received_on", "number").select_related("unit", "topic").defer("summary")[:MOST])
    clocks = Clock.objects.filter(submission__in=[row.pk for row in rows], stopped_on__isnull=True).order_by("-due")
    due = {clock.submission_id: clock for clock in clocks}
    return [
        QueueRow(
            None, row, due[row.pk].due if row.pk in due else None, row.pk in due and due[row.pk].provisional,
            _act(row, current), None, _left(due[row.pk].due) if row.pk in due else None,
        )
        for row in rows
    ]


def _act(row: Submission, current: Current | None) -> NextAct:
    if row.state == SubmissionState.REGISTERED:
        return READ
    if row.set_aside_by and (current is None or row.set_aside_by != current.actor):
        return SECOND
    return LINK


def _ordered(rows: Iterable[QueueRow]) -> list[QueueRow]:
    return sorted(rows, key=lambda row: (not row.danger, row.due is None, row.due or date.max))[:MOST]
