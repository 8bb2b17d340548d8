"""Two requests at once: of the same code, the same half-open session, the same bucket, exactly one wins."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections
from tests.authenticator import SITE, SoftKey
from tests.cast import CastMember, current_for, make_member

from dingxin.accounts import actions, challenges, guard, identity, offers, security_keys
from dingxin.accounts.actions.sessions import begin, lock_row
from dingxin.accounts.models import Attempts, SecurityKey, Session
from dingxin.accounts.queries import has_second_factor
from dingxin.accounts.refusals import Refused
from dingxin.audit.models import Entry
from dingxin.audit.writing import writing
from dingxin.rules import clock

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
HERE = "network:192.0.2.1"
AT_ONCE = 4


@pytest.fixture(autouse=True)
def _real_store() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite in memory is one connection")


def side_by_side(act: Callable[[int], object]) -> list[str]:
    """What each of AT_ONCE threads got: "done" or the code of the refusal."""
    start, got = threading.Barrier(AT_ONCE), ["?"] * AT_ONCE

    def run(number: int) -> None:
        try:
            start.wait(10)
            got[number] = "done" if act(number) is not False else "nothing"
        except Refused as refused:
            got[number] = refused.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(got)


def half(person: CastMember) -> identity.Current:
    with writing():
        cookie, session = begin(person.member, person.keys)
    return identity.Current(person.member, session, cookie)


def test_one_code_opens_one_session() -> None:
    person = make_member()
    halves = [half(person) for _ in range(AT_ONCE)]
    code = person.code()
    got = side_by_side(lambda n: actions.confirm_second_factor(current=halves[n], code=code, place=f"device:{n}"))
    assert got == ["code"] * (AT_ONCE - 1) + ["done"]
    assert Session.objects.filter(second_factor=True).count() == 1
    assert Entry.objects.filter(kind="session.opened").count() == 1


def keyed(person: CastMember) -> SoftKey:
    """The member's row of a security key, as if set up long ago."""
    key, current = SoftKey(), half(person)
    challenge = challenges.give(current.session)
    new = security_keys.registered(SITE, person.member, challenge, key.create(security_keys.to_get(SITE, [], challenge)))
    SecurityKey.objects.create(
        member=person.member, number=1, credential_id=new.credential_id, public_key=new.public_key, added_on=clock.now().date(),
    )
    return key


def test_one_answer_of_a_key_opens_one_session() -> None:
    person = make_member()
    key, current = keyed(person), half(person)
    answer = key.get(security_keys.to_get(SITE, [], challenges.give(current.session)))
    got = side_by_side(lambda n: actions.confirm_second_factor(current=current, answer=answer, site=SITE, place=f"device:{n}"))
    assert got == ["done"] + ["key"] * (AT_ONCE - 1)
    assert Session.objects.filter(second_factor=True).count() == 1
    assert Entry.objects.filter(kind="session.opened").count() == 1


def test_two_removals_at_once_leave_one_second_factor() -> None:
    person = make_member()
    keyed(person)
    sessions = [current_for(person) for _ in range(AT_ONCE)]
    for current in sessions:
        current.session.confirmed_at = clock.now()
        current.session.save(update_fields=["confirmed_at"])
    got = side_by_side(lambda n: actions.remove_second_factor(current=sessions[n], number=n % 2))
    assert got.count("done") == 1
    assert set(got) == {"done", "last", "stale"}
    person.member.refresh_from_db()
    assert has_second_factor(person.member)


def test_tries_side_by_side_are_all_counted() -> None:
    got = side_by_side(lambda _: guard.enter("passphrase", "zhou", HERE))
    assert got == ["done"] * AT_ONCE
    assert {row.failures for row in Attempts.objects.all()} == {AT_ONCE}


def test_of_two_new_passphrases_one_is_kept() -> None:
    person = make_member()
    sessions = [current_for(person) for _ in range(AT_ONCE)]
    new = [offers.make("any").secrets for _ in range(AT_ONCE)]
    got = side_by_side(lambda n: actions.change_passphrase(
        current=sessions[n], new=new[n], old=person.passphrase, place=f"device:{n}"))
    assert got.count("done") == 1
    assert set(got) <= {"done", "stale", "wrong"}
    assert Entry.objects.filter(kind="member.passphrase_changed").count() == 1
    kept = [actions.sign_in(username="zhou", passphrase=secrets.passphrase, place="device:x") for secrets in new
            if _signs_in(secrets.passphrase)]
    assert len(kept) == 1


def _signs_in(passphrase: str) -> bool:
    try:
        actions.sign_in(username="zhou", passphrase=passphrase, place="device:y")
    except Refused:
        return False
    return True


def test_locking_is_entered_once() -> None:
    session = current_for(make_member()).session
    assert side_by_side(lambda _: lock_row(session, actor="x", why="asked")).count("done") == 1
    assert Entry.objects.filter(kind="session.locked").count() == 1
