"""Keys: acts of two people end to end through their pages, and what each page refuses."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from tests.cast_vault import Cast, client_of, found

from dingxin.accounts.models import Session
from dingxin.accounts.queries import fingerprint
from dingxin.audit.models import Entry
from dingxin.casework.models import Matter
from dingxin.config.founding import found_person
from dingxin.desk.keys.untriaged import untriaged
from dingxin.mailbox.models import Inlet
from dingxin.organisation import actions as organisation
from dingxin.organisation.models import BodyRole, Membership
from dingxin.rules.clock import now
from dingxin.rules.codes import Role
from dingxin.rules.ids import new_id
from dingxin.sealing.compartments import wrap_secret
from dingxin.vault import keyring
from dingxin.vault.actions.certify import same_words
from dingxin.vault.models import Certificate, Compartment, CompartmentKey, Custody, Inbound, Keyset, Recusal, Request, Wrap
from dingxin.vault.trust import trust_of

pytestmark = pytest.mark.django_db


def at(name: str, *args: object) -> str:
    return reverse(f"desk:{name}", args=args)


def newest() -> Request:
    return Request.objects.filter(done=False).latest("at")


def waiting(row: Request) -> str:
    return at("keys_waiting", row.pk)


def goes(client: Client, url: str, data: dict[str, object] | None = None) -> str:
    before = Entry.objects.count()
    answer = client.post(url, data or {})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert Entry.objects.count() == before + 1, "one act, one entry"
    page = client.get(answer.headers["Location"])
    assert page.status_code == 200
    assert 'role="status"' in page.content.decode()
    return answer.headers["Location"]


def refused(client: Client, url: str, data: dict[str, object] | None = None, status: int = 409) -> str:
    before = Entry.objects.count()
    answer = client.post(url, data or {})
    assert answer.status_code == status, answer.content.decode()[-2000:]
    assert Entry.objects.count() == before
    return answer.content.decode()


def newcomer(cast: Cast, username: str = "shilang", role: Role = Role.OFFICER) -> object:
    person = found_person(actor="test", username=username, name="石朗")
    organisation.join_team(current=cast["guli"], team=cast.team.team, member=person.member, role=role)
    cast.people[username] = person
    return person.member


# Certificates: six words, heard by two.


def test_two_signers_hear_six_words_and_the_page_never_shows_them() -> None:
    cast = found()
    member = newcomer(cast)
    words = fingerprint(member)  # type: ignore[arg-type]
    url = at("keys_certify_team", cast.team.team.pk, member.pk)  # type: ignore[attr-defined]
    shen, fang = client_of(cast, "shen"), client_of(cast, "fang")
    assert not any(word in shen.get(url).content.decode() for word in words.split("-"))
    text = refused(shen, url, {"heard": "babab dadad fafaf gagag hahah jajaj"})
    assert "babab dadad" in text, "what was typed stays"
    refused(shen, url, {"heard": ""}, 422)
    goes(shen, url, {"heard": words.replace("-", " ").upper()})
    row = newest()
    page = fang.get(waiting(row)).content.decode()
    assert "石朗" in page
    assert not any(word in page for word in words.split("-"))
    refused(fang, waiting(row), {"heard": "babab"})
    refused(shen, waiting(row), {"heard": words})  # not by the first again
    goes(fang, waiting(row), {"heard": words})
    assert Certificate.objects.filter(member=member, current=True).count() == 1
    assert same_words(words.upper(), member)  # type: ignore[arg-type]
    assert fang.get(waiting(row)).status_code == 404, "done"


@pytest.mark.parametrize("username", ["song", "guli", "luo", "gao"])
def test_only_signers_certify(username: str) -> None:
    cast = found()
    url = at("keys_certify_team", cast.team.team.pk, cast.member("zhou").pk)
    assert client_of(cast, username).get(url).status_code == 403
    assert client_of(cast, username).post(url, {"heard": "x"}).status_code == 403
    assert not Request.objects.filter(done=False, kind="certificate").exists()


# Grants: the leader and one holder.


def test_a_key_is_given_by_the_leader_and_one_holder() -> None:
    cast = found()
    member = newcomer(cast)
    grant = at("keys_grant", cast.team.team.pk)
    leader, song = client_of(cast, "helan"), client_of(cast, "song")
    wanted = {"member": member.pk, "compartment": cast.main.pk}  # type: ignore[attr-defined]
    refused(leader, grant, wanted)  # not certified yet
    certify(cast, "shilang")
    goes(leader, grant, wanted)
    row = newest()
    page = song.get(waiting(row)).content.decode()
    for words in ("石朗", "何岚", "周砚"):
        assert words in page
    refused(leader, waiting(row))
    assert client_of(cast, "shen").post(waiting(row)).status_code == 403, "a signer holds nothing"
    assert client_of(cast, "qin").get(waiting(row)).status_code == 200, "signers of the body may read what waits"
    assert client_of(cast, "luoyi").get(waiting(row)).status_code == 404
    goes(song, waiting(row))
    assert keyring.compartment_key(cast["shilang"], cast.main)
    assert CompartmentKey.objects.filter(member=member).count() == 1


def certify(cast: Cast, username: str) -> None:
    from dingxin.config import founding

    founding.certify(cast.member(username), [cast.people["shen"], cast.people["fang"]], team=cast.team.team)


def test_a_list_that_is_out_of_date_says_so_and_can_be_taken_back() -> None:
    cast = found()
    leader, song = client_of(cast, "helan"), client_of(cast, "song")
    grant = at("keys_grant", cast.team.team.pk)
    rows = []
    for username in ("shilang", "linxiao"):
        member = newcomer(cast, username)
        certify(cast, username)
        goes(leader, grant, {"member": member.pk, "compartment": cast.main.pk})  # type: ignore[attr-defined]
        rows.append(newest())
    goes(song, waiting(rows[0]))
    page = song.get(waiting(rows[1]))
    assert page.context["stale"]
    refused(song, waiting(rows[1]))
    assert client_of(cast, "shen").post(at("keys_take_back", rows[1].pk)).status_code == 403
    goes(song, at("keys_take_back", rows[1].pk))
    assert not Request.objects.filter(pk=rows[1].pk).exists()


# Keysets and custodians.


def test_a_keyset_changes_by_two_of_the_old() -> None:
    cast = found()
    shen, fang = client_of(cast, "shen"), client_of(cast, "fang")
    url, before = at("keys_keyset", cast.body.pk), trust_of(cast.body).current
    people = [cast.member(name).pk for name in ("shen", "fang", "helan")]
    refused(shen, url, {"members": people[:1]})
    refused(shen, url, {"members": []}, 422)
    refused(shen, url, {"members": [cast.member("zhou").pk, people[0]]}, 422)  # no signer
    goes(shen, url, {"members": people})
    row = newest()
    page = fang.get(waiting(row)).content.decode()
    assert "穆合" in page, "who is no longer in it is named"
    goes(fang, waiting(row))
    after = trust_of(cast.body).current
    assert after.number == before.number + 1
    assert {name for _key, name in after.signers} == {"沈济", "方砚秋", "何岚"}
    assert after.fingerprint in fang.get(at("keys_body", cast.body.pk)).content.decode()
    assert client_of(cast, "guli").get(url).status_code == 403


def test_the_custodians_make_their_key_anew() -> None:
    cast = found()
    luo, url = client_of(cast, "luo"), at("keys_custody", cast.body.pk)
    both = [cast.member("luo").pk, cast.member("tian").pk]
    refused(luo, url, {"members": both[1:]})
    goes(luo, url, {"members": both})
    assert Custody.objects.get(body=cast.body, current=True).epoch == 2
    assert client_of(cast, "shen").post(url, {"members": both}).status_code == 403
    # the leader signs the statement of the identity in use anew
    inbound = Inbound.objects.get(vault=cast.vault, state="current")
    goes(client_of(cast, "helan"), at("keys_sign", cast.team.team.pk, inbound.pk))
    goes(client_of(cast, "shen"), waiting(newest()))


# Inbound identities.


def test_rotation_by_the_leader_and_a_signer_reaches_the_browsers() -> None:
    cast = found()
    leader, team = client_of(cast, "helan"), cast.team.team.pk
    assert client_of(cast, "song").post(at("keys_rotate", team)).status_code == 403
    goes(leader, at("keys_rotate", team))
    row = newest()
    page = client_of(cast, "shen").get(waiting(row)).content.decode()
    assert "第九巡察组" in page
    assert Inbound.objects.get(vault=cast.vault, state="current").epoch == 1
    goes(client_of(cast, "shen"), waiting(row))
    assert Inbound.objects.get(vault=cast.vault, state="current").epoch == 2
    assert Inlet.objects.filter(vault_id=cast.vault.pk, epoch=2, current=True).exists()
    text = leader.get(at("keys_inbounds", team)).content.decode()
    assert at("keys_destroy", team, Inbound.objects.get(vault=cast.vault, state="old").pk) not in text, "not before 30 days"
    refused(leader, at("keys_destroy", team, Inbound.objects.get(vault=cast.vault, state="old").pk))


def test_an_old_identity_is_destroyed_when_nothing_needs_it() -> None:
    cast = found()
    team = cast.team.team.pk
    goes(client_of(cast, "helan"), at("keys_rotate", team))
    goes(client_of(cast, "shen"), waiting(newest()))
    old = Inbound.objects.get(vault=cast.vault, state="old")
    assert untriaged(old) == 0
    with time_machine.travel(now() + timedelta(days=31), tick=False):
        leader = client_of(cast, "helan")
        assert at("keys_destroy", team, old.pk) in leader.get(at("keys_inbounds", team)).content.decode()
        goes(leader, at("keys_destroy", team, old.pk))
    old.refresh_from_db()
    assert (old.state, old.wrapped) == ("destroyed", None)


def test_days_left_are_told_and_a_late_one_is_said_at_the_top() -> None:
    cast = found()
    with time_machine.travel(now() + timedelta(days=15), tick=False):
        page = client_of(cast, "helan").get(at("keys")).content.decode()
        assert 'data-s="late"' in page
        line = client_of(cast, "helan").get(at("keys_inbounds", cast.team.team.pk)).context["lines"][0]
        assert line.left == -1


# Recusal.


def test_a_relation_is_entered_by_somebody_who_stays() -> None:
    cast = found()
    url, song = at("keys_recuse", cast.team.team.pk), cast.member("song")
    leader = client_of(cast, "helan")
    assert str(cast.member("helan").pk) not in leader.get(url).content.decode(), "nobody enters their own"
    refused(leader, url, {"member": song.pk, "unit": "nirgends"}, 422)
    goes(leader, url, {"member": song.pk, "unit": "上麦村"})
    recusal = Recusal.objects.get(member=song)
    lead = "您自己和某个单位有关系？"
    assert leader.get(f"{url}?done=recused").content.decode().count(lead) == 1, "what was done is said without the lead"
    apart = Compartment.objects.get(vault=cast.vault, without=song.pk.hex)
    assert not CompartmentKey.objects.filter(compartment=apart, member=song).exists()
    refused(leader, url, {"member": song.pk, "unit": "maizhan-01"})
    # the member sees their own recusal, and no trace of what is behind it
    page = client_of(cast, "song").get(f"{at('keys')}?of={cast.team.team.pk}").content.decode()
    assert len(page.split('<th scope="row">')) == len(
        client_of(cast, "zhou").get(at("keys")).content.decode().split('<th scope="row">')
    ) - 1
    request = Request.objects.get(kind="statement", done=False)
    assert "maizhan-01" not in page
    end = at("keys_recusal_end", cast.team.team.pk, recusal.pk)
    assert client_of(cast, "zhou").post(end).status_code == 403
    goes(client_of(cast, "shen"), waiting(request))
    goes(leader, end)


def test_a_list_of_recusals_changed_by_hand_says_so_and_is_signed_anew() -> None:
    cast = found()
    url, sign = at("keys_recuse", cast.team.team.pk), at("keys_recusals_sign", cast.team.team.pk)
    given = {"member": cast.member("song").pk, "unit": "maizhan"}
    assert sign not in client_of(cast, "helan").get(url).content.decode()
    goes(client_of(cast, "helan"), url, given)
    Recusal.objects.all().delete()
    assert sign in client_of(cast, "helan").get(url).content.decode()
    assert client_of(cast, "helan").post(url, given).status_code == 409
    assert client_of(cast, "song").post(sign).status_code == 409
    goes(client_of(cast, "zhou"), sign)
    goes(client_of(cast, "helan"), url, given)
    assert sign not in client_of(cast, "helan").get(url).content.decode()


def test_what_is_about_the_unit_moves_with_the_recusal() -> None:
    cast = found()
    M = bytes(32)
    matter = Matter.objects.create(
        team=cast.team.team, vault_id=cast.vault.pk, compartment_id=cast.main.pk, number=1, year=2026,
        opened_on=cast.round.starts, unit=cast.units["maizhan-01"],
    )  # fmt: skip
    key = keyring.compartment_key(cast["helan"], cast.main)
    Wrap.objects.create(purpose="M", object_id=matter.pk, compartment=cast.main, epoch=1, blob=wrap_secret(
        key, M, purpose="M", object_id=matter.pk.hex, compartment=cast.main.pk.hex, epoch=1
    ))  # fmt: skip
    url = at("keys_recuse", cast.team.team.pk)
    goes(client_of(cast, "helan"), url, {"member": cast.member("song").pk, "unit": "maizhan"})
    assert keyring.unwrap(cast["zhou"], "M", matter.pk) == M
    with pytest.raises(keyring.NotAHolder):
        keyring.unwrap(cast["song"], "M", matter.pk)


# Leaving and re-keying.


def test_somebody_leaves_and_the_wraps_follow_in_steps() -> None:
    cast = found()
    key = keyring.compartment_key(cast["helan"], cast.main)
    ids = [new_id() for _ in range(30)]
    Wrap.objects.bulk_create([Wrap(purpose="M", object_id=one, compartment=cast.main, epoch=1, blob=wrap_secret(
        key, bytes(32), purpose="M", object_id=one.hex, compartment=cast.main.pk.hex, epoch=1)) for one in ids])  # fmt: skip
    team, zhou = cast.team.team.pk, cast.member("zhou")
    client_of(cast, "zhou")
    song = client_of(cast, "song")
    url = at("keys_leave", team, zhou.pk)
    page = song.get(url).content.decode()
    assert "30" in page
    refused(song, url, {"why": "bored"}, 422)
    refused(client_of(cast, "zhou"), at("keys_leave", team, zhou.pk), {"why": "left"})
    target = goes(song, url, {"why": "left"})
    assert target.startswith(at("keys_rekey", team))
    assert not Session.objects.filter(member=zhou).exists()
    assert not Membership.objects.filter(member=zhou, team=cast.team.team, until=None).exists()
    progress = song.get(target)
    assert (progress.context["waiting"], progress.context["total"]) == (30, 30)
    for _ in range(5):
        answer = song.post(at("keys_rekey", team), {"on": "1"})
        if answer.headers["Location"].startswith(at("keys") + "?"):
            break
    assert "done=rekeyed" in answer.headers["Location"]
    assert not Wrap.objects.exclude(epoch=2).exists()
    assert keyring.unwrap(cast["azi"], "M", ids[0]) == bytes(32)
    assert client_of(cast, "ding").get(url).status_code == 403


def test_a_lost_device_keeps_the_place_in_the_team() -> None:
    cast = found()
    team, zhou = cast.team.team.pk, cast.member("zhou")
    goes(client_of(cast, "helan"), at("keys_leave", team, zhou.pk), {"why": "lost"})
    assert Membership.objects.filter(member=zhou, team=cast.team.team, until=None).exists()
    assert not CompartmentKey.objects.filter(member=zhou).exists()
    due = client_of(cast, "helan").get(at("keys")).content.decode()
    assert f"member={zhou.pk}" in due, "a grant is proposed again"


# Doors: one team's acts are not for another's people.


@pytest.mark.parametrize("name", [
    "keys_vault", "keys_grant", "keys_recuse", "keys_rekey", "keys_rotate", "keys_catch_up", "keys_recusals_sign",
])
@pytest.mark.parametrize(("username", "status"), [("qin", 404), ("luo", 404), ("ding", 403), ("shen", 404)])
def test_acts_of_a_team_are_closed_to_others(name: str, username: str, status: int) -> None:
    cast = found()
    answer = client_of(cast, username).post(at(name, cast.team.team.pk))
    assert answer.status_code == status


def test_a_locked_session_signs_nothing() -> None:
    cast = found()
    goes(client_of(cast, "helan"), at("keys_rotate", cast.team.team.pk))
    row = newest()
    answer = client_of(cast, "shen", unlocked=False).post(waiting(row))
    assert answer.status_code == 423
    row.refresh_from_db()
    assert not row.done


def test_a_first_keyset_is_made_on_the_pages_too() -> None:
    cast = found()
    body = organisation.create_body(current=cast["guli"], code="new", name="新机构", tier="county", parent=cast.body)
    for name in ("shen", "fang"):
        organisation.give_role(current=cast["guli"], body=body, member=cast.member(name), role=Role.SIGNER)
    members = [cast.member(name).pk for name in ("shen", "fang")]
    goes(client_of(cast, "shen"), at("keys_keyset", body.pk), {"members": members})
    goes(client_of(cast, "fang"), waiting(newest()))
    assert Keyset.objects.get(body=body).epoch == 1
    assert BodyRole.objects.filter(body=body).count() == 2
