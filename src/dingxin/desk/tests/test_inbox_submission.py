"""One submission: shut until it is opened, opened in place and audited, and who learns what."""

import re
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast_vault import Cast, found

from dingxin.audit.models import Entry
from dingxin.casework import actions
from dingxin.casework.recording import Said
from dingxin.casework.tests import lives
from dingxin.desk.tests.browsers import english as client_of
from dingxin.mailbox import inlets
from dingxin.rules.ids import new_id
from dingxin.vault import actions as vaults
from dingxin.web.days import today

pytestmark = pytest.mark.django_db
SECRET = "有人借钱不还，说修路"


@pytest.fixture
def cast() -> Cast:
    return found()


@pytest.fixture
def writer(cast: Cast) -> lives.Writer:
    return lives.filed(cast, SECRET, name="巴哈尔古丽")


def url(pk: UUID, tail: str = "") -> str:
    return f"/desk/submissions/{pk}/{tail}"


def test_shut_it_shows_facts_and_one_way(cast: Cast, writer: lives.Writer) -> None:
    response = client_of(cast, "song").get(url(writer.thread))
    text = response.content.decode()
    assert response.status_code == 200
    assert SECRET not in text
    assert "Nobody has opened this yet" in text
    assert text.count("btn-go") == 1
    assert not Entry.objects.filter(kind="submission.opened").exists()


@pytest.mark.parametrize("name", ["song", "azi", "helan"])
def test_opened_in_place_and_audited_each_time(cast: Cast, writer: lives.Writer, name: str) -> None:
    client = client_of(cast, name)
    for count in (1, 2):
        response = client.post(url(writer.thread))
        text = response.content.decode()
        assert response.status_code == 200
        assert SECRET in text
        assert "opened here, audited" in text
        assert Entry.objects.filter(kind="submission.opened").count() == count
    assert response.headers["Cache-Control"].startswith("no-store")


def test_a_confidential_name_is_on_no_page(cast: Cast, writer: lives.Writer) -> None:
    client = client_of(cast, "song")
    opened = client.post(url(writer.thread)).content.decode()
    assert "Behind two keys" in opened
    refused = client.post(url(writer.thread, "identity/"))
    assert refused.status_code == 403
    for text in (opened, refused.content.decode()):
        assert "巴哈尔古丽" not in text
    assert not Entry.objects.filter(kind="submission.identity_opened").exists()


def test_who_chose_to_be_open_is_shown_on_asking_and_that_is_audited(cast: Cast) -> None:
    writer = lives.filed(cast, SECRET, level="open", name="艾力")
    client = client_of(cast, "song")
    assert "艾力" not in client.post(url(writer.thread)).content.decode()
    text = client.post(url(writer.thread, "identity/")).content.decode()
    assert "艾力" in text
    assert SECRET in text
    assert Entry.objects.filter(kind="submission.identity_opened").count() == 1


def test_nobody_looks_for_who_is_anonymous(cast: Cast) -> None:
    writer = lives.filed(cast, SECRET, level="anonymous")
    client = client_of(cast, "song")
    assert "nobody looks for one" in client.post(url(writer.thread)).content.decode()
    assert client.post(url(writer.thread, "identity/")).status_code == 403


POSTS = [
    "", "identity/", "work/", "aside/", "aside/second/", "aside/decline/", "again/", "repeat/", "up/", "message/",
    "files/00000000-0000-0000-0000-000000000001/",
]


@pytest.mark.parametrize("tail", POSTS)
@pytest.mark.parametrize(("name", "status"), [
    ("luoyi", 404), ("qin", 404), ("mu", 404), ("luo", 404), ("guli", 404), ("gao", 404), ("ding", 403),
])
def test_no_way_in_for_anybody_else(cast: Cast, writer: lives.Writer, tail: str, name: str, status: int) -> None:
    client = client_of(cast, name)
    before = Entry.objects.count()
    assert client.post(url(writer.thread, tail)).status_code == status
    assert client.get(url(writer.thread)).status_code == status
    assert Entry.objects.count() == before


@pytest.mark.parametrize("tail", POSTS)
def test_no_such_submission(cast: Cast, tail: str) -> None:
    assert client_of(cast, "song").post(url(new_id(), tail)).status_code == 404


def test_an_id_that_is_none(cast: Cast) -> None:
    assert client_of(cast, "song").get("/desk/submissions/1/").status_code == 404


@pytest.mark.parametrize("tail", [tail for tail in POSTS if tail])
def test_acts_are_sent_and_never_followed(cast: Cast, writer: lives.Writer, tail: str) -> None:
    assert client_of(cast, "song").get(url(writer.thread, tail)).status_code == 405


@pytest.mark.parametrize("tail", POSTS)
def test_locked_keys_open_nothing_and_hold_on_to_the_form(cast: Cast, writer: lives.Writer, tail: str) -> None:
    client = client_of(cast, "song", unlocked=False)
    response = client.post(url(writer.thread, tail), {"text": "写了一半"})
    assert response.status_code == 423
    assert "写了一半" in response.content.decode()
    assert client.get(url(writer.thread)).status_code == 302


@pytest.mark.parametrize("tail", POSTS)
def test_signed_out(writer: lives.Writer, tail: str) -> None:
    assert Client().post(url(writer.thread, tail)).status_code == 401


def test_without_the_forms_own_token_nothing_is_opened(cast: Cast, writer: lives.Writer) -> None:
    client = client_of(cast, "song")
    client.handler.enforce_csrf_checks = True
    assert client.post(url(writer.thread)).status_code == 403
    assert not Entry.objects.filter(kind="submission.opened").exists()


def test_whoever_is_recused_finds_nothing(cast: Cast, writer: lives.Writer) -> None:
    lives.read(cast, writer, by="song", unit="maizhan-01")
    vaults.recuse(current=cast["helan"], vault=cast.vault, member=cast.member("azi"), unit=cast.units["maizhan-01"])
    client = client_of(cast, "azi")
    assert client.get(url(writer.thread)).status_code == 404
    assert client.post(url(writer.thread)).status_code == 404
    assert str(writer.thread) not in client.get("/desk/inbox/").content.decode()
    assert str(writer.thread) not in client.get("/desk/").content.decode()


def test_what_was_added_later_stands_below(cast: Cast, writer: lives.Writer) -> None:
    client = client_of(cast, "song")
    client.post(url(writer.thread))
    writer.writes("后来又想起一件事")
    text = client.post(url(writer.thread)).content.decode()
    assert "后来又想起一件事" in text
    assert "Added later" in text


def test_words_are_text_and_never_markup(cast: Cast) -> None:
    writer = lives.filed(cast, "<script>alert(1)</script><b>粗</b>", about="<img src=x>")
    text = client_of(cast, "song").post(url(writer.thread)).content.decode()
    assert "<script>alert" not in text
    assert "<img" not in text
    assert "&lt;script&gt;" in text


def test_the_rhythm_leads_from_one_unread_to_the_next(cast: Cast) -> None:
    writers = [lives.filed(cast) for _ in range(3)]
    client, seen, here = client_of(cast, "song"), set(), writers[0].thread
    for _ in range(3):
        seen.add(here)
        text = client.get(url(here)).content.decode()
        ahead = re.search(r'href="/desk/submissions/([0-9a-f-]+)/" data-step="\]"', text)
        assert ahead is not None
        here = UUID(ahead[1])
    assert seen == {writer.thread for writer in writers}
    assert here == writers[0].thread


def test_the_number_of_queries_does_not_grow(cast: Cast, writer: lives.Writer) -> None:
    client = client_of(cast, "song")
    client.post(url(writer.thread))
    with CaptureQueriesContext(connection) as few:
        client.get(url(writer.thread))
    for _ in range(5):
        lives.filed(cast)
    lives.matter_of(cast, lives.filed(cast), lives.filed(cast))
    with CaptureQueriesContext(connection) as more:
        client.get(url(writer.thread))
    assert len(more) == len(few)


def test_a_visit_says_how_many_came(cast: Cast) -> None:
    inlets.refresh()
    recorded = actions.record_submission(
        current=cast["ding"], stationing=cast.stationing, channel="visit", received_on=today(), persons=7, batch=1,
        said=Said(words={"what": SECRET}, level="anonymous"), receipt=False,
    )
    text = re.sub("<[^>]+>", "", client_of(cast, "song").get(url(recorded.id)).content.decode())
    assert "7 in one visit or letter" in text
