"""S4: every call is answered. The keyboard alone; a closed window loses nothing; called back once; solved, said by voice."""

import io
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.browser.script_pages import chromium
from tests.browser.test_desk_pages import looked_at
from tests.cast_vault import Cast, found
from tests.stories.walk import Walk

from dingxin.audit.models import Entry
from dingxin.casework import actions as work
from dingxin.casework import ticks
from dingxin.casework.codes import Codes
from dingxin.casework.models import Link, Matter, Submission
from dingxin.intake.call.models import Call, Slip
from dingxin.mailbox import inlets
from dingxin.mailbox.models import Thread
from dingxin.web.days import today

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BEGUN, GOES_ON = "说村里两年没发棉花补贴。他家三十亩", "，新会计说账上查不到他家的名字。"
NUMBER, HOUR, SAY = "555 0138", "晚上九点后", "就说打错了"
ANSWER = "两季9000元已经补发到一卡通"


def focus(page: Page) -> str:
    """Name of the field that has the keyboard, or the text of the button or link."""
    at = "one => one.matches('button, a') ? one.textContent.trim() : one.name ?? ''"
    return str(page.evaluate(f"() => ({at})(document.activeElement)"))


def tab_to(page: Page, wanted: str, most: int = 30) -> None:
    """On by the Tab key, as often as it takes."""
    for _time in range(most):
        page.keyboard.press("Tab")
        if wanted in focus(page):
            return
    raise AssertionError(f"no way by Tab to {wanted}; the keyboard is at {focus(page)}")


def read_back(clerk: Page) -> str:
    """The digits; the second group is misheard once, and said again."""
    groups = clerk.locator(".digits.back li > bdi").all_inner_texts()
    for at, group in enumerate(groups):
        if at == 1:
            clerk.keyboard.type("000" if group != "000" else "111")
            assert clerk.locator(".digits.back .is-wrong").count() == 1
        clerk.keyboard.type(group)
    assert clerk.locator(".digits.back .in:invalid").count() == 0
    return "".join(groups)


def solved(cast: Cast, submission: Submission) -> None:
    """Taken up, checked, paid, answered: what other stories tell in the browser."""
    song = cast["song"]
    codes = Codes("request", "benefits.farm", cast.round.topics.first().pk, cast.units["maizhan-01"].pk)

    def matter() -> Matter:
        return Matter.objects.get(pk=made.pk)

    def move(code: str) -> None:
        walked = work.make_move(current=song, matter=matter(), move=code)
        if walked.proposal is not None:
            work.approve(current=cast["helan"], proposal=walked.proposal)

    work.open_submission(current=song, submission=submission)
    work.read_submission(current=song, submission=submission, codes=codes)
    made = work.make_matter(current=song, title="棉花补贴", submissions=[submission])
    work.assess(current=song, matter=matter(), assessment="accept", ground_legitimate=True, problem_clear=True, text="清楚")
    move("accept")
    move("verify")
    work.add_step(current=song, matter=matter(), method="other_side", text="会计认了")
    paid = work.add_evidence(
        current=song, matter=matter(), source=io.BytesIO(b"9000"), name="receipt.txt", media_type="text/plain"
    )
    work.record_finding(current=song, matter=matter(), finding="substantiated", text="属实", disposal="corrected")
    move("find")
    remedy = work.promise(
        current=song, matter=matter(), kind="money", counted_in="yuan", amount=900_000, whose=submission.pk, text="补发"
    )
    move("act")
    work.deliver(current=song, remedy=remedy, on=today(), how="一卡通", evidence=paid)
    work.answer(current=song, link=Link.objects.get(matter=made), text=ANSWER, outcome="substantiated")
    move("answer")


def test_a_call_from_the_first_word_to_solved(live_server: Any) -> None:
    cast = found()
    inlets.refresh()
    wrong: list[str] = []
    with chromium() as browser:
        walk = Walk(browser, live_server.url, cast)
        clerk = walk.staff("ding")
        walk.go(clerk, "/desk/record/")
        clerk.keyboard.press("c")
        clerk.wait_for_url("**/sheet/")
        clerk.keyboard.type(BEGUN)  # nothing comes before the story
        clerk.wait_for_selector('.kept[data-state="kept"]')
        seat = clerk.context
        clerk.close()  # the window, not by "put aside"

        clerk = seat.new_page()
        clerk.set_default_timeout(10_000)
        walk.go(clerk, "/desk/record/")
        clerk.keyboard.press("m")
        clerk.wait_for_url("**/desk/call/")
        clerk.keyboard.press("f")
        clerk.wait_for_url("**/sheet/?draft=*")
        assert clerk.locator('[name="what"]').input_value() == BEGUN
        clerk.keyboard.type(GOES_ON)
        clerk.keyboard.press("Alt+3")
        clerk.keyboard.press("ArrowRight")  # yes, call back
        for text in (NUMBER, HOUR):
            clerk.keyboard.press("Tab")
            clerk.keyboard.type(text)
        tab_to(clerk, "cb_say", most=2)
        clerk.keyboard.type(SAY)
        clerk.keyboard.press("Alt+4")
        clerk.keyboard.press("ArrowRight")  # read back and agreed
        clerk.keyboard.press("Control+Enter")
        clerk.wait_for_selector(".digits.back")
        wrong += looked_at(clerk, "filed")
        clerk.set_viewport_size({"width": 1280, "height": 900})
        clerk.locator(".digits.back .in").first.focus()
        digits = read_back(clerk)
        assert not any(words in clerk.content() for words in (BEGUN, NUMBER, HOUR, SAY))
        with clerk.expect_navigation():
            clerk.keyboard.press("Enter")  # the keyboard is at the next call
        assert clerk.locator("details.drafts").count() == 0  # filing ended it

        ticks.register_arrivals()
        submission, call = Submission.objects.get(), Call.objects.get()
        assert (submission.channel, call.read_back, call.agreed) == ("call", "agreed", "said")
        assert Entry.objects.filter(kind="call.read_back").count() == 1
        assert Thread.objects.get(pk=submission.pk).known_to_staff
        walk.go(clerk, "/desk/record/")
        for key, where in (("m", "**/desk/call/"), ("b", "**/open/")):
            clerk.keyboard.press(key)
            clerk.wait_for_url(where)
        assert all(words in clerk.locator("main").inner_text() for words in (NUMBER, HOUR, SAY))
        wrong += looked_at(clerk, "slip")
        clerk.set_viewport_size({"width": 1280, "height": 900})
        clerk.keyboard.press("r")  # reached
        clerk.wait_for_url("**/desk/call/?done=reached")
        assert not Slip.objects.exists()
        assert Call.objects.get().called_on == today()

        solved(cast, submission)
        officer = walk.staff("song")
        walk.go(officer, f"/desk/submissions/{submission.pk}/")
        officer.locator("main form button.btn-go").first.click()
        officer.wait_for_load_state()
        shown = officer.locator("main").inner_text()
        assert BEGUN + GOES_ON in shown
        assert "已念给本人听，本人认可" in shown
        assert not any(words in shown for words in (NUMBER, HOUR, SAY))

        clerk.keyboard.press("r")  # they call again, and say their digits
        clerk.wait_for_url("**/receipt/")
        clerk.keyboard.type(digits)
        clerk.keyboard.press("Enter")
        clerk.wait_for_selector(".read-out")
        assert not any(words in clerk.locator("main").inner_text() for words in (BEGUN, ANSWER))
        wrong += looked_at(clerk, "state")
        clerk.set_viewport_size({"width": 1280, "height": 900})
        tab_to(clerk, "witness", most=1)  # the cursor is in the words
        clerk.keyboard.press("ArrowDown")
        clerk.keyboard.press("Tab")
        clerk.keyboard.press("Space")
        clerk.keyboard.press("Tab")
        clerk.keyboard.press("Enter")  # they say: solved
        clerk.wait_for_selector(".say[data-s=ok]")
        ticks.drain_signals()
        link = Link.objects.get()
        assert (link.confirmation, link.how) == ("confirmed", "by_voice")
    assert not wrong, "\n".join(wrong)
