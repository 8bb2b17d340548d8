"""Two keys for a name: an officer asks, a custodian turns the second key, the name opens once, and then no more."""

from typing import Any

import pytest
from tests.browser.script_pages import chromium
from tests.cast_vault import found
from tests.stories.walk import Walk, refused, send

from dingxin.casework.models import NameRequest
from dingxin.casework.tests import lives
from dingxin.mailbox import inlets

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAME = "巴哈尔古丽"
REASON = "本人对数目有异议，回执问不到，要当面核对一张单据。"


def test_an_officer_asks_a_custodian_turns_and_the_name_opens_once(live_server: Any) -> None:
    cast = found()
    inlets.refresh()
    writer = lives.filed(cast, name=NAME)
    lives.read(cast, writer)
    page_of = f"/desk/submissions/{writer.thread}/"
    with chromium() as browser:
        walk = Walk(browser, live_server.url, cast)
        officer, custodian = walk.staff("song"), walk.staff("luo")
        walk.go(officer, page_of)
        officer.get_by_text("申请第二把钥匙", exact=True).click()
        ask = officer.locator("form:has([name=purpose])")
        ask.locator("[name=purpose][value=name]").check()
        ask.locator("[name=ground][value=verify]").check()
        ask.locator("[name=reason]").fill(REASON)
        ask.locator("button[type=submit]").click()
        officer.wait_for_load_state()
        refused(officer)
        assert NameRequest.objects.get().state == "asked"

        walk.go(custodian, "/desk/")
        assert "1" in custodian.locator(".bar-nav .count").inner_text()
        custodian.locator(".bar-nav a", has_text="第二把钥匙").click()
        assert REASON not in custodian.content()
        custodian.locator(".asks a").first.click()
        custodian.wait_for_selector("blockquote")
        shown = custodian.content()
        assert REASON in shown
        assert NAME not in shown
        assert lives.WHAT not in shown
        send(custodian, needed=True, lighter=True, within=True)
        assert NameRequest.objects.get().state == "approved"

        walk.go(officer, page_of)
        officer.get_by_role("button", name="打开名字，只这一次").click()
        officer.wait_for_selector("text=用双钥打开的")
        assert NAME in officer.content()
        officer.go_back()
        assert NAME not in officer.content()
        walk.go(officer, page_of)
        assert officer.get_by_role("button", name="打开名字，只这一次").count() == 0
        assert NameRequest.objects.get().release is None
        walk.go(custodian, "/desk/custody/")
        assert "批了，已看，钥匙已毁" in custodian.content()
        assert NAME not in custodian.content()
