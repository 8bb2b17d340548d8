"""Turns, tokens, digits, pictures, terms."""

import threading
from io import BytesIO

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dingxin.mailbox import sentences as standing
from dingxin.mailbox import tokens
from dingxin.mailbox.codes import CardState, NextStep
from dingxin.mailbox.derive import Busy, Turns
from dingxin.mailbox.digits import normal
from dingxin.portal import terms
from dingxin.portal.forms import named_in_words
from dingxin.rules import clock
from dingxin.web import pictures


@pytest.mark.parametrize("at_once", [1, 2])
def test_so_many_at_once_and_first_come_first_in(at_once: int) -> None:
    turns, inside, most, order = Turns(at_once=at_once, waiting=8), [], [], []
    started = [threading.Event() for _ in range(6)]
    gate = threading.Event()

    def work(number: int) -> None:
        started[number].set()
        with turns.turn(10):
            inside.append(number)
            order.append(number)
            most.append(len(inside))
            gate.wait(10)
            inside.remove(number)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for number, thread in enumerate(threads):
        thread.start()
        started[number].wait(5)
        while number >= at_once and len(turns._line) <= number - at_once:
            threading.Event().wait(0.001)
    gate.set()
    for thread in threads:
        thread.join(10)
    assert max(most) <= at_once
    assert at_once == 2 or order == [0, 1, 2, 3, 4, 5]  # with two inside, who writes first is not the gate's doing
    assert (turns._free, len(turns._line)) == (at_once, 0)


def test_a_full_line_and_a_long_wait_are_busy() -> None:
    turns = Turns(at_once=1, waiting=1)
    with turns.turn():
        with pytest.raises(Busy), turns.turn(0.01):
            pass
        assert len(turns._line) == 0
        waiting = threading.Thread(target=lambda: turns.turn(5).__enter__())
        waiting.start()
        while not turns._line:
            threading.Event().wait(0.001)
        with pytest.raises(Busy), turns.turn(5):
            pass
    waiting.join(5)


def test_a_failure_inside_gives_the_place_back() -> None:
    turns = Turns(at_once=1, waiting=0)
    with pytest.raises(ValueError, match="x"), turns.turn():
        raise ValueError("x")
    with turns.turn():
        pass


def test_tokens_open_for_their_purpose_and_time_only() -> None:
    token = tokens.seal("draft", a="1")
    assert tokens.read("draft", token, seconds=60) == {"a": "1", "at": int(clock.now().timestamp())}
    assert tokens.read("visit", token, seconds=60) is None
    assert tokens.read("draft", token[:-2] + "AA", seconds=60) is None
    with time_machine.travel(clock.now().timestamp() + 61, tick=False):
        assert tokens.read("draft", token, seconds=60) is None


@given(st.text(max_size=300))
def test_any_text_is_no_token(text: str) -> None:
    assert tokens.read("draft", text, seconds=60) is None


@given(st.text(max_size=600))
def test_typed_digits_are_few_and_ascii(text: str) -> None:
    found = normal(text)
    assert len(found) <= 24
    assert found == "" or (found.isascii() and found.isdecimal())


def test_pictures_are_made_anew_in_each_kind_and_others_left() -> None:
    for kind, mode in (("JPEG", "RGB"), ("PNG", "RGBA"), ("WEBP", "RGB"), ("PNG", "L")):
        out = BytesIO()
        exif = Image.Exif()
        exif[0x010F] = "PhoneMaker"
        Image.new(mode, (20, 10)).save(out, kind, exif=exif)
        cleaned = pictures.clean(out.getvalue(), "x/y")
        assert cleaned.clean
        assert b"PhoneMaker" not in cleaned.content
        assert Image.open(BytesIO(cleaned.content)).size == (20, 10)
    for content in (b"", b"GIF89a" + bytes(20), b"\xff\xd8\xff\xe0 broken", b"%PDF-1.4"):
        assert pictures.clean(content, "x/y") == pictures.Cleaned(content, "x/y", False)


def test_a_picture_held_sideways_is_turned_before_its_mark_goes() -> None:
    out = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (20, 10)).save(out, "JPEG", exif=exif)
    assert Image.open(BytesIO(pictures.clean(out.getvalue(), "").content)).size == (10, 20)


def test_a_picture_of_too_many_points_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "PIXELS", 100)
    out = BytesIO()
    Image.new("RGB", (20, 10)).save(out, "PNG")
    assert not pictures.clean(out.getvalue(), "").clean


def test_the_promise_is_the_longest_term_of_the_pack() -> None:
    assert terms.days_to_say("cn-inspection") == (15, True)
    assert terms.days_to_say("no-such-pack") is None


@pytest.mark.parametrize(("found", "named"), [
    ({"what": "call 13999990000"}, ["phone"]), ({"what": "paid 200 yuan on 2024-03-17"}, []),
    ({"what": "Abdul Karim did it", "name": "abdul karim"}, ["name"]), ({"what": "a", "name": "a"}, []),
    ({"what": "我叫阿 不都", "name": "阿不都"}, ["name"]), ({"about": "0991-555 0109", "phone": "09915550109"}, ["phone"]),
])
def test_names_and_numbers_in_the_words(found: dict[str, str], named: list[str]) -> None:
    assert named_in_words(found) == named


def test_every_code_has_its_sentence() -> None:
    assert set(standing.HEADINGS) == set(standing.LEADS) == {code.value for code in CardState}
    assert set(standing.NEXT) == {code.value for code in NextStep}
