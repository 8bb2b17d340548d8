"""The counter: one form, one filing, digits once; the clerk cannot read it again."""

import json
import re
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast_vault import Cast, client_of, found

from dingxin.audit.models import Entry
from dingxin.casework import actions
from dingxin.casework.models import Submission
from dingxin.casework.recording import Said
from dingxin.intake.common import filing
from dingxin.intake.drafts.models import Draft
from dingxin.mailbox import inlets
from dingxin.mailbox.models import Envelope, Inlet, Thread
from dingxin.mailbox.refused import Why
from dingxin.organisation.models import Stationing
from dingxin.organisation.refusals import Refused
from dingxin.rules.ids import new_id
from dingxin.sealing.receipts import check_digits
from dingxin.vault import keyring
from dingxin.web.days import today

pytestmark = pytest.mark.django_db
FORM = "/desk/visit/"
ONCE = new_id().hex
SECRET = "说村里两年没发棉花补贴，最怕村里知道是他来的"


@pytest.fixture
def cast() -> Cast:
    made = found()
    inlets.refresh()
    return made


def browser(cast: Cast, name: str = "ding", **options: Any) -> Client:
    client = client_of(cast, name, **options)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def fields(cast: Cast, **more: str) -> dict[str, str]:
    return {"stationing": str(cast.stationing.pk), "once": ONCE, "what": SECRET, **more}


def file(cast: Cast, client: Client | None = None, **more: str) -> HttpResponse:
    return (client or browser(cast)).post(FORM, fields(cast, **more))


def digits_in(text: str) -> str:
    return "".join(re.findall(r'pattern="(\d{3})"', text))


def opened(cast: Cast) -> actions.OpenedSubmission:
    return actions.open_submission(current=cast["song"], submission=Submission.objects.get())


@pytest.mark.parametrize("name", ["ding", "song", "helan"])
def test_everybody_of_the_team_may_record(cast: Cast, name: str) -> None:
    client = browser(cast, name)
    text = client.get(FORM).content.decode()
    assert text.index('name="what"') < text.index('name="about"') < text.index('name="persons"')
    assert file(cast, client).status_code == 200
    row = Submission.objects.get()
    assert (row.channel, row.number, row.batch, row.persons, row.received_on) == ("visit", 1, 1, 1, today())


def test_the_story_alone_is_enough_and_nothing_says_who(cast: Cast) -> None:
    file(cast)
    found_words = opened(cast)
    assert found_words.words["what"] == SECRET
    assert (found_words.level, found_words.words["contact"], found_words.words["about_team"]) == ("anonymous", "", "no")


def test_the_digits_are_shown_once_in_groups_and_check_out(cast: Cast) -> None:
    response = file(cast)
    text = response.content.decode()
    digits = digits_in(text)
    assert check_digits(digits) == digits
    assert len(digits) == 18
    assert "Visit <bdi" in text
    assert "no-store" in response.headers["Cache-Control"]
    assert Thread.objects.get().known_to_staff
    stored = json.dumps([list(row) for row in Entry.objects.values_list("actor", "facts", "object")], default=str)
    assert digits not in stored
    assert all(digits not in cookie.value for cookie in response.cookies.values())


def test_words_are_on_no_page_after_filing(cast: Cast) -> None:
    client = browser(cast)
    text = file(cast, client, name="许桂兰", phone="5550164").content.decode()
    for said in (SECRET, "许桂兰", "5550164"):
        assert said not in text
    row = Submission.objects.get()
    assert client.get(f"/desk/submissions/{row.pk}/").status_code in (302, 403, 404)
    assert SECRET not in client.get(FORM).content.decode()


def test_a_name_is_behind_two_keys_unless_they_choose_otherwise(cast: Cast) -> None:
    file(cast, name="许桂兰", phone="5550164")
    assert opened(cast).level == "confidential"
    with pytest.raises(actions.reading.Refused):
        actions.open_identity(current=cast["song"], submission=Submission.objects.get())


def test_open_to_the_team(cast: Cast) -> None:
    file(cast, name="许桂兰", level="open")
    opened(cast)
    identity = actions.open_identity(current=cast["song"], submission=Submission.objects.get())
    assert identity is not None
    assert identity["name"] == "许桂兰"


def test_everything_that_was_said_by_the_way_is_in_the_words(cast: Cast) -> None:
    said = {"about": "上麦村", "when": "2023年", "ongoing": "yes", "amount": "9000元", "people": "8户", "contact": "晚上打电话",
            "language": "ug", "shows": "state", "about_team": "unsure"}  # fmt: skip
    text = file(cast, **said).content.decode()
    words = opened(cast).words
    assert {key: words[key] for key in said} == said
    assert Thread.objects.get().shows == "state"
    assert "We contact you only in the way you said." in text
    assert "/ug/maizhan/" in text


def test_a_receipt_may_be_declined(cast: Cast) -> None:
    text = file(cast, receipt="no").content.decode()
    assert digits_in(text) == ""
    assert "They declined one." in text
    assert Thread.objects.get().answer_recipient == ""


def test_a_collective_visit(cast: Cast) -> None:
    text = file(cast, persons="7", spokespersons="3").content.decode()
    assert "Collective visit" in text
    assert (Submission.objects.get().persons, opened(cast).words["spokespersons"]) == (7, "3")


@pytest.mark.parametrize(("more", "said"), [
    ({"what": "  "}, "Nothing is written yet."),
    ({"persons": "0"}, "persons"),
    ({"persons": "1000"}, "persons"),
    ({"persons": "2", "spokespersons": "3"}, "More than came."),
    ({"persons": "9", "spokespersons": "6"}, "5 at most may speak"),
    ({"persons": "9", "spokespersons": "0"}, "Somebody has to speak for them"),
    ({"received_on": "2999-01-01"}, "That day has not come yet."),
    ({"received_on": "31/2"}, "There is no such day."),
    ({"received_on": ""}, "That is no whole day."),
    ({"persons": "three"}, 'value="three"'),
    ({"persons": "-4"}, "At least one person came."),
    ({"level": "anonymous", "name": "许桂兰"}, "Without a name there is no name"),
    ({"level": "x"}, "x"),
    ({"name": "许" * 101}, "name"),
    ({"what": "x" * 20_001}, "20001"),
])
def test_a_mistake_files_nothing_and_keeps_what_was_typed(cast: Cast, more: dict[str, str], said: str) -> None:
    response = file(cast, **{"amount": "9,000 元", **more})
    text = response.content.decode()
    assert response.status_code == 422
    assert said in text
    assert "9,000 元" in text
    if "what" not in more:
        assert SECRET in text
    assert not Thread.objects.exists()


@pytest.mark.parametrize(("typed", "meant"), [("１２", 12), ("十二", 12), ("7人", 7), (" 3 ", 3), ("", 1)])
def test_how_many_came_is_read_as_people_write_it(cast: Cast, typed: str, meant: int) -> None:
    assert file(cast, persons=typed).status_code == 200
    assert Submission.objects.get().persons == meant


@pytest.mark.parametrize(("more", "goes_on"), [
    ({}, "what"), ({"what": ""}, "what"), ({"persons": "x"}, "persons"), ({"received_on": "2999-01-01"}, "received_on"),
    ({"level": "anonymous", "phone": "5550164"}, "phone"),
])
def test_the_keyboard_goes_on_where_something_is_to_be_mended(cast: Cast, more: dict[str, str], goes_on: str) -> None:
    text = (file(cast, **more) if more else browser(cast).get(FORM)).content.decode()
    assert re.findall(r'name="(\w+)"[^>]*\sautofocus', text) == [goes_on]


def test_the_browser_cuts_nothing_off(cast: Cast) -> None:
    text = browser(cast).get(FORM).content.decode()
    assert "maxlength" not in text[text.index('name="what"') : text.index("</form>", text.index('name="what"'))]


def test_what_is_about_the_team_goes_straight_to_the_body_above(cast: Cast) -> None:
    text = file(cast, about_team="yes").content.decode()
    assert cast.superior_body.name in text
    assert "Nobody of this team can open it" in text
    row = Submission.objects.get()
    assert row.team == cast.above.team
    for name in ("helan", "song"):
        assert browser(cast, name).get(f"/desk/submissions/{row.pk}/").status_code == 404
    assert actions.open_submission(current=cast["xue"], submission=row).words["what"] == SECRET


def test_a_form_that_comes_twice_files_nothing_twice(cast: Cast) -> None:
    client = browser(cast)
    first = file(cast, client)
    again = file(cast, browser(cast))  # another browser: the reply was lost, the form was carried on
    assert again.status_code == 200
    assert "This is filed already" in again.content.decode()
    assert "It has the number" in again.content.decode()
    assert digits_in(first.content.decode()) not in again.content.decode()
    assert Submission.objects.count() == 1
    assert file(cast, client, once=new_id().hex).status_code == 200
    assert Submission.objects.count() == 2


def test_a_form_about_the_team_that_comes_twice_tells_no_number_of_theirs(cast: Cast) -> None:
    file(cast, about_team="yes")
    again = file(cast, about_team="yes").content.decode()
    assert "It is with the body above" in again
    assert "It has the number" not in again
    assert Submission.objects.count() == 1


def test_the_action_itself_files_an_id_once(cast: Cast) -> None:
    thread, said = new_id(), Said(words={"what": SECRET}, level="anonymous")
    given: dict[str, Any] = {
        "current": cast["ding"], "stationing": cast.stationing, "channel": "visit", "said": said, "received_on": today(),
        "thread": thread,
    }
    assert actions.record_submission(**given).id == thread
    with pytest.raises(Refused) as refused:
        actions.record_submission(**given)
    assert refused.value.code == "filed"
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("once", ["", "a1b2", "<b>"])
def test_a_form_without_its_id_is_filed_all_the_same(cast: Cast, once: str) -> None:
    assert digits_in(file(cast, once=once).content.decode())


def test_the_id_stays_with_the_form_when_it_is_shown_again(cast: Cast) -> None:
    assert f'name="once" value="{ONCE}"' in file(cast, what="").content.decode()


def test_while_keys_are_renewed_nothing_is_lost(cast: Cast) -> None:
    Inlet.objects.all().delete()
    response = file(cast)
    assert response.status_code == 403
    assert "file again in a minute" in response.content.decode()
    assert SECRET in response.content.decode()
    assert not Thread.objects.exists()


def test_every_reason_of_the_mailbox_has_words() -> None:
    assert all(str(filing.not_taken(why)) for why in Why)


@pytest.mark.parametrize(("name", "status"), [
    ("luoyi", 404), ("qin", 404), ("mu", 404), ("luo", 404), ("xue", 404), ("guli", 403), ("gao", 403),
])
def test_nobody_else_files_for_this_team(cast: Cast, name: str, status: int) -> None:
    assert file(cast, browser(cast, name)).status_code == status
    assert not Thread.objects.exists()


@pytest.mark.parametrize("name", ["luo", "guli", "gao", "qin"])
def test_who_is_in_no_stationed_team_learns_why(cast: Cast, name: str) -> None:
    text = browser(cast, name).get(FORM).content.decode()
    assert "You are in no team that is stationed somewhere" in text
    assert 'name="what"' not in text


@pytest.mark.parametrize("sent", ["x", "00000000-0000-0000-0000-000000000000"])
def test_a_stationing_that_is_none(cast: Cast, sent: str) -> None:
    assert browser(cast).post(FORM, fields(cast, stationing=sent)).status_code == 404


def test_signed_out_locked_and_wrong_method(cast: Cast) -> None:
    assert Client().get(FORM).status_code == 302
    assert Client().post(FORM, fields(cast)).status_code == 401
    assert not Thread.objects.exists()
    locked = browser(cast, unlocked=False)
    assert locked.get(FORM).status_code == 200  # sealing needs no key of the clerk's
    assert digits_in(file(cast, locked).content.decode())
    assert browser(cast).put(FORM).status_code == 405


def test_without_the_forms_own_token_nothing_is_filed(cast: Cast) -> None:
    client = browser(cast)
    client.handler.enforce_csrf_checks = True
    assert file(cast, client).status_code == 403
    assert not Thread.objects.exists()


def test_the_server_keeps_no_word_in_the_clear(cast: Cast) -> None:
    file(cast, name="许桂兰")
    row = Envelope.objects.get()
    for blob in (row.words, row.identity, row.head):
        assert SECRET.encode() not in bytes(blob)
        assert "许桂兰".encode() not in bytes(blob)
    assert keyring.unwrap_many(cast["ding"], "S", [row.pk]) == {}


def test_after_intake_has_ended_who_comes_is_heard(cast: Cast) -> None:
    Stationing.objects.filter(pk=cast.stationing.pk).update(intake_until=cast.stationing.starts, state="closed")
    assert file(cast).status_code == 200
    assert Submission.objects.count() == 1


def test_the_number_of_queries_does_not_grow(cast: Cast) -> None:
    client = browser(cast)
    file(cast, client, once=new_id().hex)
    with CaptureQueriesContext(connection) as few:
        file(cast, client, once=new_id().hex)
    for _ in range(4):
        file(cast, client, once=new_id().hex)
    with CaptureQueriesContext(connection) as more:
        file(cast, client, once=new_id().hex)
    assert len(more) == len(few)


def test_a_draft_is_gone_on_with_and_ends_when_it_is_filed(cast: Cast) -> None:
    client = browser(cast)
    sent = {**fields(cast, people="三户"), "dx_draft_turn": "4"}
    assert client.post(f"/desk/drafts/visit/{UUID(ONCE)}/keep/", sent).status_code == 200
    assert client.get(FORM).content.decode().count(f"?draft={UUID(ONCE)}") == 1
    page = client.get(f"{FORM}?draft={UUID(ONCE)}").content.decode()
    assert SECRET in page
    assert 'value="三户"' in page
    assert f'value="{ONCE}"' in page
    assert browser(cast, "song").get(f"{FORM}?draft={UUID(ONCE)}").status_code == 404
    assert SECRET not in browser(cast, unlocked=False).get(f"{FORM}?draft={UUID(ONCE)}").content.decode()
    assert digits_in(file(cast, client, people="三户").content.decode())
    assert not Draft.objects.exists()
    assert Submission.objects.count() == 1


def test_a_draft_of_earlier_keys_is_said_to_be_lost(cast: Cast) -> None:
    client = browser(cast)
    assert client.post(f"/desk/drafts/visit/{UUID(ONCE)}/keep/", fields(cast)).status_code == 200
    whole = bytes(Draft.objects.get().body)
    Draft.objects.update(body=whole[:240] + bytes(40) + whole[280:])
    page = client.get(f"{FORM}?draft={UUID(ONCE)}").content.decode()
    assert "That draft does not open." in page
    assert SECRET not in page
