"""S1: somebody walks in. The clerk writes while listening, reads the digits aloud, and cannot read it again."""

from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page
from tests.browser.script_pages import chromium
from tests.cast_vault import found
from tests.stories.walk import Walk, digits_on, send

from dingxin.casework import ticks
from dingxin.casework.models import Submission
from dingxin.intake.drafts.keeping import opened
from dingxin.intake.drafts.models import Draft
from dingxin.mailbox import inlets
from dingxin.mailbox.models import Envelope

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STORY = "我们三户的低保去年秋天停了，村里说名额给了别人"
NAME = "阿依夏木"


def read_back(clerk: Page) -> str:
    """The digits, as the clerk types what the person says back: each group right before the next."""
    digits = "".join(clerk.locator(".digits.back li > bdi").all_inner_texts())
    assert len(digits) == 18
    for at in range(6):
        clerk.keyboard.type(digits[3 * at : 3 * at + 3])
    assert clerk.locator(".digits.back .in:invalid").count() == 0
    return digits


def test_a_visit_is_recorded_by_keyboard_and_comes_back_by_its_digits(live_server: Any) -> None:
    cast = found()
    inlets.refresh()
    with chromium() as browser:
        walk = Walk(browser, live_server.url, cast)
        clerk, officer, person = walk.staff("ding"), walk.staff("song"), walk.person()
        walk.go(clerk, "/desk/")
        clerk.wait_for_url("**/record/")  # a clerk has nothing else to do
        clerk.keyboard.press("v")
        clerk.wait_for_url("**/visit/**")
        clerk.keyboard.type(STORY)  # the story has the focus: nothing comes before it
        for name, value in (("persons", "3"), ("name", NAME)):
            clerk.locator(f'[name="{name}"]').fill(value)
        clerk.keyboard.press("Control+Enter")
        clerk.wait_for_selector(".digits.back")
        digits = read_back(clerk)
        clerk.go_back()
        assert STORY not in clerk.content()
        assert walk.base in clerk.url

        ticks.register_arrivals()
        submission = Submission.objects.get()
        envelope = Envelope.objects.get()
        assert (submission.channel, submission.persons, submission.sealed_by) == ("visit", 3, "server")
        kept = bytes(envelope.words) + bytes(envelope.identity)
        assert not any(words.encode() in kept for words in (STORY, NAME))
        answer = clerk.goto(f"{walk.base}/desk/submissions/{submission.pk}/")
        assert answer is not None
        assert answer.status == 403  # a clerk takes in, and reads nothing

        walk.go(officer, f"/desk/submissions/{submission.pk}/")
        officer.locator("main form button.btn-go").first.click()
        officer.wait_for_load_state()
        shown = officer.locator("main").inner_text()
        assert STORY in shown
        assert NAME not in shown  # behind two keys
        send(officer, nature="request", category="benefits.low_income", unit="maizhan-01", then="stay")

        walk.come_back(person, digits)
        page = person.locator("main").inner_text()
        assert STORY not in page
        assert NAME not in page
        assert "工作人员见过" in page
        with person.expect_navigation():
            person.get_by_text("换一组新数字").click()
        mine = digits_on(person)
        assert mine != digits
        person.locator('[name="again"]').fill(mine)
        with person.expect_navigation():
            person.locator('form:has([name="again"]) button').click()
        assert "工作人员见过" not in person.locator("main").inner_text()  # only they know these
        walk.come_back(person, digits)
        assert person.locator("h1").count() == 1
        assert "告诉您受不受理" not in person.locator("main").inner_text()  # the old ones open nothing


def test_locking_in_the_middle_of_a_sentence_loses_no_word_of_it(live_server: Any) -> None:
    cast = found()
    inlets.refresh()
    with chromium() as browser:
        walk = Walk(browser, live_server.url, cast)
        clerk = walk.staff("ding")
        walk.go(clerk, "/desk/visit/")
        clerk.keyboard.type(STORY)
        with clerk.expect_navigation(url="**/staff/unlock/**"):
            clerk.keyboard.press("Control+l")
        draft = Draft.objects.get()
        assert quote(f"/desk/visit/?draft={draft.pk}", safe="") in clerk.url
        assert opened(cast["ding"], draft)["what"] == [STORY]
