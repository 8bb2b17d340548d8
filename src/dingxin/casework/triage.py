"""The small table of a submission's life, and sending up what belongs to the superior body. No audit here."""

from dingxin.accounts.identity import Current
from dingxin.casework import standing, terms, visible
from dingxin.casework.models import Submission
from dingxin.casework.refused import Refused, sentences
from dingxin.rules.codes import SubmissionState
from dingxin.rules.small_moves import SUBMISSION_MOVES, SmallMove, decide_small
from dingxin.web.days import today

BY_CODE: dict[str, SmallMove[SubmissionState]] = {move.code: move for move in SUBMISSION_MOVES}


def walk(
    current: Current, row: Submission, code: str, there: set[str], *, proposer: object = None
) -> SmallMove[SubmissionState]:
    """Decide on a small move and put the new state, clocks and card; the caller saves nothing more. Refused otherwise.

    Where the move needs two, ``proposer`` is the first one's text; without it only the decision is made.
    """
    move = BY_CODE[code]
    role = visible.roles(current).get(row.team_id)
    decision = decide_small(
        move, SubmissionState(row.state), frozenset({role} if role else ()), frozenset(there),  # type: ignore[call-arg]
        proposer=proposer, actor=current.actor,
    )
    if not decision:
        raise Refused("not-allowed", sentences(label for _code, label in decision.missing))
    if decision.two and proposer is None:
        return move
    row.state = move.target
    row.save()
    terms.stop(row, move.stops, today())
    for clock in move.starts:
        terms.start(row, clock, today())
    standing.show(row)
    return move
