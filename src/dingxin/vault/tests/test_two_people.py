"""Acts of two people: what each checks, and every way in which one alone, or the wrong two, get nowhere."""

from datetime import timedelta

import pytest
import time_machine
from tests.cast_vault import Cast, found

from dingxin.accounts.queries import fingerprint
from dingxin.config.founding import certify, sign_inbound
from dingxin.organisation import actions as organisation
from dingxin.organisation.models import BodyRole
from dingxin.organisation.refusals import Refused
from dingxin.rules.clock import now
from dingxin.rules.codes import Role
from dingxin.vault import actions, due, keyring, pins
from dingxin.vault.certificates import TEAM_HOLDERS, verify_member
from dingxin.vault.models import Certificate, CompartmentKey, Custody, Inbound, Keyset, Request, Statement
from dingxin.vault.readiness import current_statement
from dingxin.vault.refusals import KeyGone, NotAHolder, NotTrusted
from dingxin.vault.trust import trust_of

pytestmark = pytest.mark.django_db


def newcomer(cast: Cast, username: str = "gao", role: Role = Role.OFFICER):
    member = cast.member(username)
    BodyRole.objects.filter(member=member, role=Role.OFFICE).delete()
    organisation.join_team(current=cast["guli"], team=cast.team.team, member=member, role=role)
    return member


# keyset

def test_the_keyset_changes_by_two_of_the_old() -> None:
    cast = found()
    before = trust_of(cast.body).current
    organisation.give_role(current=cast["guli"], body=cast.body, member=cast.member("gao"), role=Role.SIGNER)
    signers = [cast.member(name) for name in ("shen", "gao", "helan")]
    request = actions.propose_keyset(current=cast["fang"], body=cast.body, signers=signers)
    with pytest.raises(Refused):  # of the new ones only
        actions.second_keyset(current=cast["gao"], request=request)
    with pytest.raises(Refused):  # oneself
        actions.second_keyset(current=cast["fang"], request=request)
    keyset = actions.second_keyset(current=cast["shen"], request=request)
    assert pins.pinned(cast.body.pk) == (before.number + 1, keyset.fingerprint)
    assert cast.member("fang").verify_key not in trust_of(cast.body).current.keys
    # what the old ones signed for members stands only where both signers remained
    with pytest.raises(Refused):
        actions.propose_certificate(
            current=cast["fang"], member=cast.member("song"), heard=fingerprint(cast.member("song")), team=cast.team.team
        )
    assert keyring.compartment_key(cast["song"], cast.main)  # opening goes on
    with pytest.raises(NotTrusted):  # certified by 沈济 and 方砚秋: new seals wait for a new certificate
        verify_member(
            cast.member("song"), scope=cast.team.team.pk, roles=TEAM_HOLDERS, trust=trust_of(cast.body)
        )
    with pytest.raises(Refused):
        actions.second_keyset(current=cast["helan"], request=request)
    assert Keyset.objects.filter(body=cast.body, current=True).count() == 1


@pytest.mark.parametrize("signers", [["shen"], ["shen", "ding"], []])
def test_a_keyset_that_is_refused(signers: list[str]) -> None:
    cast = found()
    with pytest.raises(Refused):
        actions.propose_keyset(current=cast["shen"], body=cast.body, signers=[cast.member(name) for name in signers])


# certificates

def test_a_certificate_needs_two_who_heard_the_words() -> None:
    cast = found()
    member = newcomer(cast)
    heard = fingerprint(member).replace("-", " ").upper()
    request = actions.propose_certificate(current=cast["shen"], member=member, heard=heard, team=cast.team.team)
    with pytest.raises(Refused):
        actions.second_certificate(current=cast["shen"], request=request, heard=heard)
    with pytest.raises(Refused) as refusal:
        actions.second_certificate(current=cast["fang"], request=request, heard=fingerprint(cast.member("song")))
    assert refusal.value.code == "words-differ"
    row = actions.second_certificate(current=cast["fang"], request=request, heard=heard)
    assert row.current
    assert row.not_after > now().date()


@pytest.mark.parametrize(("by", "whom", "code"), [
    ("ding", "song", "not-a-signer"), ("yuan", "song", "not-a-signer"), ("helan", "helan", "own-certificate"),
    ("shen", "guli", "no-role"), ("shen", "qin", "no-role"),
])
def test_a_certificate_that_is_refused(by: str, whom: str, code: str) -> None:
    cast = found()
    member = cast.member(whom)
    with pytest.raises(Refused) as refusal:
        actions.propose_certificate(current=cast[by], member=member, heard=fingerprint(member), team=cast.team.team)
    assert refusal.value.code == code


def test_keys_that_somebody_else_has_seen_are_not_certified() -> None:
    cast = found()
    member = newcomer(cast)
    member.own = False
    member.save()
    with pytest.raises(Refused) as refusal:
        actions.propose_certificate(
            current=cast["shen"], member=member, heard=fingerprint(member), team=cast.team.team
        )
    assert refusal.value.code == "not-own"


def test_keys_changed_between_the_two_signatures() -> None:
    cast = found()
    member = newcomer(cast)
    request = actions.propose_certificate(
        current=cast["shen"], member=member, heard=fingerprint(member), team=cast.team.team
    )
    member.recipient = cast.member("guli").recipient
    member.save()
    with pytest.raises(Refused):
        actions.second_certificate(current=cast["fang"], request=request, heard=fingerprint(member))


def test_a_certificate_runs_out_for_seals_and_not_for_what_was_opened_with_it() -> None:
    cast = found()
    with time_machine.travel(now() + timedelta(days=401)):
        song = cast.member("song")
        with pytest.raises(NotTrusted):
            actions.propose_grant(current=cast["helan"], compartment=cast.main, member=song)
        assert keyring.compartment_key(cast["song"], cast.main)
        assert {row.member.username for row in due.of(cast.vault).certificates} == {"helan", "song", "zhou", "azi"}


# grants

def test_a_grant_by_leader_and_holder() -> None:
    cast = found()
    member = newcomer(cast)
    with pytest.raises(NotTrusted):
        actions.propose_grant(current=cast["helan"], compartment=cast.main, member=member)
    certify(member, [cast.people["shen"], cast.people["fang"]], team=cast.team.team)
    for wrong in ("song", "qin", "guli"):
        with pytest.raises(Refused):
            actions.propose_grant(current=cast[wrong], compartment=cast.main, member=member)
    request = actions.propose_grant(current=cast["helan"], compartment=cast.main, member=member)
    assert [one.username for one in actions.granted_by(request)] == ["gao"]
    for wrong in ("helan", "gao", "shen", "qin"):
        with pytest.raises(Refused):
            actions.second_grant(current=cast[wrong], request=request)
    actions.second_grant(current=cast["zhou"], request=request)
    row = CompartmentKey.objects.get(compartment=cast.main, member=member)
    assert "helan" in row.granted_by
    assert "zhou" in row.seconded_by
    assert keyring.compartment_key(cast["gao"], cast.main) == keyring.compartment_key(cast["song"], cast.main)
    assert keyring.inbound_secret(cast["gao"], keyring.inbound_for(cast.vault.pk, None))
    with pytest.raises(Refused):
        actions.second_grant(current=cast["azi"], request=request)


def test_of_two_grants_at_once_the_second_is_proposed_anew() -> None:
    cast = found()
    one, two = newcomer(cast), newcomer(cast, "mu")
    for member in (one, two):
        certify(member, [cast.people["shen"], cast.people["fang"]], team=cast.team.team)
    first = actions.propose_grant(current=cast["helan"], compartment=cast.main, member=one)
    second = actions.propose_grant(current=cast["helan"], compartment=cast.main, member=two)
    actions.second_grant(current=cast["song"], request=second)
    with pytest.raises(Refused) as refusal:
        actions.second_grant(current=cast["song"], request=first)
    assert refusal.value.code == "out-of-date"
    again = actions.propose_grant(current=cast["helan"], compartment=cast.main, member=one)
    actions.second_grant(current=cast["song"], request=again)
    assert all(keyring.holds(cast[name], cast.main) for name in ("gao", "mu", "song"))


@pytest.mark.parametrize("username", ["ding", "qin", "guli", "luo"])
def test_clerks_strangers_administrators_and_custodians_are_granted_nothing(username: str) -> None:
    cast = found()
    with pytest.raises(Refused):
        actions.propose_grant(current=cast["helan"], compartment=cast.main, member=cast.member(username))


# statements and inbound identities

def test_a_statement_by_leader_and_signer() -> None:
    cast = found()
    old = keyring.inbound_for(cast.vault.pk, None)
    for wrong in ("song", "shen", "qin"):
        with pytest.raises(Refused):
            actions.rotate_inbound(current=cast[wrong], vault=cast.vault)
    request = actions.rotate_inbound(current=cast["helan"], vault=cast.vault)
    assert keyring.inbound_for(cast.vault.pk, None) == old  # until two have signed
    for wrong in ("helan", "song", "yuan"):
        with pytest.raises(Refused):
            actions.second_statement(current=cast[wrong], request=request)
    row = actions.second_statement(current=cast["fang"], request=request)
    assert keyring.inbound_for(cast.vault.pk, None) == row.inbound
    assert Statement.objects.filter(vault=cast.vault, current=True).count() == 1
    said = current_statement(cast.team.team)
    assert said is not None
    assert said.inbound == row.inbound.recipient


def test_custodians_changed_between_the_signatures() -> None:
    cast = found()
    request = actions.rotate_inbound(current=cast["helan"], vault=cast.vault)
    custodians = [cast.member("luo"), cast.member("tian")]
    actions.make_custody(current=cast["tian"], body=cast.body, custodians=custodians)
    with pytest.raises(Refused) as refusal:
        actions.second_statement(current=cast["shen"], request=request)
    assert refusal.value.code == "out-of-date"
    sign_inbound(cast.vault, cast.people["helan"], [cast.people["shen"]])
    assert current_statement(cast.team.team).custodians == Custody.objects.get(body=cast.body, current=True).recipient


@pytest.mark.parametrize("custodians", [["luo"], ["luo", "song"], ["tian", "guli"], ["luo", "kang"]])
def test_a_second_key_needs_two_custodians_of_the_body(custodians: list[str]) -> None:
    cast = found()
    with pytest.raises(Refused):
        actions.make_custody(
            current=cast[custodians[0]], body=cast.body, custodians=[cast.member(name) for name in custodians]
        )


def test_an_old_inbound_is_destroyed_when_it_is_empty_and_old_enough() -> None:
    cast = found()
    first = keyring.inbound_for(cast.vault.pk, None)
    with pytest.raises(Refused):
        actions.destroy_inbound(current=cast["helan"], inbound=first, untriaged=0)
    actions.second_statement(
        current=cast["shen"], request=actions.rotate_inbound(current=cast["helan"], vault=cast.vault)
    )
    old = keyring.inbound_of(cast.vault.pk, first.epoch)
    with pytest.raises(Refused):
        actions.destroy_inbound(current=cast["helan"], inbound=old, untriaged=0)
    with time_machine.travel(now() + timedelta(days=31)):
        assert due.of(cast.vault).destructions == (old,)
        for by, untriaged in (("helan", 1), ("song", 0), ("qin", 0)):
            with pytest.raises(Refused):
                actions.destroy_inbound(current=cast[by], inbound=old, untriaged=untriaged)
        actions.destroy_inbound(current=cast["helan"], inbound=old, untriaged=0)
        with pytest.raises(KeyGone):
            keyring.inbound_secret(cast["helan"], keyring.inbound_of(cast.vault.pk, old.epoch))


def test_rotation_is_due_after_fourteen_days_and_the_statement_runs_out_after_twenty_eight() -> None:
    cast = found()
    for days, is_due, holds in ((13, False, True), (14, True, True), (28, True, True), (29, True, False)):
        with time_machine.travel(now() + timedelta(days=days)):
            assert bool(due.of(cast.vault).rotations) is is_due
            assert (current_statement(cast.team.team) is not None) is holds


def test_one_vault_a_team_made_by_its_leader_for_its_certified_members() -> None:
    cast = found()
    with pytest.raises(Refused):
        actions.make_vault(current=cast["helan"], team=cast.team.team, members=[])
    team = organisation.create_team(
        current=cast["guli"], body=cast.body, number=11, name="第十一巡察组", round=cast.round
    )
    for username, role in (("helan", Role.LEADER), ("song", Role.OFFICER), ("ding", Role.CLERK)):
        organisation.join_team(current=cast["guli"], team=team, member=cast.member(username), role=role)
    for username in ("helan", "song"):
        with pytest.raises(NotTrusted):  # first both, then the officer is certified for team 9 only
            actions.make_vault(current=cast["helan"], team=team, members=[cast.member("song")])
        certify(cast.member(username), [cast.people["shen"], cast.people["fang"]], team=team)
    with pytest.raises(Refused):
        actions.make_vault(current=cast["song"], team=team, members=[])
    with pytest.raises(Refused):
        actions.make_vault(current=cast["helan"], team=team, members=[cast.member("ding")])
    vault = actions.make_vault(current=cast["helan"], team=team, members=[cast.member("song")])
    assert keyring.holds(cast["song"], keyring.compartment_for(vault.pk, None))
    with pytest.raises(NotAHolder):  # no statement yet
        keyring.inbound_for(vault.pk, None)
    assert Inbound.objects.get(vault=vault).state == "waiting"


def test_a_request_is_taken_back_once() -> None:
    cast = found()
    request = actions.rotate_inbound(current=cast["helan"], vault=cast.vault)
    again = Request.objects.get(pk=request.pk)
    actions.take_back(current=cast["helan"], request=request)
    with pytest.raises(Refused):
        actions.second_statement(current=cast["shen"], request=again)
    with pytest.raises(Refused):
        actions.take_back(current=cast["helan"], request=again)
    assert not Certificate.objects.filter(current=True, member=cast.member("ding")).exists()
