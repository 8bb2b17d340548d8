"""Whoever is drawn, the second key is turned by somebody else who may, and looked at by a third."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from dingxin.rules.access import MemberFacts, ObjectFacts, may
from dingxin.rules.codes import BODY_ROLES, TEAM_ROLES, Role
from dingxin.rules.names import Turner, against_reviewing, against_turning, quotes

PEOPLE = st.sampled_from([UUID(int=number) for number in range(1, 5)])
BODY, TEAM = UUID(int=90), UUID(int=91)


@st.composite
def turners(draw: st.DrawFn) -> Turner:
    roles = draw(st.frozensets(st.sampled_from(sorted(BODY_ROLES)), max_size=3))
    return Turner(draw(PEOPLE), roles, draw(st.booleans()), draw(st.booleans()))


@given(turners(), PEOPLE, st.integers(0, 4))
def test_who_turns_is_a_custodian_in_no_team_not_recused_and_another(who: Turner, asked_by: UUID, there: int) -> None:
    allowed = against_turning(who, asked_by, there) is None
    assert allowed == (
        Role.CUSTODIAN in who.roles and not who.in_team and not who.recused and who.id != asked_by and there >= 2
    )


@given(turners(), PEOPLE)
def test_it_says_what_the_table_of_rights_says(who: Turner, asked_by: UUID) -> None:
    facts = MemberFacts(
        who.id, teams={TEAM: frozenset(sorted(TEAM_ROLES)[:1])} if who.in_team else {}, bodies={BODY: who.roles},
        recused_units=frozenset({"u"}) if who.recused else frozenset(),
    )
    thing = ObjectFacts(team=TEAM, bodies=(BODY,), unit="u", asked_by=asked_by)
    if against_turning(who, asked_by, 2) is None:
        assert may("identity.approve", facts, thing)


@given(turners(), PEOPLE, PEOPLE)
def test_who_looks_at_it_is_a_third(who: Turner, asked_by: UUID, turned_by: UUID) -> None:
    allowed = against_reviewing(who, frozenset({asked_by, turned_by})) is None
    keeper = Role.CUSTODIAN in who.roles or (Role.SIGNER in who.roles and not who.in_team)
    assert allowed == (keeper and not who.recused and who.id not in (asked_by, turned_by))
    if who.stranger:
        assert not allowed


@given(st.text(alphabet="村支书借钱修路没还。，二百块老王今年去年说过", min_size=14, max_size=60), st.data())
def test_a_reason_that_repeats_what_was_said_is_found(said: str, data: st.DataObject) -> None:
    letters = [at for at, sign in enumerate(said) if sign.isalnum()]
    if len(letters) < 12:
        return
    start = data.draw(st.integers(0, len(letters) - 12))
    taken = said[letters[start] : letters[start + 11] + 1]
    assert quotes(f"因为“{taken}”要问本人", said)


def test_what_is_no_quotation() -> None:
    assert not quotes("本人对数目有异议，要核对一张单据", "老支书借走200块钱，说修路，路没修，钱没还")
    assert not quotes("The sum is disputed in the village", "In the village they say the sum is gone")
    assert quotes("He says the old secretary took two hundred yuan", "the old secretary took two hundred yuan for a road")
