"""S6: a house visit with no network. Loaded once, cut off, two households, closed and opened again; then sent by a colleague."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.core.servers.basehttp import WSGIRequestHandler
from playwright.sync_api import BrowserContext, Page, expect
from tests.browser.script_pages import chromium, violations
from tests.cast_vault import client_of, found
from tests.stories.walk import Walk

from dingxin.casework import ticks
from dingxin.casework.models import Submission
from dingxin.intake.household.models import Device, Record
from dingxin.mailbox import inlets
from dingxin.mailbox.models import Receipt, Thread

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGE = "/desk/household/page/"
STORY = "事情不大，你们管不管？老村支书还欠我200块"
SECOND, NAME, FILE = "我家的羊圈被推了，没有人说为什么", "古丽巴哈尔", "账本上记着老村支书的名字"
SLOW = 30_000  # ms: digits are derived with 64 MiB
DUMP = """async () => {
  const seen = [];
  const bytes = (data) => seen.push(new TextDecoder("utf-8", {fatal: false}).decode(data));
  const walk = (value) => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) bytes(value);
    else if (value instanceof CryptoKey) seen.push("a key that does not leave: " + !value.extractable);
    else if (value && typeof value === "object") Object.entries(value).flat().forEach(walk);
    else {
      seen.push(String(value));
      for (const run of String(value).match(/[A-Za-z0-9_-]{40,}/g) ?? []) {
        const plain = run.replace(/-/g, "+").replace(/_/g, "/");
        try { bytes(Uint8Array.from(atob(plain), (one) => one.charCodeAt(0))); } catch {}
      }
    }
  };
  for (const {name} of await indexedDB.databases()) {
    const of = (asked) => new Promise((resolve) => { asked.onsuccess = () => resolve(asked.result); });
    const base = await of(indexedDB.open(name));
    for (const store of base.objectStoreNames) walk(await of(base.transaction(store).objectStore(store).getAll()));
    base.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) { seen.push(request.url); seen.push(await (await cache.match(request)).text()); }
  }
  walk({...localStorage}), walk({...sessionStorage});
  return seen.join("\\n");
}"""

BEHIND = """{
  const Real = Date, late = () => Real.now() - 2 * 86_400_000;
  globalThis.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(late()); }
    static now() { return late(); }
  };
}"""  # a device whose clock is two days behind


class Line:
    """The network: cut in the browser, which then knows it, and at the server, which then answers nobody whatever slips by."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.cut, parse = False, WSGIRequestHandler.parse_request

        def parse_request(handler: WSGIRequestHandler) -> bool:
            handler.close_connection = handler.close_connection or self.cut
            return False if self.cut else parse(handler)

        monkeypatch.setattr(WSGIRequestHandler, "parse_request", parse_request)

    def off(self, page: Page) -> None:
        self.cut = True
        page.context.set_offline(True)

    def on(self, page: Page) -> None:
        self.cut = False
        page.context.set_offline(False)


def heading(page: Page, text: str) -> None:
    expect(page.locator("h1")).to_have_text(text, timeout=SLOW)


def clean(page: Page) -> None:
    """axe finds nothing; nothing is wider than the telephone."""
    page.evaluate("scrollTo(0, 0)")  # the bar covers what is under it
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def on(page: Page, question: str) -> None:
    """To the next question, by its heading."""
    page.locator("main form button[type=submit]").click()
    heading(page, question)


def record(page: Page, story: str, way: str, *, name: str = "", file: str = "", people: str = "1") -> str:
    """One household from the first question to what is read aloud; the digits, where there are any."""
    press(page, "记录一户")
    heading(page, "这一户有几个人在说？")
    page.locator("#persons").fill(people)
    on(page, "是不是关于巡察组自己，或者巡察办？")
    page.locator("[name=aboutTeam][value=no]").check()
    page.locator("main form button[type=submit]").click()
    page.locator("#what").fill(story)
    for _ in range(4):
        page.locator("main form button[type=submit]").click()
    if file:
        page.locator("input[type=file]").set_input_files(
            {"name": f"{file}.txt", "mimeType": "text/plain", "buffer": file.encode() * 30_000})
        page.locator(".files li").wait_for()
        assert page.locator(".files input[type=checkbox]").is_checked()  # locked like the name, unless that is taken back
    page.locator("main form button[type=submit]").click()
    page.locator("main form button[type=submit]").click()
    page.locator(f"[name=level][value={'confidential' if name else 'anonymous'}]").check()
    if name:
        page.locator("#name").fill(name)
    on(page, "他们以后怎么来问？")
    page.locator(f"[name=way][value={way}]").check()
    on(page, "再念给他们听一遍")
    assert story in page.locator("main").inner_text()
    press(page, "封存")
    heading(page, "已在本机封存")
    if way != "digits":
        return ""
    digits = "".join(page.locator(".digits span").all_inner_texts())
    page.locator("#again").fill(digits)
    press(page, "核对")
    return digits


def enrolled(walk: Walk, page: Page) -> None:
    """On the telephone, and at the leader's desk with the six words."""
    page.goto(walk.base + PAGE)
    press(page, "登记这台设备")
    page.locator(".six-words").wait_for()
    clean(page)
    words = " ".join(page.locator(".six-words span").all_inner_texts())
    leader = walk.staff("helan")
    walk.go(leader, "/desk/household/")
    leader.locator("[name=heard]").fill(words)
    leader.locator("form:has([name=heard]) button[type=submit]").click()
    leader.wait_for_load_state()
    assert Device.objects.get().state == "active"
    leader.context.close()
    expect(page.get_by_text("没有网络也能打开")).to_be_visible(timeout=SLOW)


def as_member(context: BrowserContext, walk: Walk, username: str) -> None:
    cookie = client_of(walk.cast, username).cookies[settings.SESSION_COOKIE].value
    context.add_cookies([{"name": settings.SESSION_COOKIE, "value": cookie, "url": walk.base}])


def reopened(page: Page, address: str) -> Page:
    context = page.context
    page.close()
    fresh = context.new_page()
    fresh.goto(address)
    return fresh


def test_two_households_without_a_network_then_sent_by_a_colleague(
    live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast, line = found(), Line(monkeypatch)
    inlets.refresh()
    with chromium() as browser:
        walk = Walk(browser, live_server.url, cast)
        phone = walk.staff("ding", width=390)
        enrolled(walk, phone)
        phone = reopened(phone, walk.base + PAGE)  # from now on the worker stands before it
        heading(phone, "入户走访")
        line.off(phone)
        digits = record(phone, STORY, "digits", name=NAME, people="3")
        assert re.fullmatch(r"\d{18}", digits)
        clean(phone)
        press(phone, "回到列表")
        heading(phone, "1件待发送")
        clean(phone)
        record(phone, SECOND, "none", file=FILE)
        phone.add_init_script(BEHIND)
        phone.reload()
        expect(phone.get_by_text("这台设备的日期不对")).to_be_visible(timeout=SLOW)
        expect(phone.get_by_role("button", name="记录一户")).to_be_disabled()
        clean(phone)
        phone = reopened(phone, walk.base + PAGE)
        heading(phone, "2件待发送")
        held = phone.evaluate(DUMP)
        for words in (STORY, SECOND, NAME, FILE, digits, "丁小禾"):
            assert words not in held
        assert "household-worker" not in held
        assert "a key that does not leave: true" in held
        assert not Thread.objects.exists()

        as_member(phone.context, walk, "song")  # another member signs in on the same telephone
        line.on(phone)
        phone = reopened(phone, walk.base + PAGE)
        expect(phone.get_by_role("heading", name="已发送")).to_be_visible(timeout=SLOW)
        heading(phone, "入户走访")
        press(phone, "再看一次")
        ticks.register_arrivals()
        came = [(one.persons, one.channel) for one in Submission.objects.order_by("number")]
        assert came == [(3, "household"), (1, "household")]
        assert {(one.made_by.username, one.sent_by.username) for one in Record.objects.all()} == {("ding", "song")}
        assert Receipt.objects.count() == 1
        first = Submission.objects.get(persons=3)
        assert f"{first.year}-{first.number:04d}" in phone.locator("main").inner_text()

        officer, person = walk.staff("song"), walk.person()
        walk.go(officer, f"/desk/submissions/{first.pk}/")
        officer.locator("main form button.btn-go").first.click()
        officer.wait_for_load_state()
        shown = officer.locator("main").inner_text()
        assert STORY in shown
        assert NAME not in shown
        assert "丁小禾" in shown
        assert "宋启明" in shown
        walk.come_back(person, digits)
        assert "工作人员见过" in person.locator("main").inner_text()

        officer.close()
        press(phone, "登记这台设备")  # for the one who signed in: the key of the other went with the first look
        phone.locator(".six-words").wait_for()
        walk.go(phone, "/staff/settings/")
        phone.locator('form[action$="/sign-out/"] button').first.click()  # anywhere at the desk: through the page that wipes
        heading(phone, "在这台设备上退出")
        press(phone, "退出并全部删除")
        heading(phone, "这台设备已清除")
        left = phone.evaluate(DUMP)
        assert first.pk.hex not in left
        assert "a key that" not in left
        assert set(Device.objects.values_list("member__username", "state")) == {("ding", "active"), ("song", "revoked")}
        answer = phone.goto(walk.base + "/desk/household/")
        assert answer is not None
        assert "/staff/sign-in/" in phone.url
