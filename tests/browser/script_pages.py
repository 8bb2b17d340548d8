"""Driving the static sealing page and the page of coming back in Chromium, with everything listened for."""

import asyncio
import atexit
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.db import connection, connections
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, Playwright, Route, expect, sync_playwright
from tests.cast_mailbox import Cast, Person, person

from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.config import places
from dingxin.mailbox import outbound
from dingxin.mailbox.actions import accept
from dingxin.mailbox.derive import cost
from dingxin.mailbox.texts import seal_to_person
from dingxin.sealing.keys import Cost
from dingxin.sealing.receipts import derive_receipt, seal_cs
from dingxin.sealing.signing import sign
from dingxin.web.days import today

ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]
PATIENCE = 60_000  # ms: Argon2id with 64 MiB in a worker on a busy machine
RULES = {"runOnly": {"type": "tag", "values": [
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice",
]}, "resultTypes": ["violations"]}  # describing what passed takes a third of axe's time
CHEAP = Cost(8 * 1024, 1)  # KiB, passes; see Visitor
CHEAPLY = f"""
{{
  const whole = self.onmessage, cost = {{ memoryKib: {CHEAP.memory_kib}, passes: {CHEAP.passes} }};
  self.onmessage = (event) => whole({{ data: {{ ...event.data, cost }} }});
}}
"""
NET_ERRORS = re.compile(r"^Failed to load resource")  # what Chromium itself says of each answer that is not 2xx


class _Kept:
    """One Chromium for all tests of this process: starting it and what drives it takes over a second each time.

    Its loop is a running one only inside ``chromium()``: Django keeps connections apart by it, and would take every later
    test without a browser for async code.
    """

    loop: asyncio.AbstractEventLoop
    driver: Playwright | None = None
    browser: Browser | None = None

    def running(self) -> Browser:
        if self.driver is None:
            self.driver = sync_playwright().start()
            self.loop = asyncio.get_running_loop()
            atexit.register(self.stop)
        asyncio._set_running_loop(self.loop)
        if self.browser is None or not self.browser.is_connected():
            self.browser = self.driver.chromium.launch(executable_path=places.chromium(), args=ARGS)
        return self.browser

    def stop(self) -> None:
        assert self.driver is not None
        asyncio._set_running_loop(self.loop)
        self.driver.stop()


_kept = _Kept()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without any state of an earlier test: each opens contexts of its own, which end here."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        browser = _kept.running()
        try:
            yield browser
        finally:
            connections.close_all()  # under the driving loop Django keeps others than before and after it
        for context in browser.contexts:
            context.close()
    finally:
        asyncio._set_running_loop(None)
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def violations(page: Page) -> list[dict[str, Any]]:
    """What axe finds wrong with a page: only that comes back from it, what passed is half a megabyte."""
    there = page.evaluate("'axe' in window")
    return page.evaluate(f"{'' if there else AXE_SCRIPT}\naxe.run({json.dumps(RULES)}).then((found) => found.violations)")


def with_axe(context: BrowserContext) -> BrowserContext:
    """For pages that are all looked at: put in by the browser, axe is compiled once and not for each page."""
    context.add_init_script(AXE_SCRIPT)
    return context


def _cheaply(route: Route) -> None:
    with suppress(Error):  # the page may be gone by now
        worker = route.fetch()  # with its headers: the page's policy asks for them
        route.fulfill(response=worker, body=worker.text() + CHEAPLY)


class Visitor:
    """One page of one visitor. ``complaints``: console errors, uncaught errors and policy violations so far.

    The worker derives at CHEAP cost, because the site's own takes over a second each time and nearly every test derives;
    ``whole_cost`` is for the tests that show that page and server agree on the site's.
    """

    def __init__(self, browser: Browser, base: str, width: int = 390, height: int = 844, **options: Any) -> None:
        self.base = base
        viewport = {"width": width, "height": height}
        self.context = browser.new_context(viewport=viewport, accept_downloads=True, **options)  # type: ignore[arg-type]
        self.context.route("**/receipt-worker.js*", _cheaply)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.complaints: list[str] = []
        self.sent: list[tuple[str, str, bytes]] = []
        self.page.on("console", lambda said: self._heard(said.type, said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda one: self.sent.append((one.method, one.url, one.post_data_buffer or b"")))

    def _heard(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not NET_ERRORS.match(text):
            self.complaints.append(text)

    def whole_cost(self) -> None:
        """From here on the worker is as it was built."""
        self.context.unroute("**/receipt-worker.js*")

    def open(self, address: str) -> None:
        """Goes to a page and waits for its heading."""
        self.page.goto(self.base + address)
        self.page.wait_for_selector("main:not([aria-busy]) h1")

    def sees(self, heading: str) -> None:
        """The one heading of the view."""
        expect(self.page.locator("h1")).to_have_text(heading, timeout=PATIENCE)

    def has(self, text: str) -> Locator:
        """Something visible that holds this text."""
        found = self.page.get_by_text(text).filter(visible=True).first
        expect(found).to_be_visible(timeout=PATIENCE)
        return found

    def press(self, name: str) -> None:
        """A button or a link by its name."""
        button = self.page.get_by_role("button", name=name, exact=True)
        button.or_(self.page.get_by_role("link", name=name, exact=True)).filter(visible=True).first.click()

    def unfold(self, name: str) -> None:
        """A details element by its summary."""
        self.page.locator("summary", has_text=name).click()

    def choose(self, name: str, value: str) -> None:
        """A radio button."""
        self.page.locator(f"input[name={name}][value={value}]").check()

    def posts(self, path: str) -> list[bytes]:
        """Bodies sent to a path so far."""
        return [body for method, url, body in self.sent if method != "GET" and path in url]

    def is_accessible(self) -> None:
        """axe finds nothing; nothing is wider than the window."""
        self.page.evaluate("scrollTo(0, 0)")  # the sticky bar covers what is under it
        assert violations(self.page) == []
        overflow = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{overflow} px too wide at: {self.page.locator('h1').inner_text()}"

    def close(self) -> None:
        """No complaint may be left when a visitor goes."""
        self.context.close()
        assert self.complaints == []


def has_digits(made: Cast, *, whole_cost: bool = False, **changes: Any) -> Person:
    """Somebody who filed, with digits that the page of a Visitor opens (``whole_cost``: as ``Visitor.whole_cost``)."""
    assert settings.SITE_KEYS is not None
    someone = person(made, **changes)
    derived = derive_receipt(someone.digits, settings.SITE_KEYS.receipt_salt, cost() if whole_cost else CHEAP)
    someone.lookup, someone.wrap = derived.lookup, derived.wrap
    someone.filing = replace(someone.filing, lookup=derived.lookup, W=seal_cs(derived.wrap, someone.cs))
    accept(filing=someone.filing)
    return someone


def answered(
    made: Cast, someone: Person, text: str, *, question: str = "outcome", state: str = "answered", kind: str = "answer",
    seed: bytes | None = None,
) -> outbound.Put:
    """What casework does: a signed letter, and a question about it. ``seed``: of another key than the team's."""
    with writing():
        number = outbound.next_number(someone.thread)
        body = seal_to_person(someone.keys.age.recipient, text)
        statement = outbound.statement_of(someone.thread, number, body, today())
        signature = sign(seed or made.team.answer_seed, "answer", statement.canonical())
        put = outbound.put_answer(thread_id=someone.thread, number=number, body=body, signature=signature, kind=kind)
        if question:
            outbound.set_card(
                thread_id=someone.thread, state=state, next_step="your_word", question=question, asked=put.hash,
                due_day=today(),
            )
        audit.record("matter.answered", actor="cast")
    return put


def everything_stored() -> bytes:
    """Every value of every column of every table, one after the other."""
    held = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                held += [value if isinstance(value, bytes) else str(value).encode() for value in row]
    return b"\n".join(held)
