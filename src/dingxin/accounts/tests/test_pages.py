"""Every page of this room: works, signed out, locked, wrong method, bad input."""

import html
import json
import re
from pathlib import Path

import pytest
from django.conf import settings as live
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import CastMember, client_for, half_open_client_for, make_member

from dingxin.accounts import demo, totp
from dingxin.accounts.doors import CARRIED_LIMIT
from dingxin.accounts.models import Member, Session
from dingxin.audit.models import Entry

pytestmark = pytest.mark.django_db

OPEN = ("sign-in/", "recovery/", "second-factor/", "second-factor/new/")
SIGNED_IN = ("settings/", "unlock/", "lock/", "settings/sessions/end/")
UNLOCKED = ("passphrase/", "settings/recovery/", "settings/second-factor/")
POST_ONLY = ("lock/", "sign-out/", "settings/sessions/end/", "demo/")
FORMS = {  # page: fields that are all wrong
    "sign-in/": {"username": "zhou", "passphrase": ""}, "recovery/": {"username": "", "code": "x"},
    "settings/": {"language": "xx", "theme": "pink"}, "settings/recovery/": {"code": ""},
    "settings/second-factor/": {"token": "zz", "code": "1", "passphrase": ""}, "unlock/": {"passphrase": ""},
    "passphrase/": {"step": "keep", "token": "x", "passphrase": "", "code": ""},
}


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return html.unescape(found[1])


@pytest.mark.parametrize("page", ["settings/", *UNLOCKED])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_works(page: str, language: str) -> None:
    answer = client_for(make_member(language=language)).get(f"/staff/{page}")
    assert answer.status_code == 200
    assert f'lang="{"zh-Hans" if language == "zh-hans" else "en"}"' in answer.text
    assert answer.headers["Cache-Control"].startswith("no-store")


@pytest.mark.parametrize("page", [*SIGNED_IN, *UNLOCKED])
def test_signed_out(page: str) -> None:
    client = Client()
    if page not in POST_ONLY:
        way = f"/staff/sign-in/?next=%2Fstaff%2F{page.replace('/', '%2F')}%3Fa%3D1"
        assert client.get(f"/staff/{page}?a=1").url == way
    assert client.post(f"/staff/{page}").status_code == 401
    assert client.post(f"/staff/{page}", "{}", content_type="application/json").json()["error"] == "signed_out"


@pytest.mark.parametrize("page", UNLOCKED)
def test_locked(page: str) -> None:
    client = client_for(make_member(), unlocked=False)
    assert client.get(f"/staff/{page}").url == f"/staff/unlock/?next=%2Fstaff%2F{page.replace('/', '%2F')}"
    assert client.post(f"/staff/{page}").status_code == 423
    assert client.post(f"/staff/{page}", "{}", content_type="application/json").json() == {
        "error": "locked", "way": "/staff/unlock/",
    }


@pytest.mark.parametrize("page", [*OPEN, *SIGNED_IN, *UNLOCKED, "sign-out/", "demo/"])
def test_wrong_method(page: str) -> None:
    client = client_for(make_member())
    assert client.put(f"/staff/{page}").status_code == 405
    if page in POST_ONLY:
        assert client.get(f"/staff/{page}").status_code == 405


@pytest.mark.parametrize(("page", "fields"), FORMS.items())
def test_bad_input(page: str, fields: dict[str, str]) -> None:
    outside = page in ("sign-in/", "recovery/")
    client = Client() if outside else client_for(make_member(), unlocked=page != "unlock/")
    before = list(Member.objects.values())
    answer = client.post(f"/staff/{page}", fields)
    assert answer.status_code == 422
    assert "</form>" in answer.text
    assert list(Member.objects.values()) == before


@pytest.mark.parametrize("page", ["sign-in/", "recovery/", "lock/", "sign-out/", "unlock/", "settings/", "passphrase/"])
def test_a_form_of_another_site_does_nothing(page: str) -> None:
    client = client_for(make_member(), csrf=True)
    Entry.objects.all().delete()
    assert client.post(f"/staff/{page}", {"passphrase": "x", "username": "zhou"}).status_code == 403
    assert not Entry.objects.exists()
    assert Session.objects.get().sealed_keys is not None


def test_the_whole_way_in() -> None:
    person, client = make_member(), Client()
    fields = {"username": " ZHOU ", "passphrase": person.passphrase, "next": "/desk/keyed/"}
    first = client.post("/staff/sign-in/", fields)
    assert first.url == "/staff/second-factor/?next=%2Fdesk%2Fkeyed%2F"
    half_open = client.cookies[live.SESSION_COOKIE].value
    assert client.get(first.url).status_code == 200
    second = client.post("/staff/second-factor/", {"code": person.code(), "next": "/desk/keyed/"})
    assert second.url == "/desk/keyed/"
    assert client.cookies[live.SESSION_COOKIE].value != half_open
    assert client.cookies["dxk"].value
    assert person.keys.recipient in client.get("/desk/keyed/").text
    assert client.get("/staff/sign-in/").status_code == 302
    client.post("/staff/sign-out/")
    assert not Session.objects.exists()
    assert client.get("/desk/").status_code == 302


def test_a_wrong_passphrase_and_an_unknown_name_get_one_answer() -> None:
    make_member()
    pages = []
    for name in ("zhou", "nono"):
        answer = Client().post("/staff/sign-in/", {"username": name, "passphrase": "babab"})
        pages.append((answer.status_code, re.sub(r'value="[^"]*"', "", answer.text), sorted(answer.headers.items())))
    assert pages[0][0] == 403
    assert pages[0] == pages[1]


def test_waiting_says_until_when() -> None:
    make_member()
    client = Client()
    while (answer := client.post("/staff/sign-in/", {"username": "zhou", "passphrase": "babab"})).status_code != 429:
        assert answer.status_code == 403
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize("target", [
    "https://evil.example/desk/", "//evil.example/desk/", "/\\evil.example", "javascript:alert(1)", "/zh-hans/",
    "desk/", "", "/desk/../zh-hans/", "/desk/\nx", "/staffing/",
])
def test_next_stays_here(target: str) -> None:
    client = client_for(make_member())
    assert client.get("/staff/sign-in/", {"next": target}).url == "/desk/"
    assert client.get("/staff/sign-in/", {"next": "/desk/keyed/?a=b"}).url == "/desk/keyed/?a=b"


def test_enrolling_the_first_device() -> None:
    person = make_member(second_factor=False)
    client = half_open_client_for(person)
    page = client.get("/staff/second-factor/new/")
    assert "<svg" in page.text
    token = hidden(page.text, "token")
    secret = totp.offered(token, Session.objects.get().id)
    assert totp.grouped(secret) in page.text
    wrong = client.post("/staff/second-factor/new/", {"token": token, "code": "000"})
    assert wrong.status_code == 403
    assert totp.grouped(secret) in wrong.text  # the device need not scan again
    done = client.post("/staff/second-factor/new/", {"token": token, "code": totp.code_at(secret, totp.now_step())})
    assert done.url == "/desk/"
    assert client.get("/desk/keyed/").status_code == 200


def test_another_device_asks_the_passphrase() -> None:
    person = make_member()
    client = client_for(person)
    token = hidden(client.get("/staff/settings/second-factor/").text, "token")
    code = totp.code_at(totp.offered(token, Session.objects.get().id), totp.now_step())
    fields = {"token": token, "code": code, "passphrase": "babab"}
    assert client.post("/staff/settings/second-factor/", fields).status_code == 403
    fields["passphrase"] = person.passphrase
    assert client.post("/staff/settings/second-factor/", fields).url == "/staff/settings/"


def shown(page: str) -> tuple[str, str, str]:
    words = re.search(r'<ol class="secret"[^>]*>(.*?)</ol>', page, re.DOTALL)[1]
    code = re.search(r'class="big-code"><bdi dir="ltr">([^<]+)<', page)[1]
    return " ".join(re.findall(r"<li>([a-z]+)</li>", words)), code, hidden(page, "token")


@pytest.mark.parametrize("own", [True, False])
def test_a_new_passphrase_is_kept_only_when_typed_back(own: bool) -> None:
    person = make_member(own=own)
    client = client_for(person)
    if not own:
        assert client.get("/desk/").url == "/staff/passphrase/?next=%2Fdesk%2F"
    passphrase, code, token = shown(client.post("/staff/passphrase/", {"step": "offer"}).text)
    assert passphrase not in client.post("/staff/passphrase/", {"step": "type", "token": token}).text
    fields = {"step": "keep", "token": token, "passphrase": passphrase, "code": code, "old": person.passphrase}
    for bad in ({"passphrase": "my dogs name"}, {"code": person.recovery}, {"token": "00" * 32}):
        assert client.post("/staff/passphrase/", fields | bad).status_code == 403
    assert Member.objects.get().key_number == 1
    assert client.post("/staff/passphrase/", fields | {"next": "/desk/"}).url == "/desk/"
    member = Member.objects.get()
    assert (member.key_number, member.own) == (1 if own else 2, True)
    assert client.get("/desk/keyed/").status_code == 200
    again = Client().post("/staff/sign-in/", {"username": "zhou", "passphrase": passphrase})
    assert again.status_code == 302


def test_the_recovery_code_leads_to_a_new_passphrase() -> None:
    person, client = make_member(), Client()
    assert client.post("/staff/recovery/", {"username": "zhou", "code": "ABCD"}).status_code == 403
    begun = client.post("/staff/recovery/", {"username": "zhou", "code": person.recovery.replace("-", " ")})
    assert begun.url.startswith("/staff/second-factor/")
    client.post("/staff/second-factor/", {"code": person.code()})
    assert client.get("/desk/keyed/").url.startswith("/staff/passphrase/")
    passphrase, code, token = shown(client.post("/staff/passphrase/", {"step": "offer"}).text)
    fields = {"step": "keep", "token": token, "passphrase": passphrase, "code": code}
    assert client.post("/staff/passphrase/", fields).status_code == 302
    assert person.keys.recipient in client.get("/desk/keyed/").text


def test_lock_and_unlock() -> None:
    person = make_member()
    client = client_for(person)
    assert client.post("/staff/lock/").url == "/staff/unlock/"
    assert client.post("/staff/lock/", {"next": "/desk/keyed/?a=1"}).url == "/staff/unlock/?next=%2Fdesk%2Fkeyed%2F%3Fa%3D1"
    assert client.post("/staff/lock/", {"next": "https://elsewhere.example/"}).url == "/staff/unlock/?next=%2Fdesk%2F"
    assert client.get("/staff/unlock/").status_code == 200
    assert client.post("/staff/unlock/", {"passphrase": "babab"}).status_code == 403
    fields = {"passphrase": person.passphrase, "next": "/desk/keyed/"}
    assert client.post("/staff/unlock/", fields).url == "/desk/keyed/"
    assert client.get("/desk/keyed/").status_code == 200


def test_what_was_typed_goes_through_the_lock() -> None:
    person = make_member()
    client = client_for(person, unlocked=False, csrf=True)
    client.get("/staff/unlock/")
    token = client.cookies[live.CSRF_COOKIE_NAME].value
    words = 'line one\r\n<b>"two"</b> 第三行'
    page = client.post("/desk/keyed/?a=1", {"words": words, "pick": ["x", "y"], "csrfmiddlewaretoken": token})
    assert page.status_code == 423
    assert 'action="/desk/keyed/?a=1"' in page.text
    fields = [(n, html.unescape(v)) for n, v in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text)]
    carried: dict[str, list[str]] = {}
    for name, value in fields:
        carried.setdefault(name, []).append(value)
    assert (carried["words"], carried["pick"]) == ([words], ["x", "y"])
    assert client.post("/desk/keyed/?a=1", carried | {"dx_unlock": "babab"}).status_code == 423
    done = client.post("/desk/keyed/?a=1", carried | {"dx_unlock": person.passphrase})
    assert done.status_code == 200
    assert repr(sorted([("words", words), ("pick", "x"), ("pick", "y")])) in done.text
    without_token = {name: value for name, value in carried.items() if "csrf" not in name}
    assert client.post("/desk/keyed/", without_token).status_code == 403


@pytest.mark.parametrize("state", ["locked", "signed out"])
def test_what_cannot_be_carried_is_said_and_not_sent_in_part(state: str) -> None:
    client = client_for(make_member(), unlocked=False) if state == "locked" else Client()
    for fields in (
        {"words": "kept", "file": SimpleUploadedFile("a.txt", b"x")},
        {f"w{number}": "x" * (CARRIED_LIMIT // 6) for number in range(7)},
    ):
        page = client.post("/desk/keyed/", fields)
        assert page.status_code == (423 if state == "locked" else 401)
        assert 'action="/desk/keyed/"' not in page.text


def test_what_was_typed_waits_for_a_new_sign_in() -> None:
    page = Client().post("/desk/keyed/", {"words": "kept"})
    assert page.status_code == 401
    assert hidden(page.text, "words") == "kept"


def test_settings_change_language_theme_and_keys() -> None:
    person = make_member()
    client = client_for(person)
    client.cookies["dxl"] = "en"
    assert client.post("/staff/settings/", {"language": "zh-hans", "theme": "dark"}).status_code == 302
    page = client.get("/staff/settings/").text
    assert 'lang="zh-Hans"' in page
    assert 'data-theme="dark"' in page
    assert 'data-keys="off"' in page
    assert client.get("/desk/").text.endswith("|zh-hans")
    client.cookies["dxl"] = "en"  # the foot of the page: this machine alone
    assert client.get("/desk/").text.endswith("|en")


def test_other_browsers_can_be_signed_out_and_other_peoples_cannot() -> None:
    person, other = make_member(), make_member("lin", "林")
    here, elsewhere, theirs = client_for(person), client_for(person), client_for(other)
    assert here.get("/staff/settings/").text.count('name="session"') == 1
    for row in Session.objects.all():
        here.post("/staff/settings/sessions/end/", {"session": row.id})
    assert [client.get("/desk/").status_code for client in (here, elsewhere, theirs)] == [200, 302, 200]


def test_proving_the_recovery_code() -> None:
    person = make_member()
    client = client_for(person)
    assert client.post("/staff/settings/recovery/", {"code": "0000"}).status_code == 403
    assert client.post("/staff/settings/recovery/", {"code": person.recovery}).status_code == 302
    assert Member.objects.get().recovery_proved_at is not None


def test_a_settled_browser_is_known_next_time() -> None:
    person, client = make_member(), Client()
    client.post("/staff/sign-in/", {"username": "zhou", "passphrase": person.passphrase})
    client.post("/staff/second-factor/", {"code": person.code()})
    client.post("/staff/sign-out/")
    for _ in range(8):  # the neighbour, same address
        Client().post("/staff/sign-in/", {"username": "zhou", "passphrase": "babab"})
    fields = {"username": "zhou", "passphrase": person.passphrase}
    assert Client().post("/staff/sign-in/", fields).status_code == 429
    assert client.post("/staff/sign-in/", fields).status_code == 302


def filled_demo(person: CastMember, folder: Path, settings: object) -> None:
    settings.DATA, settings.DEMO = folder, True
    demo.store(folder, [demo.DemoAccount(
        username="zhou", name="周砚", passphrase=person.passphrase, totp=person.totp_secret,
        role={"en": "Officer", "zh-hans": "承办人"}, about={"en": "handles matters", "zh-hans": "办问题"},
        page="/desk/keyed/",
    )])


def test_one_click_in_a_demo(tmp_path: Path, settings: object) -> None:
    person, client = make_member(), Client(headers={"accept-language": "zh-CN"})
    filled_demo(person, tmp_path, settings)
    page = client.get("/staff/sign-in/").text
    assert "demo-loud" in page
    assert 'value="zhou"' in page
    for _ in range(3):  # also three times within half a minute
        assert client.post("/staff/demo/", {"username": "zhou"}).url == "/desk/keyed/"
        assert client.get("/desk/keyed/").status_code == 200
    assert Session.objects.count() == 1
    assert client.cookies["dxl"].value == "zh-hans"  # who comes from a page in Chinese goes on in Chinese
    assert client.post("/staff/demo/", {"username": "lin"}).status_code == 404
    client.post("/staff/lock/")
    assert person.passphrase in client.get("/staff/unlock/").text


def test_no_demo_log_in_outside_a_demo(tmp_path: Path, settings: object) -> None:
    person = make_member()
    filled_demo(person, tmp_path, settings)
    settings.DEMO = False
    assert json.loads((tmp_path / demo.FILE).read_text())
    assert Client().post("/staff/demo/", {"username": "zhou"}).status_code == 404
    assert "demo-loud" not in Client().get("/staff/sign-in/").text
    assert person.passphrase not in client_for(person, unlocked=False).get("/staff/unlock/").text
    assert not Session.objects.filter(second_factor=False).exists()


@pytest.mark.parametrize("page", OPEN)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_before_the_door_speak_the_machines_language(page: str, language: str) -> None:
    client = half_open_client_for(make_member(second_factor=page == "second-factor/")) if "second" in page else Client()
    client.cookies["dxl"] = language
    answer = client.get(f"/staff/{page}")
    assert answer.status_code == 200
    assert f'lang="{"zh-Hans" if language == "zh-hans" else "en"}"' in answer.text
