from dataclasses import replace

import pytest

from dingxin.rules.codes import Assessment, FindingResult, MatterState, Overlay, Role
from dingxin.rules.moves import (
    MOVES,
    PROPOSE_APPROVE,
    TABLE,
    WIDENABLE,
    ActorFacts,
    Allowed,
    MatterFacts,
    Part,
    Proposal,
    Refused,
    allowed_moves,
    decide,
)
from dingxin.rules.tests.cast import CLERK, HE, LEADER, OFFICER, OTHER_OFFICER, PERSON, SONG, TODAY, ZHOU, ready

S = MatterState


def missing(move: str, facts: MatterFacts, actor: ActorFacts = OFFICER) -> set[str]:
    decision = decide(move, facts, actor, TODAY)
    assert isinstance(decision, Refused)
    return {lack.code for lack in decision.missing}


def part(move: str, facts: MatterFacts, actor: ActorFacts = OFFICER, **kwargs: frozenset[str]) -> Part:
    decision = decide(move, facts, actor, TODAY, **kwargs)
    assert isinstance(decision, Allowed), decision
    return decision.part


SUCCEEDS = [
    # move, the facts with which it may be made, the actor
    ("accept", ready(S.OPEN), OFFICER),
    ("ask_more", ready(S.OPEN, assessment=Assessment.ASK_MORE), OFFICER),
    ("redirect", ready(S.ASSESSED, assessment=Assessment.REDIRECT), OFFICER),
    ("take_back", ready(S.REDIRECTED), OFFICER),
    ("close_redirected", ready(S.REDIRECTED), OFFICER),
    ("assign", ready(S.VERIFYING), LEADER),
    ("verify", ready(S.ASSESSED), OFFICER),
    ("find", ready(S.VERIFYING), OFFICER),
    ("find_unsubstantiated", ready(S.VERIFYING, finding=FindingResult.UNSUBSTANTIATED), OFFICER),
    ("find_not_established", ready(S.VERIFYING, finding=FindingResult.NOT_ESTABLISHED), OFFICER),
    ("transfer", ready(S.ACTING), OFFICER),
    ("act", ready(S.FOUND), OFFICER),
    ("verify_more", ready(S.ACTING), OFFICER),
    ("answer", ready(S.ACTING), OFFICER),
    ("act_more", ready(S.ANSWERED), OFFICER),
    ("close", ready(S.ANSWERED), OFFICER),
    ("close_own", ready(S.FOUND, own_finding=True, links=0, links_answered=0, links_asked=0), OFFICER),
    ("reopen_disputed", ready(S.CLOSED, links_disputed=1), LEADER),
    ("review", ready(S.CLOSED), LEADER),
    ("uphold", ready(S.UNDER_REVIEW), OFFICER),
    ("reopen", ready(S.UNDER_REVIEW), OFFICER),
    ("wait", ready(S.VERIFYING), OFFICER),
    ("resume", ready(S.OPEN, overlay=Overlay.WAITING), PERSON),
    ("keep_pending", ready(S.FOUND), OFFICER),
    ("take_up", ready(S.FOUND, overlay=Overlay.PENDING), OFFICER),
    ("withdraw", ready(S.ACTING, links_withdrawn=2), PERSON),
    ("go_on", ready(S.ACTING, overlay=Overlay.WITHDRAWN), LEADER),
    ("close_withdrawn", ready(S.OPEN, overlay=Overlay.WITHDRAWN, links_withdrawn=2), OFFICER),
    ("close_joined", ready(S.ASSESSED, links=0, links_answered=0, links_asked=0), OFFICER),
    ("extend", ready(S.VERIFYING), OFFICER),
]


def test_every_move_succeeds_somewhere_in_this_file() -> None:
    assert [row[0] for row in SUCCEEDS] == [move.code for move in TABLE]


@pytest.mark.parametrize(("code", "facts", "actor"), SUCCEEDS, ids=[row[0] for row in SUCCEEDS])
def test_a_move_is_allowed_and_refused_to_those_without_the_right(
    code: str, facts: MatterFacts, actor: ActorFacts
) -> None:
    move = MOVES[code]
    assert part(code, facts, actor) is (Part.PROPOSE if move.propose_approve else Part.DO)
    assert missing(code, facts, replace(actor, recused=True)) == {"not_recused"}
    assert "role" in missing(code, facts, CLERK)
    assert "role" in missing(code, facts, ActorFacts(actor.id, frozenset({Role.CUSTODIAN, Role.OFFICE, Role.ADMIN})))
    for state in frozenset(S) - move.source:
        assert "state" in missing(code, replace(facts, state=state), actor)
    for overlay in frozenset(Overlay) - move.over:
        assert "overlay" in missing(code, replace(facts, overlay=overlay), actor)


LACKS = [
    # move, actor, facts without one thing, what is said to be missing
    ("accept", OFFICER, ready(S.OPEN, ground_legitimate=False), "ground"),
    ("accept", OFFICER, ready(S.OPEN, ground_legitimate=None), "ground"),
    ("accept", OFFICER, ready(S.OPEN, problem_clear=False), "clear"),
    ("accept", OFFICER, ready(S.OPEN, category_set=False), "category"),
    ("accept", OFFICER, ready(S.OPEN, unit_set=False), "unit"),
    ("accept", OFFICER, ready(S.OPEN, assessment=Assessment.NONE), "assessed_accept"),
    ("ask_more", OFFICER, ready(S.OPEN, assessment=Assessment.ASK_MORE, reachable=False), "reachable"),
    ("ask_more", OFFICER, ready(S.OPEN, assessment=Assessment.ASK_MORE, question_set=False), "question"),
    ("redirect", OFFICER, ready(S.OPEN, assessment=Assessment.REDIRECT, hand_on=True), "agreed"),
    ("redirect", OFFICER, ready(S.OPEN, assessment=Assessment.REDIRECT, destination_set=False), "destination"),
    ("redirect", OFFICER, ready(S.OPEN), "assessed_redirect"),
    ("close_redirected", OFFICER, ready(S.REDIRECTED, links_answered=1, links_asked=1), "answered_all"),
    ("close_redirected", OFFICER, ready(S.REDIRECTED, hand_on=True), "agreed"),
    ("assign", LEADER, ready(S.FOUND, next_officer_recused=True), "next_not_recused"),
    ("assign", LEADER, ready(S.FOUND, reopened=True, previous_officers=frozenset({SONG})), "not_back"),
    ("verify", OTHER_OFFICER, ready(S.ASSESSED), "mine"),
    ("verify", LEADER, ready(S.ASSESSED, officer=None), "officer"),
    ("find", OFFICER, ready(S.VERIFYING, other_side_heard=False), "other_side"),
    ("find", OFFICER, ready(S.VERIFYING, steps=0), "steps"),
    ("find", OFFICER, ready(S.VERIFYING, evidence=False), "evidence"),
    ("find", OFFICER, ready(S.VERIFYING, finding=None), "finding_for"),
    ("find", OFFICER, ready(S.VERIFYING, finding=FindingResult.UNSUBSTANTIATED), "finding_for"),
    ("act", OFFICER, ready(S.FOUND, children=0), "children"),
    ("answer", OFFICER, ready(S.ACTING, links_answered=1, links_asked=1), "answered_all"),
    ("answer", OFFICER, ready(S.ACTING, notices_open=1), "notices_done"),
    ("answer", OFFICER, ready(S.ACTING, transfers_open=1), "transfers_done"),
    ("answer", OFFICER, ready(S.ACTING, referrals_open=1), "referrals_done"),
    ("answer", OFFICER, ready(S.ACTING, remedies_open=1), "remedies_done"),
    ("close", OFFICER, ready(S.ANSWERED, links_disputed=1), "no_dispute"),
    ("close", OFFICER, ready(S.ANSWERED, links_asked=1), "asked_all"),
    ("close", OFFICER, ready(S.ANSWERED, remedies_open=1), "remedies_done"),
    ("close_own", OFFICER, ready(S.FOUND, own_finding=True), "own_finding"),
    ("reopen_disputed", LEADER, ready(S.CLOSED), "dispute"),
    ("reopen_disputed", LEADER, ready(S.CLOSED, links_disputed=1, next_officer=ZHOU), "another_officer"),
    ("reopen_disputed", LEADER, ready(S.CLOSED, links_disputed=1, next_officer=None), "next_officer"),
    ("review", LEADER, ready(S.CLOSED, review_asked=False, reason_given=False), "review_cause"),
    ("review", LEADER, ready(S.CLOSED, next_officer=ZHOU), "another_officer"),
    ("uphold", OFFICER, ready(S.UNDER_REVIEW, previous_officers=frozenset({ZHOU})), "reviewer_not_before"),
    ("uphold", OFFICER, ready(S.UNDER_REVIEW, review_answered=False), "review_answered"),
    ("reopen", OFFICER, ready(S.UNDER_REVIEW, previous_officers=frozenset({SONG})), "not_back"),
    ("keep_pending", OFFICER, ready(S.FOUND, review_date=TODAY), "review_date"),
    ("keep_pending", OFFICER, ready(S.FOUND, review_date=None), "review_date"),
    ("keep_pending", OFFICER, ready(S.ANSWERED, links_disputed=1), "no_dispute"),
    ("withdraw", PERSON, ready(S.ACTING, links_withdrawn=1), "all_withdrew"),
    (
        "close_withdrawn",
        OFFICER,
        ready(S.OPEN, overlay=Overlay.WITHDRAWN, links_withdrawn=2, interference_open=True),
        "no_interference",
    ),
    ("close_joined", OFFICER, ready(S.OPEN), "empty"),
    (
        "close_joined",
        OFFICER,
        ready(S.OPEN, links=0, links_answered=0, links_asked=0, joined_to_set=False),
        "joined",
    ),
    ("extend", OFFICER, ready(S.VERIFYING, extensions_left=0), "extensions"),
    ("transfer", OFFICER, ready(S.VERIFYING, receiver_set=False), "receiver"),
]


@pytest.mark.parametrize(("code", "actor", "facts", "lack"), LACKS)
def test_a_refusal_names_what_is_missing(code: str, actor: ActorFacts, facts: MatterFacts, lack: str) -> None:
    said = missing(code, facts, actor)
    assert lack in said
    assert said <= {lack, "next_not_recused", "another_officer"}
    decision = decide(code, facts, actor, TODAY)
    assert isinstance(decision, Refused)
    assert any(reason.there for reason in decision.reasons), "what is there is listed as well"


def test_small_and_anonymous_are_never_in_the_way() -> None:
    unclear_and_anonymous = ready(S.OPEN, problem_clear=False, reachable=False)
    asked_in_vain = ready(S.OPEN, problem_clear=False, asked_in_vain=True)
    assert part("accept", unclear_and_anonymous) is Part.DO
    assert part("accept", asked_in_vain) is Part.DO


def test_a_finding_against_nobody_needs_no_other_side() -> None:
    assert part("find", ready(S.VERIFYING, adverse=False, other_side_heard=False)) is Part.DO


def test_the_one_who_approves_is_another() -> None:
    proposed = ready(S.ANSWERED, proposal=Proposal("close", by=HE))
    assert missing("close", proposed, LEADER) == {"second"}
    assert missing("close", proposed, OFFICER) == {"approver"}
    other_leader = ActorFacts(SONG, frozenset({Role.LEADER}))
    assert part("close", proposed, other_leader) is Part.APPROVE
    delegate_of_the_proposer = ActorFacts(SONG, frozenset({Role.LEADER}), acting_for=HE)
    assert missing("close", proposed, delegate_of_the_proposer) == {"second"}


def test_an_approval_looks_at_the_facts_of_its_own_day() -> None:
    proposal = Proposal("close", by=ZHOU)
    assert part("close", ready(S.ANSWERED, proposal=proposal), LEADER) is Part.APPROVE
    assert missing("close", ready(S.ANSWERED, proposal=proposal, links_disputed=1), LEADER) == {"no_dispute"}


def test_a_proposal_of_one_move_approves_no_other() -> None:
    facts = ready(S.ANSWERED, proposal=Proposal("keep_pending", by=ZHOU))
    assert part("close", facts, LEADER) is Part.PROPOSE


def test_a_pack_widens_and_never_narrows() -> None:
    assert part("accept", ready(S.OPEN), also_two=frozenset({"accept"})) is Part.PROPOSE
    assert part("close", ready(S.ANSWERED), also_two=frozenset()) is Part.PROPOSE
    assert part("resume", ready(S.FOUND, overlay=Overlay.WAITING), also_two=frozenset({"resume"})) is Part.DO
    at_least = {"close", "redirect", "transfer", "find_unsubstantiated", "keep_pending"}
    assert at_least <= PROPOSE_APPROVE <= WIDENABLE


def test_a_move_that_is_not_in_the_table_is_impossible() -> None:
    assert missing("vanish", ready(S.OPEN)) == {"unknown"}
    forged = replace(MOVES["close"], needs=(), propose_approve=False, source=frozenset(S))
    decision = decide(forged, ready(S.OPEN), LEADER, TODAY)
    assert isinstance(decision, Refused)
    assert [lack.code for lack in decision.missing] == ["unknown"]


def test_the_list_of_moves_keeps_the_impossible_ones_and_is_empty_for_the_recused() -> None:
    disputed = ready(S.ANSWERED, links_disputed=1)
    rows = {move.code: decision for move, decision in allowed_moves(disputed, LEADER, TODAY)}
    assert not rows["close"]
    assert rows["reopen_disputed"]
    assert allowed_moves(ready(S.ANSWERED), replace(LEADER, recused=True), TODAY) == []
    persons = [m.code for m, _ in allowed_moves(ready(S.FOUND, overlay=Overlay.WAITING), PERSON, TODAY)]
    assert persons == ["resume", "withdraw"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"links_answered": 3},
        {"steps": -1},
        {"links_answered": 1, "links_asked": 1, "links_confirmed": 1, "links_disputed": 1},
        {"notices_open": -1},
    ],
)
def test_facts_that_cannot_be_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"negative|links|never answered"):
        ready(S.OPEN, **wrong)


def test_codes_fit_the_columns_that_hold_them() -> None:
    assert all(len(move.code) <= 30 and move.code.isascii() for move in TABLE)
    assert all(len(state.value) <= 14 for state in S)
