"""S5: an official asks what somebody told the team and warns them; verified, handed on, dealt with; asked a month later."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Page
from tests.browser.script_pages import chromium
from tests.cast_vault import Cast, found
from tests.stories.test_thread import through
from tests.stories.walk import Walk, follow, send

from dingxin.casework import actions, ticks
from dingxin.casework.codes import Codes
from dingxin.casework.models import FollowUp, InterferenceReport, Link, Matter, Submission
from dingxin.mailbox import inlets
from dingxin.rules.clock import now

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WARNED = "副镇长在路上拦住我，问我跟巡察组说了什么"


def report() -> InterferenceReport:
    return InterferenceReport.objects.get()


def does(walk: Walk, page: Page, code: str, **fields: Any) -> None:
    """One act from the report's own page."""
    one = f"/desk/interference/{report().pk}/"
    walk.go(page, one)
    follow(page, f"{one}{code}/")
    send(page, **fields)


def taken_up(cast: Cast) -> Matter:
    """By the same actions that the desk's pages call: read, made a matter, being verified."""
    submission = Submission.objects.get()
    codes = Codes(nature="report", category="land.expropriation", unit=cast.units["maizhan-01"].pk)
    actions.open_submission(current=cast["song"], submission=submission)
    actions.read_submission(current=cast["song"], submission=submission, codes=codes)
    matter = actions.make_matter(current=cast["song"], title="草场租了两回", submissions=[submission], codes=codes)
    actions.assess(current=cast["song"], matter=matter, assessment="accept", ground_legitimate=True, problem_clear=True)
    through(cast, matter, "accept")
    through(cast, matter, "verify")
    return matter


def moved(cast: Cast, code: str, **arguments: Any) -> None:
    """A move with its reason; the leader approves where two decide."""
    matter = Matter.objects.get()
    walked = actions.make_move(
        current=cast["song"], matter=matter, move=code, reason="干扰巡察，归纪委管。",
        arguments=actions.Arguments(**arguments),
    )
    if walked.proposal is not None:
        actions.approve(current=cast["helan"], proposal=walked.proposal)


def answered_and_closed(cast: Cast) -> None:
    current, matter = cast["song"], Matter.objects.get()
    for method in ("documents", "other_side"):
        actions.add_step(current=current, matter=matter, method=method, text="查过")
    actions.add_evidence(current=current, matter=matter, source=BytesIO(b"x"), name="a.txt", media_type="text/plain")
    actions.record_finding(current=current, matter=matter, finding="substantiated", text="属实")
    through(cast, matter, "find")
    actions.answer(current=current, link=Link.objects.get(), text="属实，租金已追回。", outcome="substantiated")
    through(cast, matter, "answer")
    moved(cast, "close")


def test_warned_verified_transferred_dealt_with_and_left_in_peace(live_server: Any) -> None:
    cast = found()
    inlets.refresh()
    with chromium() as browser:
        walk = Walk(browser, live_server.url, cast)
        [(person, digits)] = walk.file("村里的草场一年租了两回")
        matter = taken_up(cast)

        walk.come_back(person, digits)
        trouble = person.locator("#f-interference")
        trouble.locator("summary").click()
        trouble.locator('input[name="kind"][value="warning"]').check()
        trouble.locator('textarea[name="text"]').fill(WARNED)
        trouble.locator('button[type="submit"]').click()
        person.wait_for_load_state()
        ticks.drain_signals()
        assert (report().matter_id, report().kind, report().state) == (matter.pk, "warning", "open")

        officer, leader = walk.staff("song"), walk.staff("helan")
        walk.go(officer, "/desk/")
        first = officer.locator("main ol.q").first
        assert f"/desk/interference/{report().pk}/" in first.inner_html(), "before everything else"
        does(walk, officer, "verify", text="路边修车铺两个人听见了。")
        does(walk, officer, "protect", kind="way", text="以后只通过回执联系。")
        moved(cast, "transfer", receiver="discipline")
        does(walk, officer, "hand-over", text="线索和两份证言密封移交。")

        walk.go(officer, f"/desk/matters/{matter.pk}/came-back/")
        send(officer, kind="transfer", text="县纪委：给予党内警告。")
        does(walk, leader, "settle", text="纪委已处理，反映人知道了。")
        assert report().state == "settled"
        assert Matter.objects.get().interference_settled_on is not None
        answered_and_closed(cast)
        ticks.follow_up()
        assert list(FollowUp.objects.order_by("month").values_list("month", flat=True)) == [1, 3, 6, 12]

        with time_machine.travel(now() + timedelta(days=32)):
            ticks.follow_up()
            walk.come_back(person, digits)
            person.locator('#f-peace input[name="word"][value="well"]').check()
            person.locator('#f-peace button[type="submit"]').click()
            person.wait_for_load_state()
            ticks.drain_signals()
        assert FollowUp.objects.get(month=1).state == "well"
