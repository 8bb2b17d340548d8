"""Security keys: set up, used, copied, taken away; and every answer that does not fit."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from fido2.webauthn import AuthenticatorData
from hypothesis import given
from hypothesis import strategies as st
from tests.authenticator import PRESENT, SITE, SoftKey
from tests.cast import CastMember, client_for, current_for, half_open_client_for, make_member

from dingxin.accounts import actions, challenges, guard, identity, security_keys, totp
from dingxin.accounts.actions.second_factor import CODES
from dingxin.accounts.actions.sessions import begin
from dingxin.accounts.models import Attempts, Member, SecurityKey, Session
from dingxin.accounts.queries import can_be_sealed_to, has_second_factor
from dingxin.accounts.refusals import Refused
from dingxin.accounts.security_keys import Site
from dingxin.audit.models import Entry
from dingxin.audit.writing import writing
from dingxin.rules import clock

pytestmark = pytest.mark.django_db
HERE = "network:192.0.2.1"


def half(person: CastMember) -> identity.Current:
    with writing():
        cookie, session = begin(person.member, person.keys)
    return identity.Current(person.member, session, cookie)


def options(current: identity.Current) -> dict[str, object]:
    """What the browser is given, create or get alike: only the challenge matters to the key."""
    return security_keys.to_get(SITE, [], challenges.give(current.session))


def confirmed(person: CastMember) -> identity.Current:
    """Signed in, the code of now shown again."""
    current = current_for(person)
    Member.objects.filter(pk=person.id).update(totp_last_step=0)
    actions.confirm_again(current=current, code=person.code(), place=HERE)
    return current


def keyed(person: CastMember, key: SoftKey | None = None) -> SoftKey:
    """The member has set this key up."""
    key, current = key or SoftKey(), confirmed(person)
    actions.enrol_security_key(current=current, answer=key.create(options(current)), site=SITE, place=HERE)
    return key


def enter(person: CastMember, key: SoftKey, **changed: object) -> actions.Opened:
    current = half(person)
    given = {"answer": key.get(options(current)), "site": SITE} | changed
    return actions.confirm_second_factor(current=current, place=HERE, **given)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as error:
        act()
    return error.value.code


def test_a_key_is_set_up_and_lets_in() -> None:
    person = make_member()
    key = keyed(person)
    row = SecurityKey.objects.get()
    assert (row.number, row.sign_count, bytes(row.credential_id)) == (1, 0, key.id)
    opened = enter(person, key)
    assert opened.current.keys() == person.keys
    assert opened.session.second_factor
    row.refresh_from_db()
    assert row.sign_count == 1
    said = Entry.objects.filter(kind="session.opened").get()
    assert "security key" in said.facts


def test_the_first_second_factor_may_be_a_key_and_then_codes_open_nothing() -> None:
    person = make_member(second_factor=False)
    assert not can_be_sealed_to(person.member)
    current, key = half(person), SoftKey()
    opened = actions.enrol_security_key(current=current, answer=key.create(options(current)), site=SITE, place=HERE)
    assert opened is not None
    assert opened.session.second_factor
    assert can_be_sealed_to(person.member)
    assert refused(lambda: enter(person, key, answer="", code="000000")) == "code"
    # somebody with the passphrase alone enrols nothing of their own over it
    stranger, secret = half(person), totp.new_secret()
    assert refused(lambda: actions.enrol_second_factor(
        current=stranger, token=totp.offer(secret, stranger.session.id), code=totp.code_at(secret, totp.now_step()), place=HERE,
    )) == "stale"
    assert refused(lambda: actions.enrol_security_key(
        current=stranger, answer=SoftKey().create(options(stranger)), site=SITE, place=HERE,
    )) == "stale"


def test_a_counter_that_goes_back_is_refused_and_written_down() -> None:
    person = make_member()
    key = keyed(person)
    copy = replace(key)
    enter(person, key)
    enter(person, key)
    Entry.objects.all().delete()
    assert refused(lambda: enter(person, copy)) == "copied"
    entry = Entry.objects.get()
    assert entry.kind == "session.key_copied"
    assert "counter_before 2\ncounter 1" in entry.facts
    assert SecurityKey.objects.get().sign_count == 2
    enter(person, key)  # the true one goes on


def test_a_key_without_a_counter_stays_usable() -> None:
    person = make_member()
    key = keyed(person)
    for _ in range(2):
        key.counter = -1
        enter(person, key)
    assert SecurityKey.objects.get().sign_count == 0


WRONG: dict[str, Callable[[CastMember, SoftKey], object]] = {
    "another key": lambda p, k: enter(p, SoftKey()),
    "another key under this one's name": lambda p, k: enter(p, SoftKey(id=k.id)),
    "another origin": lambda p, k: enter(p, replace(k, origin="http://testserver.example")),
    "another port": lambda p, k: enter(p, replace(k, origin="http://testserver:81")),
    "another host": lambda p, k: enter(p, replace(k, site=Site("example.cn", SITE.origin))),
    "nobody touched it": lambda p, k: enter(p, replace(k, flags=AuthenticatorData.FLAG(0))),
    "not JSON": lambda p, k: enter(p, k, answer="{"),
    "no answer of a key": lambda p, k: enter(p, k, answer='{"id": [], "response": 5}'),
    "nested": lambda p, k: enter(p, k, answer="[" * 20_000),
    "in a frame of another page": lambda p, k: enter(p, replace(k, framed=True)),
    "an address without a name": lambda p, k: enter(p, k, site=None),
    "another session's challenge": lambda p, k: enter(p, k, answer=k.get(options(half(p)))),
    "an answer for setting up": lambda p, k: _said(p, k, "webauthn.create"),
    "somebody else's key": lambda p, k: enter(make_member("lin", "林"), k),
}


def _said(person: CastMember, key: SoftKey, kind: str) -> object:
    current = half(person)
    return actions.confirm_second_factor(current=current, answer=key.get(options(current), kind), site=SITE, place=HERE)


@pytest.mark.parametrize("what", WRONG)
def test_what_does_not_fit_is_refused_with_one_entry(what: str) -> None:
    person = make_member()
    key = keyed(person)
    Entry.objects.exclude(kind="member.created").delete()
    before = SecurityKey.objects.values().get()
    assert refused(lambda: WRONG[what](person, key)) == "key"
    assert [entry.kind for entry in Entry.objects.exclude(kind="member.created")] == ["session.refused"]
    assert SecurityKey.objects.values().get() == before


@pytest.mark.parametrize("how", ["not sealed", "another member's", "under another id"])
def test_a_key_written_into_the_database_by_hand_opens_nothing(how: str) -> None:
    person, thief = make_member(), make_member("lin", "林")
    own, key = keyed(person), keyed(thief)
    if how == "not sealed":
        key = SoftKey()
        SecurityKey.objects.create(
            member=person.member, number=2, credential_id=key.id, public_key=key.public(), added_on=clock.now().date(),
        )
    elif how == "another member's":
        SecurityKey.objects.filter(member=thief.member).update(member=person.member, number=2)
    else:
        key = replace(own, id=b"another")
        SecurityKey.objects.filter(member=person.member).update(credential_id=key.id)
    assert refused(lambda: enter(person, key)) == "key"
    if how != "under another id":
        enter(person, own)  # and it keeps nobody out


def test_a_challenge_is_good_once_and_for_five_minutes() -> None:
    person = make_member()
    key = keyed(person)
    current = half(person)
    asked = options(current)
    assert refused(lambda: actions.confirm_second_factor(
        current=current, answer=replace(key, origin="http://x").get(asked), site=SITE, place=HERE)) == "key"
    assert refused(lambda: actions.confirm_second_factor(
        current=current, answer=key.get(asked), site=SITE, place=HERE)) == "key", "used up by the first answer"
    asked = options(current)
    with time_machine.travel(clock.now() + challenges.LIFE + timedelta(seconds=1), tick=False):
        assert refused(lambda: actions.confirm_second_factor(
            current=current, answer=key.get(asked), site=SITE, place=HERE)) == "key"
    assert challenges.take(current.session) is None


def test_the_guard_counts_keys_and_codes_as_one_door() -> None:
    person = make_member()
    for _ in range(guard.FREE):
        assert refused(lambda: enter(person, SoftKey())) == "key"
    assert refused(lambda: enter(person, SoftKey(), answer="", code="000000")) == "code"
    assert refused(lambda: enter(person, SoftKey())) == "wait"


def test_a_change_needs_its_own_fresh_confirmation() -> None:
    person = make_member()
    key = keyed(person)
    bare = current_for(person)
    acts = (
        lambda c: actions.enrol_security_key(current=c, answer=SoftKey().create(options(c)), site=SITE, place=HERE),
        lambda c: actions.remove_second_factor(current=c, number=1),
        lambda c: actions.remove_second_factor(current=c, number=CODES),
    )
    for act in acts:
        assert refused(lambda act=act: act(bare)) == "confirm"
    current = current_for(person)
    actions.confirm_again(current=current, answer=key.get(options(current)), site=SITE, place=HERE)
    with time_machine.travel(clock.now() + challenges.LIFE + timedelta(seconds=1), tick=False):
        assert refused(lambda: acts[1](current)) == "confirm"
    again = replace(current)  # the same row, as a second request read it
    again.session = Session.objects.get(pk=current.session.pk)
    acts[1](current)
    assert refused(lambda: acts[2](again)) in {"confirm", "last"}
    assert not SecurityKey.objects.exists()


def test_the_last_one_is_never_removed() -> None:
    person = make_member()
    assert refused(lambda: actions.remove_second_factor(current=confirmed(person), number=CODES)) == "last"
    key = keyed(person)
    actions.remove_second_factor(current=confirmed(person), number=CODES)
    current = current_for(person)
    current.member.refresh_from_db()
    actions.confirm_again(current=current, answer=key.get(options(current)), site=SITE, place=HERE)
    assert refused(lambda: actions.remove_second_factor(current=current, number=1)) == "last"
    assert refused(lambda: actions.remove_second_factor(current=current, number=9)) == "stale"
    person.member.refresh_from_db()
    assert has_second_factor(person.member)


def test_what_is_not_taken_as_a_new_key() -> None:
    person = make_member()
    key = keyed(person)
    current = confirmed(person)

    def new(answer: Callable[[dict[str, object]], str]) -> str:
        Attempts.objects.all().delete()  # the guard has its own tests
        return refused(lambda: actions.enrol_security_key(
            current=current, answer=answer(options(current)), site=SITE, place=HERE))

    assert new(key.create) == "known"
    assert new(SoftKey(flags=PRESENT | AuthenticatorData.FLAG.BE).create) == "synced"
    assert new(SoftKey(id=bytes(1024)).create) == "key"
    assert new(SoftKey(origin="https://testserver").create) == "key"
    assert new(lambda asked: json.dumps(json.loads(SoftKey().create(asked)) | {"response": {}})) == "key"
    assert refused(lambda: actions.enrol_security_key(current=current, answer="{}", site=None, place=HERE)) == "host"
    assert SecurityKey.objects.count() == 1
    Attempts.objects.all().delete()
    actions.enrol_security_key(current=current, answer=SoftKey().create(options(current)), site=SITE, place=HERE)
    assert sorted(SecurityKey.objects.values_list("number", flat=True)) == [1, 2], "refusals use no confirmation up"


@pytest.mark.parametrize("reset", [actions.clear_second_factor, actions.reset_keys])
def test_an_administrator_clears_keys_with_the_device(reset: Callable[..., object]) -> None:
    person, other = make_member(), make_member("lin", "林")
    keyed(person)
    keyed(other)
    reset(member=person.member, actor="x")
    person.member.refresh_from_db()
    assert not has_second_factor(person.member)
    assert SecurityKey.objects.get().member_id == other.id


@given(before=st.integers(0, 2**32 - 1), now=st.integers(0, 2**32 - 1))
def test_a_counter_grows_or_is_not_there(before: int, now: int) -> None:
    assert security_keys.went_back(before, now) == (not (now > before or now == before == 0))


# The pages.


@pytest.mark.parametrize(("host", "secure", "site"), [
    ("localhost:8118", False, Site("localhost", "http://localhost:8118")),
    ("localhost", False, Site("localhost", "http://localhost")),
    ("testserver:443", True, Site("testserver", "https://testserver")),
    ("TestServer", True, Site("testserver", "https://testserver")),
    ("127.0.0.1:8000", False, None), ("127.0.0.1", True, None),
])
def test_what_a_key_is_bound_to(rf: object, host: str, secure: bool, site: Site | None) -> None:
    assert security_keys.site_of(rf.get("/", HTTP_HOST=host, secure=secure)) == site


def test_the_pages_from_the_first_key_to_the_last() -> None:
    person, key = make_member(), SoftKey()
    client = client_for(person)
    assert "Add a security key" in client.get("/staff/settings/").text
    way = client.get("/staff/settings/second-factor/key/").url
    assert way == "/staff/settings/second-factor/confirm/?next=%2Fstaff%2Fsettings%2Fsecond-factor%2Fkey%2F"
    assert client.post("/staff/settings/second-factor/challenge/", {"what": "create"}).json()["error"] == "confirm"
    assert client.post(way, {"code": "000000"}).status_code == 403
    assert client.post(way, {"code": person.code()}).url == "/staff/settings/second-factor/key/"
    page = client.get("/staff/settings/second-factor/key/")
    assert 'data-security-key="create"' in page.text
    asked = client.post("/staff/settings/second-factor/challenge/", {"what": "create"}).json()
    assert asked["rp"] == {"id": "testserver", "name": "Dingxin"}
    assert asked["authenticatorSelection"] | {"requireResidentKey": False} == {
        "residentKey": "discouraged", "userVerification": "discouraged", "requireResidentKey": False}
    done = client.post("/staff/settings/second-factor/key/", {"answer": key.create(asked)})
    assert done.url == "/staff/settings/#factors"
    assert "Security key 1" in client.get("/staff/settings/").text.replace('<bdi dir="ltr">', "").replace("</bdi>", "")

    browser = half_open_client_for(person)
    page = browser.get("/staff/second-factor/?next=/desk/keyed/").text
    assert 'data-challenge="/staff/second-factor/challenge/"' in page
    assert 'name="code"' in page
    asked = browser.post("/staff/second-factor/challenge/").json()
    assert [one["type"] for one in asked["allowCredentials"]] == ["public-key"]
    wrong = browser.post("/staff/second-factor/", {"answer": SoftKey().get(asked)})
    assert wrong.status_code == 403
    assert "does not fit" in wrong.text
    asked = browser.post("/staff/second-factor/challenge/").json()
    entered = browser.post("/staff/second-factor/", {"answer": key.get(asked), "next": "/desk/keyed/"})
    assert entered.url == "/desk/keyed/"
    assert browser.get("/desk/keyed/").status_code == 200

    for number, status in ((1, 302), (0, 302), (2, 404)):
        assert browser.get(f"/staff/settings/second-factor/{number}/remove/").status_code == status
    asked = browser.post("/staff/settings/second-factor/challenge/", {"what": "get"}).json()
    way = browser.get("/staff/settings/second-factor/0/remove/").url
    assert browser.post(way, {"answer": key.get(asked)}).url == "/staff/settings/second-factor/0/remove/"
    assert "Remove the device for codes?" in browser.get("/staff/settings/second-factor/0/remove/").text
    assert browser.post("/staff/settings/second-factor/0/remove/").url == "/staff/settings/#factors"
    assert "your last one" in browser.get("/staff/settings/").text
    only = half_open_client_for(person).get("/staff/second-factor/").text
    assert 'name="code"' not in only
    assert "Where is your security key?" in only


def test_a_key_instead_of_codes_right_after_the_first_sign_in() -> None:
    person, key = make_member(second_factor=False), SoftKey()
    browser = half_open_client_for(person)
    assert "Or a security key" in browser.get("/staff/second-factor/new/").text
    asked = browser.post("/staff/second-factor/challenge/").json()
    assert asked["user"]["name"] == "zhou"
    assert browser.post("/staff/second-factor/new/", {"answer": key.create(asked)}).url == "/desk/"
    assert browser.get("/desk/").status_code == 200


def test_who_awaits_nothing_is_given_no_challenge() -> None:
    assert Client().post("/staff/second-factor/challenge/").status_code == 401
    assert client_for(make_member()).post("/staff/second-factor/challenge/").status_code == 401
    browser = half_open_client_for(make_member("lin", "林"))
    assert browser.post("/staff/second-factor/challenge/").status_code == 409, "codes only: no key could answer"
    numbers = browser.post("/staff/second-factor/challenge/", headers={"host": "127.0.0.1"})
    assert numbers.json()["error"] == "host"
    locked = client_for(make_member("he", "何"), unlocked=False)
    assert locked.post("/staff/settings/second-factor/challenge/", headers={"Accept": "application/json"}).status_code == 423


def test_only_pages_that_ask_a_key_may() -> None:
    person = make_member()
    client, awaited = client_for(person), half_open_client_for(person)
    asks = "publickey-credentials-get=(self)"
    assert asks in awaited.get("/staff/second-factor/").headers["Permissions-Policy"]
    assert asks in client.get("/staff/settings/second-factor/confirm/").headers["Permissions-Policy"]
    for page in ("/staff/settings/", "/staff/settings/second-factor/", "/staff/unlock/", "/"):
        sent = client.get(page, follow=True).headers["Permissions-Policy"]
        assert "publickey-credentials-get=()" in sent, page
        assert "publickey-credentials-create=()" in sent, page
