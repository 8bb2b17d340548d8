"""The log-in guard: slows strangers, keeps nobody out for good, stores nobody's address or name."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection
from django.test import RequestFactory
from tests.cast import make_member

from dingxin.accounts import actions, derive, guard, places
from dingxin.accounts.models import Attempts, Session
from dingxin.accounts.refusals import Refused
from dingxin.audit.models import Entry
from dingxin.rules import clock

pytestmark = pytest.mark.django_db
STRANGER, OFFICE = "network:203.0.113.7", "network:192.0.2.1"


def fail(name: str = "zhou", place: str = STRANGER) -> str:
    with pytest.raises(Refused) as refused:
        actions.sign_in(username=name, passphrase="babab", place=place)
    return refused.value.code


def test_delays_grow_to_a_quarter_of_an_hour_and_no_further() -> None:
    alone = [guard.delay(failures, failures) for failures in range(1, 16)]
    assert alone[: guard.FREE] == [0] * guard.FREE
    assert alone == sorted(alone)
    assert alone[-1] == guard.LONGEST == guard.delay(10_000, 10_000)


def test_others_failures_alone_never_make_one_wait() -> None:
    assert guard.delay(1, 1_000_000) == 0


def test_who_fails_waits_and_is_told_until_when() -> None:
    make_member()
    with time_machine.travel(clock.now(), tick=False) as moment:
        assert [fail() for _ in range(guard.FREE + 1)] == ["wrong"] * (guard.FREE + 1)
        with pytest.raises(Refused) as refused:
            actions.sign_in(username="zhou", passphrase="babab", place=STRANGER)
        assert refused.value.code == "wait"
        assert refused.value.until == clock.now() + timedelta(seconds=2)
        assert str(refused.value.seconds) in str(refused.value)
        moment.shift(2.1)
        assert fail() == "wrong"


def test_a_stranger_cannot_keep_a_member_out() -> None:
    person = make_member()
    for number in range(3 * guard.ATTACK):
        fail(place=f"network:203.0.113.{number}")
    assert actions.sign_in(username="zhou", passphrase=person.passphrase, place=OFFICE)


def test_a_known_browser_does_not_wait_for_its_neighbours() -> None:
    person = make_member()
    with time_machine.travel(clock.now(), tick=False):
        while fail() != "wait":
            pass
        assert actions.sign_in(username="zhou", passphrase=person.passphrase, place="device:" + "00" * 16)


def test_one_network_that_tries_many_names_is_slowed() -> None:
    with time_machine.travel(clock.now(), tick=False):
        codes = [fail(f"name{number}") for number in range(guard.NETWORK_FREE + 2)]
    assert codes == ["wrong"] * (guard.NETWORK_FREE + 1) + ["wait"]


def test_waiting_is_refused_before_anything_is_derived_or_entered(monkeypatch: pytest.MonkeyPatch) -> None:
    make_member()
    with time_machine.travel(clock.now(), tick=False):
        while fail() != "wait":
            pass
        entries = Entry.objects.count()
        monkeypatch.setattr(derive, "derive", lambda *_: pytest.fail("derived"))
        assert fail() == "wait"
        assert Entry.objects.count() == entries


def test_success_forgets_this_places_failures() -> None:
    person = make_member()
    for _ in range(guard.FREE):
        fail()
    actions.sign_in(username="zhou", passphrase=person.passphrase, place=STRANGER)
    assert not Attempts.objects.filter(wait_until__gt=clock.now()).exists()
    assert [fail() for _ in range(guard.FREE)] == ["wrong"] * guard.FREE


def test_no_address_device_or_name_is_stored() -> None:
    make_member()
    fail()
    fail(place="device:" + "ab" * 16)
    text = repr(list(Attempts.objects.values())) + repr(list(Entry.objects.filter(kind="session.refused").values()))
    for word in ("203.0.113.7", "zhou", "abab", "周砚"):
        assert word not in text
    assert {field.name for field in Attempts._meta.get_fields()} == {"bucket", "failures", "wait_until", "forget_at"}


def test_buckets_change_with_the_day() -> None:
    with time_machine.travel("2026-03-17T10:00:00Z", tick=False) as moment:
        guard.enter("passphrase", "zhou", STRANGER)
        moment.shift(24 * 3600)
        guard.enter("passphrase", "zhou", STRANGER)
    assert {row.failures for row in Attempts.objects.all()} == {1}
    assert Attempts.objects.count() == 6


def test_a_failing_store_lets_nobody_in() -> None:
    person = make_member()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE accounts_attempts")
    with pytest.raises(DatabaseError):
        actions.sign_in(username="zhou", passphrase=person.passphrase, place=OFFICE)


def test_a_full_queue_is_told_and_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    person = make_member()
    held = [derive._places.acquire(blocking=False) for _ in range(derive.AT_ONCE + derive.QUEUE)]
    try:
        with pytest.raises(Refused) as refused:
            actions.sign_in(username="zhou", passphrase=person.passphrase, place=OFFICE)
    finally:
        for _ in held:
            derive._places.release()
    assert refused.value.code == "busy"
    assert {row.failures for row in Attempts.objects.all()} == {0}
    assert not Session.objects.exists()
    assert actions.sign_in(username="zhou", passphrase=person.passphrase, place=OFFICE)


def test_old_counts_are_forgotten() -> None:
    with time_machine.travel(clock.now(), tick=False) as moment:
        guard.enter("passphrase", "zhou", STRANGER)
        assert guard.forget() == 0
        moment.shift(guard.FORGET + timedelta(seconds=1))
        assert guard.forget() == 3


@pytest.mark.parametrize(("meta", "behind", "network"), [
    ({"REMOTE_ADDR": "192.0.2.9"}, False, "network:192.0.2.9"),
    ({"REMOTE_ADDR": "192.0.2.9", "HTTP_X_FORWARDED_FOR": "198.51.100.1"}, False, "network:192.0.2.9"),
    ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "6.6.6.6, 198.51.100.1"}, True, "network:198.51.100.1"),
    ({"REMOTE_ADDR": "127.0.0.1"}, True, places.UNKNOWN),
    ({"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}, False, "network:2001:db8:1:2::/64"),
    ({"REMOTE_ADDR": "::ffff:192.0.2.9"}, False, "network:192.0.2.9"),
    ({"REMOTE_ADDR": "unix"}, False, places.UNKNOWN),
])
def test_where_a_request_comes_from(meta: dict[str, str], behind: bool, network: str, settings: object) -> None:
    settings.BEHIND_PROXY = behind
    assert places.network_of(RequestFactory().get("/staff/", **meta)) == network
