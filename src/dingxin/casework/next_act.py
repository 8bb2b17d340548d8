"""The one next act on a matter, from facts alone: what, why, and for whom it waits. A table walked from the top."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dingxin.rules.codes import Assessment, FindingResult, MatterState, Overlay
from dingxin.rules.moves import MatterFacts
from dingxin.rules.text import N_

S = MatterState
PERSON, LEADER, OFFICER, UNIT, OTHER, DATE = "person", "leader", "officer", "unit", "other_body", "date"


@dataclass(frozen=True)
class NextAct:
    """``act``: a move code, or one of the acts without a move (assess, code, answer …); empty when nothing is due from
    us. ``reason``: English msgid. ``waits_for``: person, leader, officer, unit, other_body, date, or empty: for you."""

    act: str
    reason: str
    waits_for: str = ""


Test = Callable[[MatterFacts, date], bool]
Line = tuple[Test, NextAct]
FIND = {
    FindingResult.SUBSTANTIATED: "find", FindingResult.PARTLY: "find",
    FindingResult.UNSUBSTANTIATED: "find_unsubstantiated", FindingResult.NOT_ESTABLISHED: "find_not_established",
}


def _in(*states: MatterState) -> Test:
    return lambda f, _day: f.state in states


def _and(*tests: Test) -> Test:
    return lambda f, day: all(test(f, day) for test in tests)


def _unanswered(f: MatterFacts, _day: date) -> bool:
    return f.links_answered < f.links


LINES: tuple[Line, ...] = (
    (lambda f, _d: f.proposal is not None, NextAct("approve", N_("A proposal waits for a second person"), LEADER)),
    (
        lambda f, _d: f.links_disputed > 0 and f.state in (S.ANSWERED, S.CLOSED),
        NextAct("reopen_disputed", N_("The person says that it is not solved: give it to another officer"), LEADER),
    ),
    (lambda f, _d: f.interference_open, NextAct("settle_interference", N_("Somebody is being pressed"), LEADER)),
    (_in(S.CLOSED), NextAct("", N_("Closed"))),
    (
        lambda f, _d: f.officer_away,
        NextAct("assign", N_("Whoever had it left, or is kept from it: give it to another officer"), LEADER),
    ),
    (
        lambda f, _d: f.overlay is Overlay.WAITING and f.asked_in_vain,
        NextAct("resume", N_("The term to reply went by: go on with what there is")),
    ),
    (lambda f, _d: f.overlay is Overlay.WAITING, NextAct("", N_("The person was asked"), PERSON)),
    (
        lambda f, day: f.overlay is Overlay.PENDING and f.review_date is not None and f.review_date <= day,
        NextAct("take_up", N_("The day to look at it again has come")),
    ),
    (lambda f, _d: f.overlay is Overlay.PENDING, NextAct("", N_("Kept pending"), DATE)),
    (
        lambda f, _d: f.overlay is Overlay.WITHDRAWN,
        NextAct("go_on", N_("Everybody withdrew: go on without them, or close it"), LEADER),
    ),
    (
        _and(_in(S.OPEN), lambda f, _d: f.assessment is Assessment.NONE),
        NextAct("assess", N_("Is the ground legitimate, is the problem clear, whose is it?")),
    ),
    (
        _and(_in(S.OPEN), lambda f, _d: f.assessment is Assessment.ASK_MORE),
        NextAct("ask_more", N_("Something has to be asked first")),
    ),
    (
        _and(_in(S.OPEN), lambda f, _d: f.assessment is Assessment.REDIRECT),
        NextAct("redirect", N_("Another office must settle it")),
    ),
    (
        _and(_in(S.OPEN), lambda f, _d: not (f.category_set and f.unit_set)),
        NextAct("code", N_("Category and unit are missing")),
    ),
    (_in(S.OPEN), NextAct("accept", N_("Assessed: it can be taken up"))),
    (_and(_in(S.ASSESSED), lambda f, _d: f.officer is None), NextAct("assign", N_("Nobody works on it yet"), LEADER)),
    (_in(S.ASSESSED), NextAct("verify", N_("Taken up: verification can begin"))),
    (
        _and(_in(S.VERIFYING), lambda f, _d: f.steps == 0 and f.reopened),
        NextAct("add_step", N_("Opened again: nothing was verified since")),
    ),
    (_and(_in(S.VERIFYING), lambda f, _d: f.steps == 0), NextAct("add_step", N_("Nothing was verified yet"))),
    (_and(_in(S.VERIFYING), lambda f, _d: not f.evidence), NextAct("add_evidence", N_("Evidence is still missing"))),
    (
        _and(_in(S.VERIFYING), lambda f, _d: not f.other_side_heard and f.adverse),
        NextAct("add_step", N_("The other side was not heard yet")),
    ),
    (
        _and(_in(S.VERIFYING), lambda f, _d: f.finding is None),
        NextAct("record_finding", N_("Verified: the finding can be written")),
    ),
    (_in(S.VERIFYING), NextAct("find", N_("The finding is written: make it stand"))),
    (_and(_in(S.FOUND), lambda f, _d: f.children > 0), NextAct("act", N_("What is to be put right is entered"))),
    (_and(_in(S.FOUND, S.ACTING), lambda f, _d: f.remedies_open > 0), NextAct("deliver", N_("A remedy is still owed"))),
    (_and(_in(S.ACTING), lambda f, _d: f.notices_open > 0), NextAct("", N_("The unit has to put it right"), UNIT)),
    (
        _and(_in(S.ACTING), lambda f, _d: f.transfers_open + f.referrals_open > 0),
        NextAct("", N_("Another office deals with it"), OTHER),
    ),
    (
        _and(_in(S.FOUND, S.ACTING, S.REDIRECTED, S.UNDER_REVIEW), _unanswered),
        NextAct("answer_link", N_("Somebody who reported it has no answer yet")),
    ),
    (
        _and(_in(S.FOUND, S.ACTING), lambda f, _d: f.own_finding and f.links == 0),
        NextAct("close_own", N_("All is done on this own finding")),
    ),
    (_in(S.FOUND, S.ACTING), NextAct("answer", N_("Everybody has an answer"))),
    (_in(S.REDIRECTED), NextAct("close_redirected", N_("They know where to go"))),
    (_in(S.UNDER_REVIEW), NextAct("uphold", N_("Say what the review found"))),
    (
        _and(_in(S.ANSWERED), lambda f, _d: f.links_confirmed < f.links_asked and f.links_confirmed == 0),
        NextAct("close", N_("Nobody said yet whether it is solved"), PERSON),
    ),
    (_in(S.ANSWERED), NextAct("close", N_("The person says that it is solved"))),
)


def next_act(facts: MatterFacts, day: date) -> NextAct:
    """The first line that fits. The finding's own move stands for ``find``."""
    found = next((act for test, act in LINES if test(facts, day)), NextAct("", ""))
    if found.act == "find" and facts.finding is not None:
        return NextAct(FIND[facts.finding], found.reason, found.waits_for)
    return found
