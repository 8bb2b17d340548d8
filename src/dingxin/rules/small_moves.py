"""The smaller tables: submissions, links, remedies, notices, what is handed on, rounds. One shape, one decision."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from dingxin.rules.codes import (
    ClockCode,
    Code,
    HandOnState,
    LedgerKind,
    NoticeState,
    RemedyState,
    Role,
    RoundState,
    SubmissionState,
)
from dingxin.rules.text import N_

StateT = TypeVar("StateT", bound=Code)
STAFF = frozenset({Role.OFFICER, Role.LEADER})
LEAD = frozenset({Role.LEADER})
BODY = frozenset({Role.OFFICE, Role.ADMIN})


@dataclass(frozen=True)
class SmallMove(Generic[StateT]):
    """One line of a small table. `two`: a second person approves. `needs`: codes of `SMALL_NEEDS`."""

    code: str
    label: str
    source: frozenset[StateT]
    target: StateT
    actors: frozenset[Role]
    needs: tuple[str, ...] = ()
    two: bool = False
    starts: tuple[ClockCode, ...] = ()
    stops: tuple[ClockCode, ...] = ()
    ledger_kind: LedgerKind | None = None


SMALL_NEEDS: dict[str, str] = {
    "reason": N_("A reason from the list is given"),
    "nature": N_("The nature is set"),
    "matter": N_("A matter to link it to is there"),
    "answered": N_("The person has an answer"),
    "proof": N_("Proof of delivery is there"),
    "own_word": N_("The person's own word is there, given in a way that counts"),
    "leak_check": N_("The leak check passed"),
    "answer": N_("The unit's answer is there"),
    "checked": N_("The team checked it"),
    "receiver": N_("The receiver is certified"),
    "outcome": N_("The outcome is recorded"),
    "statement": N_("The recipient statement is signed and two members hold the vault"),
    "intake_over": N_("The last day of receiving has passed"),
    "all_handed_over": N_("Each open matter was handed over, with a list signed by both sides"),
    "follow_up_statement": N_("The follow-up vault's signed statement is out"),
    "correction_over": N_("The term of correction has passed or all is done"),
    "all_closed": N_("Everything is closed and past its confirmation and follow-up days"),
    "archivists": N_("Two archivists and two custodians are named"),
    "unlinked_all": N_("No matter is linked to it"),
}


def _s(*states: SubmissionState) -> frozenset[SubmissionState]:
    return frozenset(states)


U = SubmissionState
AT_ONCE = (ClockCode.TELL_ACCEPTANCE, ClockCode.ASSESS)
SUBMISSION_MOVES: tuple[SmallMove[SubmissionState], ...] = (
    SmallMove("read", N_("Read and code"), _s(U.REGISTERED), U.READ, STAFF),
    SmallMove(
        "link", N_("Link to a matter"), _s(U.READ, U.THANKS, U.ADVICE, U.SET_ASIDE), U.LINKED, STAFF,
        ("nature", "matter"),
    ),
    SmallMove("thank", N_("Close as thanks"), _s(U.READ), U.THANKS, STAFF, ("nature",), stops=AT_ONCE),
    SmallMove(
        "advise", N_("Answer with advice"), _s(U.READ), U.ADVICE, STAFF, ("nature", "answered"), stops=AT_ONCE
    ),
    SmallMove(
        "set_aside", N_("Set aside"), _s(U.READ), U.SET_ASIDE, STAFF, ("reason",), two=True,
        stops=(ClockCode.ACKNOWLEDGE, *AT_ONCE),
    ),
    SmallMove(
        "unlink", N_("Take the last link away: it was linked by mistake"), _s(U.LINKED), U.READ, STAFF,
        ("reason", "unlinked_all"), starts=(ClockCode.ASSESS,),
    ),
    SmallMove("look_again", N_("Look again"), _s(U.SET_ASIDE, U.THANKS, U.ADVICE), U.READ, STAFF, ("reason",)),
)  # fmt: skip

R = RemedyState
REMEDY_MOVES: tuple[SmallMove[RemedyState], ...] = (
    SmallMove("deliver", N_("Record delivery"), frozenset({R.PROMISED}), R.DELIVERED, STAFF, ("proof",)),
    SmallMove(
        "confirm", N_("Record the person's confirmation"), frozenset({R.DELIVERED}), R.CONFIRMED, STAFF | {Role.PERSON},
        ("own_word",),
    ),
)  # fmt: skip
"""There is no way back: what was entered wrongly is put right by a counter-entry (`counter_entry`)."""

N = NoticeState
NOTICE_MOVES: tuple[SmallMove[NoticeState], ...] = (
    SmallMove(
        "send", N_("Send to the unit"), frozenset({N.DRAFT}), N.SENT, LEAD, ("leak_check",),
        starts=(ClockCode.NOTICE_IMMEDIATE, ClockCode.NOTICE_BY_DATE),
    ),
    SmallMove(
        "answer", N_("Answer with evidence"), frozenset({N.SENT, N.SENT_BACK}), N.ANSWERED, frozenset({Role.CONTACT}),
        ("answer",),
    ),
    SmallMove(
        "accept", N_("Accept after checking"), frozenset({N.ANSWERED}), N.ACCEPTED, STAFF, ("checked",),
        stops=(ClockCode.NOTICE_IMMEDIATE, ClockCode.NOTICE_BY_DATE),
    ),
    SmallMove("send_back", N_("Send back"), frozenset({N.ANSWERED}), N.SENT_BACK, STAFF, ("reason",)),
    SmallMove(
        "withdraw", N_("Withdraw the notice"), frozenset({N.DRAFT, N.SENT, N.SENT_BACK}), N.WITHDRAWN, STAFF,
        ("reason",), two=True, stops=(ClockCode.NOTICE_IMMEDIATE, ClockCode.NOTICE_BY_DATE),
    ),
)  # fmt: skip
NOTICE_DONE = frozenset({N.ACCEPTED, N.WITHDRAWN})

H = HandOnState
HAND_ON_MOVES: tuple[SmallMove[HandOnState], ...] = (
    SmallMove(
        "send", N_("Send under seal"), frozenset({H.DRAFT}), H.SENT, STAFF, ("receiver", "leak_check"), two=True,
        starts=(ClockCode.TRANSFER, ClockCode.HAND_DOWN),
    ),
    SmallMove("receive", N_("Record that it was received"), frozenset({H.SENT}), H.RECEIVED, STAFF),
    SmallMove(
        "report", N_("Record the outcome that came back"), frozenset({H.SENT, H.RECEIVED}), H.REPORTED, STAFF,
        ("outcome",), stops=(ClockCode.TRANSFER, ClockCode.HAND_DOWN),
    ),
    SmallMove(
        "return", N_("Record that it came back undone"), frozenset({H.SENT, H.RECEIVED}), H.RETURNED, STAFF,
        ("reason",), stops=(ClockCode.TRANSFER, ClockCode.HAND_DOWN),
    ),
    SmallMove("send_again", N_("Prepare again"), frozenset({H.RETURNED}), H.DRAFT, STAFF, ("reason",)),
    SmallMove("withdraw", N_("Take back"), frozenset({H.DRAFT, H.RETURNED}), H.WITHDRAWN, STAFF, ("reason",), two=True),
)  # fmt: skip
HAND_ON_DONE = frozenset({H.REPORTED, H.WITHDRAWN})

D = RoundState
ROUND_MOVES: tuple[SmallMove[RoundState], ...] = (
    SmallMove("station", N_("Station the teams"), frozenset({D.PREPARING}), D.STATIONED, BODY, ("statement",)),
    SmallMove("report", N_("End receiving and report"), frozenset({D.STATIONED}), D.REPORTING, BODY, ("intake_over",)),
    SmallMove("feed_back", N_("Feed back to the unit"), frozenset({D.REPORTING}), D.FED_BACK, BODY),
    SmallMove(
        "hand_over", N_("Hand over"), frozenset({D.FED_BACK}), D.HANDED_OVER, BODY,
        ("all_handed_over", "follow_up_statement"), two=True,
    ),
    SmallMove(
        "correct", N_("Start correction"), frozenset({D.HANDED_OVER}), D.CORRECTING, BODY,
        starts=(ClockCode.CORRECTION,),
    ),
    SmallMove(
        "evaluate", N_("Evaluate"), frozenset({D.CORRECTING}), D.EVALUATED, BODY, ("correction_over",),
        stops=(ClockCode.CORRECTION,),
    ),
    SmallMove(
        "archive", N_("Archive"), frozenset({D.EVALUATED}), D.ARCHIVED, BODY, ("all_closed", "archivists"), two=True
    ),
)  # fmt: skip


@dataclass(frozen=True)
class SmallDecision:
    """Whether a small move may be made; true when `missing` is empty. `missing`: (code, English label)."""

    missing: tuple[tuple[str, str], ...]
    two: bool = False

    def __bool__(self) -> bool:
        return not self.missing


def decide_small(
    move: SmallMove[StateT],
    state: StateT,
    roles: frozenset[Role],
    there: frozenset[str] = frozenset(),
    *,
    proposer: object = None,
    actor: object = None,
) -> SmallDecision:
    """Decide on a small move from `state` by somebody with `roles`.

    `there`: the codes of `SMALL_NEEDS` that are satisfied. Where the move needs two, `proposer` is the id of whoever
    proposed it (None: this is the proposal itself) and `actor` the id of whoever decides now.
    """
    missing: list[tuple[str, str]] = []
    if state not in move.source:
        missing.append(("state", N_("It is in a state from which this is not possible")))
    if not roles & move.actors:
        missing.append(("role", N_("Your role may not do this")))
    if move.two and proposer is not None and proposer == actor:
        missing.append(("second", N_("A second person is needed")))
    missing += [(need, SMALL_NEEDS[need]) for need in move.needs if need not in there]
    return SmallDecision(tuple(missing), move.two)


ON_REGISTERED: tuple[ClockCode, ...] = (ClockCode.ACKNOWLEDGE, ClockCode.ASSESS, ClockCode.TELL_ACCEPTANCE)
"""Clocks that start on the day a submission is received; those without a term in the pack simply do not run."""

ON_CHILDREN_DONE: tuple[ClockCode, ...] = (ClockCode.TELL_RESULT,)
"""Clocks that start when the last child of *acting* is done: that is the conclusion the person is to be told of."""


def counter_entry(promised: int, delivered: int, confirmed: int) -> tuple[int, int, int]:
    """The line that takes back an entry of these amounts (hundredths of the unit of count): each amount negated."""
    return -promised, -delivered, -confirmed
