"""The move table of a matter: from, to, who may, what must be there, which clocks start and stop.

A move that is not here is impossible. The drawing in docs/guide/moves.md is made from this table.
Source: 2-domain "A matter's life"; the terms behind the clock codes stand, with their articles, in the policy packs.
"""

from dataclasses import dataclass

from dingxin.rules import needs as n
from dingxin.rules.codes import ClockCode, LedgerKind, MatterState, Overlay, Role
from dingxin.rules.text import N_

S = MatterState
C = ClockCode
STAFF = frozenset({Role.OFFICER, Role.LEADER})
LEAD = frozenset({Role.LEADER})
PERSON_TOO = STAFF | {Role.PERSON}
NOT_CLOSED = frozenset(S) - {S.CLOSED}
"""The open states: a matter in one of them is still to be answered for."""

NO_OVERLAY = frozenset({Overlay.NONE})
CHILDREN_DONE = (n.NOTICES_DONE, n.TRANSFERS_DONE, n.REFERRALS_DONE, n.REMEDIES_DONE)


@dataclass(frozen=True)
class Move:
    """One line of the table.

    `target` and `overlay` None: unchanged. `over`: the overlays under which the move is possible.
    `actors`: who may do it, or propose it where two people are needed; `approvers`: who may then approve.
    `ledger_kind`: event leaves written (one for each link), `audit_kind`: the entry that ends the action.
    """

    code: str
    label: str
    source: frozenset[MatterState]
    target: MatterState | None
    actors: frozenset[Role]
    needs: tuple[n.Need, ...] = ()
    propose_approve: bool = False
    approvers: frozenset[Role] = LEAD
    over: frozenset[Overlay] = NO_OVERLAY
    overlay: Overlay | None = None
    starts: tuple[ClockCode, ...] = ()
    stops: tuple[ClockCode, ...] = ()
    ledger_kind: LedgerKind | None = None
    audit_kind: str = "matter.moved"

    def lands(self, state: MatterState) -> MatterState:
        """The state after the move from `state`."""
        return state if self.target is None else self.target


def _at(*states: MatterState) -> frozenset[MatterState]:
    return frozenset(states)


def _finding(code: str, label: str, result: n.Need, *extra: n.Need, two: bool) -> Move:
    return Move(
        code, label, _at(S.VERIFYING), S.FOUND, STAFF, (n.MINE, n.STEPS, n.EVIDENCE, result, *extra),
        propose_approve=two, starts=(C.TELL_RESULT,), stops=(C.DISPUTE,), ledger_kind=LedgerKind.FOUND,
    )  # fmt: skip


TABLE: tuple[Move, ...] = (
    Move(
        "accept", N_("Accept"), _at(S.OPEN), S.ASSESSED, STAFF,
        (n.ASSESSED_ACCEPT, n.GROUND, n.CLEAR, n.CATEGORY, n.UNIT),
        starts=(C.FINISH,), stops=(C.ASSESS,), ledger_kind=LedgerKind.ASSESSED, audit_kind="matter.assessed",
    ),
    Move(
        "ask_more", N_("Ask more"), _at(S.OPEN), None, STAFF, (n.ASSESSED_ASK, n.HAS_LINKS, n.REACHABLE, n.QUESTION),
        overlay=Overlay.WAITING, starts=(C.WAIT,), audit_kind="matter.assessed",
    ),
    Move(
        "redirect", N_("Redirect"), _at(S.OPEN, S.ASSESSED, S.VERIFYING), S.REDIRECTED, STAFF,
        (n.ASSESSED_REDIRECT, n.REASON, n.DESTINATION, n.AGREED), propose_approve=True,
        starts=(C.REDIRECT,), stops=(C.ASSESS, C.FINISH), ledger_kind=LedgerKind.REDIRECTED,
    ),
    Move(
        "take_back", N_("Take back: it came back or is ours after all"), _at(S.REDIRECTED), S.OPEN, STAFF, (n.REASON,),
        starts=(C.ASSESS,), stops=(C.REDIRECT,),
    ),
    Move(
        "close_redirected", N_("Close what was redirected"), _at(S.REDIRECTED), S.CLOSED, STAFF,
        (n.ANSWERED_ALL, n.AGREED, n.NO_DISPUTE, *CHILDREN_DONE), propose_approve=True, starts=(C.REVIEW_ASKED,),
        stops=(C.REDIRECT,), ledger_kind=LedgerKind.CLOSED,
    ),
    Move(
        "assign", N_("Assign to an officer"), NOT_CLOSED, None, LEAD,
        (n.NEXT_OFFICER, n.NEXT_NOT_RECUSED, n.NOT_BACK), over=frozenset(Overlay), audit_kind="matter.assigned",
    ),
    Move(
        "verify", N_("Start verifying"), _at(S.ASSESSED), S.VERIFYING, STAFF, (n.OFFICER, n.CATEGORY, n.UNIT, n.MINE),
    ),
    _finding("find", N_("Find substantiated or partly so"), n.FINDING_FOR, n.OTHER_SIDE, two=False),
    _finding("find_unsubstantiated", N_("Find unsubstantiated"), n.FINDING_AGAINST, n.REASON, two=True),
    # Two people here as well: else the finding that needs a second person could be had under another name.
    _finding("find_not_established", N_("Find that it could not be established"), n.FINDING_OPEN, n.REASON, two=True),
    Move(
        "transfer", N_("Transfer a clue"), _at(S.ASSESSED, S.VERIFYING, S.FOUND, S.ACTING), None, STAFF,
        (n.MINE, n.REASON, n.RECEIVER), propose_approve=True, starts=(C.TRANSFER,),
    ),
    Move(
        "act", N_("Have it put right"), _at(S.FOUND), S.ACTING, STAFF, (n.MINE, n.CHILDREN), stops=(C.TELL_RESULT,),
    ),
    Move(
        "verify_more", N_("Verify further"), _at(S.FOUND, S.ACTING), S.VERIFYING, STAFF, (n.MINE, n.REASON),
        stops=(C.TELL_RESULT,),
    ),
    Move(
        "answer", N_("Record that all are answered"), _at(S.FOUND, S.ACTING), S.ANSWERED, STAFF,
        (n.MINE, n.HAS_LINKS, n.ANSWERED_ALL, *CHILDREN_DONE), stops=(C.TELL_RESULT,),
    ),
    Move(
        "act_more", N_("Put right what is still missing"), _at(S.ANSWERED), S.ACTING, STAFF,
        (n.MINE, n.REASON, n.NO_DISPUTE),
    ),
    Move(
        "close", N_("Close"), _at(S.ANSWERED), S.CLOSED, STAFF,
        (n.MINE, n.HAS_LINKS, n.ANSWERED_ALL, n.ASKED_ALL, n.NO_DISPUTE, *CHILDREN_DONE), propose_approve=True,
        starts=(C.REVIEW_ASKED, C.FOLLOW_UP), stops=(C.FINISH,), ledger_kind=LedgerKind.CLOSED,
    ),
    Move(
        "close_own", N_("Close an own finding"), _at(S.FOUND, S.ACTING), S.CLOSED, STAFF,
        (n.MINE, n.OWN_FINDING, *CHILDREN_DONE), propose_approve=True, starts=(C.FOLLOW_UP,),
        stops=(C.FINISH, C.TELL_RESULT),
    ),
    Move(
        "reopen_disputed", N_("Verify again: the outcome is disputed"), _at(S.ANSWERED, S.CLOSED), S.VERIFYING, LEAD,
        (n.DISPUTE, n.NEXT_OFFICER, n.NEXT_NOT_RECUSED, n.ANOTHER_OFFICER), starts=(C.DISPUTE, C.FINISH),
        stops=(C.CONFIRM, C.REVIEW_ASKED, C.FOLLOW_UP), ledger_kind=LedgerKind.REOPENED,
    ),
    Move(
        "review", N_("Put under review"), _at(S.ANSWERED, S.CLOSED), S.UNDER_REVIEW, LEAD,
        (n.REVIEW_CAUSE, n.NEXT_OFFICER, n.NEXT_NOT_RECUSED, n.ANOTHER_OFFICER), starts=(C.REVIEW,),
        stops=(C.REVIEW_ASKED, C.CONFIRM), audit_kind="matter.review_asked",
    ),
    Move(
        "uphold", N_("Close: the review found the outcome right"), _at(S.UNDER_REVIEW), S.CLOSED, STAFF,
        (n.MINE, n.REVIEWER_NOT_BEFORE, n.REASON, n.ANSWERED_ALL, n.REVIEW_ANSWERED, *CHILDREN_DONE),
        propose_approve=True, starts=(C.REVIEW_ASKED, C.FOLLOW_UP), stops=(C.REVIEW, C.FINISH),
        ledger_kind=LedgerKind.CLOSED,
    ),
    Move(
        "reopen", N_("Reopen after review"), _at(S.UNDER_REVIEW), S.VERIFYING, STAFF,
        (n.NEXT_OFFICER, n.NEXT_NOT_RECUSED, n.NOT_BACK, n.REASON), starts=(C.FINISH,), stops=(C.REVIEW,),
        ledger_kind=LedgerKind.REOPENED,
    ),
    Move(
        "wait", N_("Wait for the person"), NOT_CLOSED - {S.OPEN}, None, STAFF,
        (n.MINE, n.HAS_LINKS, n.REACHABLE, n.QUESTION), overlay=Overlay.WAITING, starts=(C.WAIT,),
    ),
    Move(
        "resume", N_("Go on: the person replied, or waited long enough"), NOT_CLOSED, None, PERSON_TOO,
        over=frozenset({Overlay.WAITING}), overlay=Overlay.NONE, stops=(C.WAIT,),
    ),
    Move(
        "keep_pending", N_("Keep pending"), NOT_CLOSED, None, STAFF, (n.REASON, n.REVIEW_DATE, n.NO_DISPUTE),
        propose_approve=True, over=frozenset({Overlay.NONE, Overlay.WAITING}), overlay=Overlay.PENDING,
        starts=(C.PENDING,), stops=(C.WAIT,),
    ),
    Move(
        "take_up", N_("Take up what was pending"), NOT_CLOSED, None, STAFF, over=frozenset({Overlay.PENDING}),
        overlay=Overlay.NONE, stops=(C.PENDING,),
    ),
    Move(
        "withdraw", N_("Record that everyone who reported it withdrew"), NOT_CLOSED, None, PERSON_TOO,
        (n.ALL_WITHDREW,), over=frozenset(Overlay) - {Overlay.WITHDRAWN}, overlay=Overlay.WITHDRAWN,
        stops=(C.WAIT, C.PENDING),
    ),
    Move(
        "go_on", N_("Go on without them"), NOT_CLOSED, None, LEAD | {Role.PERSON},
        over=frozenset({Overlay.WITHDRAWN}), overlay=Overlay.NONE,
    ),
    Move(
        "close_withdrawn", N_("Close what was withdrawn"), NOT_CLOSED, S.CLOSED, STAFF,
        (n.ALL_WITHDREW, n.NO_INTERFERENCE, n.REASON, n.ANSWERED_ALL, *CHILDREN_DONE), propose_approve=True,
        over=frozenset({Overlay.WITHDRAWN}), overlay=Overlay.NONE, starts=(C.REVIEW_ASKED,),
        stops=(C.ASSESS, C.FINISH, C.TELL_RESULT, C.CONFIRM, C.REDIRECT, C.REVIEW, C.DISPUTE),
        ledger_kind=LedgerKind.CLOSED,
    ),
    Move(
        "close_joined", N_("Close: all of it went to another matter"), NOT_CLOSED, S.CLOSED, STAFF,
        (n.EMPTY, n.JOINED, n.REASON, *CHILDREN_DONE), propose_approve=True,
        stops=(C.ASSESS, C.FINISH, C.TELL_RESULT, C.CONFIRM, C.REDIRECT, C.REVIEW, C.DISPUTE),
    ),
    Move(
        "extend", N_("Extend the term"), NOT_CLOSED, None, STAFF, (n.MINE, n.REASON, n.EXTENSIONS),
        propose_approve=True, audit_kind="clock.extended",
    ),
)  # fmt: skip

MOVES: dict[str, Move] = {move.code: move for move in TABLE}

PROPOSE_APPROVE: frozenset[str] = frozenset(move.code for move in TABLE if move.propose_approve)
"""Moves that need two people whatever the pack says. A pack can widen this, never narrow it."""

NEVER_WAITS = frozenset({"take_up", "take_back", "assign", "review", "reopen", "reopen_disputed"})
"""Moves that take a matter up again: one person is enough, whatever the pack says."""

WIDENABLE: frozenset[str] = frozenset(
    move.code for move in TABLE if Role.PERSON not in move.actors and move.code not in NEVER_WAITS
)
"""What a pack may put under two people; what takes a person's word is not among it either."""

PAUSING: frozenset[Overlay] = frozenset({Overlay.WAITING})
"""Overlays that stop the clocks. *Pending* does not: clocks never stop for the office's own reasons."""

CHANGES_OFFICER: frozenset[str] = frozenset({"assign", "reopen_disputed", "review", "reopen"})
"""Moves that make `next_officer` the officer; the officer before is added to the previous ones."""
