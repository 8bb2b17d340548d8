"""Roles that may not meet, reads by day, doors, and the little the portal may see."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.http import Http404
from tests.cast_vault import found

from dingxin.organisation import actions, doors, public, queries
from dingxin.organisation.models import BodyRole, Membership, Stationing
from dingxin.organisation.refusals import Refused
from dingxin.organisation.roles import clash
from dingxin.rules.clock import now
from dingxin.rules.codes import Role, RoundState, TeamKind
from dingxin.rules.ids import new_id

pytestmark = pytest.mark.django_db
STATION = {"move": "station", "roles": frozenset({Role.ADMIN}), "there": frozenset({"statement"})}


# roles

@pytest.mark.parametrize(("team", "body", "fits"), [
    ({"officer"}, {"signer"}, True), ({"clerk"}, {"admin"}, True), ({"clerk"}, {"office"}, True), (set(), {"admin"}, True),
    ({"officer"}, {"admin"}, False), ({"leader"}, {"office"}, False), ({"clerk"}, {"custodian"}, False),
    ({"leader"}, {"archivist"}, False), (set(), {"custodian", "archivist"}, False), (set(), {"custodian", "signer"}, True),
])
def test_roles_in_one_person(team: set[str], body: set[str], fits: bool) -> None:
    assert (clash(team, body) is None) is fits


def test_a_custodian_joins_no_team_and_no_team_member_becomes_one() -> None:
    cast = found()
    with pytest.raises(Refused):
        actions.join_team(current=cast["guli"], team=cast.team.team, member=cast.member("luo"), role=Role.CLERK)
    for username in ("song", "ding"):
        with pytest.raises(Refused):
            actions.give_role(
                current=cast["guli"], body=cast.body, member=cast.member(username), role=Role.CUSTODIAN
            )
    actions.leave_team(current=cast["guli"], row=Membership.objects.get(member__username="ding"))
    actions.give_role(current=cast["guli"], body=cast.body, member=cast.member("ding"), role=Role.CUSTODIAN)


def test_who_hears_about_teams_is_in_none() -> None:
    cast = found()
    with pytest.raises(Refused):
        actions.join_team(current=cast["guli"], team=cast.team.team, member=cast.member("tao"), role=Role.OFFICER)
    with pytest.raises(Refused):
        actions.join_team(current=cast["guli"], team=cast.above.team, member=cast.member("song"), role=Role.OFFICER)


def test_officers_leave_by_rekeying_only() -> None:
    cast = found()
    with pytest.raises(Refused):
        actions.leave_team(current=cast["guli"], row=Membership.objects.get(member__username="song"))
    assert queries.role_in(cast.member("song"), cast.team.team) is Role.OFFICER


@pytest.mark.parametrize("again", ["join", "role", "body", "unit", "round", "team", "follow_up", "stationing"])
def test_twice_is_refused(again: str) -> None:
    cast = found()
    by, day = {"current": cast["guli"]}, now().date()
    act = {
        "join": lambda: actions.join_team(team=cast.team.team, member=cast.member("song"), role=Role.CLERK, **by),
        "role": lambda: actions.give_role(body=cast.body, member=cast.member("shen"), role=Role.SIGNER, **by),
        "body": lambda: actions.create_body(code="wanghe", name="x", tier="county", **by),
        "unit": lambda: actions.create_unit(code="maizhan", name="x", **by),
        "round": lambda: actions.create_round(body=cast.body, number=13, name="x", starts=day, ends=day, **by),
        "team": lambda: actions.create_team(body=cast.body, number=9, name="x", round=cast.round, **by),
        "follow_up": lambda: actions.create_team(
            body=cast.body, number=1, name="x", kind=TeamKind.FOLLOW_UP, **by),
        "stationing": lambda: actions.create_stationing(
            team=cast.team.team, unit=cast.units["jiaoyu"], code="maizhan", starts=day, ends=day, intake_until=day, **by),
    }[again]
    with pytest.raises(Refused):
        act()


def test_days_out_of_order() -> None:
    cast = found()
    day = now().date()
    for intake in (-1, 11):
        with pytest.raises(Refused):
            actions.change_stationing(
                current=cast["guli"], stationing=cast.stationing, starts=day, ends=day + timedelta(days=10),
                intake_until=day + timedelta(days=intake), phone="", texts={},
            )
    with pytest.raises(Refused):
        actions.create_round(
            current=cast["guli"], body=cast.body, number=99, name="x", starts=day, ends=day - timedelta(days=1)
        )


def test_a_round_walks_its_table() -> None:
    cast = found()
    for wrong in ({"roles": frozenset({Role.OFFICER})}, {"there": frozenset()}, {"move": "archive"}):
        with pytest.raises(Refused):
            actions.move_round(current=cast["guli"], round=cast.round, **(STATION | wrong))
    actions.move_round(current=cast["guli"], round=cast.round, **STATION)
    with pytest.raises(Refused):
        actions.move_round(current=cast["guli"], round=cast.round, **STATION)
    cast.round.state = RoundState.FED_BACK
    type(cast.round).objects.update(state=RoundState.FED_BACK)
    over = {
        "move": "hand_over", "roles": frozenset({Role.ADMIN}),
        "there": frozenset({"all_handed_over", "follow_up_statement"}),
    }
    for proposer in (None, cast.member("guli")):
        with pytest.raises(Refused):
            actions.move_round(current=cast["guli"], round=cast.round, proposer=proposer, **over)
    actions.move_round(current=cast["guli"], round=cast.round, proposer=cast.member("gao"), **over)
    assert cast.round.state == RoundState.HANDED_OVER


# reads

def test_membership_ends_with_the_day() -> None:
    cast = found()
    row = Membership.objects.get(member__username="ding")
    assert [team.number for team in queries.teams_of(row.member)] == [9]
    actions.leave_team(current=cast["guli"], row=row)
    assert queries.role_in(row.member, cast.team.team) is None
    assert not queries.teams_of(row.member)
    with time_machine.travel(now() - timedelta(days=1)):
        assert queries.role_in(row.member, cast.team.team) is None  # not joined yet
    assert queries.role_in(cast.member("song"), None) is None


def test_a_closed_account_has_no_role() -> None:
    cast = found()
    song, shen = cast.member("song"), cast.member("shen")
    assert queries.has_body_role(shen, Role.SIGNER, cast.body)
    song.active = shen.active = False
    assert queries.role_in(song, cast.team.team) is None
    assert not queries.has_body_role(shen, Role.SIGNER, cast.body)


def test_units() -> None:
    cast = found()
    assert [unit.code for unit in queries.units_under(cast.units["maizhan"])] == ["maizhan", "maizhan-01", "maizhan-02"]
    assert [unit.code for unit in queries.units_above(cast.units["maizhan-02"])] == ["wanghe", "maizhan", "maizhan-02"]
    assert [unit.code for unit in queries.find_units("村麦")] == []
    assert [unit.code for unit in queries.find_units("麦 村")] == ["maizhan-01", "maizhan-02"]
    assert next(unit.code for unit in queries.find_units("MAIZHAN")) == "maizhan"
    assert [unit.code for unit in queries.find_units("麦", within=cast.units["jiaoyu"])] == []
    assert len(queries.find_units("", limit=2)) == 2


def test_superiors() -> None:
    cast = found()
    assert queries.bodies_above(cast.body) == [cast.superior_body] == [queries.superior_body(cast.body)]
    assert queries.superior_team(cast.body) == cast.above.team


# doors

@pytest.mark.parametrize(("username", "outcome"), [
    ("guli", "administer"), ("helan", "lead"), ("song", "see"), ("ding", "see"), ("gao", "see"),
    ("luo", None), ("shen", None), ("qin", None), ("xue", None), ("kang", None), ("yuan", None),
])
def test_the_door_of_a_team(username: str, outcome: str | None) -> None:
    cast = found()
    current, team = cast[username], cast.team.team
    if outcome is None:
        with pytest.raises(Http404):
            doors.access_team(current, team.pk)
        with pytest.raises(Http404):
            doors.access_stationing(current, cast.stationing.pk)
        return
    assert doors.access_team(current, team.pk) == team
    assert doors.access_stationing(current, cast.stationing.pk) == cast.stationing
    for wanted in ("administer", "lead"):
        if wanted == outcome:
            assert doors.access_team(current, team.pk, **{wanted: True}) == team
        else:
            with pytest.raises(PermissionDenied):
                doors.access_team(current, team.pk, **{wanted: True})
    if outcome == "see":
        with pytest.raises(PermissionDenied):
            doors.access_stationing(current, cast.stationing.pk, change=True)
    else:
        assert doors.access_stationing(current, cast.stationing.pk, change=True)


def test_the_doors_of_body_and_round() -> None:
    cast = found()
    for door, row in ((doors.access_body, cast.body), (doors.access_round, cast.round)):
        for username in ("guli", "song", "luo", "gao", "qin"):
            assert door(cast[username], row.pk) == row
        for username in ("song", "gao", "shen"):
            with pytest.raises(PermissionDenied):
                door(cast[username], row.pk, administer=True)
        for stranger in ("kang", "xue"):
            with pytest.raises(Http404):
                door(cast[stranger], row.pk)
        with pytest.raises(Http404):
            door(cast["guli"], new_id())
    with pytest.raises(Http404):
        doors.access_body(cast["guli"], cast.superior_body.pk)
    BodyRole.objects.create(member=cast.member("kang"), body=cast.superior_body, role="admin", since=now().date())
    assert doors.access_body(cast["kang"], cast.body.pk, administer=True)  # administrators of the body above


# what the portal reads

def test_the_portal_sees_what_was_opened() -> None:
    cast = found()
    assert public.stationing("maizhan") == cast.stationing
    assert public.stationing("nowhere") is None
    assert public.open_stationings() == [cast.stationing]
    with time_machine.travel(now() + timedelta(days=45)):
        assert public.open_stationings() == []
        assert not public.notice(cast.stationing, "en").receiving
        assert public.stationing("maizhan")
    Stationing.objects.update(state="closed")
    assert public.stationing("maizhan")
    assert not public.open_stationings()
    Stationing.objects.update(state="preparing")
    assert public.stationing("maizhan") is None
    assert not public.open_stationings()


def test_a_notice_falls_back_field_by_field() -> None:
    cast = found()
    notice = public.notice(cast.stationing, "ug")
    assert notice.address.language == "ug"
    assert notice.phone == "0099-555 0109"
    assert notice.receiving
    assert [str(box.place) for box in public.notice(cast.stationing, "en").boxes] == ["Town clinic", "Maizhan market"]
    cast.stationing.texts = {"en": {"address": "East room"}, "zh-hans": {"scope": "镇机关"}}
    notice = public.notice(cast.stationing, "ug")
    assert (str(notice.address), notice.address.language) == ("East room", "en")
    assert (str(notice.scope), notice.scope.language) == ("镇机关", "zh-hans")
    assert (str(notice.unit), notice.unit.language) == ("麦栈镇", "zh-hans")
    assert not notice.intro
