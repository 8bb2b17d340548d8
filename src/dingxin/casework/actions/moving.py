"""Moves and their second person. What is possible, and what is missing, is the table's to say (rules.moves)."""

from dingxin.accounts.identity import Current
from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.casework import doors, walking
from dingxin.casework.arguments import Arguments
from dingxin.casework.kinds import PieceKind
from dingxin.casework.models import Matter, Proposal
from dingxin.casework.refused import changed
from dingxin.casework.walking import Walked
from dingxin.web.days import today


def make_move(
    *, current: Current, matter: Matter, move: str, reason: str = "", arguments: Arguments | None = None
) -> Walked:
    """Make a move, or propose it where two people are needed. The reason is sealed under M.

    Raises ``Refused`` with ``missing``; NotAHolder when there is a reason and no key.
    """
    with writing():
        row = doors.access_matter(current, matter.pk, lock=True)
        walked = walking.attempt(current, row, move, reason, arguments or Arguments())
        audit.record(
            walked.kind, actor=current.actor, object=f"matter:{row.pk}", scope=str(row.team_id), facts=walked.facts
        )
    return walked


def approve(*, current: Current, proposal: Proposal) -> Walked:
    """Carry out a proposal as another person than its proposer, decided anew on what is there now."""
    with writing():
        row = doors.access_proposal(current, proposal.pk, lock=True)
        walked = walking.approve(current, row.matter, row)
        audit.record(
            walked.kind, actor=current.actor, object=f"matter:{row.matter_id}", scope=str(row.matter.team_id),
            facts={**walked.facts, "proposed_by": str(row.proposed_by_id)},
        )
    return walked


def send_back(*, current: Current, proposal: Proposal, reason: str) -> Proposal:
    """Refuse a proposal with a reason, sealed under M. By a leader, never by who proposed it."""
    with writing():
        row = doors.access_proposal(current, proposal.pk, doors.Right.LEAD, lock=True)
        walking.decide_back(current, row, reason)
        walking.add_piece(current, row.matter, PieceKind.SENT_BACK, reason.strip(), follows=row.pk)
        audit.record(
            "matter.move_sent_back", actor=current.actor, object=f"matter:{row.matter_id}",
            scope=str(row.matter.team_id), facts={"move": row.move},
        )
    return row


def withdraw_proposal(*, current: Current, proposal: Proposal) -> Proposal:
    """Take back one's own proposal while it waits."""
    with writing():
        row = doors.access_proposal(current, proposal.pk, lock=True)
        mine = Proposal.objects.filter(pk=row.pk, state="waiting", proposed_by=current.member)
        if mine.update(state="withdrawn", decided_on=today()) != 1:
            raise changed()
        row.refresh_from_db(fields=["state", "decided_on"])
        audit.record(
            "matter.proposal_withdrawn", actor=current.actor, object=f"matter:{row.matter_id}",
            scope=str(row.matter.team_id), facts={"move": row.move},
        )
    return row
