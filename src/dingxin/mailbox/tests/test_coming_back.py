"""Look-ups, messages, words, and the receipt's own life."""

import json
import os
from base64 import urlsafe_b64decode
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast_mailbox import FAST, Cast, Person, cast, filed

from dingxin.audit import actions as audit
from dingxin.audit.models import Entry
from dingxin.audit.writing import writing
from dingxin.mailbox import budget, outbound
from dingxin.mailbox.actions import (
    SealedText,
    add_message,
    change_receipt,
    close_receipt,
    delete_message,
    give_word,
    narrow,
)
from dingxin.mailbox.lookup import PAGE, look_up
from dingxin.mailbox.models import CardDay, Inlet, Message, Receipt, Signal, Thread
from dingxin.mailbox.refused import Refused, Why
from dingxin.mailbox.texts import FromPerson, from_person, read_from_person, read_to_person, seal_to_person
from dingxin.rules.ids import new_id
from dingxin.sealing.age import open_with, seal_text
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.frames import unpad_exact
from dingxin.sealing.primitives import random_bytes, sha256
from dingxin.sealing.receipts import complainant_keys, derive_receipt, new_digits, open_cs, seal_cs, unpad_reply
from dingxin.sealing.signing import sign, verify
from dingxin.web.days import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(tmp_path, settings) -> Cast:
    budget.forget()
    return cast(tmp_path, settings)


def seen(someone: Person, before: int = 2**31 - 1) -> dict:
    """What the person's device makes of a look-up."""
    reply = unpad_reply(look_up(someone.lookup, before))
    assert reply[:1] == b"\x01"
    assert open_cs(someone.wrap, reply[1:74]) == someone.cs
    return json.loads(unpad_exact(open_with(someone.keys.age.secret, reply[74:]), PAGE))


def answer(made: Cast, someone: Person, text: str = "属实，已退。", *, ask: bool = True) -> outbound.Put:
    """What casework does: put a signed answer and, with ``ask``, ask about it."""
    with writing():
        number = outbound.next_number(someone.thread)
        body = seal_to_person(someone.keys.age.recipient, text)
        statement = outbound.statement_of(someone.thread, number, body, today())
        signature = sign(made.team.answer_seed, "answer", statement.canonical())
        put = outbound.put_answer(thread_id=someone.thread, number=number, body=body, signature=signature)
        if ask:
            outbound.set_card(
                thread_id=someone.thread, state="answered", next_step="your_word", question="outcome", asked=put.hash
            )
        audit.record("matter.answered", actor="cast")
    return put


def to_team(made: Cast, someone: Person, text: str = "还有一件事") -> SealedText:
    body = seal_text(made.team.inbound.recipient, from_person(someone.thread, FromPerson(text)))
    return SealedText(made.team.vault, made.team.epoch, body)


# Look-ups


def test_the_person_sees_state_and_signed_answers(made: Cast) -> None:
    someone = filed(made)
    put = answer(made, someone)
    page = seen(someone)
    card = page["card"]
    assert (card["state"], card["question"], card["asked"]) == ("answered", "outcome", put.hash.hex())
    assert [line["state"] for line in page["days"]] == ["received", "answered"]
    [message] = page["messages"]
    body = _bytes(message["body"])
    assert read_to_person(someone.keys.age.secret, body) == "属实，已退。"
    statement = outbound.statement_of(someone.thread, message["number"], body, date.fromisoformat(message["day"]))
    key = bytes.fromhex(page["inlets"][0]["answer_key"])
    verify(key, "answer", statement.canonical(), _bytes(message["signature"]))
    assert sha256(statement.canonical()) == put.hash


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_every_look_up_has_one_size_and_the_same_queries(made: Cast) -> None:
    fresh, busy, gone = filed(made), filed(made), filed(made)
    for _ in range(5):
        answer(made, busy, "长" * 2000)
    close_receipt(lookup=gone.lookup, **signed(gone, "close", "close"))
    counts, shapes = set(), set()
    for lookup in (fresh.lookup, busy.lookup, gone.lookup, random_bytes(32)):
        with CaptureQueriesContext(connection) as queries:
            reply = look_up(lookup)
        assert len(reply) == 64 * 1024
        counts.add(len(queries))
        shapes.add(tuple(q["sql"].split("WHERE")[0] for q in queries))
        shapes.add(len(unpad_reply(reply)))
        assert look_up(lookup) == reply  # asking twice tells nothing either
    assert len(counts) == 1
    assert len(shapes) == 2  # one way of asking, one length inside


def test_no_reply_says_anything_to_whoever_cannot_open_it(made: Cast) -> None:
    someone = filed(made)
    answer(made, someone)
    for lookup in (someone.lookup, random_bytes(32)):
        reply = unpad_reply(look_up(lookup))
        assert b'"state"' not in reply
        assert reply[74:].startswith(b"age-encryption.org/v1\n-> X25519 ")
        with pytest.raises(SealBroken):
            open_cs(bytes(32), reply[1:74])


@pytest.mark.parametrize("lookup", [b"", bytes(31), bytes(33)])
def test_a_malformed_look_up_is_refused(made: Cast, lookup: bytes) -> None:
    with pytest.raises(Refused, match="bad lookup"):
        look_up(lookup)


def test_many_long_answers_come_in_pages(made: Cast) -> None:
    someone = filed(made)
    for n in range(7):
        answer(made, someone, f"{n}" + "答" * 9000, ask=False)
    got, before = [], 2**31 - 1
    while before:
        page = seen(someone, before)
        assert page["messages"]
        got += [line["number"] for line in page["messages"]]
        before = page["more"]
    assert got == [7, 6, 5, 4, 3, 2, 1]


def test_what_the_person_wrote_is_never_shown_back(made: Cast) -> None:
    someone = filed(made)
    say(made, someone, "我叫阿不都")
    [line] = seen(someone)["messages"]
    assert (line["direction"], line["body"], line["signature"]) == ("in", "", "")


# Messages and words


def signed(someone: Person, act: str, word: str, **more: bytes) -> dict:
    statement, signature = someone.word(act, word, **more)
    return {"statement": statement, "signature": signature}


def say(made: Cast, someone: Person, text: str = "还有一件事", act: str = "message", **more: bytes) -> dict:
    sealed = to_team(made, someone, text)
    sent = {"lookup": someone.lookup, "text": sealed, **signed(someone, act, sha256(sealed.body).hex(), **more)}
    add_message(**sent)
    return sent


def test_a_message_arrives_once(made: Cast) -> None:
    someone = filed(made)
    sent = say(made, someone)
    add_message(**sent)
    message, signal = Message.objects.get(), Signal.objects.get()
    assert read_from_person(made.team.inbound.secret, bytes(message.body or b""), someone.thread).text == "还有一件事"
    assert (signal.kind, signal.how, signal.drained) == ("addition", "own_receipt", False)
    assert Entry.objects.filter(kind="message.received").count() == 1


def test_a_message_for_another_thread_does_not_open(made: Cast) -> None:
    someone, other = filed(made), filed(made)
    say(made, someone)
    with pytest.raises(SealBroken):
        read_from_person(made.team.inbound.secret, bytes(Message.objects.get().body or b""), other.thread)


def test_the_same_nonce_with_other_words_is_refused(made: Cast) -> None:
    someone, nonce = filed(made), random_bytes(16)
    say(made, someone, "一", nonce=nonce)
    with pytest.raises(Refused) as refused:
        say(made, someone, "二", nonce=nonce)
    assert refused.value.why is Why.DIFFERS


@pytest.mark.parametrize("kind", ["confirm", "dispute"])
def test_the_word_on_the_outcome(made: Cast, kind: str) -> None:
    someone = filed(made)
    put = answer(made, someone)
    sent = {"lookup": someone.lookup, **signed(someone, kind, kind, answered=put.hash)}
    give_word(**sent)
    give_word(**sent)
    signal = Signal.objects.get()
    assert (signal.kind, signal.how, signal.body) == (kind, "own_receipt", None)
    assert seen(someone)["words"][0]["kind"] == kind


def test_a_dispute_with_its_own_words(made: Cast) -> None:
    someone = filed(made)
    put, text = answer(made, someone), to_team(made, someone, "少了一百")
    word = f"dispute {sha256(text.body).hex()}"
    said = signed(someone, "dispute", word, answered=put.hash)
    give_word(lookup=someone.lookup, text=text, how="without_script", **said)
    signal = Signal.objects.get()
    assert signal.how == "without_script"
    assert read_from_person(made.team.inbound.secret, bytes(signal.body or b""), someone.thread).text == "少了一百"


def test_words_by_digits_that_staff_know_are_told_apart(made: Cast) -> None:
    someone = filed(made, known_to_staff=True)
    put = answer(made, someone)
    give_word(lookup=someone.lookup, **signed(someone, "confirm", "confirm", answered=put.hash))
    assert Signal.objects.get().how == "known_to_staff"


def test_an_answer_to_what_is_no_longer_asked_is_refused(made: Cast) -> None:
    someone = filed(made)
    with pytest.raises(Refused, match="other"):
        give_word(lookup=someone.lookup, **signed(someone, "confirm", "confirm"))
    first = answer(made, someone)
    answer(made, someone, "第二次答复")
    with pytest.raises(Refused, match="other"):
        give_word(lookup=someone.lookup, **signed(someone, "confirm", "confirm", answered=first.hash))
    assert not Signal.objects.exists()


@pytest.mark.parametrize(("act", "word"), [
    ("withdraw", "withdraw"), ("withdraw-consent", "withdraw_consent"), ("interference", "warning"),
])
def test_words_that_answer_nothing(made: Cast, act: str, word: str) -> None:
    someone = filed(made)
    give_word(lookup=someone.lookup, **signed(someone, act, word))
    assert Signal.objects.get().kind == act.replace("-", "_")


def test_forged_or_foreign_words_are_refused(made: Cast) -> None:
    someone, other = filed(made), filed(made)
    good = signed(someone, "withdraw", "withdraw")
    for wrong, why in (
        (good | {"signature": bytes(64)}, Why.SIGNATURE), (good | {"signature": b""}, Why.SIGNATURE),
        (good | {"statement": good["statement"] + b"x"}, Why.BAD), (good | {"statement": b"\xff"}, Why.BAD),
        (signed(other, "withdraw", "withdraw"), Why.BAD), (signed(someone, "withdraw", "gladly"), Why.BAD),
        (signed(someone, "close", "close"), Why.BAD),
        (signed(someone, "withdraw", "withdraw", nonce=bytes(16)), Why.BAD),
    ):
        with pytest.raises(Refused) as refused:
            give_word(lookup=someone.lookup, **wrong)
        assert refused.value.why is why
    with pytest.raises(Refused, match="closed"):
        give_word(lookup=random_bytes(32), **good)
    assert not Signal.objects.exists()


def test_text_sealed_to_keys_that_are_not_the_holders_is_stale(made: Cast) -> None:
    someone = filed(made)
    text = replace(to_team(made, someone), vault=made.superior.vault)
    with pytest.raises(Refused, match="stale"):
        add_message(lookup=someone.lookup, text=text, **signed(someone, "message", sha256(text.body).hex()))


# The receipt


def new_receipt(someone: Person) -> tuple[Person, dict]:
    derived = derive_receipt(new_digits(), bytes(16), FAST)
    W = seal_cs(derived.wrap, someone.cs)
    sent = signed(someone, "change", sha256(derived.lookup, W).hex())
    changed = replace(someone, lookup=derived.lookup, wrap=derived.wrap)
    return changed, {"lookup": someone.lookup, "new_lookup": derived.lookup, "new_W": W, **sent}


def test_new_digits_replace_the_old_ones(made: Cast) -> None:
    someone = filed(made, known_to_staff=True)
    answer(made, someone)
    changed, sent = new_receipt(someone)
    change_receipt(**sent)
    change_receipt(**sent)
    assert len(seen(changed)["messages"]) == 1
    with pytest.raises(SealBroken):
        seen(someone)
    assert Thread.objects.get().known_to_staff is False
    assert list(Receipt.objects.order_by("state").values_list("state", "box")[1:]) == [("replaced", None)]
    with pytest.raises(Refused, match="closed"):
        narrow(lookup=someone.lookup, **signed(someone, "narrow", "state"))


def test_new_digits_need_the_signature_over_them(made: Cast) -> None:
    someone = filed(made)
    _, sent = new_receipt(someone)
    for wrong in (sent | {"new_W": os.urandom(73)}, sent | {"signature": bytes(64)}):
        with pytest.raises(Refused):
            change_receipt(**wrong)
    with pytest.raises(Refused):
        change_receipt(**(sent | {"new_W": b"short"}))
    assert seen(someone)


def test_narrowing_destroys_what_could_be_shown(made: Cast) -> None:
    someone = filed(made)
    answer(made, someone)
    sent = signed(someone, "narrow", "state")
    narrow(lookup=someone.lookup, **sent)
    narrow(lookup=someone.lookup, **sent)
    page = seen(someone)
    assert (page["shows"], page["messages"]) == ("state", [])
    assert Message.objects.get().body is None
    with pytest.raises(Refused, match="state_only"):
        answer(made, someone)


def test_a_closed_receipt_is_gone(made: Cast) -> None:
    someone = filed(made)
    answer(made, someone)
    close_receipt(lookup=someone.lookup, **signed(someone, "close", "close"))
    assert Receipt.objects.get().box is None
    with pytest.raises(SealBroken):
        seen(someone)
    with pytest.raises(Refused, match="closed"):
        answer(made, someone)
    assert Message.objects.get().body is None


def test_a_read_message_can_be_deleted_and_the_persons_own_cannot(made: Cast) -> None:
    someone = filed(made)
    put = answer(made, someone)
    say(made, someone)
    delete_message(lookup=someone.lookup, number=put.number, **signed(someone, "delete", str(put.number)))
    own = Message.objects.get(direction="in")
    with pytest.raises(Refused, match="bad number"):
        delete_message(lookup=someone.lookup, number=own.number, **signed(someone, "delete", str(own.number)))
    assert Message.objects.get(direction="out").body is None
    assert Message.objects.get(direction="in").body is not None
    assert [m["deleted"] for m in seen(someone)["messages"]] == [False, True]


# The desk's half


def test_the_card_takes_known_codes_only_and_days_once(made: Cast) -> None:
    someone = filed(made)
    with writing():
        for state, step in (("read", "assess"), ("read", "assess"), ("assessed", "verify")):
            outbound.set_card(thread_id=someone.thread, state=state, next_step=step, registered=True)
        for wrong in ({"state": "gossip"}, {"next_step": "gossip"}, {"question": "gossip"}, {"asked": b"x"}):
            with pytest.raises(ValueError):
                outbound.set_card(**({"thread_id": someone.thread, "state": "read", "next_step": "read"} | wrong))
        audit.record("submission.read", actor="cast")
    assert list(CardDay.objects.order_by("id").values_list("state", flat=True)) == ["received", "read", "assessed"]
    with pytest.raises(RuntimeError):
        outbound.set_card(thread_id=someone.thread, state="read", next_step="read")
    with pytest.raises(RuntimeError):
        outbound.put_answer(thread_id=someone.thread, number=1, body=b"", signature=b"")


def test_handing_over_changes_who_is_written_to(made: Cast) -> None:
    someone = filed(made)
    with writing():
        outbound.set_card(thread_id=someone.thread, state="acting", next_step="act", holder=made.superior.vault)
        audit.record("submission.read", actor="cast")
    page = seen(someone)
    assert page["card"]["holder"] == made.superior.vault.hex
    assert {UUID(hex=inlet["vault"]) for inlet in page["inlets"]} == {made.team.vault, made.superior.vault}
    body = seal_text(made.superior.inbound.recipient, from_person(someone.thread, FromPerson("x")))
    text = SealedText(made.superior.vault, made.superior.epoch, body)
    add_message(lookup=someone.lookup, text=text, **signed(someone, "message", sha256(body).hex()))
    assert Message.objects.get().inbound_vault == made.superior.vault
    assert complainant_keys(someone.cs).verify == someone.keys.verify


def test_time_tells_little(made: Cast) -> None:
    """Median look-up of a known, busy receipt against an unknown one: less apart than one look-up varies by itself."""
    import statistics
    import time

    someone = filed(made)
    for _ in range(3):
        answer(made, someone, "长" * 500)
    unknown = random_bytes(32)
    look_up(someone.lookup)
    times: dict[bytes, list[float]] = {someone.lookup: [], unknown: []}
    for _ in range(60):
        for lookup, taken in times.items():
            start = time.perf_counter()
            look_up(lookup)
            taken.append(time.perf_counter() - start)
    known, other = (statistics.median(taken) for taken in times.values())
    assert 0.5 < known / other < 2


# Answers outlive the key they were signed with


def rotate(times: int, *, new_key: bool) -> None:
    """Each current inlet is replaced, as the rotation of a vault's inbound (and of its answer key) leaves them."""
    for _ in range(times):
        for row in Inlet.objects.filter(current=True):
            Inlet.objects.filter(pk=row.pk).update(current=False)
            row.pk, row.epoch = new_id(), row.epoch + 1
            row.answer_key = random_bytes(32).hex() if new_key else row.answer_key
            row.save(force_insert=True)


def test_the_statement_of_an_earlier_answer_key_comes_along_once(made: Cast) -> None:
    someone = filed(made)
    before = {line["answer_key"] for line in seen(someone)["inlets"]}
    answer(made, someone)
    rotate(5, new_key=False)  # fortnightly: the answer key stays
    rotate(2, new_key=True)
    lines = seen(someone)["inlets"]
    assert lines[0]["current"]
    assert before <= {line["answer_key"] for line in lines if line["statement"]}
    assert len({(line["vault"], line["answer_key"]) for line in lines}) == len(lines)


def test_keys_of_long_ago_never_push_out_a_message(made: Cast) -> None:
    someone = filed(made)
    rotate(40, new_key=True)
    answer(made, someone, "很" * 10_000)
    page = seen(someone)
    assert page["inlets"][0]["current"]
    assert read_to_person(someone.keys.age.secret, urlsafe_b64decode(page["messages"][0]["body"] + "==")) == "很" * 10_000
