"""The public pages of the path without script, in every state a person meets: axe finds nothing, all fit into 320 px.

axe itself needs a script, so these browsers have one.
"""

import re
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.browser.script_pages import chromium, violations, with_axe
from tests.cast_vault import found
from tests.stories.walk import OVER_THREE_SECONDS, Walk, digits_on

from dingxin.casework import ticks
from dingxin.mailbox import inlets

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLAIN = ("", "maizhan/", "maizhan/boxes/", "privacy/", "accessibility/", "log/", "maizhan/return/", "nowhere/")
FITS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Looker:
    """One telephone, and what was wrong on the pages it saw."""

    def __init__(self, page: Page) -> None:
        self.page, self.wrong, self.seen = page, list[str](), 0

    def look(self, where: str) -> None:
        """The page as it stands."""
        self.seen += 1
        self.wrong += [f"{where}: {one['id']}: {one['nodes'][0]['html'][:140]}" for one in violations(self.page)]
        if (over := self.page.evaluate(FITS)) > 0:
            self.wrong.append(f"{where}: {over} px too wide")

    def press(self, button: str, where: str) -> None:
        """A button, and the page that comes."""
        with self.page.expect_navigation():
            self.page.locator(button).click()
        self.look(where)


def reported(walk: Walk, looker: Looker, code: str) -> str:
    """From the first question to the receipt, with every mistake on the way; the digits."""
    page = looker.page
    page.goto(f"{walk.base}/{code}/maizhan/report/")
    looker.look("first question")
    looker.press('main button[type="submit"] >> nth=0', "first question, nothing chosen")
    page.locator('input[name="about_team"][value="no"]').check()
    looker.press('main button[type="submit"] >> nth=0', "the questions")
    looker.press('main form button[type="submit"] >> nth=-1', "the questions, nothing told")
    page.locator('textarea[name="what"]').fill("乡里的路修了一半，三个月没人来")
    page.locator('input[name="level"][value="anonymous"]').check()
    looker.press('main form button[type="submit"] >> nth=-1', "look once more")
    page.wait_for_timeout(OVER_THREE_SECONDS)
    looker.press('main form button[type="submit"] >> nth=-1', "we have it")
    return digits_on(page)


def came_back(walk: Walk, looker: Looker, code: str, digits: str) -> None:
    """Each thing that can be done there."""
    page = looker.page
    page.goto(f"{walk.base}/{code}/maizhan/return/")
    page.locator("main input[inputmode]").fill(digits[:-1])
    looker.press('main button[type="submit"] >> nth=0', "a digit is missing")
    page.locator("main input[inputmode]").fill(digits)
    looker.press('main button[type="submit"] >> nth=0', "where it stands")
    message = 'form:has(input[name="act"][value="message"])'
    page.locator(f'{message} textarea').fill("又来问了一次")
    looker.press(f'{message} button[type="submit"]', "something was added")
    page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true })")
    looker.look("everything unfolded")
    looker.press('form:has(input[name="act"][value="new_digits"]) button', "new digits")
    looker.press('form:has([name="again"]) button', "new digits, not read back")
    mine = digits_on(page)
    page.locator('[name="again"]').fill(mine)
    looker.press('form:has([name="again"]) button', "new digits hold")


@pytest.mark.parametrize("code", ["zh-hans", "en", "ug"])
def test_every_public_page_without_script_is_for_everybody(live_server: Any, code: str) -> None:
    cast = found()
    inlets.refresh()
    with chromium() as browser:
        walk = Walk(browser, live_server.url, cast)
        looker = Looker(walk.person(script=True))
        with_axe(looker.page.context)
        for path in PLAIN:
            looker.page.goto(f"{walk.base}/{code}/{path}")
            looker.look(path or "start")
        digits = reported(walk, looker, code)
        ticks.register_arrivals()
        came_back(walk, looker, code, digits)
    assert looker.seen >= 18
    assert not looker.wrong, "\n".join(sorted({re.sub(r"\s+", " ", one) for one in looker.wrong}))
