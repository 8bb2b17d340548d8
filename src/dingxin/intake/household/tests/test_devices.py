"""Devices: enrolled by their member, confirmed by another leader with the six words, revoked at once."""

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import override
from tests.cast_vault import Cast, client_of, found

from dingxin.audit.models import Entry
from dingxin.config.demo.device import Telephone
from dingxin.intake.household import actions
from dingxin.intake.household.models import Device
from dingxin.mailbox.inlets import refresh
from dingxin.mailbox.lookup import b64
from dingxin.mailbox.refused import Refused as MailboxRefused
from dingxin.organisation.refusals import Refused
from dingxin.sealing.primitives import random_bytes
from dingxin.sealing.spoken import spoken_fingerprint

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    made = found()
    refresh()
    return made


def enrol(cast: Cast, who: str = "ding") -> tuple[Telephone, Device]:
    phone = Telephone(cast.stationing)
    return phone, actions.enrol_device(current=cast[who], stationing=cast.stationing, verify_key=phone.verify_key)


def test_the_six_words_read_aloud_make_it_active(cast: Cast) -> None:
    phone, device = enrol(cast)
    words = spoken_fingerprint(phone.verify_key)
    assert device.state == "waiting"
    actions.confirm_device(current=cast["helan"], device=device, heard=f" {words.upper().replace('-', '  ')} ")
    device.refresh_from_db()
    assert (device.state, device.confirmed_by) == ("active", cast.member("helan"))
    with override("en"), pytest.raises(Refused, match="wait"):
        actions.confirm_device(current=cast["helan"], device=device, heard=words)


def test_other_words_and_other_people_confirm_nothing(cast: Cast) -> None:
    phone, device = enrol(cast)
    words = spoken_fingerprint(phone.verify_key)
    with pytest.raises(Refused):
        actions.confirm_device(current=cast["helan"], device=device, heard=words[:-1] + "x")
    for who in ("ding", "song"):
        with pytest.raises(PermissionDenied):
            actions.confirm_device(current=cast[who], device=device, heard=words)
    with pytest.raises(Http404):
        actions.confirm_device(current=cast["luoyi"], device=device, heard=words)
    own_phone, own = enrol(cast, "helan")
    with pytest.raises(Refused):
        actions.confirm_device(current=cast["helan"], device=own, heard=spoken_fingerprint(own_phone.verify_key))
    assert not Device.objects.filter(state="active").exists()


def test_enrolling_twice_is_one_device_and_a_key_of_somebody_else_is_refused(cast: Cast) -> None:
    phone, device = enrol(cast)
    again = actions.enrol_device(current=cast["ding"], stationing=cast.stationing, verify_key=phone.verify_key)
    assert again == device
    with pytest.raises(MailboxRefused):
        actions.enrol_device(current=cast["song"], stationing=cast.stationing, verify_key=phone.verify_key)
    actions.revoke_device(current=cast["ding"], device=device)
    with pytest.raises(MailboxRefused):  # a revoked key never comes back
        actions.enrol_device(current=cast["ding"], stationing=cast.stationing, verify_key=phone.verify_key)
    with pytest.raises(MailboxRefused):
        actions.enrol_device(current=cast["ding"], stationing=cast.stationing, verify_key=bytes(32))
    assert Entry.objects.filter(kind="device.enrolled").count() == 1


def test_at_most_five(cast: Cast) -> None:
    for _ in range(actions.MOST_DEVICES):
        enrol(cast)
    with pytest.raises(Refused):
        enrol(cast)


def test_member_and_leader_revoke_and_nobody_else(cast: Cast) -> None:
    for who in ("ding", "helan"):
        _, device = enrol(cast)
        with pytest.raises(PermissionDenied):
            actions.revoke_device(current=cast["song"], device=device)
        actions.revoke_device(current=cast[who], device=device)
        with pytest.raises(Refused):
            actions.revoke_device(current=cast[who], device=device)
    assert Entry.objects.filter(kind="device.revoked").count() == 2


def test_pages_of_leader_and_clerk(cast: Cast) -> None:
    phone, device = enrol(cast)
    home = reverse("intake_household:home")
    clerk, leader = client_of(cast, "ding"), client_of(cast, "helan")
    confirm = reverse("intake_household:confirm", args=[device.pk])
    assert confirm not in clerk.get(home).content.decode()
    assert confirm in leader.get(home).content.decode()
    wrong = leader.post(confirm, {"heard": "six other words"})
    assert (wrong.status_code, "six other words" in wrong.content.decode()) == (409, True)
    right = leader.post(confirm, {"heard": spoken_fingerprint(phone.verify_key)})
    assert right.status_code == 302
    assert Device.objects.get().state == "active"
    assert client_of(cast, "song").get(home).content.decode().count("revoke/") == 0  # a colleague's is not shown


def test_the_page_enrols_and_learns_what_it_is(cast: Cast) -> None:
    client, key = client_of(cast, "ding", unlocked=False), Telephone(cast.stationing).verify_key
    sent: dict[str, Any] = {"v": 1, "verify_key": b64(key)}
    made = client.post(reverse("intake_household:enrol"), json.dumps(sent), content_type="application/json").json()
    state = client.get(reverse("intake_household:state"), {"device": made["device"]}).json()
    assert (state["device"], state["code"], state["name"]) == ("waiting", "maizhan", "丁小禾")
    other = client_of(cast, "song").get(reverse("intake_household:state"), {"device": made["device"]}).json()
    assert other["device"] == ""  # of somebody else
    unknown = client.get(reverse("intake_household:state"), {"device": random_bytes(16).hex()}).json()
    assert unknown["device"] == ""
