"""Every action of this room writes exactly one entry, and none when it refuses without having been tried."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import CastMember, current_for, make_member

from dingxin.accounts import actions, derive, identity, offers, queries, totp
from dingxin.accounts.actions.sessions import begin, end_other, lock_row
from dingxin.accounts.models import Member, Session
from dingxin.accounts.refusals import Refused
from dingxin.audit.models import Entry
from dingxin.audit.writing import writing
from dingxin.rules import clock
from dingxin.sealing.keys import recovery_code

pytestmark = pytest.mark.django_db
HERE = "network:192.0.2.1"


def half(person: CastMember) -> identity.Current:
    with writing():
        cookie, session = begin(person.member, person.keys)
    return identity.Current(person.member, session, cookie)


def enrol(person: CastMember) -> None:
    current, secret = half(person), totp.new_secret()
    token = totp.offer(secret, current.session.id)
    actions.enrol_second_factor(current=current, token=token, code=totp.code_at(secret, totp.now_step()), place=HERE)


def another_device(person: CastMember) -> None:
    current, secret = current_for(person), totp.new_secret()
    token = totp.offer(secret, current.session.id)
    code = totp.code_at(secret, totp.now_step())
    actions.enrol_second_factor(current=current, token=token, code=code, passphrase=person.passphrase, place=HERE)


def change(person: CastMember) -> None:
    new = offers.make("any").secrets
    actions.change_passphrase(current=current_for(person), new=new, old=person.passphrase, place=HERE)


def other_browser(person: CastMember) -> None:
    assert end_other(current=current_for(person), session_id=current_for(person).session.id)


DONE: list[tuple[str, dict[str, bool], Callable[[CastMember], object]]] = [
    ("member.created", {}, lambda p: actions.create_member(actor="x", username="lin", name="林")),
    ("member.keys_reset", {}, lambda p: actions.reset_keys(member=p.member, actor="x")),
    ("member.changed", {}, lambda p: actions.clear_second_factor(member=p.member, actor="x")),
    ("member.deactivated", {}, lambda p: actions.deactivate(member=p.member, actor="x")),
    ("session.begun", {}, lambda p: actions.sign_in(username="zhou", passphrase=p.passphrase, place=HERE)),
    ("member.recovery_used", {}, lambda p: actions.use_recovery_code(username="zhou", code=p.recovery, place=HERE)),
    ("session.opened", {}, lambda p: actions.confirm_second_factor(current=half(p), code=p.code(), place=HERE)),
    ("member.second_factor", {"second_factor": False}, enrol),
    ("member.second_factor", {}, another_device),
    ("session.locked", {}, lambda p: actions.lock(current=current_for(p))),
    ("session.locked", {}, lambda p: lock_row(current_for(p).session, actor="x", why="idle")),
    ("session.unlocked", {}, lambda p: actions.unlock(
        current=current_for(p, unlocked=False), passphrase=p.passphrase, place=HERE)),
    ("session.closed", {}, lambda p: actions.sign_out(current=current_for(p))),
    ("session.closed", {}, other_browser),
    ("member.passphrase_changed", {}, change),
    ("member.keys_reset", {"own": False}, lambda p: actions.take_over(
        current=current_for(p), new=offers.make("any").secrets)),
    ("vault.recovery_proved", {}, lambda p: actions.prove_recovery_code(
        current=current_for(p), code=p.recovery, place=HERE)),
    ("member.changed", {}, lambda p: actions.change_settings(
        current=current_for(p), language="en", theme="dark", key_hints=False)),
]


@pytest.mark.parametrize(("kind", "made", "act"), DONE)
def test_an_action_writes_one_entry(kind: str, made: dict[str, bool], act: Callable[[CastMember], object]) -> None:
    person = make_member(**made)
    Entry.objects.all().delete()
    act(person)
    assert [entry.kind for entry in Entry.objects.all()] == [kind]


REFUSED: list[tuple[str, Callable[[CastMember], object]]] = [
    ("wrong", lambda p: actions.sign_in(username="zhou", passphrase="babab-babab", place=HERE)),
    ("wrong", lambda p: actions.sign_in(username="nobody", passphrase=p.passphrase, place=HERE)),
    ("wrong", lambda p: actions.sign_in(username="zhou", passphrase="", place=HERE)),
    ("wrong", lambda p: actions.sign_in(username="zhou", passphrase=p.recovery, place=HERE)),
    ("wrong", lambda p: actions.use_recovery_code(username="zhou", code=p.passphrase, place=HERE)),
    ("wrong", lambda p: actions.use_recovery_code(username="nobody", code=p.recovery, place=HERE)),
    ("code", lambda p: actions.confirm_second_factor(current=half(p), code="000 00x", place=HERE)),
    ("code", lambda p: actions.confirm_second_factor(current=half(p), code=p.code(-2), place=HERE)),
    ("wrong", lambda p: actions.unlock(current=current_for(p, unlocked=False), passphrase="babab", place=HERE)),
    ("wrong", lambda p: actions.change_passphrase(
        current=current_for(p), new=offers.make("any").secrets, old="babab", place=HERE)),
    ("mistyped", lambda p: actions.prove_recovery_code(current=current_for(p), code=recovery_code(), place=HERE)),
]


@pytest.mark.parametrize(("code", "act"), REFUSED)
def test_a_refused_try_writes_one_entry_and_changes_nothing(code: str, act: Callable[[CastMember], object]) -> None:
    person = make_member()
    before = Member.objects.values().get()
    Entry.objects.all().delete()
    with pytest.raises(Refused) as refused:
        act(person)
    assert refused.value.code == code
    assert [entry.kind for entry in Entry.objects.all()] == ["session.refused"]
    assert Member.objects.values().get() == before


def test_unknown_name_wrong_passphrase_and_closed_account_read_the_same() -> None:
    person, closed = make_member(), make_member("lin", "林")
    actions.deactivate(member=closed.member, actor="x")
    texts = set()
    for name, passphrase in (("zhou", "babab"), ("nobody", person.passphrase), ("lin", closed.passphrase)):
        with pytest.raises(Refused) as refused:
            actions.sign_in(username=name, passphrase=passphrase, place=HERE)
        texts.add((refused.value.code, str(refused.value), refused.value.until))
    assert len(texts) == 1


def test_unknown_and_known_names_cost_the_same_queries_and_one_derivation(monkeypatch: pytest.MonkeyPatch) -> None:
    make_member()
    counts, derived = [], []
    real = derive.derive_member
    monkeypatch.setattr(derive, "derive_member", lambda *given: derived.append(given) or real(*given))
    for name in ("zhou", "nobody"):
        with CaptureQueriesContext(connection) as seen, pytest.raises(Refused):
            actions.sign_in(username=name, passphrase="babab", place=HERE)
        counts.append([query["sql"].split()[0] for query in seen.captured_queries])
    assert counts[0] == counts[1]
    assert len(derived) == 2


def test_a_code_works_once() -> None:
    person = make_member()
    code = person.code()
    actions.confirm_second_factor(current=half(person), code=code, place=HERE)
    with pytest.raises(Refused) as again:
        actions.confirm_second_factor(current=half(person), code=code, place=HERE)
    assert again.value.code == "code"
    with pytest.raises(Refused):  # an older one of the window is refused too, once a newer one was used
        actions.confirm_second_factor(current=half(person), code=person.code(-1), place=HERE)
    actions.confirm_second_factor(current=half(person), code=person.code(1), place=HERE)


def test_the_second_factor_changes_the_cookie_and_ends_the_half_open_row() -> None:
    person = make_member()
    first = half(person)
    opened = actions.confirm_second_factor(current=first, code=person.code(), place=HERE)
    assert opened.cookie != first.cookie
    assert identity.find(first.cookie) is None
    assert opened.current.keys() == person.keys


def test_a_half_open_session_has_no_keys_for_anyone() -> None:
    current = half(make_member())
    assert not current.unlocked
    with pytest.raises(identity.Locked):
        current.keys()


def test_the_second_factor_is_not_enrolled_over_an_existing_one_without_it() -> None:
    person, secret = make_member(), totp.new_secret()
    current = half(person)
    token = totp.offer(secret, current.session.id)
    with pytest.raises(Refused) as refused:
        actions.enrol_second_factor(
            current=current, token=token, code=totp.code_at(secret, totp.now_step()), place=HERE,
        )
    assert refused.value.code == "stale"


def test_an_offered_device_key_is_of_its_session_only() -> None:
    person, secret = make_member(second_factor=False), totp.new_secret()
    token = totp.offer(secret, half(person).session.id)
    with pytest.raises(Refused):
        actions.enrol_second_factor(
            current=half(person), token=token, code=totp.code_at(secret, totp.now_step()), place=HERE,
        )


def test_a_new_passphrase_keeps_the_keys_ends_the_old_secrets_and_other_browsers() -> None:
    person = make_member()
    elsewhere, here = current_for(person), current_for(person)
    new = offers.make("any").secrets
    actions.change_passphrase(current=here, new=new, old=person.passphrase, place=HERE)
    assert identity.find(elsewhere.cookie) is None
    found = identity.find(here.cookie)
    assert found is not None
    assert found.keys() == person.keys
    assert queries.has_proved_recovery(found.member)
    for secret in (person.passphrase, ""):
        with pytest.raises(Refused):
            actions.sign_in(username="zhou", passphrase=secret, place=HERE)
    with pytest.raises(Refused):
        actions.use_recovery_code(username="zhou", code=person.recovery, place=HERE)
    assert actions.sign_in(username="zhou", passphrase=new.passphrase.upper().replace("-", " "), place=HERE)
    assert actions.use_recovery_code(username="zhou", code=new.recovery_code.lower(), place=HERE)


def test_taking_over_makes_keys_that_the_first_passphrase_never_opened() -> None:
    person = make_member(own=False)
    assert not queries.can_be_sealed_to(person.member)
    current = current_for(person)
    actions.take_over(current=current, new=offers.make("any").secrets)
    found = identity.find(current.cookie)
    assert found is not None
    assert found.keys() != person.keys
    assert found.member.recipient == found.keys().recipient != person.member.recipient
    assert found.member.key_number == 2
    assert queries.can_be_sealed_to(found.member)


def test_a_reset_leaves_nothing_of_the_old() -> None:
    person = make_member()
    current, before = current_for(person), person.member.recipient
    new = actions.reset_keys(member=person.member, actor="admin")
    assert identity.find(current.cookie) is None
    assert new.member.recipient != before
    assert not queries.can_be_sealed_to(new.member)
    with pytest.raises(Refused):
        actions.sign_in(username="zhou", passphrase=person.passphrase, place=HERE)


def test_after_the_recovery_code_a_new_passphrase_is_due_and_the_old_one_is_not_asked() -> None:
    person = make_member()
    begun = actions.use_recovery_code(username="zhou", code=person.recovery, place=HERE)
    opened = actions.confirm_second_factor(current=begun.current, code=person.code(), place=HERE)
    assert not opened.current.settled
    assert opened.current.keys() == person.keys
    actions.change_passphrase(current=opened.current, new=offers.make("any").secrets, place=HERE)
    found = identity.find(opened.cookie)
    assert found is not None
    assert found.settled


def test_a_passphrase_replaced_meanwhile_unlocks_nothing() -> None:
    person = make_member()
    locked = current_for(person, unlocked=False)
    Member.objects.filter(pk=person.id).update(verifier=bytes(32))  # as another request would, after this one read
    with pytest.raises(Refused) as refused:
        actions.unlock(current=locked, passphrase=person.passphrase, place=HERE)
    assert refused.value.code == "stale"
    assert Session.objects.get().sealed_keys is None


def test_a_half_open_session_waits_a_quarter_of_an_hour() -> None:
    person = make_member()
    with time_machine.travel(clock.now(), tick=False) as moment:
        current = half(person)
        moment.shift(identity.HALF_OPEN + timedelta(seconds=1))
        with pytest.raises(Refused) as refused:
            actions.confirm_second_factor(current=current, code=person.code(), place=HERE)
    assert refused.value.code == "stale"


@pytest.mark.parametrize("username", ["", "a", "Zhou", "周砚", "a b", "x" * 41, "a\n", "-ab"])
def test_user_names_are_plain(username: str) -> None:
    with pytest.raises(ValueError):
        actions.create_member(actor="x", username=username, name="周砚")


def test_a_user_name_is_taken_once() -> None:
    make_member()
    with pytest.raises(Refused) as refused:
        make_member()
    assert refused.value.code == "taken"


def test_the_longest_names_fit_an_entry() -> None:
    new = actions.create_member(actor="x", username="x" * 40, name="名" * 60)
    assert len(identity.actor_text(new.member)) <= Entry._meta.get_field("actor").max_length
