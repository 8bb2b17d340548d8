"""The thread, through the real pages in a real browser: filed without script, opened on the desk, answered, confirmed."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import expect
from tests.browser.script_pages import PATIENCE, Visitor, chromium
from tests.browser.test_return import T as BACK
from tests.browser.test_seal import send, to_check
from tests.cast_vault import Cast, client_of, found
from tests.stories.walk import Walk

from dingxin.casework import actions, ticks
from dingxin.casework.arguments import Arguments
from dingxin.casework.codes import Codes
from dingxin.casework.models import Link, Matter, Proposal, Submission
from dingxin.mailbox import inlets
from dingxin.mailbox.models import Envelope

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "前年修水渠占了我家半亩地，说好给的补偿一直没有"
REPLY = "您说的补偿，属实，今天已经发到您的卡上"
OVER_THREE_SECONDS = 4_000  # ms: a form sent faster than a person reads is asked once more


def through(cast: Cast, matter: Matter, code: str, **arguments: Any) -> None:
    actions.make_move(current=cast["song"], matter=matter, move=code, arguments=Arguments(**arguments))
    waiting = Proposal.objects.filter(matter=matter, state="waiting").first()
    if waiting is not None:
        actions.approve(current=cast["helan"], proposal=waiting)


def dealt_with(cast: Cast, submission: Submission) -> Matter:
    """What an officer does on the desk between reading and answering, by the same actions that its pages call."""
    unit = cast.units["maizhan-01"].pk
    codes = Codes(nature="request", category="land.expropriation", unit=unit)
    actions.read_submission(current=cast["song"], submission=submission, codes=codes)
    matter = actions.make_matter(current=cast["song"], title="半亩地的补偿", submissions=[submission], codes=codes)
    actions.assess(current=cast["song"], matter=matter, assessment="accept", ground_legitimate=True, problem_clear=True)
    through(cast, matter, "accept")
    through(cast, matter, "verify")
    for method in ("documents", "other_side"):
        actions.add_step(current=cast["song"], matter=matter, method=method, text="查过")
    actions.add_evidence(
        current=cast["song"], matter=matter, source=BytesIO(b"paid"), name="receipt.txt", media_type="text/plain"
    )
    actions.record_finding(current=cast["song"], matter=matter, finding="substantiated", text="属实")
    through(cast, matter, "find")
    link = Link.objects.get(submission=submission)
    actions.answer(current=cast["song"], link=link, text=REPLY, outcome="substantiated")
    through(cast, matter, "answer")
    return Matter.objects.get(pk=matter.pk)


def test_filed_without_script_opened_answered_and_confirmed(live_server: Any) -> None:
    cast = found()
    inlets.refresh()
    with chromium() as browser:
        bare = browser.new_context(viewport={"width": 320, "height": 800}, java_script_enabled=False, locale="zh-CN")
        page = bare.new_page()
        page.goto(f"{live_server.url}/zh-hans/maizhan/report/")
        page.locator('input[name="about_team"][value="no"]').check()
        page.locator('main button[type="submit"]').first.click()
        page.locator('textarea[name="what"]').fill(WORDS)
        page.locator('input[name="level"][value="anonymous"]').check()
        page.locator('main form button[type="submit"]').last.click()
        shown = re.sub(r"\D", "", page.locator(".digits").first.inner_text())
        page.wait_for_timeout(OVER_THREE_SECONDS)
        page.locator('main form button[type="submit"]').last.click()
        digits = re.sub(r"\D", "", page.locator(".digits").first.inner_text())
        assert digits == shown
        assert len(digits) == 18
        ticks.register_arrivals()
        submission = Submission.objects.get()
        envelope = Envelope.objects.get()
        assert WORDS.encode() not in bytes(envelope.words) + bytes(envelope.head) + bytes(envelope.identity)

        desk = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
        cookie = client_of(cast, "song").cookies[settings.SESSION_COOKIE].value
        desk.add_cookies([{"name": settings.SESSION_COOKIE, "value": cookie, "url": live_server.url}])
        officer = desk.new_page()
        officer.goto(f"{live_server.url}/desk/submissions/{submission.pk}/")
        assert WORDS not in officer.content()  # sealed until somebody opens it
        officer.locator("main form button.btn-go").first.click()
        officer.wait_for_load_state()
        assert WORDS in officer.content()

        matter = dealt_with(cast, Submission.objects.get())
        officer.goto(f"{live_server.url}/desk/matters/{matter.pk}/")
        assert "半亩地的补偿" in officer.content()

        page.goto(f"{live_server.url}/zh-hans/maizhan/return/")
        page.locator("main input[inputmode]").first.fill(digits)
        page.locator('main button[type="submit"]').first.click()
        assert REPLY in page.content()
        assert WORDS not in page.content()  # what the person wrote is never shown back
        page.locator('input[name="word"][value="confirm"]').check()
        page.locator('form:has(input[name="word"]) button[type="submit"]').first.click()
        page.wait_for_load_state()
    ticks.drain_signals()
    link = Link.objects.get()
    assert (link.confirmation, link.how) == ("confirmed", "without_script")
    assert Matter.objects.get().confirmation == "confirmed"


def test_filed_and_read_with_script_so_that_the_server_sees_no_word(live_server: Any) -> None:
    cast = found()
    inlets.refresh()
    with chromium() as browser:
        person = Visitor(browser, live_server.url)
        person.whole_cost()
        to_check(person, story=WORDS)
        digits = send(person)
        ticks.register_arrivals()
        submission = Submission.objects.get()
        assert submission.sealed_by == "browser"
        assert not any(WORDS.encode() in body for _method, _url, body in person.sent)

        walk = Walk(browser, live_server.url, cast)
        officer = walk.staff("song")
        walk.go(officer, f"/desk/submissions/{submission.pk}/")
        officer.locator("main form button.btn-go").first.click()
        officer.wait_for_load_state()
        assert WORDS in officer.content()
        dealt_with(cast, Submission.objects.get())

        person.open("/back/#zh-hans/maizhan")
        person.page.fill("#digits", digits)
        person.press(BACK["look"])
        person.page.wait_for_selector(".state", timeout=PATIENCE)
        person.has(REPLY)
        person.has(BACK["signature_ok"])
        assert WORDS not in person.page.content()
        person.choose("word", "confirm")
        person.press(BACK["answer_so"])
        expect(person.page.locator(".done-line")).to_have_text(BACK["done_confirm"], timeout=PATIENCE)
        person.close()
    ticks.drain_signals()
    link = Link.objects.get()
    assert (link.confirmation, link.how) == ("confirmed", "own_receipt")
