"""Walks over the table: random people, random events, no way to an end that the table does not intend."""

from collections import deque
from dataclasses import replace
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from dingxin.rules.codes import Assessment, FindingResult, MatterState, Overlay, Role
from dingxin.rules.confirmation import matter_outcome_from_counts
from dingxin.rules.matter_facts import ActorFacts, MatterFacts, Proposal
from dingxin.rules.moves import MOVES, PROPOSE_APPROVE, TABLE, Allowed, Part, decide
from dingxin.rules.tests.cast import HE, LEADER, OFFICER, PERSON, SONG, TODAY, ZHOU, ready

S = MatterState
Node = tuple[MatterState, Overlay]
START: Node = (S.OPEN, Overlay.NONE)
NODES = [(s, o) for s in S for o in Overlay if s is not S.CLOSED or o is Overlay.NONE]

WITNESSES = [
    ready(S.OPEN),
    ready(S.OPEN, assessment=Assessment.ASK_MORE),
    ready(S.OPEN, assessment=Assessment.REDIRECT),
    ready(S.OPEN, finding=FindingResult.UNSUBSTANTIATED),
    ready(S.OPEN, links_disputed=1),
    ready(S.OPEN, links_withdrawn=2),
    ready(S.OPEN, own_finding=True, links=0, links_answered=0, links_asked=0),
]
SECOND = ActorFacts(SONG, frozenset({Role.LEADER}))


def steps(node: Node) -> set[Node]:
    """Where one move, approved where that is needed, leads from `node`, with some facts and somebody who may."""
    out = set()
    for witness in WITNESSES:
        facts = replace(witness, state=node[0], overlay=node[1])
        for move in TABLE:
            for actor in (OFFICER, LEADER, PERSON):
                decision = decide(move, facts, actor, TODAY)
                if isinstance(decision, Allowed) and decision.part is Part.PROPOSE:
                    decision = decide(move, replace(facts, proposal=Proposal(move.code, actor.id)), SECOND, TODAY)
                if isinstance(decision, Allowed):
                    out.add((move.lands(node[0]), node[1] if move.overlay is None else move.overlay))
    return out


@cache
def graph() -> dict[Node, set[Node]]:
    return {node: steps(node) for node in NODES}


def reach(start: Node) -> set[Node]:
    seen, todo = {start}, deque([start])
    while todo:
        for node in graph()[todo.popleft()] - seen:
            seen.add(node)
            todo.append(node)
    return seen


def test_every_state_and_overlay_is_reached_and_none_is_a_dead_end() -> None:
    assert reach(START) == set(NODES)
    assert all(targets - {node} for node, targets in graph().items())


def test_from_everywhere_there_is_a_way_to_a_close_with_answers() -> None:
    for node in NODES:
        assert (S.CLOSED, Overlay.NONE) in reach(node)


def test_what_waits_can_always_go_on() -> None:
    bare = MatterFacts(state=S.OPEN)
    for state in frozenset(S) - {S.CLOSED}:
        for overlay, code, actor in [
            (Overlay.WAITING, "resume", PERSON),
            (Overlay.WAITING, "resume", OFFICER),
            (Overlay.PENDING, "take_up", OFFICER),
            (Overlay.WITHDRAWN, "go_on", LEADER),
            (Overlay.WITHDRAWN, "go_on", PERSON),
        ]:
            decision = decide(code, replace(bare, state=state, overlay=overlay), actor, TODAY)
            assert isinstance(decision, Allowed)
            assert decision.part is Part.DO
            assert MOVES[code].overlay is Overlay.NONE


flags = st.booleans()


@st.composite
def any_facts(draw: st.DrawFn) -> MatterFacts:
    links = draw(st.integers(0, 3))
    answered = draw(st.integers(0, links))
    confirmed = draw(st.integers(0, answered))
    member = st.sampled_from([None, ZHOU, SONG, HE])
    return MatterFacts(
        state=draw(st.sampled_from(list(S))),
        overlay=draw(st.sampled_from(list(Overlay))),
        own_finding=draw(flags),
        officer=draw(member),
        previous_officers=draw(st.frozensets(st.sampled_from([ZHOU, SONG, HE]))),
        next_officer=draw(member),
        next_officer_recused=draw(flags),
        reopened=draw(flags),
        category_set=draw(flags),
        unit_set=draw(flags),
        assessment=draw(st.sampled_from(list(Assessment))),
        ground_legitimate=draw(st.sampled_from([None, True, False])),
        problem_clear=draw(st.sampled_from([None, True, False])),
        reachable=draw(flags),
        asked_in_vain=draw(flags),
        destination_set=draw(flags),
        hand_on=draw(flags),
        agreed_to_hand_on=draw(flags),
        joined_to_set=draw(flags),
        steps=draw(st.integers(0, 2)),
        evidence=draw(flags),
        finding=draw(st.sampled_from([None, *FindingResult])),
        adverse=draw(flags),
        other_side_heard=draw(flags),
        children=draw(st.integers(0, 2)),
        notices_open=draw(st.integers(0, 1)),
        transfers_open=draw(st.integers(0, 1)),
        referrals_open=draw(st.integers(0, 1)),
        remedies_open=draw(st.integers(0, 1)),
        receiver_set=draw(flags),
        links=links,
        links_answered=answered,
        links_asked=draw(st.integers(0, links)),
        links_confirmed=confirmed,
        links_disputed=draw(st.integers(0, answered - confirmed)),
        links_withdrawn=draw(st.integers(0, links)),
        review_asked=draw(flags),
        review_answered=draw(flags),
        interference_open=draw(flags),
        question_set=draw(flags),
        reason_given=draw(flags),
        review_date=draw(st.sampled_from([None, TODAY, TODAY.replace(month=12)])),
        extensions_left=draw(st.integers(0, 1)),
        proposal=draw(
            st.none() | st.builds(Proposal, st.sampled_from(sorted(PROPOSE_APPROVE)), st.sampled_from([ZHOU, SONG, HE]))
        ),
    )


actors = st.builds(
    ActorFacts,
    id=st.sampled_from([ZHOU, SONG, HE]),
    roles=st.frozensets(st.sampled_from(list(Role))),
    acting_for=st.sampled_from([None, ZHOU, SONG, HE]),
    recused=flags,
)


@settings(max_examples=100, deadline=None)
@given(any_facts(), actors, st.frozensets(st.sampled_from(sorted(MOVES))))
def test_whatever_is_allowed_keeps_the_promises(facts: MatterFacts, actor: ActorFacts, pack: frozenset[str]) -> None:
    for move in TABLE:
        decision = decide(move, facts, actor, TODAY, pack)
        if not isinstance(decision, Allowed):
            assert decision.missing
            continue
        assert facts.state in move.source
        assert not actor.recused
        if move.code in PROPOSE_APPROVE:
            assert decision.part is not Part.DO
        if decision.part is Part.APPROVE:
            assert facts.proposal is not None
            assert facts.proposal.by not in (actor.id, actor.acting_for)
        if move.target is S.CLOSED:
            assert facts.links_answered == facts.links
            assert facts.links > 0 or facts.own_finding or (move.code == "close_joined" and facts.joined_to_set)
            assert facts.notices_open + facts.transfers_open + facts.referrals_open + facts.remedies_open == 0
            assert facts.links_disputed == 0 or move.code in {"uphold", "close_withdrawn"}
        if move.target is S.FOUND and facts.finding in (FindingResult.SUBSTANTIATED, FindingResult.PARTLY):
            assert facts.other_side_heard or not facts.adverse
        if move.target is S.VERIFYING and facts.state in {S.ANSWERED, S.CLOSED}:
            assert facts.next_officer not in facts.previous_officers | {facts.officer}
    outcome = matter_outcome_from_counts(facts.links_confirmed, facts.links_disputed)
    assert outcome != "confirmed" or facts.links_disputed == 0


@settings(max_examples=100, deadline=None)
@given(any_facts(), actors, st.sampled_from(sorted(MOVES)))
def test_a_pack_only_takes_away(facts: MatterFacts, actor: ActorFacts, code: str) -> None:
    alone = decide(code, facts, actor, TODAY)
    with_pack = decide(code, facts, actor, TODAY, frozenset(MOVES))
    if with_pack and not alone:
        assert facts.proposal is not None  # only an approval of what somebody else proposed
        assert facts.proposal.move == code
    if isinstance(alone, Allowed) and alone.part is not Part.DO:
        assert isinstance(with_pack, Allowed)
        assert with_pack.part is alone.part
