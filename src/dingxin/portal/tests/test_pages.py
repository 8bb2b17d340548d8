"""Pages that change nothing."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from tests.cast_mailbox import Cast, later

LANGUAGES = ["zh-hans", "en", "ug"]
PAGES = [
    "maizhan/", "maizhan/boxes/", "maizhan/report/", "maizhan/return/", "return/", "privacy/", "accessibility/", "log/",
    "log/?at=maizhan",
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_in_every_language_without_script(client: Client, made: Cast, language: str, page: str) -> None:
    response = client.get(f"/{language}/{page}")
    assert response.status_code == 200
    html = response.content.decode()
    tag = {"zh-hans": "zh-Hans"}.get(language, language)
    assert f'<html lang="{tag}" dir="{"rtl" if language == "ug" else "ltr"}"' in html
    assert "no-store" in response["Cache-Control"]
    assert "sessionid" not in response.cookies
    assert html.count("<h1") == 1


def test_one_stationing_is_gone_to_and_several_are_listed(client: Client, made: Cast) -> None:
    response = client.get("/en/")
    assert (response.status_code, response["Location"]) == (302, "/en/maizhan/")
    two = made.stationing
    two.pk, two.code = None, "second"
    from dingxin.rules.ids import new_id

    two.id = new_id()
    two._state.adding = True
    two.save()
    html = client.get("/en/").content.decode()
    assert "/en/maizhan/" in html
    assert "/en/second/" in html


def test_none_is_said_so(client: Client, made: Cast) -> None:
    type(made.stationing).objects.update(state="closed")
    response = client.get("/en/")
    assert response.status_code == 200
    assert "/en/return/" in response.content.decode()


@pytest.mark.parametrize("path", [
    "unknown/", "unknown/boxes/", "unknown/report/", "unknown/return/", "unknown/receipt/", "A%20B/",
])
def test_unknown_and_prepared_look_the_same(client: Client, made: Cast, path: str) -> None:
    type(made.stationing).objects.update(state="preparing")
    method = client.post if path.endswith("receipt/") else client.get
    assert method(f"/en/{path}").status_code == 404
    assert method(f"/en/{path.replace('unknown', 'maizhan')}").status_code == 404


@pytest.mark.parametrize("page", ["", "maizhan/", "maizhan/boxes/", "privacy/", "accessibility/", "log/"])
def test_reading_pages_take_no_writing(client: Client, made: Cast, page: str) -> None:
    assert client.post(f"/en/{page}").status_code == 405


def test_after_intake_nothing_is_asked_any_more_and_coming_back_goes_on(client: Client, made: Cast) -> None:
    type(made.stationing).objects.update(intake_until=later(-1), starts=later(-9))
    assert 'href="/en/maizhan/report/"' not in client.get("/en/maizhan/").content.decode()
    page = client.get("/en/maizhan/report/")
    assert page.status_code == 200
    assert "textarea" not in page.content.decode()
    assert client.get("/en/maizhan/return/").status_code == 200


def test_the_fingerprint_of_the_notice_is_shown(client: Client, made: Cast) -> None:
    assert made.team.inlet.fingerprint in client.get("/en/maizhan/").content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_is_small(client: Client, made: Cast, language: str) -> None:
    """Under 60 KB compressed with everything it loads (6-screens, Public)."""
    html = client.get(f"/{language}/maizhan/").content
    loaded = re.findall(r'(?:src|href)="/static/([^"]+\.(?:css|js))"', html.decode())
    assert loaded
    total = len(gzip.compress(html))
    for name in loaded:
        path = finders.find(name)
        assert path, name
        with open(path, "rb") as file:
            total += len(gzip.compress(file.read()))
    assert total < 30_000


def test_digits_in_a_notice_keep_their_order(client: Client, made: Cast) -> None:
    html = client.get("/ug/maizhan/").content.decode()
    assert '<bdi dir="ltr">8:00</bdi>' in html


def test_words_of_a_notice_are_escaped(client: Client, made: Cast) -> None:
    made.stationing.texts["en"]["address"] = "<script>alert(1)</script>"
    made.stationing.save()
    html = client.get("/en/maizhan/").content.decode()
    assert "alert(" in html
    assert "<script>alert" not in html


def test_a_missing_language_is_shown_in_another_and_marked(client: Client, made: Cast) -> None:
    del made.stationing.texts["ug"]
    made.stationing.save()
    assert 'lang="zh-Hans" dir="ltr">' in client.get("/ug/maizhan/").content.decode()
