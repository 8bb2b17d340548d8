"""Every page of the desk: axe finds nothing, nothing overflows, no id stands twice, nothing complains.

Each page once, as the first role that gets it, in Chinese and English by turns: a page takes a second in the browser.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page
from tests.browser.script_pages import chromium, violations, with_axe
from tests.test_access_matrix import ACTORS, ALL, MATRIX, address, clients, ids
from tests.world import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROLES = ("leader", "officer", "admin", "signer", "custodian", "clerk", "anon")
# downloads, and what only half a session sees
FILES = {
    "desk:submission-file", "intake_box:photo", "intake_drafts:file", "desk:evidence", "accounts:second_factor",
    *(f"intake_household:{name}" for name in ("state", "page", "worker", "receipt_worker", "manifest", "icon")),
}
"""No pages of the desk. That of house visits is looked at in tests/stories/test_household.py."""
ROOMS = ("desk", "accounts", "intake_")
PARTS = 4  # side by side where there are workers
TALL = 4000  # px: the line of keys at the foot covers nothing that scrolling would bring out
DESK, TELEPHONE = (1280, 900), (390, 844)
FITS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
TWICE = "() => [...document.querySelectorAll('[id]')].map(one => one.id).filter((id, at, all) => all.indexOf(id) !== at)"


def seen(world: Any) -> Iterator[tuple[str, str, str]]:
    """(route, column, address) of every page that somebody gets."""
    known = ids(world)
    for name, route in ALL.items():
        answers = dict(zip(ACTORS, MATRIX[name]["get"].split(), strict=True))
        column = next((one for one in ROLES if answers[one] == "ok"), None)
        if route.room.startswith(ROOMS) and name not in FILES and column:
            yield name, column, address(route, known)


def looked_at(page: Page, where: str) -> list[str]:
    """What is wrong with the page."""
    wrong = [f"{where}: id twice: {name}" for name in page.evaluate(TWICE)]
    page.set_viewport_size({"width": DESK[0], "height": TALL})
    wrong += [f"{where}: {one['id']}: {node['html'][:160]}" for one in violations(page) for node in one["nodes"][:2]]
    for width, height in (DESK, TELEPHONE):
        page.set_viewport_size({"width": width, "height": height})
        if (over := page.evaluate(FITS)) > 0:
            wrong.append(f"{where}: {over} px too wide at {width}")
    return wrong


def page_of(browser: Browser, url: str, client: Client, language: str, wrong: list[str]) -> Page:
    """A page of this member's own browser; what its console complains of goes to ``wrong``."""
    context = with_axe(browser.new_context(viewport={"width": DESK[0], "height": DESK[1]}))
    cookies = {settings.LANGUAGE_COOKIE_NAME: language}
    if settings.SESSION_COOKIE in client.cookies:
        cookies[settings.SESSION_COOKIE] = client.cookies[settings.SESSION_COOKIE].value
    context.add_cookies([{"name": k, "value": v, "url": url} for k, v in cookies.items()])
    page = context.new_page()
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    return page


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_of_the_desk_is_for_everybody(part: int, live_server: Any) -> None:
    world = at("closing")
    wrong: list[str] = []
    with chromium() as browser:
        known, opened = clients(world), dict[tuple[str, str], Page]()
        for at_, (name, column, path) in enumerate(list(seen(world))[part::PARTS]):
            language = ("zh-hans", "en")[at_ % 2]
            if (column, language) not in opened:
                opened[column, language] = page_of(browser, live_server.url, known[column], language, wrong)
            page = opened[column, language]
            answer = page.goto(live_server.url + path)
            assert answer is not None
            assert answer.status == 200, (name, column, answer.status)
            assert "text/html" in answer.headers["content-type"], name  # nothing can be evaluated in a file: it would hang
            wrong += looked_at(page, f"{name} as {column}")
            page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    assert not wrong, "\n".join(sorted({re.sub(r"\s+", " ", one) for one in wrong}))
