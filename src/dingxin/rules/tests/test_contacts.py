"""Consent to time, place and way: what is missing is said, and nothing happens without all three."""

from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingxin.rules import contacts as rules
from dingxin.rules.codes import AskedBy, ConfirmedHow, ConsentPart, ConsentState, ContactState
from dingxin.rules.contacts import PARTS, Reached, Standing

C = ConsentState
CONSENTS = st.fixed_dictionaries({part: st.sampled_from(list(C)) for part in PARTS})


@given(st.sampled_from(list(ContactState)), CONSENTS)
def test_nothing_is_held_without_three_and_a_refusal_lists_each(
    state: ContactState, consents: Mapping[ConsentPart, ConsentState]
) -> None:
    standing = Standing(state, consents)
    lines = rules.for_holding(standing)
    if rules.may_hold(standing):
        assert state is ContactState.AGREED
        assert set(consents.values()) == {C.GIVEN}
    else:
        assert state is not ContactState.AGREED or any(not lack.there for lack in lines)
    assert {lack.code for lack in lines} >= {part.value for part in PARTS}
    assert {lack.code for lack in lines if lack.there} == {part.value for part in PARTS if consents[part] is C.GIVEN}


@given(CONSENTS)
def test_consents_agree_only_together_and_one_taken_back_ends_it(consents: Mapping[ConsentPart, ConsentState]) -> None:
    state = rules.settled(consents)
    assert (state is ContactState.AGREED) == (set(consents.values()) == {C.GIVEN})
    assert (state is ContactState.WITHDRAWN) == (C.WITHDRAWN in consents.values())


@given(CONSENTS)
def test_nobody_is_asked_twice_about_what_they_said_no_to(consents: Mapping[ConsentPart, ConsentState]) -> None:
    state = rules.settled(consents)
    if C.DECLINED in consents.values() or state in (ContactState.AGREED, ContactState.WITHDRAWN):
        assert rules.against_asking(Standing(state, consents)) is not None
    else:
        assert rules.against_asking(Standing(state, consents)) is None


@pytest.mark.parametrize(("way", "receipt", "spoken"), list(product((False, True), repeat=3)))
def test_a_contact_is_proposed_only_where_there_is_a_way_to_ask(way: bool, receipt: bool, spoken: bool) -> None:
    lack = rules.against_proposing(Reached(way=way, receipt=receipt, spoken=spoken))
    assert (lack is None) == (way or receipt or spoken)


def test_a_first_approach_is_made_once_and_only_to_a_person_spoken_to() -> None:
    assert AskedBy.FIRST_APPROACH in rules.asking_ways(Reached(spoken=True))
    assert rules.asking_ways(Reached(spoken=True, approached=True)) == (AskedBy.THEY_CAME,)
    assert AskedBy.FIRST_APPROACH not in rules.asking_ways(Reached(way=True, receipt=True, text=True))


def test_a_receipt_that_shows_the_state_alone_carries_no_question() -> None:
    assert rules.asking_ways(Reached(receipt=True, text=False)) == (AskedBy.THEY_CAME,)


@pytest.mark.parametrize("how", list(ConfirmedHow))
def test_a_yes_merely_told_does_not_stand_and_by_voice_two_hear_it(how: ConfirmedHow) -> None:
    assert not rules.counts(how, how.witnesses - 1) or how.witnesses == 0
    assert rules.counts(how, how.witnesses) == (how is not ConfirmedHow.TOLD_TO_STAFF)


WORD = st.sampled_from(["agree", "decline", "maybe", ""])


@given(WORD, st.dictionaries(st.sampled_from(["time", "place", "way", "day"]), WORD))
def test_sealed_parts_say_what_the_signed_word_says_or_nothing(word: str, parts: Mapping[str, str]) -> None:
    found = rules.answers(word, parts)
    if found is None:
        whole = "agree" if set(parts.values()) == {"agree"} else "decline"
        fits = set(parts) == {"time", "place", "way"} and set(parts.values()) <= {"agree", "decline"}
        assert not fits or word != whole
    else:
        assert {part.value: state is C.GIVEN for part, state in found.items()} == {
            part: said == "agree" for part, said in parts.items()
        }
        assert (word == "agree") == (set(found.values()) == {C.GIVEN})
