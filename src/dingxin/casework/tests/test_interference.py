"""Interference from the first word to the last follow-up, and who is kept from a report that names them."""

from datetime import timedelta

import pytest
import time_machine
from django.http import Http404
from tests.cast_vault import client_of
from tests.world import World, at

from dingxin.casework import actions as work
from dingxin.casework import doors, follow_ups, queries, visible
from dingxin.casework.models import Clock, FollowUp, InterferenceReport, Matter, Submission
from dingxin.casework.refused import Refused
from dingxin.casework.ticks import drain_signals, follow_up
from dingxin.mailbox.models import Thread
from dingxin.rules.clock import now
from dingxin.rules.codes import ClockCode
from dingxin.vault.refusals import NotAHolder
from dingxin.web.days import today

pytestmark = pytest.mark.django_db
SAID = "副镇长在路上拦住我，问我说了什么。"


def _by_receipt(world: World) -> InterferenceReport:
    world.first.give("interference", "warning", "有人叫我闭嘴。")
    drain_signals()
    return InterferenceReport.objects.get()


def test_a_word_through_the_receipt_makes_a_report_on_the_shortest_clock() -> None:
    world = at("closing")
    report = _by_receipt(world)
    assert (report.matter_id, report.submission_id) == (world.ids["matter"], world.first.thread)
    assert (report.kind, report.came, report.state) == ("warning", "receipt", "open")
    assert report.words is None, "the words lie under S with the rest of what the person said"
    clock = Clock.objects.get(matter=world.ids["matter"], clock=ClockCode.INTERFERENCE, stopped_on=None)
    others = Clock.objects.filter(matter=world.ids["matter"], stopped_on=None).exclude(pk=clock.pk)
    assert clock.due == report.due
    assert all(clock.due <= other.due for other in others)
    world.first.give("interference", "threat")
    drain_signals()
    assert InterferenceReport.objects.count() == 1, "what is told twice is dealt with once"


def test_it_stands_before_everything_else_in_the_queue() -> None:
    world = at("closing")
    Matter.objects.filter(pk=world.ids["matter"]).update(due_day=today() + timedelta(days=200))
    _by_receipt(world)
    rows = queries.interference(world["helan"])
    assert [row.report.matter_id for row in rows] == [world.ids["matter"]]


def test_whom_a_report_names_finds_neither_report_nor_key() -> None:
    world = at("closing")
    report = work.report_interference(
        current=world["helan"], kind="asking", text=SAID, team=world.cast.team.team, named=[world.cast.member("song")]
    )
    assert work.open_interference(current=world["zhou"], report=report).words == SAID
    assert not visible.interference(world["song"]).exists()
    with pytest.raises(Http404):
        work.open_interference(current=world["song"], report=report)
    from dingxin.vault import keyring

    with pytest.raises(NotAHolder):
        keyring.unwrap(world["song"], "I", report.pk)


def test_named_in_what_they_work_on_the_mark_itself_is_kept_from_them() -> None:
    world = at("closing")
    Matter.objects.filter(pk=world.ids["matter"]).update(interference=False)
    report = work.report_interference(
        current=world["helan"], kind="asking", text=SAID, matter=world.matter(), named=[world.cast.member("song")]
    )
    assert not world.matter().interference, "the mark alone would tell them"
    assert report.due is not None, "the report has its own shortest term"


def test_found_only_on_reading_whom_it_names() -> None:
    world = at("closing")
    report = _by_receipt(world)
    assert visible.interference(world["song"]).exists()
    work.name_in_interference(current=world["helan"], report=report, named=[world.cast.member("song")])
    assert not visible.interference(world["song"]).exists()
    with pytest.raises(Http404):
        doors.access_interference(world["song"], report.pk)


def test_the_leader_named_goes_above_and_nobody_enters_what_names_themselves() -> None:
    world = at("closing")
    for current, named in ((world["song"], "helan"), (world["song"], "song")):
        with pytest.raises(Refused):
            work.report_interference(
                current=current, kind="asking", text=SAID, team=world.cast.team.team, named=[world.cast.member(named)]
            )
    assert not InterferenceReport.objects.exists()


def test_somebody_new_tells_of_it() -> None:
    world = at("closing")
    told_in = Submission.objects.get(pk=world.second.thread)
    report = work.link_interference(current=world["helan"], told_in=told_in, kind="threat", matter=world.matter())
    assert (report.came, report.told_in_id) == ("submission", told_in.pk)
    assert Matter.objects.get(pk=world.ids["matter"]).interference


def _settled(world: World) -> InterferenceReport:
    report = _by_receipt(world)
    current = world["helan"]
    with pytest.raises(Refused):
        work.settle_report(current=current, report=report, text="还没有核实。")
    work.verify_interference(current=current, report=report, text="两名邻居听见了。")
    work.protect(current=current, report=report, kind="spoke", text="约谈了副镇长。")
    with pytest.raises(Refused):
        work.hand_over_interference(current=current, report=report)
    with pytest.raises(Refused):
        work.settle_report(current=world["song"], report=report, text="组员不能定。")
    work.settle_report(current=current, report=report, text="他当面道歉，保证不再问。")
    return InterferenceReport.objects.get()


def test_settled_by_the_leader_stops_the_clock() -> None:
    world = at("closing")
    report = _settled(world)
    assert report.state == "settled"
    assert not Clock.objects.filter(clock=ClockCode.INTERFERENCE, stopped_on=None).exists()
    words = work.open_interference(current=world["zhou"], report=report).steps
    assert "约谈了副镇长。" in words.values()


def test_follow_ups_after_one_three_six_and_twelve_months() -> None:
    world = at("closing")
    _settled(world)
    Matter.objects.filter(pk=world.ids["matter"]).update(state="closed", closed_on=today())
    follow_up()
    rows = list(FollowUp.objects.order_by("month"))
    assert [row.month for row in rows] == [1, 3, 6, 12]
    assert follow_up() == 0, "once"
    Thread.objects.filter(pk=world.first.thread).update(question="", asked=None)
    with time_machine.travel(now() + timedelta(days=32), tick=False):
        follow_up()
        thread = Thread.objects.get(pk=world.first.thread)
        assert (thread.question, thread.next_step) == ("follow_up", "follow_up")
        assert bytes(thread.asked) == follow_ups.asked_hash(rows[0].pk)
        world.first.give("well", "well")
        drain_signals()
        rows[0].refresh_from_db()
        assert rows[0].state == "well"
        assert Thread.objects.get(pk=world.first.thread).question == ""
    with time_machine.travel(now() + timedelta(days=95), tick=False):
        follow_up()
        world.first.give("interference", "threat")
        drain_signals()
        rows[1].refresh_from_db()
        assert rows[1].state == "pressed"
        assert InterferenceReport.objects.filter(state="open").count() == 1, "the shortest clock runs again"


def test_nobody_answers_and_it_is_asked_no_more() -> None:
    world = at("closing")
    _settled(world)
    Matter.objects.filter(pk=world.ids["matter"]).update(state="closed", closed_on=today())
    Thread.objects.filter(pk=world.first.thread).update(question="", asked=None)
    follow_up()
    with time_machine.travel(now() + timedelta(days=32), tick=False):
        follow_up()
    with time_machine.travel(now() + timedelta(days=70), tick=False):
        follow_up()
    assert FollowUp.objects.get(month=1).state == "no_answer"


def test_who_has_no_receipt_is_asked_by_the_agreed_way() -> None:
    world = at("closing")
    _settled(world)
    Matter.objects.filter(pk=world.ids["matter"]).update(state="closed", closed_on=today())
    Thread.objects.filter(pk=world.first.thread).update(question="", answer_recipient="")
    follow_up()
    row = FollowUp.objects.get(month=1)
    with pytest.raises(Refused):
        work.record_follow_up(current=world["zhou"], follow_up=row, state="well")
    with time_machine.travel(now() + timedelta(days=32), tick=False):
        follow_up()
        row.refresh_from_db()
        assert row.state == "waiting", "the tick asks nobody who left no receipt"
        assert [one.pk for one in queries.to_ask(world["zhou"])] == [row.pk]
        work.record_follow_up(current=world["zhou"], follow_up=row, state="pressed")
    assert InterferenceReport.objects.filter(state="open").exists()


def test_the_page_is_not_there_for_whom_it_names() -> None:
    world = at("closing")
    report = work.report_interference(
        current=world["helan"], kind="asking", text=SAID, team=world.cast.team.team, named=[world.cast.member("song")]
    )
    assert client_of(world.cast, "song").get(f"/desk/interference/{report.pk}/").status_code == 404
    assert client_of(world.cast, "zhou").get(f"/desk/interference/{report.pk}/").status_code == 200
    mine = client_of(world.cast, "song").get("/desk/interference/").content.decode()
    assert str(report.pk) not in mine


def test_what_was_coded_as_interference_when_it_was_read_is_followed_up_as_well() -> None:
    world = at("closing")
    Matter.objects.filter(pk=world.ids["matter"]).update(interference=True, interference_settled_on=None)
    work.settle_interference(current=world["helan"], matter=world.matter(), reason="当面道歉。")
    Matter.objects.filter(pk=world.ids["matter"]).update(state="closed", closed_on=today())
    follow_up()
    people = set(FollowUp.objects.values_list("submission_id", flat=True))
    assert people == set(world.matter().links.filter(ended_on=None).values_list("submission_id", flat=True))
