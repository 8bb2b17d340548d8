"""The list of what came in: filters, pages, counts; titles only where the member may open them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from tests.cast_vault import Cast, found

from dingxin.audit.models import Entry
from dingxin.casework.models import Submission
from dingxin.casework.tests import lives
from dingxin.desk.inbox.numbers import channel_in, number_in
from dingxin.desk.tests.browsers import english as client_of
from dingxin.rules.ids import new_id
from dingxin.web.days import today

pytestmark = pytest.mark.django_db
INBOX = "/desk/inbox/"


@pytest.fixture
def cast() -> Cast:
    return found()


def many(cast: Cast, count: int, **facts: object) -> None:
    """Rows as an arrival leaves them, without envelopes."""
    day = today()
    Submission.objects.bulk_create([
        Submission(**{
            "id": new_id(), "team": cast.team.team, "vault_id": cast.vault.pk, "channel": "call", "year": day.year,
            "number": n + 1, "received_on": day - timedelta(days=n), "registered_on": day, **facts,
        }) for n in range(count)
    ])  # fmt: skip


def page(client: Client, query: str = "") -> str:
    response = client.get(f"{INBOX}{query}")
    assert response.status_code == 200
    return response.content.decode()


def rows(text: str) -> int:
    return text.count("data-open")


def test_locked_out_signed_out_and_wrong_method(cast: Cast) -> None:
    assert Client().get(INBOX).status_code == 302
    assert client_of(cast, "song").post(INBOX).status_code == 405


def test_fifty_rows_a_page_and_a_way_on(cast: Cast) -> None:
    many(cast, 60)
    client = client_of(cast, "song")
    text = page(client)
    assert rows(text) == 50
    assert "60" in re.sub("<[^>]+>", "", text)
    following = re.search(r'rel="next" href="([^"]+)"', text)
    assert following is not None
    second = page(client, following[1].replace("&amp;", "&"))
    assert rows(second) == 10
    assert 'rel="next"' not in second


def test_a_full_page_stays_light(cast: Cast) -> None:
    many(cast, 60, state="read", nature="criticism", unit=cast.units["maizhan-01"])
    response = client_of(cast, "song").get(INBOX)
    assert len(response.content) < 60_000


def test_titles_are_opened_for_this_page_where_somebody_has_read(cast: Cast) -> None:
    lives.read(cast, lives.filed(cast, "有人借钱不还"))
    lives.filed(cast, "没有人读过的话")
    text = page(client_of(cast, "song"))
    assert "有人借钱不还" in text
    assert "没有人读过的话" not in text
    assert Entry.objects.filter(kind="submission.titles_opened").count() == 1


def test_locked_keys_open_no_title(cast: Cast) -> None:
    lives.read(cast, lives.filed(cast, "有人借钱不还"))
    text = page(client_of(cast, "song", unlocked=False))
    assert "有人借钱不还" not in text
    assert rows(text) == 1


@pytest.mark.parametrize("name", ["luoyi", "qin", "ding", "luo", "guli", "gao"])
def test_others_see_no_row_and_no_count(cast: Cast, name: str) -> None:
    writer = lives.filed(cast)
    text = page(client_of(cast, name))
    assert str(writer.thread) not in text
    assert rows(text) == 0


@pytest.mark.parametrize(("query", "found_rows"), [
    ("?channel=letter", 1), ("?channel=call", 3), ("?state=read", 1), ("?nature=report", 1), ("?repeat=repeat", 0),
    ("?repeat=first", 4), ("?unit=maizhan-01", 1), ("?unit=maizhan", 1), ("?q=0002", 1), ("?q=call+0002", 1),
    ("?q=2026-0002", 1), ("?q=letter+0009", 1), ("?q=call+0009", 0), ("?q=2025-0002", 0), ("?q=no-such", 0), ("?unit=no-such", 0),
    ("?mine=on", 0), ("?news=on", 0),
])
def test_filters(cast: Cast, query: str, found_rows: int) -> None:
    many(cast, 3)
    many(cast, 1, channel="letter", state="read", nature="report", unit=cast.units["maizhan-01"], number=9)
    query = query.replace("2026", str(today().year))
    assert rows(page(client_of(cast, "song"), query)) == found_rows


def test_days_and_the_strip_of_the_first_page_lead_to_the_rows(cast: Cast) -> None:
    many(cast, 3)
    assert rows(page(client_of(cast, "song"), f"?since={today()}")) == 1
    assert rows(page(client_of(cast, "song"), f"?until={today() - timedelta(days=1)}")) == 2


@pytest.mark.parametrize("query", [
    "?state=gone", "?channel=x", "?since=31/2", "?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%B8%AA", "?after=nonsense", "?unit=+++",
    "?q=99999999999999999999",
])
def test_what_no_form_offers_does_no_harm(cast: Cast, query: str) -> None:
    many(cast, 2)
    page(client_of(cast, "song"), query)


def test_an_empty_inbox_teaches(cast: Cast) -> None:
    assert "Nothing has come in yet" in page(client_of(cast, "song"))
    assert "Nothing is like that" in page(client_of(cast, "song"), "?channel=letter")


def test_the_number_of_queries_does_not_grow(cast: Cast) -> None:
    client = client_of(cast, "song")
    lives.matter_of(cast, lives.filed(cast))
    page(client)
    with CaptureQueriesContext(connection) as few:
        page(client)
    lives.matter_of(cast, lives.filed(cast), lives.filed(cast))
    many(cast, 40)
    with CaptureQueriesContext(connection) as full:
        page(client)
    assert len(full) == len(few)


@pytest.mark.parametrize(("text", "number"), [
    ("39", (None, 39)), ("0039", (None, 39)), ("2026-0039", (2026, 39)), ("来信0039", (None, 39)), ("Letter 39", (None, 39)),
    ("٣٩", (None, 39)), ("Matter 0117", (None, 117)), ("maizhan-01", None), ("", None), ("上麦村", None),
])
def test_numbers_as_people_write_them(text: str, number: tuple[int | None, int] | None) -> None:
    with override("zh-hans"):
        assert number_in(text) == number


@pytest.mark.parametrize(("text", "channel"), [
    ("来信0039", "letter"), ("Letter 39", "letter"), ("来电0006", "call"), ("39", ""), ("Matter 0117", ""), ("上麦村", ""),
])
def test_the_word_before_a_number_is_its_channel(text: str, channel: str) -> None:
    with override("zh-hans"):
        assert channel_in(text) == channel


def test_looked_for_in_vain_opens_no_title(cast: Cast) -> None:
    lives.read(cast, lives.filed(cast, "有人借钱不还"))
    assert "Nothing is like that" in page(client_of(cast, "song"), "?q=no-such")
    assert not Entry.objects.filter(kind="submission.titles_opened").exists()
