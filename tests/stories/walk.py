"""People of a story at their browsers: what they see is what is there, what they do goes through the pages' own forms."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Browser, Locator, Page
from tests.cast_vault import Cast, client_of

from dingxin.casework import ticks

OVER_THREE_SECONDS = 4_000  # ms: a form sent faster than a person reads is asked once more
PATIENCE = 10_000  # ms
SENDS = "button.btn-go[type=submit], button[data-key-send]"
HURT = 'main [role="alert"], main .wrong'


@dataclass
class Walk:
    """One story: the browser, the served address and the cast."""

    browser: Browser
    base: str
    cast: Cast

    def staff(self, username: str, width: int = 1280) -> Page:
        """The desk of a member who is signed in and unlocked."""
        context = self.browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
        cookie = client_of(self.cast, username).cookies[settings.SESSION_COOKIE].value
        context.add_cookies([{"name": settings.SESSION_COOKIE, "value": cookie, "url": self.base}])
        return _patient(context.new_page())

    def person(self, *, script: bool = False) -> Page:
        """A small telephone, without script unless it is said."""
        context = self.browser.new_context(
            viewport={"width": 320, "height": 800}, java_script_enabled=script, locale="zh-CN"
        )
        return _patient(context.new_page())

    def file(self, *told: str, place: str = "maizhan") -> list[tuple[Page, str]]:
        """Each files what they tell, without a name: their page and their digits. Then all get their numbers."""
        filed = []
        for words in told:
            page = self.person()
            page.goto(f"{self.base}/zh-hans/{place}/report/")
            page.locator('input[name="about_team"][value="no"]').check()
            page.locator('main button[type="submit"]').first.click()
            page.locator('textarea[name="what"]').fill(words)
            page.locator('input[name="level"][value="anonymous"]').check()
            page.locator('main form button[type="submit"]').last.click()
            filed.append(page)
        filed[-1].wait_for_timeout(OVER_THREE_SECONDS)
        for page in filed:
            page.locator('main form button[type="submit"]').last.click()
        ticks.register_arrivals()
        return [(page, digits_on(page)) for page in filed]

    def come_back(self, page: Page, digits: str, place: str = "maizhan") -> None:
        """To the page that the eighteen digits open."""
        page.goto(f"{self.base}/zh-hans/{place}/return/")
        page.locator("main input[inputmode]").first.fill(digits)
        page.locator('main button[type="submit"]').first.click()

    def go(self, page: Page, path: str) -> None:
        """By its address."""
        answer = page.goto(self.base + path)
        assert answer is not None
        assert answer.status == 200, (path, answer.status)


def _patient(page: Page) -> Page:
    page.set_default_timeout(PATIENCE)
    return page


def digits_on(page: Page) -> str:
    """The eighteen digits a page shows."""
    digits = re.sub(r"\D", "", page.locator(".digits").first.inner_text())
    assert len(digits) == 18, digits
    return digits


def fill(form: Locator, **fields: Any) -> None:
    """Fields by their names; radio buttons by the value of the one, boxes by True or a list of values."""
    for name, value in fields.items():
        control = form.locator(f'[name="{name}"]')
        kind = control.first.evaluate("one => one.type || one.tagName.toLowerCase()")
        if kind in ("radio", "checkbox"):
            for one in value if isinstance(value, list) else [value]:
                _pick(control, one)
        elif kind.startswith("select"):
            control.select_option(str(value))
        elif kind == "file":
            control.set_input_files(value)
        else:
            control.fill(str(value))


def _pick(control: Locator, value: Any) -> None:
    if value is True:
        control.first.check()
    else:
        control.and_(control.page.locator(f'[value="{value}"]')).check()


def send(page: Page, **fields: Any) -> None:
    """Fill and send the form of the page; a refusal is a failure that says what the page said."""
    form = page.locator(f"main form:has({SENDS})").first
    fill(form, **fields)
    with page.expect_navigation():  # a field that the browser itself refuses is a failure too
        form.locator(SENDS).first.click()
    refused(page)


def refused(page: Page) -> None:
    """Fails when the page says that something was not done, with its words."""
    said = [text.strip() for text in page.locator(HURT).all_inner_texts() if text.strip()]
    assert not said, said


def now(page: Page) -> None:
    """Press what the matter's page says comes next."""
    page.locator(".say a.btn-go").first.click()
    page.wait_for_load_state()


def follow(page: Page, path: str) -> None:
    """Press the link to this address, which the page must show."""
    page.locator(f'main a[href$="{path}"]').first.click()
    page.wait_for_load_state()


def paper(folder: Path, name: str, text: str = "paid") -> str:
    """A file to add as evidence."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return str(file)
