"""Coming back with digits: opened, checked and signed in the browser; the digits never leave it."""

import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect
from tests.browser.script_pages import Visitor, answered, chromium, everything_stored, has_digits
from tests.cast_mailbox import Cast, Person, cast

from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.mailbox import outbound
from dingxin.mailbox.models import File, Message, Receipt, Signal, Thread
from dingxin.mailbox.texts import read_from_person, seal_to_person
from dingxin.sealing.files import open_manifest, open_parts
from dingxin.sealing.primitives import sha256
from dingxin.sealing.receipts import check_digits, new_digits
from dingxin.sealing.signing import verify
from dingxin.sealing.statements import ComplainantWord

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).parents[2]
WORDS = json.loads((ROOT / "scripts/messages/zh-hans.json").read_text("utf-8"))
T: dict[str, str] = WORDS["common"] | WORDS["back"]
CARDS = WORDS["cards"]
AT = "/back/#zh-hans/maizhan"
ANSWER = "您反映的200元，属实。已经退给您。\n\n同村还有几户。"


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


def enter(visitor: Visitor, digits: str) -> None:
    visitor.page.fill("#digits", digits)
    visitor.press(T["look"])


def come_back(visitor: Visitor, someone: Person) -> None:
    visitor.open(AT)
    enter(visitor, someone.digits)
    visitor.page.wait_for_selector(".state", timeout=60_000)


def says(visitor: Visitor, key: str) -> None:
    expect(visitor.page.locator(".done-line")).to_have_text(T[key], timeout=60_000)


def word_of(signal: Signal, someone: Person) -> ComplainantWord:
    """The statement, when the person's own key signed it."""
    verify(someone.keys.verify, "complainant", bytes(signal.statement), bytes(signal.signature or b""))
    return ComplainantWord.parse(bytes(signal.statement))


def test_digits_are_checked_before_anything_is_asked(visitor: Visitor, made: Cast) -> None:
    someone = has_digits(made)
    visitor.open(AT)
    visitor.is_accessible()
    wrong = someone.digits[:-1] + str((int(someone.digits[-1]) + 1) % 10)
    visitor.page.fill("#digits", wrong)
    visitor.has(T["mistyped"])  # at the eighteenth digit, nothing pressed
    visitor.page.fill("#digits", someone.digits[:7])
    visitor.has(plain("so_far", n=7))
    visitor.press(T["look"])
    visitor.has(plain("not_eighteen", n=7))
    assert not visitor.posts("/api/lookup")


@pytest.mark.parametrize("zero", ["٠", "۰", "０"])
def test_digits_of_any_keyboard(visitor: Visitor, made: Cast, zero: str) -> None:
    someone = has_digits(made)
    visitor.open(AT)
    typed = "".join(chr(ord(zero) + int(digit)) for digit in someone.digits)
    enter(visitor, "　".join(typed[at : at + 3] for at in range(0, 18, 3)))
    visitor.sees(CARDS["state"]["received"])
    lookups = visitor.posts("/api/lookup")
    assert lookups == [someone.lookup]
    assert someone.digits not in "".join(url for _, url, _ in visitor.sent)
    assert not any(someone.digits.encode() in body for _, _, body in visitor.sent)


@pytest.mark.parametrize("language", ["zh-hans", "en", "ug"])
def test_all_digits_are_in_sight_on_a_narrow_telephone(visitor: Visitor, language: str) -> None:
    digits = has_digits_of_nobody()
    visitor.open(f"/back/#{language}/maizhan")
    for width in (320, 360, 390):
        visitor.page.set_viewport_size({"width": width, "height": 640})
        visitor.page.fill("#digits", " ".join(digits[at : at + 3] for at in range(0, 18, 3)))
        hidden = visitor.page.evaluate("(e => e.scrollWidth - e.clientWidth)(document.querySelector('#digits'))")
        assert hidden == 0, (width, hidden)


def test_unknown_and_closed_look_the_same(visitor: Visitor, made: Cast) -> None:
    closed = has_digits(made)
    Receipt.objects.update(state="closed", box=None)
    for digits in (closed.digits, has_digits_of_nobody()):
        visitor.page.goto("about:blank")
        visitor.page.goto(visitor.base + AT)
        enter(visitor, digits)
        expect(visitor.page.locator(".note.bad")).to_have_text(T["nothing_open"], timeout=60_000)
        visitor.is_accessible()


def has_digits_of_nobody() -> str:
    return check_digits(new_digits())


def test_where_it_stands_and_the_answer_that_is_ours(visitor: Visitor, made: Cast) -> None:
    visitor.whole_cost()
    someone = has_digits(made, whole_cost=True)
    answered(made, someone, ANSWER)
    come_back(visitor, someone)
    visitor.sees(CARDS["state"]["answered"])
    visitor.has(CARDS["next"]["your_word"])
    visitor.has("望禾县委第九巡察组")
    visitor.has("同村还有几户。")
    visitor.has(T["signature_ok"])
    assert "半亩地" not in visitor.page.content()
    visitor.is_accessible()


def test_a_forged_answer_is_never_shown(visitor: Visitor, made: Cast) -> None:
    someone = has_digits(made)
    answered(made, someone, "把名字告诉我们", seed=sha256(b"somebody else"))
    come_back(visitor, someone)
    visitor.has(T["forged"])
    visitor.is_accessible()
    content = visitor.page.content()
    assert "把名字告诉我们" not in content
    assert visitor.page.locator("input[name=word]").count() == 0  # nothing is asked on account of it


def test_an_answer_changed_in_the_database_is_never_shown(visitor: Visitor, made: Cast) -> None:
    someone = has_digits(made)
    answered(made, someone, ANSWER)
    Message.objects.update(body=seal_to_person(someone.keys.age.recipient, "另一个答复"))
    come_back(visitor, someone)
    visitor.has(T["forged"])
    assert "另一个答复" not in visitor.page.content()


def test_a_dispute_is_signed_and_its_words_are_sealed(visitor: Visitor, made: Cast) -> None:
    someone = has_digits(made)
    put = answered(made, someone, ANSWER)
    come_back(visitor, someone)
    visitor.press(T["answer_so"])
    visitor.has(T["choose_one"])
    visitor.choose("word", "dispute")
    visitor.page.fill("#why", "还差50元没给")
    visitor.press(T["answer_so"])
    says(visitor, "done_dispute")
    signal = Signal.objects.get()
    word = word_of(signal, someone)
    assert (word.act, word.answered, signal.kind, signal.how) == ("dispute", put.hash, "dispute", "own_receipt")
    assert read_from_person(made.team.inbound.secret, bytes(signal.body or b""), someone.thread).text == "还差50元没给"
    assert "还差50元没给".encode() not in everything_stored()

    visitor.has(CARDS["given"]["dispute"])
    visitor.choose("satisfied", "partly")
    visitor.press(T["say_so"])
    says(visitor, "done_satisfied")
    assert word_of(Signal.objects.get(kind="satisfied"), someone).word == "partly"
    assert visitor.page.locator("input[name=satisfied]").count() == 0
    visitor.is_accessible()


def test_confirmed(visitor: Visitor, made: Cast) -> None:
    someone = has_digits(made)
    answered(made, someone, ANSWER)
    come_back(visitor, someone)
    visitor.choose("word", "confirm")
    visitor.press(T["answer_so"])
    says(visitor, "done_confirm")
    assert word_of(Signal.objects.get(), someone).word == "confirm"


def test_agreeing_to_a_meeting_needs_all_three(visitor: Visitor, made: Cast) -> None:
    someone = has_digits(made)
    answered(made, someone, "4月7日，文化站后院，当面。", question="contact", state="waiting", kind="question")
    come_back(visitor, someone)
    visitor.has(T["our_question"])
    visitor.choose("time", "agree")
    visitor.choose("place", "decline")
    visitor.press(T["answer_so"])
    visitor.has(T["each_of_three"])
    visitor.choose("way", "agree")
    visitor.press(T["answer_so"])
    says(visitor, "done_decline")
    signal = Signal.objects.get()
    assert word_of(signal, someone).word.startswith("decline ")
    said = read_from_person(made.team.inbound.secret, bytes(signal.body or b""), someone.thread)
    assert said.parts == {"time": "agree", "place": "decline", "way": "agree"}
    visitor.has(T["you_declined"])


def test_something_is_added_with_a_file(visitor: Visitor, made: Cast, tmp_path: Path) -> None:
    paper = tmp_path / "条.pdf"
    paper.write_bytes(os.urandom(300_000))
    someone = has_digits(made)
    come_back(visitor, someone)
    visitor.page.locator("#add-form button[type=submit]").click()
    visitor.has(T["nothing_written"])
    visitor.page.fill("#add", "还有一件事")
    visitor.unfold(T["add_files"])
    visitor.page.set_input_files("#add-form input[type=file]", paper)
    visitor.has("没法清理。")
    visitor.page.locator("#add-form button[type=submit]").click()
    says(visitor, "done_message")
    message = Message.objects.get()
    said = read_from_person(made.team.inbound.secret, bytes(message.body or b""), someone.thread)
    row = File.objects.get()
    assert (said.text, said.files, row.parts) == ("还有一件事", (row.pk,), row.of)
    manifest = open_manifest(said.S, row.pk.hex, bytes(row.manifest or b""))
    parts = (bytes(part.body) for part in row.pieces.order_by("number"))
    assert b"".join(open_parts(said.S, row.pk.hex, manifest, parts)) == paper.read_bytes()
    visitor.has(T["mine"])
    assert visitor.page.locator("#add").input_value() == ""
    assert "还有一件事" not in visitor.page.content()


def test_somebody_presses_and_the_receipt_does_not_tell(visitor: Visitor, made: Cast) -> None:
    someone = has_digits(made)
    come_back(visitor, someone)
    visitor.unfold(T["press_go"])
    visitor.choose("kind", "threat")
    visitor.page.fill("#pressed", "副主任昨晚来家里")
    visitor.page.locator(".press button[type=submit]").click()
    says(visitor, "done_interference")
    signal = Signal.objects.get()
    assert word_of(signal, someone).word.startswith("threat ")
    said = read_from_person(made.team.inbound.secret, bytes(signal.body or b""), someone.thread)
    assert said.text == "副主任昨晚来家里"
    come_back_again(visitor, someone)
    assert visitor.page.locator(".line li").count() == 2  # received, and what comes: whoever looks over a shoulder sees no more


def come_back_again(visitor: Visitor, someone: Person) -> None:
    visitor.page.goto("about:blank")
    come_back(visitor, someone)


def test_pressed_again_after_the_line_broke_it_counts_once(visitor: Visitor, made: Cast) -> None:
    someone = has_digits(made)
    answered(made, someone, ANSWER)
    come_back(visitor, someone)

    def lost(route: Route) -> None:
        route.fetch()
        route.abort()

    visitor.page.route("**/api/word", lost, times=1)
    visitor.choose("word", "dispute")
    visitor.page.fill("#why", "没有给")
    visitor.press(T["answer_so"])
    visitor.has(T["fail_line"])
    assert visitor.page.locator("#why").input_value() == "没有给"
    visitor.press(T["answer_so"])
    says(visitor, "done_dispute")
    assert Signal.objects.count() == 1
    first, second = visitor.posts("/api/word")
    assert first == second


def test_a_newer_answer_is_read_first(visitor: Visitor, made: Cast) -> None:
    someone = has_digits(made)
    answered(made, someone, ANSWER)
    come_back(visitor, someone)
    answered(made, someone, "更正：是250元。")
    visitor.choose("word", "confirm")
    visitor.press(T["answer_so"])
    visitor.has(T["fail_other"])
    assert not Signal.objects.exists()


def test_show_less_destroys_what_stood_there(visitor: Visitor, made: Cast) -> None:
    someone = has_digits(made)
    answered(made, someone, ANSWER)
    come_back(visitor, someone)
    visitor.unfold(T["narrow"])
    visitor.press(T["yes_so"])
    says(visitor, "done_narrow")
    thread = Thread.objects.get()
    assert thread.shows == "state"
    assert Message.objects.get().body is None
    visitor.sees(CARDS["state"]["answered"])
    assert "同村还有几户" not in visitor.page.content()
    visitor.has(T["answer_elsewhere"])
    visitor.is_accessible()


def test_no_contact_any_more_and_not_going_on(visitor: Visitor, made: Cast) -> None:
    someone = has_digits(made)
    come_back(visitor, someone)
    visitor.unfold(T["no_contact"])
    visitor.press(T["yes_so"])
    says(visitor, "done_no_contact")
    visitor.unfold(T["withdraw"])
    visitor.page.fill("#withdraw", "已经自己解决")
    visitor.press(T["yes_so"])
    says(visitor, "done_withdraw")
    kinds = {signal.kind: word_of(signal, someone).act for signal in Signal.objects.all()}
    assert kinds == {"withdraw_consent": "withdraw-consent", "withdraw": "withdraw"}
    visitor.has(CARDS["given"]["withdraw"])


def test_a_message_is_deleted(visitor: Visitor, made: Cast) -> None:
    someone = has_digits(made)
    answered(made, someone, "请带上收条。", question="", kind="message")
    come_back(visitor, someone)
    visitor.has("请带上收条。")
    visitor.unfold(T["delete_this"])
    visitor.press(T["delete_yes"])
    says(visitor, "done_delete")
    assert Message.objects.get().body is None
    visitor.has(T["deleted"])


def test_new_digits_count_after_they_are_read_back(visitor: Visitor, made: Cast) -> None:
    visitor.whole_cost()
    someone = has_digits(made, whole_cost=True, known_to_staff=True)
    come_back(visitor, someone)
    visitor.has(T["staff_know"])
    visitor.press(T["new_digits"])
    visitor.sees(T["new_h"])
    visitor.is_accessible()
    fresh = "".join(visitor.page.locator(".digits span").all_inner_texts())
    visitor.page.fill("#again", someone.digits)
    visitor.press(T["compare"])
    visitor.page.wait_for_selector(".note.bad")
    assert Receipt.objects.count() == 1
    visitor.page.fill("#again", fresh)
    visitor.press(T["compare"])
    says(visitor, "done_change")
    assert not Thread.objects.get().known_to_staff
    visitor.page.fill("#add", "用新数字写的")  # the page goes on under the new digits
    visitor.page.locator("#add-form button[type=submit]").click()
    says(visitor, "done_message")
    visitor.page.goto("about:blank")
    visitor.page.goto(visitor.base + AT)
    enter(visitor, someone.digits)
    expect(visitor.page.locator(".note.bad")).to_have_text(T["nothing_open"], timeout=60_000)
    enter(visitor, fresh)
    visitor.sees(CARDS["state"]["received"])


def test_closed_for_ever(visitor: Visitor, made: Cast) -> None:
    someone = has_digits(made)
    come_back(visitor, someone)
    visitor.unfold(T["close"])
    visitor.is_accessible()
    visitor.press(T["close_yes"])
    visitor.sees(T["closed_h"])
    assert Receipt.objects.get().box is None


def test_handed_over_words_go_to_whoever_reads_now(visitor: Visitor, made: Cast) -> None:
    someone = has_digits(made)
    with writing():
        outbound.set_card(thread_id=someone.thread, state="acting", next_step="act", holder=made.superior.vault)
        audit.record("submission.read", actor="cast")
    made.stationing.state = "closed"
    made.stationing.save()
    come_back(visitor, someone)  # the stationing is over; coming back never is
    visitor.has(T["follow_up"])
    visitor.page.fill("#add", "还没有给")
    visitor.page.locator("#add-form button[type=submit]").click()
    says(visitor, "done_message")
    message = Message.objects.get()
    assert message.inbound_vault == made.superior.vault
    body = bytes(message.body or b"")
    assert read_from_person(made.superior.inbound.secret, body, someone.thread).text == "还没有给"


def test_earlier_messages(visitor: Visitor, made: Cast) -> None:
    someone = has_digits(made)
    for number in range(20):
        answered(made, someone, f"第{number}条", question="", kind="message")
    come_back(visitor, someone)
    assert visitor.page.locator(".msg").count() == 16
    visitor.press(T["earlier"])
    expect(visitor.page.locator(".msg")).to_have_count(20)
    expect(visitor.page.locator(".msg .said").first).to_have_text("第0条")
    expect(visitor.page.get_by_role("button", name=T["earlier"])).to_have_count(0)


def test_on_a_slow_device_help_is_offered(visitor: Visitor, made: Cast) -> None:
    someone = has_digits(made)
    visitor.page.clock.install()
    visitor.page.route("**/receipt-worker.js*", lambda route: None)  # never arrives: as slow as can be
    visitor.open(AT)
    enter(visitor, someone.digits)
    visitor.sees(T["opening"])
    visitor.page.clock.fast_forward(11_000)
    expect(visitor.page.get_by_role("link", name=T["slow_go"])).to_have_attribute("href", "/zh-hans/maizhan/return/")
    visitor.is_accessible()
    visitor.press(T["stop"])
    assert visitor.page.locator("#digits").input_value() == someone.digits
    assert not visitor.posts("/api/lookup")


def test_the_page_locks_itself_and_keeps_what_is_being_written(visitor: Visitor, made: Cast) -> None:
    someone = has_digits(made)
    visitor.page.clock.install()
    come_back(visitor, someone)
    visitor.page.fill("#add", "写到一半")
    visitor.page.clock.fast_forward(21 * 60_000)
    visitor.has(T["locked_idle"])
    enter(visitor, someone.digits)
    visitor.page.wait_for_selector(".state", timeout=60_000)
    assert visitor.page.locator("#add").input_value() == "写到一半"
    visitor.page.fill("#add", "")


def attach(visitor: Visitor, path: Path) -> None:
    visitor.unfold(T["add_files"])
    visitor.page.set_input_files("#add-form input[type=file]", path)
    expect(visitor.page.locator("#add-form .files > li")).to_have_count(1)


def test_what_was_added_outlasts_another_act_and_language(visitor: Visitor, made: Cast, tmp_path: Path) -> None:
    paper = tmp_path / "帐.pdf"
    paper.write_bytes(b"%PDF-1.4")
    someone = has_digits(made)
    answered(made, someone, ANSWER)
    come_back(visitor, someone)
    attach(visitor, paper)
    visitor.choose("word", "confirm")
    visitor.press(T["answer_so"])
    says(visitor, "done_confirm")
    expect(visitor.page.locator("#add-form .files > li")).to_have_count(1)
    visitor.press("English")
    expect(visitor.page.locator("html[lang=en]")).to_be_visible()
    expect(visitor.page.locator("#add-form .files > li")).to_have_count(1)
    visitor.press("中文")
    visitor.page.locator("#add-form button[type=submit]").click()
    says(visitor, "done_message")
    row = File.objects.get()
    assert row.parts == row.of == 1
    expect(visitor.page.locator("#add-form .files > li")).to_have_count(0)


def test_a_file_that_did_not_arrive_is_not_called_arrived(visitor: Visitor, made: Cast, tmp_path: Path) -> None:
    paper = tmp_path / "帐.pdf"
    paper.write_bytes(b"%PDF-1.4")
    someone = has_digits(made)
    come_back(visitor, someone)
    attach(visitor, paper)
    visitor.page.fill("#add", "收条在这里")
    refusal = {"status": 400, "content_type": "application/json", "body": '{"error": "bad"}'}
    visitor.page.route("**/api/file/*/*/0", lambda route: route.fulfill(**refusal))  # type: ignore[arg-type]
    visitor.page.locator("#add-form button[type=submit]").click()
    expect(visitor.page.locator(".done-line .note.bad")).to_have_text(plain("files_failed", names="帐.pdf"), timeout=60_000)
    assert Message.objects.count() == 1


def test_what_one_wrote_is_not_shown_under_the_digits_of_another(visitor: Visitor, made: Cast) -> None:
    one, other = has_digits(made), has_digits(made)
    visitor.page.clock.install()
    come_back(visitor, one)
    visitor.page.fill("#add", "写到一半")
    visitor.page.clock.fast_forward(21 * 60_000)
    visitor.has(T["locked_idle"])
    enter(visitor, other.digits)
    visitor.page.wait_for_selector(".state", timeout=60_000)
    assert visitor.page.locator("#add").input_value() == ""


def test_a_page_that_slept_in_a_pocket_is_locked_when_it_wakes(visitor: Visitor, made: Cast) -> None:
    someone = has_digits(made)
    visitor.page.clock.install()
    come_back(visitor, someone)
    visitor.page.clock.set_system_time(time.time() + 21 * 60)  # time went on, no timer ran
    visitor.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    visitor.has(T["locked_idle"])
    assert visitor.page.locator(".state").count() == 0


def test_digits_that_open_nothing_stay_to_be_compared(visitor: Visitor, made: Cast) -> None:
    visitor.open(AT)
    digits = has_digits_of_nobody()
    enter(visitor, digits)
    expect(visitor.page.locator(".note.bad")).to_have_text(T["nothing_open"], timeout=60_000)
    expect(visitor.page.locator("#digits")).to_be_focused()
    assert visitor.page.locator("#digits").input_value() == digits


def test_without_a_connection_the_device_is_not_blamed(visitor: Visitor, made: Cast) -> None:
    someone = has_digits(made)
    visitor.open(AT)
    visitor.context.set_offline(True)
    enter(visitor, someone.digits)
    visitor.sees(T["offline"])
    visitor.context.set_offline(False)
    visitor.press(T["again"])
    visitor.page.wait_for_selector(".state", timeout=60_000)


def test_without_a_code_the_simple_page_is_named(visitor: Visitor) -> None:
    visitor.open("/back/#en")
    visitor.sees("This address is not complete")
    expect(visitor.page.locator("main a.btn")).to_have_attribute("href", "/en/return/")


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 320), ("ug", 320), ("en", 320), ("ug", 1280)])
def test_coming_back_is_for_everybody(browser: Browser, live_server: Any, made: Cast, language: str, width: int) -> None:
    someone = has_digits(made)
    answered(made, someone, "请带上收条。", question="", kind="message")
    answered(made, someone, ANSWER + " " + "x" * 90)
    visitor = Visitor(browser, live_server.url, width)
    keys = visitor.page.keyboard
    visitor.open(f"/back/#{language}/maizhan")
    visitor.is_accessible()
    visitor.page.focus("#digits")
    keys.type(someone.digits)
    keys.press("Enter")
    visitor.page.wait_for_selector(".state", timeout=60_000)
    assert visitor.page.locator("html").get_attribute("dir") == ("rtl" if language == "ug" else "ltr")
    visitor.page.locator("details").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")
    visitor.choose("word", "dispute")
    visitor.is_accessible()
    visitor.page.locator("#ans ~ div button[type=submit]").first.focus()
    keys.press("Enter")
    visitor.page.wait_for_selector(".done-line", timeout=60_000)
    visitor.is_accessible()
    visitor.close()
