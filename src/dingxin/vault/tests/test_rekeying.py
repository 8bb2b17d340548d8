"""Leaving and lost devices: shut out at once, old wraps moved in steps, nothing lost for those who stay."""

from uuid import UUID

import pytest
from tests.cast_vault import Cast, client_of, found

from dingxin.accounts.models import Session
from dingxin.audit.models import Entry
from dingxin.audit.writing import writing
from dingxin.config.founding import certify, current_of, sign_inbound
from dingxin.organisation.models import Membership
from dingxin.organisation.queries import role_in
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import Role
from dingxin.rules.ids import new_id
from dingxin.sealing.keys import new_member_keys
from dingxin.vault import actions, due, keyring
from dingxin.vault.models import AnswerKey, CompartmentKey, Inbound, RosterRow, Wrap
from dingxin.vault.refusals import NotAHolder

pytestmark = pytest.mark.django_db


def fill(cast: Cast, many: int) -> list[UUID]:
    current, ids = cast["helan"], [new_id() for _ in range(many)]
    with writing():
        for one in ids:
            keyring.wrap("M", one, one.bytes * 2, current=current, compartment=cast.main)
    return ids


def finish(cast: Cast, by: str) -> int:
    steps = 0
    while actions.rekey_step(current=cast[by], vault=cast.vault):
        steps += 1
        assert steps < 20
    return steps + 1


def test_a_leaver_opens_nothing_new_and_nothing_from_the_live_database() -> None:
    cast = found()
    ids = fill(cast, 30)
    browser = client_of(cast, "zhou")
    leaver = cast["zhou"]
    old_key = keyring.compartment_key(leaver, cast.main)
    left = actions.leave_team(current=cast["helan"], member=cast.member("zhou"), team=cast.team.team)
    assert left == 30
    assert role_in(cast.member("zhou"), cast.team.team) is None
    assert not Session.objects.filter(member=leaver.member).exists()
    assert browser is not None
    with pytest.raises(NotAHolder):
        keyring.unwrap(cast["zhou"], "M", ids[0])
    with pytest.raises(NotAHolder):
        keyring.compartment_key(cast["zhou"], cast.main)
    # during re-keying the others read on, old and new
    fresh = new_id()
    with writing():
        keyring.wrap("M", fresh, bytes(32), current=cast["song"], compartment=cast.main)
    assert set(keyring.unwrap_many(cast["azi"], "M", [*ids, fresh])) == {*ids, fresh}
    finish(cast, "helan")
    assert {one: one.bytes * 2 for one in ids} == keyring.unwrap_many(cast["song"], "M", ids)
    # the key the leaver may have kept in memory opens no row any more
    from dingxin.sealing.compartments import unwrap_secret
    from dingxin.sealing.errors import SealBroken

    for row in Wrap.objects.all():
        for epoch in (1, 2):
            with pytest.raises(SealBroken):
                unwrap_secret(old_key, bytes(row.blob), purpose="M", object_id=row.object_id.hex,
                              compartment=row.compartment_id.hex, epoch=epoch)
    assert set(CompartmentKey.objects.filter(compartment=cast.main).values_list("epoch", flat=True)) == {2}
    assert set(RosterRow.objects.filter(compartment=cast.main).values_list("epoch", flat=True)) == {2}


def test_inbound_and_answer_key_are_new() -> None:
    cast = found()
    old_inbound, old_seed = keyring.inbound_for(cast.vault.pk, None), keyring.answer_seed(cast["helan"], cast.vault)
    old_public = bytes(AnswerKey.objects.get(vault=cast.vault, current=True).verify_key)
    actions.rekey(current=cast["helan"], vault=cast.vault, member=cast.member("song"), left=True)
    assert keyring.answer_seed(cast["azi"], cast.vault) != old_seed
    assert AnswerKey.objects.filter(vault=cast.vault, verify_key=old_public, wrapped_seed=b"").exists()
    (request,) = due.of(cast.vault).requests  # proposed by the leader in the same action
    actions.second_statement(current=cast["shen"], request=request)
    now = keyring.inbound_for(cast.vault.pk, None)
    assert now.epoch > old_inbound.epoch
    old = Inbound.objects.get(pk=old_inbound.pk)
    assert old.state == "old"
    assert keyring.inbound_secret(cast["azi"], keyring.inbound_of(cast.vault.pk, old.epoch))  # late envelopes still open
    for inbound in (now, keyring.inbound_of(cast.vault.pk, old.epoch)):
        with pytest.raises(NotAHolder):
            keyring.inbound_secret(cast["song"], inbound)


def test_a_lost_device_needs_a_new_grant() -> None:
    cast = found()
    ids = fill(cast, 3)
    actions.rekey(current=cast["helan"], vault=cast.vault, member=cast.member("azi"), left=False)
    finish(cast, "song")
    assert role_in(cast.member("azi"), cast.team.team) is not None
    assert [one.username for one, _compartment in due.of(cast.vault).without_key] == ["azi"]
    member, keys = cast.member("azi"), new_member_keys()
    member.recipient, member.verify_key = keys.recipient, keys.verify
    member.save()
    certify(member, [cast.people["shen"], cast.people["fang"]], team=cast.team.team)
    request = actions.propose_grant(current=cast["helan"], compartment=cast.main, member=member)
    actions.second_grant(current=cast["zhou"], request=request)
    assert set(keyring.unwrap_many(current_of(member, keys), "M", ids)) == set(ids)


def test_what_the_acting_member_is_recused_from_is_closed_at_once_and_caught_up_by_others() -> None:
    cast = found()
    unit = cast.units["jiaoyu"]
    actions.recuse(current=cast["zhou"], vault=cast.vault, member=cast.member("helan"), unit=unit)
    apart = keyring.compartment_for(cast.vault.pk, unit)
    sealed = new_id()
    with writing():
        keyring.wrap("M", sealed, bytes(32), current=cast["zhou"], compartment=apart)
    actions.rekey(current=cast["helan"], vault=cast.vault, member=cast.member("azi"), left=True)
    with pytest.raises(NotAHolder):
        keyring.unwrap(cast["azi"], "M", sealed)
    assert due.of(cast.vault).to_rekey == (apart,)
    apart.refresh_from_db()
    with pytest.raises(NotAHolder):
        actions.rekey_own(current=cast["helan"], compartment=apart)
    actions.rekey_own(current=cast["song"], compartment=keyring.compartment_for(cast.vault.pk, unit))
    finish(cast, "song")
    assert due.of(cast.vault).to_rekey == ()
    assert keyring.unwrap(cast["zhou"], "M", sealed) == bytes(32)
    with pytest.raises(Refused):
        actions.rekey_own(current=cast["song"], compartment=keyring.compartment_for(cast.vault.pk, unit))


@pytest.mark.parametrize("by", ["zhou", "ding", "qin", "guli", "shen"])
def test_who_may_not(by: str) -> None:
    cast = found()
    with pytest.raises(Refused):
        actions.rekey(current=cast[by], vault=cast.vault, member=cast.member("zhou"), left=True)
    assert keyring.compartment_key(cast["zhou"], cast.main)
    assert Membership.objects.filter(member=cast.member("zhou"), until__isnull=True).exists()


def test_one_at_a_time() -> None:
    cast = found()
    fill(cast, 5)
    actions.rekey(current=cast["helan"], vault=cast.vault, member=cast.member("azi"), left=True)
    with pytest.raises(Refused) as refusal:
        actions.rekey(current=cast["helan"], vault=cast.vault, member=cast.member("zhou"), left=True)
    assert refusal.value.code == "under-way"
    finish(cast, "helan")
    actions.rekey(current=cast["helan"], vault=cast.vault, member=cast.member("zhou"), left=True)


def test_steps_are_short_resumable_and_by_any_holder() -> None:
    cast = found()
    ids = fill(cast, 400)
    actions.rekey(current=cast["helan"], vault=cast.vault, member=cast.member("azi"), left=True)
    before = Entry.objects.count()
    first = actions.rekey_step(current=cast["song"], vault=cast.vault, seconds=0.0)
    assert 0 < first <= 400
    assert Entry.objects.count() == before + 1
    assert actions.rekey_step(current=cast["zhou"], vault=cast.vault, seconds=30) == 0
    assert set(keyring.unwrap_many(cast["helan"], "M", ids)) == set(ids)
    with pytest.raises(NotAHolder):
        keyring.unwrap(cast["azi"], "M", ids[0])


def test_a_clerk_leaves_without_keys() -> None:
    cast = found()
    assert actions.leave_team(current=cast["guli"], member=cast.member("ding"), team=cast.team.team) == 0
    assert role_in(cast.member("ding"), cast.team.team) is None
    with pytest.raises(Refused):
        actions.leave_team(current=cast["guli"], member=cast.member("ding"), team=cast.team.team)
    cast.main.refresh_from_db()
    assert cast.main.epoch == 1


def test_the_only_leader_stays_and_a_leader_is_taken_off_by_none_below() -> None:
    cast = found()
    helan, team = cast.member("helan"), cast.team.team
    with pytest.raises(Refused) as refused:
        actions.leave_team(current=cast["song"], member=helan, team=team)
    assert refused.value.code == "last-leader"
    Membership.objects.filter(member=cast.member("zhou"), team=team).update(role=Role.LEADER)
    with pytest.raises(Refused) as refused:
        actions.leave_team(current=cast["song"], member=helan, team=team)
    assert refused.value.code == "by-leader"
    assert keyring.holds(cast["helan"], cast.main)
    assert actions.leave_team(current=cast["zhou"], member=helan, team=team) >= 0
    assert role_in(helan, team) is None


def test_after_leaving_the_new_statement_is_what_counts() -> None:
    cast = found()
    actions.rekey(current=cast["song"], vault=cast.vault, member=cast.member("azi"), left=True)
    assert due.of(cast.vault).unsigned  # an officer cannot sign for the leader
    row = sign_inbound(cast.vault, cast.people["helan"], [cast.people["shen"]])
    assert keyring.inbound_for(cast.vault.pk, None) == row.inbound


def test_a_new_pair_is_no_holder_until_it_is_granted() -> None:
    """周砚 has a new pair and a certificate for it, but no grant: when 阿孜古丽 leaves, nothing is sealed to the new pair."""
    cast = found()
    member, keys = cast.member("zhou"), new_member_keys()
    member.recipient, member.verify_key = keys.recipient, keys.verify
    member.save()
    certify(member, [cast.people["shen"], cast.people["fang"]], team=cast.team.team)
    actions.rekey(current=cast["helan"], vault=cast.vault, member=cast.member("azi"), left=True)
    with pytest.raises(NotAHolder):
        keyring.compartment_key(current_of(member, keys), cast.main)
    assert [one.username for one, _compartment in due.of(cast.vault).without_key] == ["zhou"]
