"""Calls: counted by day, filed once, called back only where the caller agreed, on a slip that goes away."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from tests.cast_vault import Cast, client_of, found

from dingxin.audit.models import Entry
from dingxin.casework import actions as casework
from dingxin.casework.models import Submission
from dingxin.config import founding
from dingxin.desk.matter.present.words import by_telephone
from dingxin.intake.call import actions, doors, queries, roster, slips, ticks
from dingxin.intake.call.models import Call, Duty, Slip, SlipCopy
from dingxin.intake.call.slips import SlipWords
from dingxin.mailbox import inlets, printing, serials
from dingxin.mailbox.models import Thread
from dingxin.organisation.refusals import Refused
from dingxin.rules.clock import now
from dingxin.rules.codes import CallBack, CallState, DayPart, DutyPost
from dingxin.rules.ids import new_id
from dingxin.vault import actions as vaults
from dingxin.web.days import today

pytestmark = pytest.mark.django_db
SHEET, MISSED, HOME = "/desk/call/sheet/", "/desk/call/missed/", "/desk/call/"
SECRET, NUMBER, HOUR = "说村里两年没发棉花补贴", "555 0138", "晚上九点后"
SLIP = {"cb": "said", "cb_number": NUMBER, "cb_when": HOUR, "cb_say": "打错了"}


@pytest.fixture
def cast() -> Cast:
    made = found()
    inlets.refresh()
    return made


def browser(cast: Cast, name: str = "ding", **options: Any) -> Client:
    client = client_of(cast, name, **options)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def call(cast: Cast, client: Client | None = None, **more: str) -> HttpResponse:
    fields = {"what": SECRET, "once": "a" * 32, "call": str(new_id()), "stationing": str(cast.stationing.pk)}
    return (client or browser(cast)).post(SHEET, fields | more)


def waiting(cast: Cast, by: str = "ding", **more: Any) -> Slip:
    words = SlipWords(NUMBER, HOUR, "打错了", **more)
    return actions.log_call(
        current=cast[by], stationing=cast.stationing, call=new_id(), day=today(), slip=words
    ).slip


def duty(cast: Cast, *who: str, part: DayPart = DayPart.EVENING, days: int = 3) -> None:
    ids = [cast.member(name).pk for name in who]
    actions.set_duty(current=cast["helan"], stationing=cast.stationing, day=today(), who={part: ids}, days=days)


def certify_clerk(cast: Cast) -> None:
    founding.certify(cast.member("ding"), [cast.people["shen"], cast.people["fang"]], team=cast.team.team)


# The sheet.


def test_the_story_alone_is_enough_and_the_call_is_counted_without_its_hour(cast: Cast) -> None:
    answer = call(cast)
    assert answer.status_code == 200
    assert len(re.findall(r'pattern="\d{3}"', answer.content.decode())) == 6
    row, submission = Call.objects.get(), Submission.objects.get()
    assert (row.day, row.number, row.state, row.read_back, row.agreed) == (today(), 1, "call_answered", "not_read", "")
    assert (submission.channel, submission.number) == ("call", 1)
    logged = Entry.objects.get(kind="call.logged")
    assert (logged.at.hour, logged.at.minute) == (0, 0)
    assert str(submission.pk) not in logged.facts + logged.object


def test_no_id_of_a_call_is_made_of_its_submissions(cast: Cast) -> None:
    """Also where the form came without one: whoever has the database must not lay one beside the other."""
    for _twice in range(2):
        call(cast, call="")
    made, thread = Call.objects.get(), Thread.objects.get()
    assert not {made.pk.int ^ thread.pk.int, made.pk.int} & {0, 2**128 - 1, thread.pk.int}


def test_sent_twice_is_counted_and_filed_once(cast: Cast) -> None:
    client, id = browser(cast), str(new_id())
    call(cast, client, call=id)
    again = call(cast, client, call=id)
    assert "filed already" in again.content.decode()
    assert (Call.objects.count(), Submission.objects.count()) == (1, 1)


def test_minutes_read_back_are_an_entry_of_their_own_and_what_was_added_belongs_to_them(cast: Cast) -> None:
    call(cast, what=SECRET + "。念完又说：还有七户。", read_back="changed", before="none", danger="on")
    assert Entry.objects.get(kind="call.read_back").facts.strip() == "read_back changed"
    assert Call.objects.get().read_back == "changed"
    words = casework.open_submission(current=cast["song"], submission=Submission.objects.get()).words
    assert words["what"].endswith("还有七户。")
    assert (words["read_back"], words["before"], words["danger"]) == ("changed", "none", "yes")
    assert Submission.objects.get().danger
    with override("en"):
        shown = dict(by_telephone(words))
    assert list(shown) == ["Danger to life, or a child is in it", "Told it before", "Minutes"]
    assert (shown["Told it before"], shown["Minutes"]) == ("Yes, without digits", "Read back, mended, agreed")
    assert by_telephone({"what": "x"}) == []


def test_a_sealed_card_they_hold_is_their_receipt_and_no_digits_are_dictated(cast: Cast) -> None:
    card = printing.make(cast.vault.pk, "card", serials.new_serial("card")).row
    card.save()
    text = call(cast, card=serials.shown(card.serial)).content.decode()
    assert "Their sealed card is the receipt" in text
    assert 'class="digits back"' not in text
    assert not Thread.objects.get().known_to_staff
    assert call(cast, card=serials.shown(card.serial), once="d" * 32).status_code == 422  # a card is one receipt
    assert Call.objects.count() == 1


def test_who_agreed_to_a_call_is_told_so_and_who_did_not_is_told_that_nobody_calls(cast: Cast) -> None:
    assert "We call you once, at the hour you named." in call(cast, **SLIP).content.decode()
    assert "Nobody calls you" in call(cast, once="e" * 32).content.decode()


def test_who_hung_up_is_filed_all_the_same_without_digits(cast: Cast) -> None:
    text = call(cast, receipt="gone").content.decode()
    assert "They hung up before the digits" in text
    assert 'class="digits back"' not in text
    assert Call.objects.get().state == "hung_up"
    assert Submission.objects.get().channel == "call"


def test_the_number_to_call_never_goes_into_what_is_filed(cast: Cast) -> None:
    call(cast, **SLIP)
    slip = Slip.objects.get()
    words = casework.open_submission(current=cast["song"], submission=Submission.objects.get()).words
    assert not any(part in str(words) for part in (NUMBER, HOUR, "打错了"))
    assert slips.opened(cast["ding"], slip) == SlipWords(NUMBER, HOUR, "打错了")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({**SLIP, "cb_when": ""}, "Nobody calls at another"),
        ({**SLIP, "cb_number": " "}, "Which number?"),
        ({**SLIP, "cb": "no"}, "They did not agree to it"),
        ({**SLIP, "about_team": "yes"}, "nobody of us calls them"),
    ],
)
def test_without_agreement_number_and_hour_there_is_no_slip(cast: Cast, fields: dict[str, str], said: str) -> None:
    answer = call(cast, **fields)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert SECRET in answer.content.decode()
    assert [table.objects.count() for table in (Call, Slip, Submission)] == [0, 0, 0]


def test_with_locked_keys_no_number_is_taken_and_a_call_is(cast: Cast) -> None:
    client = browser(cast, unlocked=False)
    assert call(cast, client, **SLIP).status_code == 403
    assert not Call.objects.exists()
    assert call(cast, client).status_code == 200


# Missed calls.


def test_a_missed_number_that_nobody_agreed_to_call_is_only_counted(cast: Cast) -> None:
    client = browser(cast)
    assert client.post(MISSED, {"count": "3", "once": "b" * 32}).status_code == 302
    assert client.post(MISSED, {"count": "3", "once": "b" * 32}).status_code == 302  # the reply was lost
    assert list(Call.objects.values_list("number", "state")) == [(1, "missed"), (2, "missed"), (3, "missed")]
    refused = client.post(MISSED, {"count": "1", "cb": "no", "cb_number": NUMBER, "cb_when": HOUR})
    assert refused.status_code == 422
    assert not Slip.objects.exists()
    with pytest.raises(Refused):
        actions.log_missed(
            current=cast["ding"], stationing=cast.stationing, day=today(), slip=SlipWords(NUMBER, HOUR, agreed="")
        )
    assert Call.objects.count() == 3


def test_a_missed_call_with_a_message_is_called_back_and_the_slip_is_gone(cast: Cast) -> None:
    client = browser(cast)
    client.post(MISSED, {"count": "1", "cb": "left_message", "cb_number": NUMBER, "cb_when": HOUR, "once": "c" * 32})
    slip = Slip.objects.get()
    page = client.get(HOME).content.decode()
    assert NUMBER not in page
    assert HOUR not in page
    shown = client.post(reverse("intake_call:slip_open", args=[slip.pk])).content.decode()
    assert NUMBER in shown
    assert HOUR in shown
    assert Entry.objects.filter(kind="call.slip_opened").count() == 1
    tried = reverse("intake_call:slip_tried", args=[slip.pk])
    assert client.post(tried, {"outcome": "not_reached"}).status_code == 302
    assert Slip.objects.exists()
    assert client.post(tried, {"outcome": "nonsense"}).status_code == 409
    assert client.post(tried, {"outcome": "reached"}).status_code == 302
    assert [table.objects.count() for table in (Slip, SlipCopy)] == [0, 0]
    row = Call.objects.get()
    assert (row.state, row.called_on, row.agreed) == ("called_back", today(), "left_message")


def test_who_wants_no_call_any_more_is_not_counted_as_called_back(cast: Cast) -> None:
    slip = waiting(cast)
    actions.try_call_back(current=cast["ding"], slip=slip, outcome=CallBack.UNWANTED)
    assert not Slip.objects.exists()
    assert (Call.objects.get().state, Call.objects.get().called_on) == ("call_answered", None)


# Slips.


def test_a_slip_opens_for_those_on_duty_whose_certificate_holds_and_for_nobody_else(cast: Cast) -> None:
    duty(cast, "ding", "song", "azi")
    vaults.recuse(current=cast["helan"], vault=cast.vault, member=cast.member("azi"), unit=cast.units["maizhan"])
    slip = waiting(cast, by="helan")
    assert {copy.member.username for copy in slip.copies.all()} == {"helan", "song"}  # ding's keys are not certified
    assert slips.opened(cast["song"], slip).number == NUMBER
    for name in ("ding", "azi", "zhou", "luoyi", "guli", "luo"):
        with pytest.raises(Http404):
            doors.access_slip(cast[name], slip.pk)
    certify_clerk(cast)
    later = waiting(cast, by="helan")
    assert slips.opened(cast["ding"], later).when == HOUR


def test_a_recipient_that_was_written_into_the_database_gets_no_slip(cast: Cast) -> None:
    duty(cast, "song")
    stranger = cast.member("luoyi")
    song = cast.member("song")
    song.recipient = stranger.recipient
    song.save(update_fields=["recipient"])
    assert {copy.member.username for copy in waiting(cast).copies.all()} == {"ding"}


@pytest.mark.parametrize("days", [0, 1, 2, 3])
def test_a_slip_goes_on_its_third_day_without_any_key(cast: Cast, days: int) -> None:
    waiting(cast, in_days=2)
    with time_machine.travel(now() + timedelta(days=days), tick=False):
        assert ticks.forget_slips() == (1 if days == 3 else 0)
    assert Slip.objects.exists() is (days < 3)
    assert Call.objects.exists()


def test_a_slip_is_never_for_a_day_on_which_it_is_gone(cast: Cast) -> None:
    with pytest.raises(Refused):
        waiting(cast, in_days=slips.KEEP_DAYS)
    assert not Call.objects.exists()


def test_the_tab_of_doors_counts_what_is_due_for_who_holds_a_slip(cast: Cast) -> None:
    waiting(cast)
    waiting(cast, in_days=1)
    assert queries.waiting(cast["ding"]) == 1
    assert queries.waiting(cast["song"]) == 0
    doors_page, song = "/desk/record/", browser(cast, "song").get("/desk/record/").content.decode()
    shown = browser(cast).get(doors_page).content.decode()
    assert re.search(r'aria-current="page"[^>]*>Record.*?1', shown.split("</nav>")[0], re.DOTALL)
    assert "1</bdi> waits" in shown
    assert "waits" not in song


def test_a_slip_that_was_dealt_with_is_not_dealt_with_again_by_the_same_form(cast: Cast) -> None:
    slip, client = waiting(cast), browser(cast)
    shown = client.post(reverse("intake_call:slip_open", args=[slip.pk])).content.decode()
    form = {"form": re.findall(r'name="form" value="(\w{32})"', shown)[0], "outcome": "reached"}
    for _time in range(2):
        assert client.post(reverse("intake_call:slip_tried", args=[slip.pk]), form).status_code == 302
    assert Entry.objects.filter(kind="call.back_tried").count() == 1
    assert client.post(reverse("intake_call:slip_tried", args=[slip.pk]), {"outcome": "reached"}).status_code in (302, 404)


# Roster.


def at_hour(hour: int) -> datetime:
    return datetime(2026, 5, 4, hour, 30, tzinfo=UTC) - timedelta(hours=8)


@given(st.integers(0, 23))
def test_each_hour_lies_in_one_part_and_the_small_hours_belong_to_the_night_before(hour: int) -> None:
    with time_machine.travel(at_hour(hour), tick=False):
        day, part = roster.part_now(at_hour(hour))
    inside = [one for one in DayPart if one.begins <= hour < (one.ends if one.ends > one.begins else 24)]
    assert part is (inside[0] if inside else DayPart.NIGHT)
    assert day.isoformat() == ("2026-05-03" if hour < 6 else "2026-05-04")


def test_gaps_are_parts_without_anybody_and_nights_without_a_custodian(cast: Cast) -> None:
    everyone = [cast.member("ding").pk]
    actions.set_duty(
        current=cast["guli"], stationing=cast.stationing, day=today(), who=dict.fromkeys(DayPart, everyone), days=2
    )
    assert {(cell.part, cell.lacks) for cell in roster.gaps(cast.stationing, today(), 2)} == {(DayPart.NIGHT, "no_custodian")}
    duty(cast, "ding", "luo", part=DayPart.NIGHT, days=1)
    lacking = {(cell.part, cell.lacks) for cell in roster.gaps(cast.stationing, today(), 1)}
    assert lacking == {(part, "nobody") for part in DayPart if part is not DayPart.NIGHT}  # the day was replaced
    actions.set_hours(current=cast["helan"], stationing=cast.stationing, parts=[DayPart.NIGHT])
    assert roster.gaps(cast.stationing, today(), 1) == []
    assert Duty.objects.get(member__username="luo").post == DutyPost.SECOND_KEY


def test_who_has_no_keys_or_is_kept_away_is_named_and_others_are_not_put_down(cast: Cast) -> None:
    duty(cast, "ding", "azi", "song", part=DayPart.MORNING)
    vaults.recuse(current=cast["helan"], vault=cast.vault, member=cast.member("azi"), unit=cast.units["maizhan"])
    why = {one.member.username: one.why for one in roster.on_duty(cast.stationing, today(), DayPart.MORNING)}
    assert why == {"ding": "no_keys", "azi": "recused", "song": ""}
    with pytest.raises(Refused):
        duty(cast, "luoyi")
    text = browser(cast, "helan").get(reverse("intake_call:duty", args=[cast.stationing.pk])).content.decode()
    assert "no certified keys" in text
    assert "kept from this place" in text


def test_a_leader_sets_a_week_by_the_form_and_a_clerk_only_sees_it(cast: Cast) -> None:
    day = reverse("intake_call:duty_day", args=[cast.stationing.pk, today().isoformat()])
    fields = {"morning": [str(cast.member("ding").pk)], "night": [str(cast.member("luo").pk)], "alike": "7"}
    assert browser(cast, "ding").post(day, fields).status_code == 403
    assert browser(cast, "helan").post(day, fields).status_code == 302
    assert Duty.objects.count() == 14
    assert "丁小禾" in browser(cast, "ding").get(reverse("intake_call:duty", args=[cast.stationing.pk])).content.decode()
    shown = browser(cast, "ding").get(reverse("intake_call:log", args=[today().isoformat()]))
    assert shown.status_code == 200
    assert browser(cast, "ding").get("/desk/call/log/yesterday/").status_code in (302, 404)


def test_a_day_that_is_to_come_has_no_calls(cast: Cast) -> None:
    for day in (today() + timedelta(days=1), cast.stationing.starts - timedelta(days=1)):
        with pytest.raises(Refused):
            actions.log_missed(current=cast["ding"], stationing=cast.stationing, day=day)
    with pytest.raises(Refused):
        actions.log_call(
            current=cast["ding"], stationing=cast.stationing, call=new_id(), day=today(), state=CallState.MISSED
        )
    with pytest.raises(Http404):
        actions.log_missed(current=cast["luoyi"], stationing=cast.stationing, day=today())


@pytest.mark.parametrize("end", ["0001-01-01", "9999-12-25", "9999-12-31"])
def test_days_at_the_end_of_all_years_are_no_days_of_a_roster(cast: Cast, end: str) -> None:
    client, place = client_of(cast, "helan"), cast.stationing.pk
    address = reverse("intake_call:duty_day", args=[place, end])
    assert client.get(reverse("intake_call:duty", args=[place]), {"from": end}).status_code == 200
    assert (client.get(address).status_code, client.post(address, {"alike": "62"}).status_code) == (404, 404)
    assert not Duty.objects.exists()


def test_an_id_of_somebody_elses_call_says_so_and_changes_nothing(cast: Cast) -> None:
    id = new_id()
    actions.log_call(current=cast["song"], stationing=cast.stationing, call=id, day=today())
    answer = call(cast, call=id.hex, read_back="agreed")
    assert answer.status_code == 403
    assert SECRET in answer.content.decode()
    row = Call.objects.get()
    assert (row.by.username, row.read_back) == ("song", "")
    assert not Submission.objects.exists()
