"""The static sealing page as people meet it: what is typed in a browser arrives sealed, once, and nothing else leaves it."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from gzip import compress
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Route, expect
from tests.browser.script_pages import Visitor, chromium, everything_stored
from tests.cast_mailbox import Cast, Side, cast, opened, side

import dingxin.web
from dingxin.ledger.public import promise_key
from dingxin.mailbox.derive import derive
from dingxin.mailbox.lookup import look_up
from dingxin.mailbox.models import File, Inlet, Thread
from dingxin.sealing.envelope import open_head, open_share_b
from dingxin.sealing.files import open_manifest, open_parts
from dingxin.sealing.receipts import open_cs, unpad_reply
from dingxin.sealing.release import identity_file_secret
from dingxin.tlog.promise import check_slip

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).parents[2]
DIST = Path(dingxin.web.__file__).parent / "static" / "dist"
WORDS = json.loads((ROOT / "scripts/messages/zh-hans.json").read_text("utf-8"))
T: dict[str, str] = WORDS["common"] | WORDS["seal"]
STORY = "前年修水渠，村里占了我家半亩地，说好给200元，到现在没给。"
AT = "/seal/#zh-hans/maizhan"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def made(tmp_path: Path, settings: Any) -> Cast:
    settings.ROOT_URLCONF = "tests.browser.public_urls"
    return cast(tmp_path, settings)


@pytest.fixture
def visitor(browser: Browser, live_server: Any, made: Cast) -> Iterator[Visitor]:
    someone = Visitor(browser, live_server.url)
    yield someone
    someone.close()


def plain(key: str, **values: object) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: str(values[found[1]]), T[key]).replace("**", "")


def go_on(visitor: Visitor, times: int = 1) -> None:
    for _ in range(times):
        visitor.press(T["go_on"])


def to_check(visitor: Visitor, *, story: str = STORY, about_team: str = "no", level: str = "anonymous") -> None:
    """Straight through the eight questions."""
    visitor.open(AT)
    visitor.choose("aboutTeam", about_team)
    go_on(visitor)
    visitor.page.fill("#what", story)
    go_on(visitor, 6)
    visitor.sees(T["who_q"])
    visitor.choose("level", level)
    go_on(visitor)
    visitor.sees(T["check_h"])


def change(visitor: Visitor, asked: str) -> None:
    """To one question from the check."""
    visitor.page.locator(".sum .lk", has_text=T[asked]).click()
    visitor.sees(T[asked])


def send(visitor: Visitor) -> str:
    """Sends and returns the digits of the receipt."""
    visitor.press(T["send"])
    visitor.sees(T["received"])
    return "".join(visitor.page.locator(".paper .digits span").all_inner_texts())


def content_of(row: File, S: bytes) -> tuple[str, bytes]:
    manifest = open_manifest(S, row.pk.hex, bytes(row.manifest or b""))
    parts = (bytes(part.body) for part in row.pieces.order_by("number"))
    return manifest.name, b"".join(open_parts(S, row.pk.hex, manifest, parts))


def head_of(thread: Thread, to: Side) -> Any:
    return open_head(to.inbound.secret, bytes(thread.envelope.head), submission=thread.pk.hex, vault=to.vault.hex)


def test_what_is_typed_arrives_sealed_and_nothing_else(visitor: Visitor, made: Cast, tmp_path: Path) -> None:
    picture, recording, paper = tmp_path / "田.jpg", tmp_path / "话.m4a", tmp_path / "帐.pdf"
    exif = Image.Exif()
    exif[0x010F], exif[0x0132], exif[0x8825] = "SecretPhone", "2026:01:02 03:04:05", {1: "N"}
    Image.effect_noise((640, 480), 60).convert("RGB").save(picture, exif=exif)
    recording.write_bytes(os.urandom(600_000))
    paper.write_bytes(b"%PDF-1.4 SecretAuthor")

    page = visitor.page
    visitor.whole_cost()
    visitor.open(AT)
    visitor.choose("aboutTeam", "no")
    go_on(visitor)
    page.fill("#what", STORY)
    page.set_input_files("input[type=file]", recording)
    go_on(visitor)
    page.fill("#about", "榆钱村，以前的村书记")
    go_on(visitor)
    page.fill("#when", "2024年春天")
    visitor.choose("ongoing", "yes")
    go_on(visitor)
    page.fill("#amount", "200元")
    page.fill("#people", "1户")
    go_on(visitor)
    page.set_input_files("input[type=file]", [picture, paper])
    visitor.has(plain("removed", what="，".join([T["told_device"], T["told_time"], T["told_place"]])))
    visitor.has("没法清理。")
    go_on(visitor)
    visitor.choose("mayContact", "yes")
    page.fill("#way", "打电话")
    page.fill("#time", "晚上8点以后")
    go_on(visitor)
    page.fill("#name", "王小明")
    page.fill("#phone", "139 1234 5678")
    go_on(visitor)
    visitor.sees(T["check_h"])
    shown = "".join(page.locator(".card .digits span").all_inner_texts())
    assert "王小明" not in page.locator("main").inner_text()
    digits = send(visitor)
    assert digits == shown
    visitor.has(T["files_there"])

    thread = Thread.objects.get()
    words, identity = opened(thread.pk, made.team)
    assert words == {
        "v": 1, "language": "zh-hans", "about_team": "no", "what": STORY, "about": "榆钱村，以前的村书记",
        "when": "2024年春天", "ongoing": "yes", "amount": "200元", "people": "1户", "contact": "打电话 · 晚上8点以后",
        "level": "confidential", "shows": "answers",
    }
    assert identity == {"v": 1, "name": "王小明", "phone": "139 1234 5678", "other": ""}
    assert thread.sealed_by == "browser"
    assert thread.shows == "answers"

    head = head_of(thread, made.team)
    b = open_share_b(made.team.custodians.secret, bytes(thread.envelope.share_b), thread.pk.hex)
    identity_key = identity_file_secret(head.a, b, thread.pk.hex)
    found = {}
    for row in File.objects.all():
        name, content = content_of(row, identity_key if row.held_by_identity else head.S)
        found[name] = (row.held_by_identity, content)
    assert found["话.m4a"] == (True, recording.read_bytes())
    assert found["帐.pdf"] == (False, paper.read_bytes())
    clean = found["田.jpg"][1]
    assert clean[:2] == b"\xff\xd8"
    assert b"Exif" not in clean
    assert b"SecretPhone" not in clean

    lookup = derive(digits)
    assert open_cs(lookup.wrap, unpad_reply(look_up(lookup.lookup))[1:74])
    with page.expect_download() as saved:
        visitor.press(T["save_slip"])
    slip = Path(saved.value.path()).read_text("utf-8")
    assert check_slip(slip, promise_key()).kind == "received"

    everything = everything_stored() + b"".join(body for _, url, body in visitor.sent if "/api/" in url)
    typed = (STORY, "榆钱村", "王小明", "13912345678", "139 1234 5678", "晚上8点以后")
    for secret in (*typed, digits, "SecretPhone", "SecretAuthor"):
        assert secret.encode() not in everything
    assert digits not in "".join(url for _, url, _ in visitor.sent)


def test_about_the_team_is_sealed_to_the_body_above(visitor: Visitor, made: Cast) -> None:
    to_check(visitor, about_team="yes")
    visitor.has(T["goes_above"])
    send(visitor)
    thread = Thread.objects.get()
    assert thread.vault_id == made.superior.vault
    words, identity = opened(thread.pk, made.superior)
    assert (words["about_team"], words["what"], identity) == ("yes", STORY, None)


def test_nothing_is_kept_but_the_number_of_the_step(visitor: Visitor) -> None:
    to_check(visitor)
    page = visitor.page
    assert page.evaluate("history.state") == {"step": 9}
    assert page.url.endswith(AT)
    kept = page.evaluate("""async () => [
        localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).length,
        (await caches.keys()).length,
    ]""")
    assert kept == [0, 0, "", 0, 0]
    for _ in range(7):
        page.go_back()
    visitor.sees(T["what_q"])
    assert page.locator("#what").input_value() == STORY
    page.go_forward()
    visitor.sees(T["about_q"])
    visitor.page.on("dialog", lambda asked: asked.accept())
    page.reload()
    visitor.sees(T["team_q"])  # a reload begins anew
    visitor.choose("aboutTeam", "no")
    go_on(visitor)
    assert page.locator("#what").input_value() == ""


def test_an_answer_is_changed_from_the_check_and_back(visitor: Visitor, made: Cast) -> None:
    to_check(visitor)
    change(visitor, "amount_q")
    visitor.page.fill("#amount", "250元")
    visitor.page.get_by_role("button", name=T["to_check"]).last.click()
    visitor.sees(T["check_h"])
    visitor.has("250元")
    visitor.press(T["before"])
    visitor.sees(T["amount_q"])


def test_the_language_changes_and_the_draft_stays(visitor: Visitor) -> None:
    visitor.open(AT)
    visitor.choose("aboutTeam", "no")
    go_on(visitor)
    visitor.page.fill("#what", STORY)
    visitor.page.go_back()
    visitor.press("ئۇيغۇرچە")
    expect(visitor.page.locator("html[dir=rtl][lang=ug]")).to_be_visible()
    assert visitor.page.url.endswith("/seal/#ug/maizhan")
    visitor.page.locator("form button[type=submit]").click()
    expect(visitor.page.locator("#what")).to_have_value(STORY)


def test_a_name_in_the_words_is_asked_about(visitor: Visitor) -> None:
    visitor.open(AT)
    visitor.choose("aboutTeam", "no")
    go_on(visitor)
    visitor.page.fill("#what", "我叫王 小明，找我打１３９12345678")
    go_on(visitor, 6)
    visitor.page.fill("#name", "王小明")
    visitor.page.fill("#phone", "139-1234-5678")
    go_on(visitor)
    visitor.has(T["name_seen"])
    visitor.has(T["phone_seen"])
    visitor.page.get_by_role("button", name=T["go_change"]).first.click()
    visitor.sees(T["what_q"])


def test_who_you_are_fits_its_seal_or_is_refused(visitor: Visitor) -> None:
    visitor.open(AT)
    visitor.choose("aboutTeam", "no")
    go_on(visitor, 8)
    visitor.has(T["name_missing"])
    visitor.choose("level", "anonymous")
    go_on(visitor)
    visitor.sees(T["check_h"])
    visitor.has(T["empty"])
    expect(visitor.page.get_by_role("button", name=T["send"], exact=True)).to_have_count(0)


def cut(visitor: Visitor, after_arrival: bool) -> None:
    """Breaks the line once at sending: before the server has it, or after, so that only the answer is lost."""

    def broken(route: Route) -> None:
        if after_arrival:
            route.fetch()
        route.abort()

    visitor.page.route("**/api/submit", broken, times=1)


@pytest.mark.parametrize("after_arrival", [False, True])
def test_a_broken_line_never_makes_a_second_submission(visitor: Visitor, made: Cast, after_arrival: bool) -> None:
    to_check(visitor)
    cut(visitor, after_arrival)
    visitor.press(T["send"])
    visitor.sees(T["not_known"])
    assert Thread.objects.count() == int(after_arrival)
    visitor.is_accessible()
    calls = visitor.page.locator("main a.phone").bounding_box()
    assert calls is not None
    assert calls["height"] >= 44  # whoever cannot send reaches for it with a thumb
    visitor.press(T["send_again"])
    visitor.sees(T["received"])
    assert opened(Thread.objects.get().pk, made.team)[0]["what"] == STORY
    first, second = visitor.posts("/api/submit")
    assert first == second


def test_a_change_after_a_broken_line_is_told_truly(visitor: Visitor, made: Cast) -> None:
    to_check(visitor)
    cut(visitor, after_arrival=True)
    visitor.press(T["send"])
    visitor.sees(T["not_known"])
    visitor.press(T["back_to_text"])
    visitor.sees(T["check_h"])
    change(visitor, "what_q")
    visitor.page.fill("#what", "改过的话")
    visitor.page.get_by_role("button", name=T["to_check"]).last.click()
    send(visitor)
    visitor.has(T["older"])
    assert opened(Thread.objects.get().pk, made.team)[0]["what"] == STORY


def test_how_far_one_is_shows_in_the_colours_of_the_device(visitor: Visitor) -> None:
    visitor.open(AT)
    visitor.page.emulate_media(forced_colors="active", color_scheme="dark")
    looks = visitor.page.locator(".prog li").evaluate_all(
        "all => all.map(e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).outlineStyle])"
    )
    paper = visitor.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert looks[0] == ["rgb(255, 255, 255)", "solid"]
    assert looks[1:] == [[paper, "solid"]] * 7


def test_if_it_cannot_be_locked_nothing_is_sent(visitor: Visitor) -> None:
    visitor.page.route("**/receipt-worker.js*", lambda route: route.abort())
    to_check(visitor)
    visitor.press(T["send"])
    visitor.sees(T["not_sent"])
    visitor.has(T["fail_lock"])
    visitor.has(T["still_here"])
    visitor.is_accessible()
    assert not visitor.posts("/api/")
    visitor.page.unroute("**/receipt-worker.js*")
    visitor.press(T["again"])
    visitor.sees(T["received"])


def test_when_many_write_nothing_is_lost(visitor: Visitor, settings: Any) -> None:
    to_check(visitor)
    settings.MAILBOX_PER_HOUR = 0
    visitor.press(T["send"])
    visitor.sees(T["not_sent"])
    visitor.has(plain("fail_busy", minutes=2))
    settings.MAILBOX_PER_HOUR = 100
    visitor.press(T["again"])
    visitor.sees(T["received"])


def test_keys_that_change_meanwhile_are_checked_and_used(visitor: Visitor, made: Cast) -> None:
    to_check(visitor)
    Inlet.objects.filter(about_team=False).delete()
    fresh = side("team", made.body, made.stationing, about_team=False, epoch=2)
    send(visitor)
    thread = Thread.objects.get()
    assert thread.envelope.inbound_epoch == 2
    assert opened(thread.pk, fresh)[0]["what"] == STORY


@pytest.mark.parametrize("how", ["unsigned", "one signer", "another keyset", "expired", "forged inbound"])
def test_a_statement_that_does_not_hold_is_refused(visitor: Visitor, made: Cast, how: str) -> None:
    row = made.team.inlet
    public, above = json.loads(row.statement), json.loads(made.superior.inlet.statement)
    if how == "unsigned":
        public["signatures"] = ""
    elif how == "one signer":
        public["signatures"] = public["signatures"][: len(public["signatures"]) // 2]
    elif how == "another keyset":
        public["keyset"] = above["keyset"]
    elif how == "forged inbound":
        public["statement"] = above["statement"]
    else:
        visitor.page.clock.install(time=datetime.combine(made.stationing.ends, time(12)) + timedelta(days=40))
    row.statement = json.dumps(public)
    row.save()
    visitor.open(AT)
    visitor.sees(T["clock"] if how == "expired" else T["not_ours"])
    visitor.has("0099-555 0109")
    visitor.is_accessible()
    assert visitor.page.locator("textarea").count() == 0


def test_closed_unknown_and_without_keys_are_told_apart(visitor: Visitor, made: Cast) -> None:
    visitor.open("/seal/#en")
    visitor.sees("This address is not complete")
    visitor.open("/leave")
    visitor.page.goto(visitor.base + "/seal/#en/nowhere")
    visitor.sees("This address is not complete")
    Inlet.objects.all().delete()
    visitor.page.goto(visitor.base + "/leave")
    visitor.page.goto(visitor.base + AT)
    visitor.sees(T["no_keys"])
    made.stationing.state = "closed"
    made.stationing.save()
    visitor.press(T["again"])
    visitor.sees(T["closed"])
    expect(visitor.page.locator("main a.btn")).to_have_attribute("href", "/back/#zh-hans/maizhan")
    visitor.is_accessible()


def test_without_a_connection_the_page_says_so(visitor: Visitor) -> None:
    visitor.page.route("**/api/inlet/*", lambda route: route.abort(), times=1)
    visitor.open(AT)
    visitor.sees(T["offline"])
    visitor.press(T["again"])
    visitor.sees(T["team_q"])


def test_files_go_on_where_the_line_broke(visitor: Visitor, made: Cast, tmp_path: Path) -> None:
    large = tmp_path / "片.mp4"
    large.write_bytes(os.urandom(900_000))
    visitor.open(AT)
    visitor.choose("aboutTeam", "no")
    go_on(visitor, 5)
    visitor.page.set_input_files("input[type=file]", large)
    visitor.has("没法清理。")
    go_on(visitor, 2)
    visitor.choose("level", "anonymous")
    go_on(visitor)

    def lost(route: Route) -> None:
        route.fetch()
        route.abort()

    visitor.page.route("**/api/file/*/*/1", lost, times=1)  # arrives, but its answer does not
    send(visitor)
    visitor.has(T["files_there"])
    thread = Thread.objects.get()
    row = File.objects.get()
    assert row.parts == row.of == 4
    assert content_of(row, head_of(thread, made.team).S)[1] == large.read_bytes()
    numbers = [url.rsplit("/", 1)[1] for method, url, _ in visitor.sent if method == "PUT"]
    assert numbers == ["0", "1", "2", "3"]  # the part that had arrived was not sealed and sent in another way


def test_a_file_that_is_too_large_is_not_added(visitor: Visitor, settings: Any, tmp_path: Path) -> None:
    settings.PORTAL_FILE_LIMIT = 1024 * 1024
    large, empty = tmp_path / "a.bin", tmp_path / "b.bin"
    large.write_bytes(bytes(1_200_000))
    empty.write_bytes(b"")
    visitor.open(AT)
    visitor.choose("aboutTeam", "no")
    go_on(visitor, 5)
    visitor.page.set_input_files("input[type=file]", large)
    visitor.has(plain("too_large", size="\u20661 MB\u2069"))
    visitor.page.set_input_files("input[type=file]", empty)
    visitor.has(T["empty_file"])
    assert visitor.page.locator(".files li").count() == 0


def test_a_reload_does_not_take_digits_that_are_not_on_paper_yet(visitor: Visitor) -> None:
    to_check(visitor)
    digits = send(visitor)
    asked: list[str] = []

    def stays(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    visitor.page.on("dialog", stays)
    visitor.page.evaluate("setTimeout(() => location.reload())")
    visitor.page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    assert "".join(visitor.page.locator(".paper .digits span").all_inner_texts()) == digits
    visitor.page.fill("#again", digits)
    visitor.press(T["compare"])
    visitor.has(T["copied_right"])
    visitor.page.evaluate("setTimeout(() => location.reload())")
    visitor.sees(T["team_q"])  # copied right: nothing is asked any more
    assert asked == ["beforeunload"]


def test_back_while_it_is_sent_leads_nowhere(visitor: Visitor, made: Cast) -> None:
    to_check(visitor)
    held: list[Route] = []
    visitor.page.route("**/api/submit", lambda route: held.append(route), times=1)
    visitor.press(T["send"])
    visitor.has(T["sending"])
    visitor.page.go_back()
    visitor.page.wait_for_timeout(300)
    visitor.sees(T["sending_h"])
    held[0].continue_()
    visitor.sees(T["received"])
    assert Thread.objects.count() == 1


def test_back_from_a_failure_leads_to_the_questions(visitor: Visitor) -> None:
    to_check(visitor)
    cut(visitor, after_arrival=False)
    visitor.press(T["send"])
    visitor.sees(T["not_known"])
    visitor.page.go_back()
    visitor.sees(T["who_q"])
    go_on(visitor)
    send(visitor)


def test_who_minds_no_way_has_still_said_yes(visitor: Visitor, made: Cast) -> None:
    to_check(visitor)
    visitor.page.locator(".sum .lk", has_text=T["contact_short"]).click()
    visitor.sees(T["contact_q"])
    visitor.choose("mayContact", "yes")
    visitor.page.get_by_role("button", name=T["to_check"]).last.click()
    visitor.has(T["contact_any"])
    send(visitor)
    assert opened(Thread.objects.get().pk, made.team)[0]["contact"] == T["contact_any"]


def test_a_recording_among_the_files_can_be_locked_twice(visitor: Visitor, made: Cast, tmp_path: Path) -> None:
    mine, theirs = tmp_path / "mine.m4a", tmp_path / "theirs.m4a"
    mine.write_bytes(os.urandom(9_000))
    theirs.write_bytes(os.urandom(9_000))
    visitor.open(AT)
    visitor.choose("aboutTeam", "no")
    go_on(visitor, 5)
    visitor.page.set_input_files("input[type=file]", [mine, theirs])
    row = visitor.page.locator(".files > li", has_text="mine.m4a")
    expect(row).to_contain_text("没法清理。")
    row.get_by_label(T["person_voice"]).check()
    expect(row).to_contain_text(T["voice_locked"])
    go_on(visitor, 2)
    visitor.page.fill("#name", "王小明")
    go_on(visitor)
    send(visitor)
    visitor.has(T["files_there"])
    assert sorted(File.objects.values_list("held_by_identity", flat=True)) == [False, True]


def test_leaving_leaves_nothing(visitor: Visitor) -> None:
    visitor.open("/leave")
    visitor.page.goto(visitor.base + AT)
    visitor.sees(T["team_q"])
    visitor.choose("aboutTeam", "no")
    go_on(visitor)
    visitor.page.fill("#what", STORY)
    visitor.page.on("dialog", lambda asked: pytest.fail("Leaving must not ask"))
    visitor.press(T["leave"])
    visitor.page.wait_for_url("**/leave")
    visitor.page.go_back()
    visitor.page.wait_for_timeout(500)
    assert STORY not in visitor.page.content()


def test_the_digits_are_read_back(visitor: Visitor) -> None:
    to_check(visitor)
    digits = send(visitor)
    wrong = digits[:3] + str((int(digits[3]) + 1) % 10) + digits[4:]
    visitor.page.fill("#again", wrong)
    visitor.press(T["compare"])
    visitor.has(plain("copied_wrong", groups=2))
    visitor.page.fill("#again", "".join(chr(0x06F0 + int(digit)) for digit in digits))
    visitor.press(T["compare"])
    visitor.has(T["copied_right"])


def test_digits_and_slip_are_two_papers(visitor: Visitor) -> None:
    to_check(visitor)
    send(visitor)
    visitor.page.wait_for_selector(".qr path", state="attached")

    def sheets() -> int:
        return len(re.findall(rb"/Type\s*/Page\b", visitor.page.pdf(prefer_css_page_size=True)))

    assert sheets() == 2
    visitor.page.locator(".bare").check()
    assert sheets() == 1


def test_by_keyboard_alone(visitor: Visitor, made: Cast) -> None:
    keys = visitor.page.keyboard
    visitor.open(AT)

    def tab_to(selector: str) -> None:
        for _ in range(40):
            keys.press("Tab")
            if visitor.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                return
        pytest.fail(f"no way by keyboard to {selector}")

    submit = "form button[type=submit]"
    tab_to("input[name=aboutTeam]")
    keys.press("Space")
    tab_to(submit)
    keys.press("Enter")
    visitor.sees(T["what_q"])
    assert visitor.page.evaluate("document.activeElement.tagName") == "H1"
    tab_to("#what")
    keys.type("有人欠我200元")
    for heading in ("about_q", "when_q", "amount_q", "files_q", "contact_q", "who_q"):
        tab_to(submit)
        keys.press("Enter")
        visitor.sees(T[heading])
    tab_to("input[name=level]")
    keys.press("ArrowUp")
    tab_to(submit)
    keys.press("Enter")
    visitor.sees(T["check_h"])
    tab_to("main > .acts .btn")
    keys.press("Enter")
    visitor.sees(T["received"])
    assert opened(Thread.objects.get().pk, made.team)[0]["what"] == "有人欠我200元"


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 320), ("ug", 320), ("en", 320), ("ug", 1280)])
def test_every_step_is_for_everybody(
    browser: Browser, live_server: Any, made: Cast, tmp_path: Path, language: str, width: int
) -> None:
    picture = tmp_path / "a long name of a picture taken in the field.png"
    Image.new("RGB", (300, 200), "green").save(picture)
    visitor = Visitor(browser, live_server.url, width)
    page = visitor.page
    visitor.open(f"/seal/#{language}/maizhan")
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ug" else "ltr")
    submit = page.locator("form button[type=submit]").first
    submit.click()
    expect(page.locator(".wrong")).to_be_focused()
    visitor.is_accessible()
    visitor.choose("aboutTeam", "no")
    for step in range(1, 9):
        expect(page.locator(".prog .did")).to_have_count(step)
        if step == 2:
            page.fill("#what", STORY + " 13912345678 " + "x" * 80)
        if step == 6:
            page.set_input_files("input[type=file]", picture)
            page.wait_for_selector(".files li")
        if step == 7:
            visitor.choose("mayContact", "yes")
        if step == 8:
            page.fill("#name", "Y")
        page.locator("details").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")
        visitor.is_accessible()
        submit.click()
    page.wait_for_selector(".sum")
    visitor.is_accessible()
    page.locator("main > .acts .lk").click()
    visitor.is_accessible()
    page.locator("main > .acts .btn").click()
    page.wait_for_selector(".paper .digits", timeout=60_000)
    page.wait_for_selector(".qr path", state="attached")
    page.locator(".note.ok").first.wait_for()
    visitor.is_accessible()
    visitor.close()


def test_the_page_from_the_home_of_a_stationing(visitor: Visitor) -> None:
    """What the portal's own pages link to, upgraded where script runs."""
    visitor.open("/zh-hans/maizhan/")
    link = visitor.page.locator("a.btn").first
    expect(link).to_have_attribute("href", "/seal/#zh-hans/maizhan")


def test_the_built_files_are_what_the_sources_give_and_small() -> None:
    if not (ROOT / "node_modules" / "esbuild").is_dir():
        pytest.skip("the packages of the build are not here; ./dingxin check installs them and compares")
    done = subprocess.run(["node", "scripts/build.mjs", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for name in ("seal", "back"):
        html = (DIST / f"{name}.html").read_text("utf-8")
        assert not re.search(r"<script(?![^>]+src=)|<style|\sstyle=|\son\w+=", html)
        assert html.count('integrity="sha384-') == 2
        for language in ("zh-hans", "en", "ug"):
            files = (f"{name}.html", f"{name}.js", "page.css", f"{name}.{language}.js")
            first_load = sum(len(compress((DIST / file).read_bytes())) for file in files)
            assert first_load < 60_000, f"{name} {language}: {first_load}"
