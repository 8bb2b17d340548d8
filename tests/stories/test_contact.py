"""S2: somebody who is afraid to be seen. Nobody goes before they agree to time, place and way, and they can still say no."""

from typing import Any

import pytest
from playwright.sync_api import Page
from tests.browser.script_pages import chromium
from tests.cast_vault import found
from tests.stories.walk import Walk, follow, refused, send

from dingxin.casework import ticks
from dingxin.casework.models import Contact, Submission
from dingxin.casework.tests import lives
from dingxin.mailbox import inlets

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STORY = "合作社分红三年没公布。请不要来我家，邻居就是会计。"
PLAN = {"way": "meeting", "time": "周四下午四点", "place": "她家院子", "how": "来一个人，不穿制服", "goes": "宋启明",
        "unseen": "从后巷走", "otherwise": "说走错了门"}


def answers(walk: Walk, page: Page, digits: str, **parts: str) -> None:
    """The person comes back with their digits and answers part by part, without script."""
    walk.come_back(page, digits)
    form = page.locator("#f-consent")
    for part, word in parts.items():
        form.locator(f'input[name="{part}"][value="{word}"]').check()
    form.locator('button[type="submit"]').click()
    page.wait_for_selector(".done, [role=status]")
    assert "我们有一个问题" not in page.locator("h1").inner_text()
    assert page.locator("#f-consent").count() == 0
    ticks.drain_signals()


def read_answer(officer: Page) -> None:
    """Opens the submission, which reads the sealed parts."""
    with officer.expect_navigation():
        officer.get_by_role("button", name="打开来件，读答复").click()
    refused(officer)


def test_nobody_goes_without_consent_and_it_is_taken_back_an_hour_before(live_server: Any) -> None:
    cast = found()
    inlets.refresh()
    with chromium() as browser:
        walk = Walk(browser, live_server.url, cast)
        [(person, digits)] = walk.file(STORY)
        writer = Submission.objects.get()
        lives.actions.open_submission(current=cast["song"], submission=writer)
        lives.actions.read_submission(current=cast["song"], submission=writer, codes=lives.codes(cast))
        matter = lives.actions.make_matter(current=cast["song"], title="分红没有公布", submissions=[writer])
        officer = walk.staff("song")
        walk.go(officer, f"/desk/matters/{matter.pk}/")
        follow(officer, f"/matters/{matter.pk}/contact/")
        send(officer, purpose="show", **PLAN)
        contact = Contact.objects.get()
        page_of = f"/desk/contacts/{contact.pk}/"

        walk.go(officer, f"{page_of}hold/")  # refused, with what is missing and how to get it
        said = officer.locator("main").inner_text()
        assert officer.locator("main button[type=submit]").count() == 0
        assert "地点还没有问过本人" in said
        assert "通过回执问" in said

        walk.go(officer, f"{page_of}ask/")
        send(officer, by="receipt")
        walk.come_back(person, digits)
        shown = person.content()
        assert "她家院子" in shown
        assert "从后巷走" not in shown  # what only the team knows
        answers(walk, person, digits, time="agree", place="decline", way="agree")
        assert Contact.objects.get().state == "to_read"
        walk.go(officer, "/desk/")
        officer.get_by_role("link", name="看答复").first.click()
        read_answer(officer)
        assert Contact.objects.get().state == "declined"

        walk.go(officer, f"{page_of}plan/")
        send(officer, place="县图书馆二楼")
        walk.go(officer, f"{page_of}ask/")
        send(officer, by="receipt")
        answers(walk, person, digits, time="agree", place="agree", way="agree")
        walk.go(officer, page_of)
        read_answer(officer)
        assert Contact.objects.get().state == "agreed"

        walk.come_back(person, digits)  # an hour before
        form = person.locator('form:has(input[name="act"][value="withdraw_consent"])')
        person.locator("details:has(input[value=withdraw_consent]) summary").click()
        form.locator("button[type=submit]").click()
        person.wait_for_selector("[role=status]")
        ticks.drain_signals()
        walk.go(officer, "/desk/")
        first = officer.locator("main ol.q li").first
        assert "不要去" in first.inner_text()
        first.get_by_role("link", name="我知道了：谁也不去").click()
        send(officer)
        walk.go(officer, f"{page_of}hold/")
        assert officer.locator("main button[type=submit]").count() == 0

        walk.go(officer, f"/desk/matters/{matter.pk}/contact/")  # weeks later they come to the counter
        send(officer, purpose="hear", **{**PLAN, "place": "县图书馆二楼"})
        later = f"/desk/contacts/{Contact.objects.exclude(pk=contact.pk).get().pk}/"
        walk.go(officer, f"{later}ask/")
        send(officer, by="they_came")
        walk.go(officer, f"{later}consent/")
        zhou = str(cast.member("zhou").pk)
        send(officer, time="agree", place="agree", way="agree", how="at_counter", witness=[zhou])
        walk.go(officer, f"{later}hold/")
        send(officer)
        walk.go(officer, f"{later}record/")
        send(officer, text="她当面指认了三年的账页。")
        walk.go(officer, f"{later}read-back/")
        send(officer, how="at_counter", witness=[zhou])
        refused(officer)
        assert "她当面指认了三年的账页。" in officer.content()
        assert Contact.objects.get(state="held").read_back_how == "at_counter"
        assert Contact.objects.get(state="withdrawn").record is None
