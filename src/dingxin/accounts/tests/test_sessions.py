"""What a stolen row, a stolen cookie, a restart and idleness open: nothing."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as live
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import client_for, current_for, half_open_client_for, make_member

from dingxin.accounts import boot, cookies, identity, ticks, totp
from dingxin.accounts.models import Member, Session
from dingxin.audit.models import Entry
from dingxin.rules import clock
from dingxin.sealing.errors import SealBroken

pytestmark = pytest.mark.django_db


def test_the_row_and_the_boot_key_without_the_cookie_open_nothing() -> None:
    person = make_member()
    current = current_for(person)
    row = Session.objects.get()
    assert cookies.open_keys(current.cookie, row.sealed_keys) == person.keys
    for guess in (bytes.fromhex(row.id), bytes(32), cookies.new_cookie()):
        assert cookies.open_keys(guess, row.sealed_keys) is None
    stored = b"".join(bytes(v) if not isinstance(v, str) else v.encode() for v in (row.id, row.sealed_keys))
    for secret in (current.cookie, person.keys.seed, person.keys.secret.encode(), person.passphrase.encode()):
        assert secret not in stored


def test_the_rows_id_is_no_cookie() -> None:
    current = current_for(make_member())
    client = Client()
    client.cookies[live.SESSION_COOKIE] = cookies.as_text(bytes.fromhex(current.session.id))
    assert client.get("/desk/").status_code == 302


def test_the_cookie_without_the_boot_key_opens_nothing(tmp_path: Path, settings: object) -> None:
    key = tmp_path / "boot"
    settings.BOOT_KEY_FILE = str(key)
    key.write_bytes(b"a" * 32)
    person = make_member()
    client = client_for(person)
    assert client.get("/desk/keyed/").status_code == 200
    key.write_bytes(b"b" * 32)  # the server was started anew
    answer = client.get("/desk/keyed/")
    assert answer.url == "/staff/unlock/?next=%2Fdesk%2Fkeyed%2F"
    assert client.get("/desk/").status_code == 200  # signed in still: only locked
    for state in (b"short", None):
        key.write_bytes(state) if state else key.unlink()
        assert client.get("/desk/keyed/").status_code == 302


def test_another_members_row_does_not_open_by_swapping() -> None:
    one, two = current_for(make_member()), current_for(make_member("lin", "林"))
    Session.objects.filter(pk=one.session.pk).update(sealed_keys=two.session.sealed_keys)
    found = identity.find(one.cookie)
    assert found is not None
    assert not found.unlocked


def test_a_second_factor_secret_is_bound_to_its_member_and_sealed() -> None:
    one, two = make_member(), make_member("lin", "林")
    assert one.totp_secret.encode() not in bytes(one.member.totp_secret)
    two.member.totp_secret = one.member.totp_secret
    with pytest.raises(SealBroken):
        totp.secret_of(two.member)


def test_without_a_boot_key_file_each_process_has_its_own() -> None:
    assert boot.boot_key() == boot.boot_key()
    assert len(boot.boot_key()) == 32


def test_idleness_locks_once_and_says_so() -> None:
    with time_machine.travel(clock.now(), tick=False) as moment:
        client = client_for(make_member())
        moment.shift(live.IDLE_LOCK_SECONDS - 1)
        assert client.get("/desk/keyed/").status_code == 200
        moment.shift(live.IDLE_LOCK_SECONDS + 1)
        assert client.get("/desk/").status_code == 200
        assert Session.objects.get().sealed_keys is None
        assert client.get("/desk/keyed/").status_code == 302
    assert Entry.objects.filter(kind="session.locked", facts="why idle\n").count() == 1


def test_a_session_ends_after_its_whole_life_however_busy() -> None:
    with time_machine.travel(clock.now(), tick=False) as moment:
        client = client_for(make_member())
        for _ in range(live.SESSION_SECONDS // 600):
            moment.shift(600)
            assert client.get("/desk/").status_code == 200
        moment.shift(1)
        assert client.get("/desk/").status_code == 302
    assert not Session.objects.exists()


def test_being_seen_is_written_once_a_minute() -> None:
    with time_machine.travel(clock.now(), tick=False) as moment:
        client = client_for(make_member())
        for shift, writes in ((1, 0), (58, 0), (1, 1), (30, 0)):
            moment.shift(shift)
            with CaptureQueriesContext(connection) as seen:
                client.get("/desk/")
            assert sum(query["sql"].startswith("UPDATE") for query in seen.captured_queries) == writes


@pytest.mark.parametrize("path", ["/", "/en/", "/zh-hans/", "/api/lookup", "/deskless", "/staffing"])
def test_public_paths_never_look_a_session_up(path: str, django_assert_num_queries: Callable[..., object]) -> None:
    client = client_for(make_member())
    with django_assert_num_queries(0):
        answer = client.get(path, follow=False)
    if answer.status_code == 200:
        assert answer.content == b"None"
    assert live.SESSION_COOKIE not in answer.cookies


def test_a_closed_account_is_out_at_once() -> None:
    person = make_member()
    client = client_for(person)
    Member.objects.filter(pk=person.id).update(active=False)
    assert client.get("/desk/").status_code == 302


@pytest.mark.parametrize("text", ["", "x", "A" * 42, "A" * 44, "é" * 43, "A" * 42 + "B", "=" * 43, "A" * 4000])
def test_malformed_cookies_are_no_session(text: str) -> None:
    client = Client()
    client.cookies[live.SESSION_COOKIE] = text
    assert client.get("/desk/").status_code == 302


def test_half_open_sessions_open_no_page() -> None:
    client = half_open_client_for(make_member())
    assert client.get("/desk/").url == "/staff/second-factor/?next=%2Fdesk%2F"
    enrolling = half_open_client_for(make_member("lin", "林", second_factor=False))
    assert enrolling.get("/desk/").url == "/staff/second-factor/new/?next=%2Fdesk%2F"


def test_ticks_lock_and_end_what_never_came_back() -> None:
    with time_machine.travel(clock.now(), tick=False) as moment:
        person = make_member()
        current_for(person)
        half_open_client_for(person)
        assert (ticks.lock_idle(), ticks.end_old()) == (0, 0)
        moment.shift(timedelta(minutes=16))
        assert (ticks.lock_idle(), ticks.end_old()) == (1, 1)
        assert (ticks.lock_idle(), ticks.end_old()) == (0, 0)
        moment.shift(live.SESSION_SECONDS)
        assert ticks.end_old() == 1
    assert not Session.objects.exists()


def test_cookie_flags(settings: object) -> None:
    settings.SECURE, settings.SESSION_COOKIE = True, "__Host-dx"
    person = make_member()
    answer = Client().post("/staff/sign-in/", {"username": "zhou", "passphrase": person.passphrase}, secure=True)
    cookie = answer.cookies["__Host-dx"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, True, "Strict", "/")
    assert not cookie["max-age"]
    assert not cookie["domain"]
