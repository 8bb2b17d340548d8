"""A security key in Chromium's own software for one: set up, signed in by, cancelled, copied."""

import re
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Locator, Page, expect
from tests.browser.script_pages import chromium
from tests.browser.test_desk_pages import looked_at
from tests.cast import CastMember, make_member

from dingxin.accounts.models import Member, SecurityKey
from dingxin.audit.models import Entry

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEY = {"protocol": "ctap2", "transport": "usb", "hasResidentKey": False, "hasUserVerification": False,
       "isUserVerified": False, "automaticPresenceSimulation": True}
USE, SET_UP = "用我的安全密钥", "设置这把密钥"


def plugged_in(wire: CDPSession) -> str:
    """A new key; its id in the protocol."""
    made = wire.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return str(made["authenticatorId"])


def to_second_factor(page: Page, base: str, person: CastMember) -> None:
    """Signed out before, the passphrase typed."""
    page.goto(f"{base}/staff/sign-in/?next=/staff/settings/")
    page.locator("input[name=username]").fill(person.member.username)
    page.locator("input[name=passphrase]").fill(person.passphrase)
    page.locator("main .btn-go").click()
    page.wait_for_url("**/staff/second-factor/**")


def sign_out(page: Page) -> None:
    panel(page, "sessions").locator("form button").first.click()
    page.wait_for_url("**/staff/sign-in/")


def in_settings(page: Page, base: str) -> None:
    page.wait_for_url(re.compile(re.escape(f"{base}/staff/settings/") + "(#factors)?$"))


def panel(page: Page, name: str) -> Locator:
    """By its heading, which carries the id."""
    return page.locator(f'section[aria-labelledby="{name}"]')


def test_a_key_is_set_up_opens_and_a_copy_of_it_does_not(live_server: Any) -> None:
    person = make_member(language="zh-hans")
    base, wrong = live_server.url.replace("127.0.0.1", "localhost"), []
    with chromium() as browser:
        page = browser.new_context(locale="zh-CN").new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        wire = page.context.new_cdp_session(page)
        wire.send("WebAuthn.enable")

        to_second_factor(page, base, person)
        expect(page.get_by_role("button", name=USE)).to_have_count(0)
        page.locator("input[name=code]").fill(person.code())
        page.locator("main .btn-go").click()
        in_settings(page, base)

        # set up, after the second factor was shown again
        key = plugged_in(wire)
        page.get_by_role("link", name="添加一把安全密钥").click()
        assert not looked_at(page, "confirm")
        Member.objects.update(totp_last_step=0)  # instead of waiting half a minute for the next code
        page.locator("input[name=code]").fill(person.code())
        page.locator("main .btn-go").click()
        page.wait_for_url("**/second-factor/key/")
        assert not looked_at(page, "new key")
        page.get_by_role("button", name=SET_UP).click()
        in_settings(page, base)
        expect(panel(page, "factors")).to_contain_text("第 1 把安全密钥")
        assert not looked_at(page, "settings with a key")
        [held] = wire.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]

        # in by the key, no code typed
        sign_out(page)
        to_second_factor(page, base, person)
        assert not looked_at(page, "second factor with a key")
        page.get_by_role("button", name=USE).click()
        in_settings(page, base)
        assert "security key" in Entry.objects.filter(kind="session.opened").latest("pk").facts
        assert SecurityKey.objects.get().sign_count > held["signCount"]

        # somebody who copied the key before that
        sign_out(page)
        wire.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})
        copy = plugged_in(wire)
        wire.send("WebAuthn.addCredential", {"authenticatorId": copy, "credential": held | {"signCount": 0}})
        to_second_factor(page, base, person)
        page.get_by_role("button", name=USE).click()
        expect(page.locator("main [role=status]").first).to_contain_text("它的计数倒退了")
        assert Entry.objects.filter(kind="session.key_copied").count() == 1
        wrong = [one for one in wrong if "403" not in one]  # the browser's own word about the refusal

        # another key: said in the person's language, and what was typed stays
        page.locator("input[name=code]").fill("12")
        wire.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": copy})
        plugged_in(wire)  # somebody else's key
        page.get_by_role("button", name=USE).click()
        expect(page.locator(".key-says")).to_contain_text("没有密钥应答")
        expect(page.locator("input[name=code]")).to_have_value("12")
    assert not wrong


def test_the_first_second_factor_is_a_key_and_numbers_have_none(live_server: Any) -> None:
    person = make_member(language="zh-hans", second_factor=False)
    base = live_server.url.replace("127.0.0.1", "localhost")
    with chromium() as browser:
        page = browser.new_context(locale="zh-CN").new_page()
        page.set_default_timeout(15_000)
        wire = page.context.new_cdp_session(page)
        wire.send("WebAuthn.enable")
        plugged_in(wire)
        page.goto(f"{base}/staff/sign-in/?next=/staff/settings/")
        page.locator("input[name=username]").fill("zhou")
        page.locator("input[name=passphrase]").fill(person.passphrase)
        page.locator("main .btn-go").click()
        page.wait_for_url("**/second-factor/new/**")
        assert not looked_at(page, "first second factor")
        page.get_by_role("button", name=SET_UP).click()
        in_settings(page, base)
        expect(page.get_by_text("这是最后一种，不能移除")).to_be_visible()

        bare = browser.new_context(locale="zh-CN").new_page()
        bare.goto(f"{base.replace('localhost', '127.0.0.1')}/staff/sign-in/")
        bare.locator("input[name=username]").fill("zhou")
        bare.locator("input[name=passphrase]").fill(person.passphrase)
        bare.locator("main .btn-go").click()
        bare.wait_for_url("**/second-factor/**")
        expect(bare.get_by_text("请用 localhost 打开")).to_be_visible()
        expect(bare.get_by_role("button", name=USE)).to_have_count(0)
