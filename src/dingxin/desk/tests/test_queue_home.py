"""The first page: in the order of what is due, one next act a row, and a page that fits for every role."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast_vault import Cast, found

from dingxin.audit.models import Entry
from dingxin.casework import actions
from dingxin.casework.models import Matter, Submission
from dingxin.casework.tests import lives
from dingxin.desk.place import TEAM_COOKIE
from dingxin.desk.tests.browsers import english as client_of
from dingxin.rules.ids import new_id
from dingxin.web.days import today

pytestmark = pytest.mark.django_db
HOME = "/desk/"


@pytest.fixture
def cast() -> Cast:
    return found()


def page(client: Client, address: str = HOME) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_a_stranger_to_the_house_is_sent_to_sign_in() -> None:
    response = Client().get(HOME)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/staff/")


def test_only_reading_is_possible(cast: Cast) -> None:
    assert client_of(cast, "song").post(HOME).status_code == 405


def test_my_matter_stands_with_its_opened_title_and_its_next_act(cast: Cast) -> None:
    matter = lives.matter_of(cast, lives.filed(cast), title="上麦村借款不还")
    text = page(client_of(cast, "song"))
    assert "上麦村借款不还" in text
    assert f"/desk/matters/{matter.pk}/assess/" in text
    assert text.count("btn-go") == 1
    assert Entry.objects.filter(kind="matter.titles_opened").count() == 1


def test_locked_keys_show_numbers_and_open_nothing(cast: Cast) -> None:
    lives.matter_of(cast, lives.filed(cast), title="上麦村借款不还")
    text = page(client_of(cast, "song", unlocked=False))
    assert "上麦村借款不还" not in text
    assert "0001" in text
    assert "Unlock to see the titles" in text
    assert not Entry.objects.filter(kind="matter.titles_opened").exists()


def test_what_is_late_stands_first_and_says_by_how_much(cast: Cast) -> None:
    late = lives.matter_of(cast, lives.filed(cast), title="早来的")
    due = lives.matter_of(cast, lives.filed(cast), title="今天到期的")
    lives.matter_of(cast, lives.filed(cast), title="后来的")
    Matter.objects.filter(pk=late.pk).update(due_day=today() - timedelta(days=3))
    Matter.objects.filter(pk=due.pk).update(due_day=today())
    text = page(client_of(cast, "song"))
    assert text.index('id="late"') < text.index("早来的") < text.index('id="today"') < text.index("今天到期的")
    assert text.index("今天到期的") < text.index("后来的")
    assert "3 days late" in re.sub("<[^>]+>", "", text)


def test_what_nobody_has_read_stands_in_one_row_that_opens_the_oldest(cast: Cast) -> None:
    writers = [lives.filed(cast) for _ in range(3)]
    text = page(client_of(cast, "song"))
    assert text.count("Open the oldest") == 1
    assert "3</bdi> not read yet" in text
    assert any(f"/desk/submissions/{writer.thread}/" in text for writer in writers)


def test_a_leader_finds_proposals_and_what_nobody_has(cast: Cast) -> None:
    matter = lives.matter_of(cast, lives.filed(cast))
    actions.assess(current=cast["song"], matter=matter, assessment="accept", ground_legitimate=True, problem_clear=True)
    lives.move(cast["song"], matter, "accept")
    leader, officer = page(client_of(cast, "helan")), page(client_of(cast, "song"))
    assert 'id="decide"' in leader
    assert "Decide on the proposal" in leader
    assert 'id="decide"' not in officer
    assert 'id="others"' in officer
    assert "the team leader" in officer
    assert "See the proposal" in officer


def test_another_teams_work_is_nowhere(cast: Cast) -> None:
    lives.matter_of(cast, lives.filed(cast), title="上麦村借款不还")
    text = page(client_of(cast, "luoyi"))
    assert "上麦村借款不还" not in text
    assert "Nothing waits for you" in text


@pytest.mark.parametrize(("name", "said"), [
    ("luo", "No request for a second key waits"),
    ("shen", "You sign for whom"), ("guli", "You keep the house in order"), ("gao", "You see how all teams stand"),
])
def test_each_role_without_a_queue_has_a_page_that_fits(cast: Cast, name: str, said: str) -> None:
    writer = lives.filed(cast)
    text = page(client_of(cast, name))
    assert said in text
    assert str(writer.thread) not in text
    assert text.count("btn-go") <= 1


def test_whoever_is_nowhere_yet_learns_what_comes(cast: Cast) -> None:
    organisation_member = client_of(cast, "gao")
    cast.member("gao").body_roles.all().delete()
    assert "You are in no team yet" in page(organisation_member)


def test_the_strip_counts_the_team_today(cast: Cast) -> None:
    lives.filed(cast)
    lives.filed(cast)
    text = page(client_of(cast, "song"))
    assert re.search(r'\?from|\?since=', text)
    assert re.search(r'class="big"[^>]*>\s*<bdi dir="ltr">2</bdi>', text)


def test_the_choice_of_a_team_is_kept_only_when_it_is_mine(cast: Cast) -> None:
    client = client_of(cast, "song")
    client.get(f"{HOME}?team={cast.stranger_team.team.pk}")
    assert TEAM_COOKIE not in client.cookies
    client.get(f"{HOME}?team={cast.team.team.pk}")
    assert client.cookies[TEAM_COOKIE].value == str(cast.team.team.pk)
    assert settings.SESSION_COOKIE in client.cookies


@pytest.mark.parametrize("start", ["-1", "abc", "999999", "²"])
def test_a_bad_page_is_the_first(cast: Cast, start: str) -> None:
    lives.matter_of(cast, lives.filed(cast), title="上麦村借款不还")
    assert "上麦村借款不还" in page(client_of(cast, "song"), f"{HOME}?from={start}")


def test_the_number_of_queries_does_not_grow(cast: Cast) -> None:
    client = client_of(cast, "song")
    lives.matter_of(cast, lives.filed(cast))
    lives.filed(cast)
    page(client)
    with CaptureQueriesContext(connection) as few:
        page(client)
    for _ in range(4):
        lives.matter_of(cast, lives.filed(cast))
    day = today()
    Submission.objects.bulk_create([
        Submission(id=new_id(), team=cast.team.team, vault_id=cast.vault.pk, channel="call", year=day.year,
                   number=n + 1, received_on=day, registered_on=day) for n in range(80)
    ])  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        page(client)
    assert len(many) == len(few)


def test_who_is_in_danger_has_a_heading_before_all_others(cast: Cast) -> None:
    lives.filed(cast, "没人看过")
    called = lives.filed(cast, "今晚要出事")
    Submission.objects.filter(pk=called.thread).update(danger=True)
    text = page(client_of(cast, "helan"))
    assert text.index("Danger to life, or a child") < text.index("not read yet")
    assert text.index(f"/desk/submissions/{called.thread}/") < text.index("not read yet")
    assert "1 not read yet" in re.sub("<[^>]+>", "", text)


def test_one_filled_button_also_where_somebody_took_their_consent_back(cast: Cast) -> None:
    writer = lives.filed(cast, contact="晚上打电话")
    matter = lives.matter_of(cast, writer)
    contact = actions.propose_contact(
        current=cast["song"], matter=matter, whom=writer.submission, purpose="hear", way="meeting",
        plan=actions.Plan("周四下午", "候诊区", "当面谈"),
    )
    actions.withdraw_contact(current=cast["song"], contact=contact, how="told_to_staff")
    text = page(client_of(cast, "song"))
    assert text.count("btn-go") == 1
    assert text.index("btn-go") < text.index("/assess/")
