"""Digits said aloud: the state sentence and a day, never a message; two who hear a word; unknown and foreign alike."""

import re
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client
from tests.cast_vault import client_of
from tests.world import World, at

from dingxin.audit.models import Entry
from dingxin.casework.ticks import drain_signals
from dingxin.intake.back import views
from dingxin.mailbox import budget
from dingxin.mailbox.coming_back import by_digits
from dingxin.mailbox.models import Message, Signal, Thread
from dingxin.sealing.receipts import new_digits

pytestmark = pytest.mark.django_db
DIGITS, ACT, NEW = "/desk/receipt/", "/desk/receipt/act/", "/desk/receipt/new/"


@pytest.fixture
def world(settings: Any) -> World:
    settings.RECEIPT_KDF_COST = (1, 8 * 1024 * 1024)
    budget.forget()
    return at("answered")


def browser(world: World, name: str = "ding") -> Client:
    client = client_of(world.cast, name)
    client.cookies[site.LANGUAGE_COOKIE_NAME] = "en"
    return client


def shown(client: Client, digits: str, how: str = "by_voice") -> tuple[int, str]:
    answer = client.post(DIGITS, {"digits": digits, "how": how})
    return answer.status_code, answer.content.decode()


def hidden(text: str) -> dict[str, str]:
    return dict(re.findall(r'name="(visit|nonce|how|asked|new)" value="([^"]*)"', text))


def plain(text: str) -> str:
    return re.sub(r'value="[^"]*"|content="[^"]*"', "", text)


def test_neither_answer_on_the_outcome_is_pressed_upon_the_clerk(world: World) -> None:
    text = shown(browser(world), world.first.digits)[1]
    looks = dict(re.findall(r'<button class="([^"]+)" type="submit" name="act" value="(?:confirm|dispute)">([^<]+)', text))
    assert len(re.findall(r'name="act" value="(?:confirm|dispute)">', text)) == 2
    assert set(looks) == {"btn"}


def test_the_state_and_the_next_day_and_nothing_of_any_message(world: World) -> None:
    status, text = shown(browser(world), world.first.digits)
    assert status == 200
    assert "Answered, waiting for your word" in text
    assert world.first.digits not in text
    assert world.said.what not in text
    assert world.said.answer not in text
    assert Message.objects.filter(thread=world.first.thread, direction="out").exists()
    assert Thread.objects.get(pk=world.first.thread).known_to_staff
    entry = Entry.objects.get(kind="receipt.looked_up_for_person")
    assert (entry.actor, entry.at.hour, "how by_voice" in entry.facts) == (world["ding"].actor, 0, True)


@pytest.mark.parametrize("who", ["luoyi", "tao", "azi"])
def test_anothers_receipt_answers_exactly_like_an_unknown_one(world: World, who: str) -> None:
    """Another team's, the body above's, and a member who is kept from what it is about."""
    client = browser(world, who)
    (status, text), (unknown_status, unknown) = shown(client, world.first.digits), shown(client, other := new_digits())
    assert status == unknown_status
    assert plain(text).replace(grouped(world.first.digits), "") == plain(unknown).replace(grouped(other), "")
    assert not Entry.objects.filter(kind="receipt.looked_up_for_person").exists()
    assert not Thread.objects.get(pk=world.first.thread).known_to_staff


def grouped(digits: str) -> str:
    return " ".join(digits[at : at + 3] for at in range(0, 18, 3))


def test_a_word_on_the_outcome_needs_reading_back_and_a_second_pair_of_ears(world: World) -> None:
    client = browser(world)
    fields = {**hidden(shown(client, world.first.digits)[1]), "act": "confirm"}
    assert "Read it back" in client.post(ACT, fields).content.decode()
    assert "Two of the staff" in client.post(ACT, {**fields, "read_back": "yes"}).content.decode()
    unsaid = client.post(ACT, {**fields, "act": "", "text": "还差一百"}).content.decode()
    assert "Choose what they say" in unsaid
    assert "还差一百" in unsaid  # what was typed is still there
    assert "Empty the field" in client.post(ACT, {**fields, "read_back": "yes", "text": "还差一百"}).content.decode()
    alone = {**fields, "read_back": "yes", "witness": str(world.cast.member("ding").pk)}
    assert client.post(ACT, alone).status_code == 422  # nobody is their own witness
    assert not Signal.objects.filter(kind="confirm").exists()
    done = client.post(ACT, {**fields, "read_back": "yes", "witness": str(world.cast.member("song").pk)})
    assert "confirmed by you, by voice" in done.content.decode()
    drain_signals()
    assert (world.link().confirmation, world.link().how) == ("confirmed", "by_voice")


def test_a_dispute_at_the_counter_carries_their_words_sealed(world: World) -> None:
    client = browser(world)
    fields = hidden(shown(client, world.first.digits, "at_counter")[1])
    said = {"act": "dispute", "read_back": "yes", "witness": str(world.cast.member("song").pk), "text": "只还了一半"}
    assert client.post(ACT, {**fields, **said}).status_code == 200
    signal = Signal.objects.get(kind="dispute")
    assert signal.how == "at_counter"
    assert "只还了一半".encode() not in bytes(signal.body or b"")
    stale = client.post(ACT, {**fields, **said, "asked": "00" * 32, "nonce": "1" * 32})
    assert stale.status_code == 422


def test_adding_refusing_and_withdrawing(world: World) -> None:
    client = browser(world)
    fields = hidden(shown(client, world.first.digits)[1])
    assert client.post(ACT, {**fields, "act": "add", "text": "还有一件"}).status_code == 200
    assert client.post(ACT, {**fields, "act": "no_contact", "nonce": "2" * 32}).status_code == 200
    assert client.post(ACT, {**fields, "act": "refuse", "nonce": "3" * 32}).status_code == 422  # nothing of that is asked
    assert client.post(ACT, {**fields, "act": "pressed", "nonce": "4" * 32, "text": "有人来问"}).status_code == 200
    assert client.post(ACT, {**fields, "act": "withdraw", "nonce": "5" * 32, "read_back": "yes"}).status_code == 422
    both = {"act": "withdraw", "nonce": "6" * 32, "read_back": "yes", "witness": str(world.cast.member("song").pk)}
    assert client.post(ACT, {**fields, **both}).status_code == 200
    assert client.post(ACT, {**fields, "act": "narrow"}).status_code == 422  # no such act by voice
    kinds = set(Signal.objects.filter(how="by_voice").values_list("kind", flat=True))
    assert kinds == {"addition", "withdraw_consent", "interference", "withdraw"}


def test_new_digits_hold_once_all_are_read_back_and_staff_know_them(world: World) -> None:
    client = browser(world)
    first = client.post(NEW, hidden(shown(client, world.first.digits)[1])).content.decode()
    groups = re.findall(r'pattern="(\d{3})"', first)
    wrong = client.post(NEW, {**hidden(first), "group": ["000", *groups[1:]]})
    assert wrong.status_code == 422
    assert by_digits(world.first.digits) is not None
    done = client.post(NEW, {**hidden(first), "group": groups})
    assert "The old ones open nothing any more" in done.content.decode()
    assert by_digits(world.first.digits) is None
    assert by_digits("".join(groups)) is not None
    entries = Entry.objects.count()
    again = client.post(NEW, {**hidden(first), "group": groups})  # the reply was lost
    assert "The old ones open nothing any more" in again.content.decode()
    assert Entry.objects.count() == entries
    assert client.post(NEW, {**hidden(first), "group": ["000", *groups[1:]]}).status_code == 403
    assert Thread.objects.get(pk=world.first.thread).known_to_staff


def test_the_page_of_one_clerk_is_of_no_use_to_another(world: World) -> None:
    fields = hidden(shown(browser(world), world.first.digits)[1])
    other = browser(world, "song").post(ACT, {**fields, "act": "add", "text": "x"})
    assert other.status_code == 403
    assert not Signal.objects.filter(how="by_voice").exists()


def test_so_many_digits_an_hour_and_no_more(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PER_HOUR", 2)
    client = browser(world)
    assert [shown(client, digits)[0] for digits in ("1" * 18, "12", world.first.digits)] == [422, 422, 429]


def test_what_is_mistyped_says_how(world: World) -> None:
    client = browser(world)
    assert "17 digits are typed" in shown(client, "1" * 17)[1]
    assert "misheard" in shown(client, "1" * 18)[1]


def test_nothing_looks_anybody_up(world: World) -> None:
    text = browser(world).get("/desk/receipt/without/").content.decode()
    assert "by what they say" in text
    assert "<form" not in text.split("<main", 1)[1].split("</main", 1)[0]
