"""Named conditions of moves. Each says in one sentence what must be there, and tells whether it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dingxin.rules.codes import Assessment, FindingResult, MatterState, Role
from dingxin.rules.matter_facts import ActorFacts, MatterFacts
from dingxin.rules.text import N_

Check = Callable[[MatterFacts, ActorFacts, date], bool]


@dataclass(frozen=True)
class Need:
    """`code`: stable, for pages and tests. `label`: what must be there, English. `check`: is it?"""

    code: str
    label: str
    check: Check


NEEDS: dict[str, Need] = {}


def _need(code: str, label: str, check: Callable[[MatterFacts], bool]) -> Need:
    return _need_full(code, label, lambda facts, _actor, _today: check(facts))


def _need_full(code: str, label: str, check: Check) -> Need:
    if code in NEEDS:
        raise ValueError(f"need {code} stands twice")
    NEEDS[code] = Need(code, label, check)
    return NEEDS[code]


def _is_adverse(facts: MatterFacts) -> bool:
    against = facts.finding in (FindingResult.SUBSTANTIATED, FindingResult.PARTLY)
    return against and facts.adverse


def _is_own(facts: MatterFacts) -> bool:
    # Once somebody is linked to an own finding there is a person to answer, and it closes like any other.
    return facts.own_finding and facts.links == 0


def _clear_enough(facts: MatterFacts) -> bool:
    # What cannot be asked, or was asked in vain, is looked into as it stands: anonymous is never a ground to refuse.
    return facts.problem_clear is True or not facts.reachable or facts.asked_in_vain


MINE = _need_full(
    "mine",
    N_("You are the officer on this matter, or lead the team"),
    lambda facts, actor, _today: actor.id == facts.officer or bool(actor.roles & {Role.LEADER, Role.PERSON}),
)
REASON = _need("reason", N_("A reason is written down"), lambda f: f.reason_given)
CATEGORY = _need("category", N_("A category is set"), lambda f: f.category_set)
UNIT = _need("unit", N_("The unit concerned is set"), lambda f: f.unit_set)
OFFICER = _need("officer", N_("An officer is assigned"), lambda f: f.officer is not None)
GROUND = _need("ground", N_("The ground is found legitimate"), lambda f: f.ground_legitimate is True)
CLEAR = _need("clear", N_("The problem is clear, or cannot be asked about any further"), _clear_enough)
ASSESSED_ACCEPT = _need(
    "assessed_accept", N_("The assessment says: accept"), lambda f: f.assessment is Assessment.ACCEPT
)
ASSESSED_ASK = _need("assessed_ask", N_("The assessment says: ask more"), lambda f: f.assessment is Assessment.ASK_MORE)
ASSESSED_REDIRECT = _need(
    "assessed_redirect", N_("The assessment says: redirect"), lambda f: f.assessment is Assessment.REDIRECT
)
DESTINATION = _need("destination", N_("Where to go instead is set"), lambda f: f.destination_set)
AGREED = _need(
    "agreed",
    N_("The person agreed to its being handed on, or it is not handed on"),
    lambda f: not f.hand_on or _is_own(f) or f.agreed_to_hand_on,
)
REACHABLE = _need("reachable", N_("There is a way to ask the person"), lambda f: f.reachable)
QUESTION = _need("question", N_("What the person is asked is set"), lambda f: f.question_set)
STEPS = _need("steps", N_("At least one verification step is recorded"), lambda f: f.steps > 0)
EVIDENCE = _need("evidence", N_("Evidence is there"), lambda f: f.evidence)
OTHER_SIDE = _need(
    "other_side",
    N_("The other side was heard before a finding against it"),
    lambda f: f.other_side_heard or not _is_adverse(f),
)
FINDING_FOR = _need(
    "finding_for",
    N_("The finding recorded is: substantiated or partly substantiated"),
    lambda f: f.finding in (FindingResult.SUBSTANTIATED, FindingResult.PARTLY),
)
FINDING_AGAINST = _need(
    "finding_against",
    N_("The finding recorded is: unsubstantiated"),
    lambda f: f.finding is FindingResult.UNSUBSTANTIATED,
)
FINDING_OPEN = _need(
    "finding_open",
    N_("The finding recorded is: could not be established"),
    lambda f: f.finding is FindingResult.NOT_ESTABLISHED,
)
CHILDREN = _need(
    "children", N_("A notice, transfer, referral or remedy is there to be carried out"), lambda f: f.children > 0
)
RECEIVER = _need("receiver", N_("The receiving body is set"), lambda f: f.receiver_set)
NOTICES_DONE = _need("notices_done", N_("No correction notice is open"), lambda f: f.notices_open == 0)
TRANSFERS_DONE = _need("transfers_done", N_("No transfer is open"), lambda f: f.transfers_open == 0)
REFERRALS_DONE = _need("referrals_done", N_("No referral is open"), lambda f: f.referrals_open == 0)
REMEDIES_DONE = _need("remedies_done", N_("Every remedy promised is delivered"), lambda f: f.remedies_open == 0)
HAS_LINKS = _need("has_links", N_("Somebody reported it"), lambda f: f.links > 0)
ANSWERED_ALL = _need(
    "answered_all",
    N_("Each person who reported it has an answer"),
    lambda f: f.links_answered == f.links and (f.links > 0 or f.own_finding),
)
ASKED_ALL = _need("asked_all", N_("Each person was asked whether it is solved"), lambda f: f.links_asked == f.links)
NO_DISPUTE = _need("no_dispute", N_("Nobody who reported it says it is not solved"), lambda f: f.links_disputed == 0)
DISPUTE = _need("dispute", N_("Somebody who reported it says it is not solved"), lambda f: f.links_disputed > 0)
ALL_WITHDREW = _need(
    "all_withdrew",
    N_("Everyone who reported it withdrew"),
    lambda f: f.links > 0 and f.links_withdrawn == f.links,
)
NO_INTERFERENCE = _need("no_interference", N_("No interference with it is open"), lambda f: not f.interference_open)
OWN_FINDING = _need("own_finding", N_("It is an own finding of the team, and nobody reported it since"), _is_own)
NEXT_OFFICER = _need("next_officer", N_("Another officer is named"), lambda f: f.next_officer is not None)
NEXT_NOT_RECUSED = _need(
    "next_not_recused",
    N_("The officer named is not recused"),
    lambda f: f.next_officer is not None and not f.next_officer_recused,
)
ANOTHER_OFFICER = _need(
    "another_officer",
    N_("The officer named has not dealt with it before"),
    lambda f: f.next_officer is not None and f.next_officer not in f.previous_officers | {f.officer},
)
NOT_BACK = _need(
    "not_back",
    N_("A matter reopened or under review does not go back to an earlier officer"),
    lambda f: not (f.reopened or f.state is MatterState.UNDER_REVIEW) or f.next_officer not in f.previous_officers,
)
REVIEW_CAUSE = _need(
    "review_cause",
    N_("A review was asked for, or somebody disputes the outcome, or a reason of the body's own is written down"),
    lambda f: f.review_asked or f.links_disputed > 0 or f.reason_given,
)
REVIEW_ANSWERED = _need(
    "review_answered",
    N_("The result of the review was told to whoever asked for it"),
    lambda f: _is_own(f) or f.review_answered,
)
REVIEWER_NOT_BEFORE = _need_full(
    "reviewer_not_before",
    N_("You have not dealt with it before the review"),
    lambda f, actor, _today: actor.id not in f.previous_officers,
)
REVIEW_DATE = _need_full(
    "review_date",
    N_("A day to look at it again is set, later than today"),
    lambda f, _actor, today: f.review_date is not None and f.review_date > today,
)
EXTENSIONS = _need("extensions", N_("The rule allows another extension"), lambda f: f.extensions_left > 0)
EMPTY = _need(
    "empty", N_("Nobody who reported it is linked to it any more"), lambda f: f.links == 0 and not f.own_finding
)
JOINED = _need("joined", N_("The matter that everything of it went to is set"), lambda f: f.joined_to_set)
