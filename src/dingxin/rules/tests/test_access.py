from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingxin.rules.access import ACTIONS, REGISTRY, Action, MemberFacts, ObjectFacts, Refused, may
from dingxin.rules.codes import BODY_ROLES, TEAM_ROLES, Role
from dingxin.rules.recusal import (
    is_within,
)

TEAM, OTHER_TEAM, BODY, ABOVE, MATTER = (UUID(int=n) for n in range(100, 105))
ME, SHE, HE, IT = (UUID(int=n) for n in range(1, 5))
MATTER_FACTS = ObjectFacts(team=TEAM, bodies=(BODY, ABOVE), matter=MATTER, unit="xian/maizhan/yuqian")
ABOUT_TEAM = replace(MATTER_FACTS, team=None, bodies=(ABOVE,))


def in_team(role: Role) -> MemberFacts:
    return MemberFacts(ME, teams={TEAM: frozenset({role})})


def in_body(role: Role, body: UUID = BODY) -> MemberFacts:
    return MemberFacts(ME, bodies={body: frozenset({role})})


def refusal(action: str, member: MemberFacts, thing: ObjectFacts = MATTER_FACTS) -> Refused:
    decision = may(action, member, thing)
    assert isinstance(decision, Refused)
    return decision


def test_officers_read_and_clerks_do_not() -> None:
    assert may("matter.open", in_team(Role.OFFICER), MATTER_FACTS)
    assert may("matter.approve", in_team(Role.LEADER), MATTER_FACTS)
    assert refusal("matter.approve", in_team(Role.OFFICER)).known
    for action in ("submission.open", "matter.see", "matter.open", "identity.ask"):
        assert not refusal(action, in_team(Role.CLERK)).known


def test_everybody_else_is_a_stranger() -> None:
    strangers = [
        MemberFacts(ME),
        MemberFacts(ME, teams={OTHER_TEAM: frozenset(TEAM_ROLES)}),
        *(in_body(role) for role in BODY_ROLES),
        *(in_body(role, ABOVE) for role in BODY_ROLES),
    ]
    for member in strangers:
        for action in ("submission.see", "submission.open", "matter.see", "matter.open", "matter.move", "identity.ask"):
            assert not refusal(action, member).known


def test_the_recused_and_the_inactive_learn_nothing() -> None:
    leader = in_team(Role.LEADER)
    for kept in (
        replace(leader, recused_units=frozenset({"xian/maizhan"})),
        replace(leader, recused_matters=frozenset({MATTER})),
        replace(leader, active=False),
    ):
        for action in REGISTRY:
            assert not refusal(action.code, kept).known
    neighbour = replace(leader, recused_units=frozenset({"xian/maizhan2", "xian/maizhan/yuqian/east"}))
    assert may("matter.open", neighbour, MATTER_FACTS)


def test_what_is_about_the_team_is_read_above_and_by_nobody_in_it() -> None:
    assert may("submission.open", in_body(Role.OPENER, ABOVE), ABOUT_TEAM)
    assert not refusal("submission.see", in_team(Role.LEADER), ABOUT_TEAM).known
    assert not refusal("submission.see", in_body(Role.OPENER, BODY), ABOUT_TEAM).known


def test_a_clerk_sees_an_own_draft_until_it_is_filed() -> None:
    draft = replace(MATTER_FACTS, recorded_by=ME, filed=False)
    assert may("draft.see", in_team(Role.CLERK), draft)
    assert not refusal("draft.see", in_team(Role.CLERK), replace(draft, filed=True)).known
    assert not refusal("draft.see", in_team(Role.LEADER), replace(draft, recorded_by=SHE)).known


def test_custodians_turn_the_key_for_others_only_and_see_nothing() -> None:
    asked = replace(MATTER_FACTS, asked_by=SHE)
    custodian = in_body(Role.CUSTODIAN)
    assert may("identity.approve", custodian, asked)
    own = refusal("identity.approve", custodian, replace(asked, asked_by=ME))
    assert (own.code, own.known) == ("own_request", True)
    assert not may("identity.approve", in_team(Role.LEADER), asked)
    allowed = {action.code for action in REGISTRY if may(action.code, custodian, asked)}
    assert allowed == {"identity.approve", "identity.refuse"}


def test_the_contact_of_a_unit_sees_its_notices_and_nothing_else() -> None:
    contact = MemberFacts(ME, contact_of=frozenset({"xian/maizhan"}))
    notice = ObjectFacts(team=TEAM, bodies=(BODY,), unit="xian/maizhan")
    assert {action.code for action in REGISTRY if may(action.code, contact, notice)} == {"notice.see", "notice.answer"}
    assert not refusal("notice.see", contact, replace(notice, unit="xian/other")).known
    assert refusal("notice.answer", in_team(Role.OFFICER), notice).known


def test_the_office_counts_and_opens_nothing() -> None:
    for body in (BODY, ABOVE):
        assert may("figures.see", in_body(Role.OFFICE, body), MATTER_FACTS)
    assert not may("figures.publish", in_body(Role.OFFICE, ABOVE), MATTER_FACTS)
    assert not any(action.key and may(action.code, in_body(Role.OFFICE), MATTER_FACTS) for action in REGISTRY)
    assert not any(action.key and may(action.code, in_body(Role.ADMIN), MATTER_FACTS) for action in REGISTRY)


def test_the_registry_is_whole() -> None:
    assert len(ACTIONS) == len(REGISTRY)
    assert all(action.see in ACTIONS for action in REGISTRY if action.see)
    assert all(action.team <= TEAM_ROLES and action.body | action.above <= BODY_ROLES for action in REGISTRY)
    with pytest.raises(KeyError):
        may("matter.vanish", in_team(Role.LEADER), MATTER_FACTS)


roles = st.frozensets(st.sampled_from(sorted(TEAM_ROLES)))
body_roles = st.frozensets(st.sampled_from(sorted(BODY_ROLES)))


@given(roles, roles, body_roles, body_roles, st.sampled_from(REGISTRY), st.sampled_from([MATTER_FACTS, ABOUT_TEAM]))
def test_words_are_for_readers_of_the_holding_team_or_openers_of_the_body(
    here: frozenset[Role],
    there: frozenset[Role],
    body: frozenset[Role],
    above: frozenset[Role],
    action: Action,
    thing: ObjectFacts,
) -> None:
    member = MemberFacts(ME, teams={TEAM: here, OTHER_TEAM: there}, bodies={BODY: body, ABOVE: above})
    decision = may(action.code, member, thing)
    if decision and action.key:
        if thing.team is None:
            assert Role.OPENER in above
        else:
            assert here & {Role.OFFICER, Role.LEADER}
    if isinstance(decision, Refused) and decision.known:
        assert may(action.see, member, thing)


def test_paths_compare_by_whole_steps() -> None:
    assert is_within("a/b", "a/b")
    assert is_within("a/b/c", "a/b")
    assert not is_within("a/bc", "a/b")
    assert not is_within("a", "a/b")
    assert not is_within("a", "")
