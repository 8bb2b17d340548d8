"""S3: an opinion box stands where people can use it unseen. Two open it; five are counted, four letters come out; the
difference is explained and seen above; who put a slip into the letter, and no name, gets an answer and says it is solved."""

from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.browser.script_pages import chromium
from tests.cast_vault import found
from tests.stories.walk import Walk, fill, refused

from dingxin.casework import actions as work
from dingxin.casework.codes import Codes
from dingxin.casework.models import Link, Matter, Submission
from dingxin.casework.ticks import drain_signals
from dingxin.mailbox import inlets
from dingxin.mailbox.models import Thread

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TOLD = "卫生院的药比村里贵一倍，不敢写名字"
CUT_OFF = "() => [...document.querySelectorAll('article > section')].filter(one => one.scrollHeight > one.clientHeight).length"
WHY = "有一封里装着两张，拆开才看出来"


def press(page: Page, words: str) -> None:
    """A button by its words; what it leads to is there, and says of nothing that it failed."""
    with page.expect_navigation():
        page.get_by_role("button", name=words, exact=False).first.click()
    refused(page)


def printed(walk: Walk) -> tuple[str, str]:
    """(what a scanner reads on the half for the envelope, digits of the kept half), of the first of two slips."""
    leader, signer = walk.staff("helan"), walk.staff("shen")
    walk.go(leader, "/desk/box/cards/")
    fill(leader.locator("aside form"), wanted=2, kind="slip")
    press(leader, "申请")
    walk.go(signer, "/desk/box/cards/")
    press(signer, "同意")
    walk.go(leader, "/desk/box/cards/")
    press(leader, "打印下一套")
    leader.get_by_text("齐了。现在打印").wait_for()
    assert leader.locator("article").count() == 2
    leader.emulate_media(media="print")
    assert leader.evaluate(CUT_OFF) == 0
    first = leader.locator("article").first
    return first.get_attribute("data-serial") or "", first.locator(".six").inner_text()


def test_a_box_whose_count_does_not_come_out_and_a_slip_that_brings_an_answer(live_server: Any) -> None:
    cast = found()
    inlets.refresh()
    with chromium() as browser:
        walk = Walk(browser, live_server.url, cast)
        serial, kept = printed(walk)
        clerk, officer, above, person = walk.staff("ding"), walk.staff("song"), walk.staff("xue"), walk.person()
        walk.go(person, "/zh-hans/maizhan/boxes/")
        assert "镇卫生院" in person.locator("main").inner_text()

        walk.go(clerk, "/desk/box/")
        press(clerk, "开箱")
        opening = clerk.url
        walk.go(officer, "/desk/box/")
        officer.get_by_text("等您").click()
        press(officer, "我是第二个人")
        for one in (officer, clerk):
            one.goto(opening)
            one.locator('[name="count"]').fill("5")
            press(one, "就是这个数")
        clerk.get_by_role("link", name="下一封").click()
        clerk.keyboard.type(TOLD)  # the letter has the focus
        clerk.locator('[name="card"]').fill(serial)
        clerk.keyboard.press("Enter")  # as a scanner ends: nothing is filed by it
        assert Submission.objects.count() == 0
        clerk.keyboard.press("Control+Enter")
        for what in ("垃圾车一个月来一次", "水渠没修"):
            clerk.get_by_text("登记为").wait_for()
            clerk.locator('[name="what"]').fill(what)
            with clerk.expect_navigation():
                clerk.keyboard.press("Control+Enter")
        press(clerk, "里面没有字")
        clerk.goto(opening)
        assert Submission.objects.filter(channel="box").count() == 4
        clerk.locator("details.sure summary").last.click()
        fill(clerk.locator("main"), difference="several", words=WHY)
        press(clerk, "结束并上报")

        walk.go(above, "/desk/")
        above.get_by_role("link", name="意见箱").click()
        above.locator("main table a").first.click()
        seen = above.locator("main").inner_text()
        assert "5" in seen
        assert WHY not in seen
        press(above, "我看过了")
        officer.goto(opening)
        press(officer, "打开说明")
        said = officer.locator("main").inner_text()
        assert WHY in said
        assert "薛定" in said  # who saw it above

        answered(cast)
        walk.come_back(person, kept)
        assert "药价改回来了" in person.locator("main").inner_text()
        assert "工作人员见过" not in person.locator("main").inner_text()  # nobody here knows these digits
        confirm(person)
        drain_signals()
        assert Link.objects.get().confirmation == "confirmed"


def answered(cast: Any) -> None:
    """As the officer does on the pages of other stories."""
    row = Submission.objects.get(pk=Thread.objects.exclude(answer_recipient="").get().pk)
    codes, by = Codes("request", "benefits.farm", None, cast.units["maizhan-01"].pk), cast["song"]
    work.open_submission(current=by, submission=row)
    work.read_submission(current=by, submission=row, codes=codes)
    made = work.make_matter(current=by, title="药价", submissions=[Submission.objects.get(pk=row.pk)], codes=codes)

    def matter() -> Matter:
        return Matter.objects.get(pk=made.pk)

    def move(code: str) -> None:
        walked = work.make_move(current=cast["song"], matter=matter(), move=code)
        if walked.proposal is not None:
            work.approve(current=cast["helan"], proposal=walked.proposal)

    if matter().officer_id is None:
        work.take(current=by, matter=made)
    work.assess(
        current=by, matter=matter(), assessment="accept", ground_legitimate=True, problem_clear=True, text="清楚"
    )
    move("accept")
    move("verify")
    work.add_evidence(
        current=by, matter=matter(), source=BytesIO(b"prices"), name="prices.txt", media_type="text/plain"
    )
    work.add_step(current=by, matter=matter(), method="other_side", text="承认")
    work.record_finding(
        current=by, matter=matter(), finding="substantiated", text="属实", disposal="corrected"
    )
    move("find")
    work.open_child(current=by, matter=matter(), kind="notice", text="改价")
    move("act")
    work.settle_child(current=by, matter=matter(), kind="notice", text="改了")
    link = Link.objects.select_related("submission", "matter__team").get(submission=row)
    work.answer(current=cast["song"], link=link, text="药价改回来了", outcome="substantiated")
    move("answer")


def confirm(person: Page) -> None:
    """On the page without script."""
    person.locator('input[name="word"][value="confirm"]').check()
    send_word = person.locator('form:has(input[name="word"]) button[type="submit"]').first
    with person.expect_navigation():
        send_word.click()
