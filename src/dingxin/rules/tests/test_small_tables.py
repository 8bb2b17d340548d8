"""Submissions, remedies, notices, what is handed on, rounds, and the code tables."""

from collections import deque
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from dingxin.rules import codes
from dingxin.rules.clock import now, today
from dingxin.rules.codes import (
    Code,
    Confirmation,
    ConfirmedHow,
    HandOnState,
    NoticeState,
    Outcome,
    RemedyState,
    Role,
    RoundState,
    SubmissionState,
)
from dingxin.rules.confirmation import (
    LinkFacts,
    is_evidenced,
    link_outcome,
    matter_outcome,
    matter_outcome_from_counts,
    may_record,
)
from dingxin.rules.ids import new_id
from dingxin.rules.small_moves import (
    HAND_ON_DONE,
    HAND_ON_MOVES,
    NOTICE_DONE,
    NOTICE_MOVES,
    REMEDY_MOVES,
    ROUND_MOVES,
    SMALL_NEEDS,
    SUBMISSION_MOVES,
    counter_entry,
    decide_small,
)

TABLES = [
    (SUBMISSION_MOVES, SubmissionState, SubmissionState.REGISTERED, frozenset()),
    (REMEDY_MOVES, RemedyState, RemedyState.PROMISED, {RemedyState.CONFIRMED}),
    (NOTICE_MOVES, NoticeState, NoticeState.DRAFT, NOTICE_DONE),
    (HAND_ON_MOVES, HandOnState, HandOnState.DRAFT, HAND_ON_DONE),
    (ROUND_MOVES, RoundState, RoundState.PREPARING, {RoundState.ARCHIVED}),
]


@pytest.mark.parametrize(("moves", "states", "start", "ends"), TABLES, ids=lambda value: getattr(value, "__name__", ""))
def test_every_state_is_reached_and_only_ends_are_ends(moves, states, start, ends) -> None:
    seen, todo = {start}, deque([start])
    while todo:
        here = todo.popleft()
        targets = {move.target for move in moves if here in move.source}
        assert bool(targets) is (here not in ends) or here is SubmissionState.LINKED
        todo.extend(targets - seen)
        seen |= targets
    assert seen == set(states)


@pytest.mark.parametrize("moves", [row[0] for row in TABLES])
def test_a_small_move_is_allowed_with_all_and_refused_without_each(moves) -> None:
    for move in moves:
        state = next(iter(move.source))
        there = frozenset(move.needs)
        assert there <= set(SMALL_NEEDS)
        assert decide_small(move, state, move.actors, there)
        for need in move.needs:
            refused = decide_small(move, state, move.actors, there - {need})
            assert [code for code, _ in refused.missing] == [need]
        assert [c for c, _ in decide_small(move, state, frozenset({Role.ARCHIVIST}), there).missing] == ["role"]
        for other in set(type(state)) - move.source:
            assert [c for c, _ in decide_small(move, other, move.actors, there).missing] == ["state"]
        alone = decide_small(move, state, move.actors, there, proposer="a", actor="a")
        assert bool(alone) is not move.two
        assert decide_small(move, state, move.actors, there, proposer="a", actor="b")


def test_a_submission_is_never_refused_and_set_aside_by_two_only() -> None:
    aside = [move for move in SUBMISSION_MOVES if move.target is SubmissionState.SET_ASIDE]
    assert [(move.code, move.two, "reason" in move.needs) for move in aside] == [("set_aside", True, True)]
    way_back = [move for move in SUBMISSION_MOVES if SubmissionState.SET_ASIDE in move.source]
    assert way_back


def test_a_round_walks_one_way() -> None:
    order = list(RoundState)
    assert [(next(iter(m.source)), m.target) for m in ROUND_MOVES] == list(pairwise(order))


def test_a_counter_entry_takes_an_entry_back() -> None:
    entry = (20_000, 20_000, 0)
    assert [a + b for a, b in zip(entry, counter_entry(*entry), strict=True)] == [0, 0, 0]


def every_table() -> list[type[Code]]:
    return [t for t in vars(codes).values() if isinstance(t, type) and issubclass(t, Code) and t is not Code]


def test_codes_are_short_plain_and_labelled_once() -> None:
    for table in every_table():
        assert len({member.label for member in table}) == len(table), table
        for member in table:
            assert member.value.isascii()
            assert len(member.value) <= 20
            assert member.value == member.value.lower()
            assert table(member.value) is member
        assert table.choices()[0] == (next(iter(table)).value, next(iter(table)).label)


def test_what_staff_only_recorded_never_counts() -> None:
    assert [how for how in ConfirmedHow if not how.counts] == [ConfirmedHow.TOLD_TO_STAFF]
    assert not may_record(ConfirmedHow.BY_VOICE, 1)
    assert may_record(ConfirmedHow.BY_VOICE, 2)
    assert may_record(ConfirmedHow.OWN_RECEIPT, 0)


TERM = date(2026, 5, 12)
AFTER = TERM + timedelta(days=1)
SILENT = LinkFacts(answered=True, asked=True, asked_again=True, term_ends=TERM)


@pytest.mark.parametrize(
    ("link", "day", "outcome"),
    [
        (LinkFacts(), AFTER, Outcome.UNANSWERED),
        (LinkFacts(answered=True), AFTER, Outcome.ASKED),
        (SILENT, TERM, Outcome.ASKED),
        (SILENT, AFTER, Outcome.UNCONFIRMED),
        (LinkFacts(answered=True, asked=True, term_ends=TERM), AFTER, Outcome.ASKED),
        (LinkFacts(True, asked=True, asked_again=True, term_ends=TERM, evidenced=True), AFTER, Outcome.EVIDENCED),
        (LinkFacts(True, asked=True, asked_again=True, term_ends=TERM, evidenced=True), TERM, Outcome.ASKED),
        (LinkFacts(True, Confirmation.CONFIRMED, ConfirmedHow.SIGNED_SLIP), TERM, Outcome.CONFIRMED),
        (LinkFacts(True, Confirmation.CONFIRMED, ConfirmedHow.TOLD_TO_STAFF), TERM, Outcome.ASKED),
        (
            LinkFacts(True, Confirmation.CONFIRMED, ConfirmedHow.TOLD_TO_STAFF, True, True, TERM),
            AFTER,
            Outcome.UNCONFIRMED,
        ),
        (LinkFacts(True, Confirmation.DISPUTED, ConfirmedHow.TOLD_TO_STAFF), TERM, Outcome.DISPUTED),
    ],
)
def test_where_a_link_stands(link: LinkFacts, day: date, outcome: Outcome) -> None:
    assert link_outcome(link, day) is outcome


@given(st.lists(st.sampled_from(list(Outcome))))
def test_a_matter_is_confirmed_by_one_and_disputed_by_one(links: list[Outcome]) -> None:
    result = matter_outcome(links)
    if Outcome.DISPUTED in links:
        assert result is Outcome.DISPUTED
    elif Outcome.CONFIRMED in links:
        assert result is Outcome.CONFIRMED
    else:
        assert result not in (Outcome.CONFIRMED, Outcome.DISPUTED)
    assert (result is Outcome.EVIDENCED) is (bool(links) and set(links) == {Outcome.EVIDENCED})
    stored = matter_outcome_from_counts(links.count(Outcome.CONFIRMED), links.count(Outcome.DISPUTED))
    assert (stored is Confirmation.CONFIRMED) is (result is Outcome.CONFIRMED)
    assert (stored is Confirmation.DISPUTED) is (result is Outcome.DISPUTED)


def test_a_word_says_how_it_was_given() -> None:
    with pytest.raises(ValueError, match="how"):
        LinkFacts(True, Confirmation.CONFIRMED)
    with pytest.raises(ValueError, match="how"):
        LinkFacts(True, how=ConfirmedHow.BY_VOICE)


def test_evidence_is_of_delivery_where_something_was_promised() -> None:
    assert is_evidenced(True, [])
    assert not is_evidenced(True, [RemedyState.PROMISED])
    assert is_evidenced(False, [RemedyState.DELIVERED, RemedyState.CONFIRMED])
    assert not is_evidenced(False, [])


def test_ids_are_random_throughout() -> None:
    made = [new_id() for _ in range(200)]
    assert len(set(made)) == 200
    assert all(
        any(one.int >> bit & 1 for one in made) and not all(one.int >> bit & 1 for one in made) for bit in range(128)
    )


def test_the_day_is_that_of_the_zone() -> None:
    with time_machine.travel(datetime(2026, 4, 15, 17, 0, tzinfo=UTC), tick=False):
        assert now() == datetime(2026, 4, 15, 17, 0, tzinfo=UTC)
        assert today("Asia/Shanghai") == date(2026, 4, 16)
        assert today("UTC") == date(2026, 4, 15)
