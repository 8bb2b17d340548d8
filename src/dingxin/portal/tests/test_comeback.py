"""Coming back without script: digits in, one act a form, nothing typed is lost."""

from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast_mailbox import Cast, later

from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.mailbox import bound, derive, outbound
from dingxin.mailbox.models import File, Inlet, Message, Receipt, Signal, Thread
from dingxin.mailbox.texts import read_from_person, seal_to_person
from dingxin.rules import clock
from dingxin.sealing.signing import sign, verify
from dingxin.sealing.statements import ComplainantWord
from dingxin.web.days import today

RETURN = "/en/maizhan/return/"


@pytest.fixture
def digits(digits_of) -> str:
    return digits_of()


def put(made: Cast, *, question: str = "outcome", text: str = "We found it to be true.", seed: bytes | None = None) -> str:
    """What casework does: a signed answer, asked about. Its hash in hex."""
    thread = Thread.objects.get()
    with writing():
        number = outbound.next_number(thread.pk)
        body = seal_to_person(thread.answer_recipient, text)
        statement = outbound.statement_of(thread.pk, number, body, today()).canonical()
        answer = outbound.put_answer(
            thread_id=thread.pk, number=number, body=body, signature=sign(seed or made.team.answer_seed, "answer", statement),
        )
        outbound.set_card(
            thread_id=thread.pk, state="answered", next_step="your_word", question=question, asked=answer.hash,
            due_day=later(30),
        )
        audit.record("matter.answered", actor="cast")
    return answer.hash.hex()


def come(client: Client, digits: str) -> Any:
    page = client.post(RETURN, {"digits": digits})
    assert page.status_code == 200, page.content.decode()
    return page


def act(client: Client, page: Any, act: str, **fields: Any) -> Any:
    return client.post(RETURN, {
        "visit": page.context["token"], "nonce": page.context["nonce"], "act": act, **fields,
    })


@pytest.mark.parametrize("address", [RETURN, "/en/return/", "/ug/maizhan/return/", "/zh-hans/return/"])
def test_digits_show_where_it_stands(client: Client, made: Cast, digits: str, address: str) -> None:
    page = client.post(address, {"digits": digits})
    assert page.status_code == 200
    assert digits not in page.content.decode()
    assert page.context["card"]["state"] == "received"
    assert page.context["holder"]


@pytest.mark.parametrize("way", ["spaces", "hyphens", "wide", "arabic", "persian", "marks"])
def test_however_they_are_typed(client: Client, made: Cast, digits: str, way: str) -> None:
    typed = {
        "spaces": " ".join(digits[n : n + 3] for n in range(0, 18, 3)), "hyphens": "-".join(digits),
        "wide": "".join(chr(0xFF10 + int(n)) for n in digits), "arabic": "".join(chr(0x660 + int(n)) for n in digits),
        "persian": "".join(chr(0x6F0 + int(n)) for n in digits), "marks": f"\u2066{digits}\u2069",
    }[way]
    come(client, typed)


def test_mistyping_is_caught_before_anything_slow(client: Client, made: Cast, digits: str, monkeypatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("derived for mistyped digits")

    monkeypatch.setattr("dingxin.mailbox.coming_back.derive", never)
    changed = str((int(digits[0]) + 1) % 10) + digits[1:]
    for typed in (changed, digits[:17], digits + "1", "", "words", "1" * 5000, digits[:16] + "ab"):
        page = client.post(RETURN, {"digits": typed})
        assert page.status_code == 422
        assert 'role="alert"' in page.content.decode()
        assert page.context["typed"].replace(" ", "") == "".join(sign for sign in typed if sign.isdigit())[:24]
    assert f'value="{changed[:3]} {changed[3:6]}' in client.post(RETURN, {"digits": changed}).content.decode()


def test_unknown_and_closed_say_the_same(client: Client, made: Cast, digits: str) -> None:
    from dingxin.sealing.receipts import new_digits

    unknown = client.post(RETURN, {"digits": new_digits()})
    act(client, come(client, digits), "close")
    closed = client.post(RETURN, {"digits": digits})
    assert unknown.status_code == closed.status_code == 404
    assert unknown.context["said"] == closed.context["said"]


def test_busy_is_said_and_nothing_is_lost(client: Client, made: Cast, digits: str, monkeypatch) -> None:
    monkeypatch.setattr(derive, "turns", derive.Turns(at_once=0, waiting=0))
    page = client.post(RETURN, {"digits": digits})
    assert page.status_code == 503
    assert page["Retry-After"]


def test_the_way_back_needs_the_forms_own_token(made: Cast, digits: str) -> None:
    assert Client(enforce_csrf_checks=True).post(RETURN, {"digits": digits}).status_code == 403


def test_digits_never_stand_in_an_address(client: Client, made: Cast, digits: str) -> None:
    page = client.get(RETURN, {"digits": digits})
    assert page.status_code == 200
    assert "token" not in page.context
    assert digits not in page.content.decode()
    assert client.put(RETURN).status_code == 405


def test_answers_are_shown_with_their_signature_checked(client: Client, made: Cast, digits: str) -> None:
    put(made)
    page = come(client, digits)
    assert page.context["asked"].signed is True
    assert "We found it to be true." in page.content.decode()


def test_an_answer_by_another_key_is_not_shown(client: Client, made: Cast, digits: str) -> None:
    put(made, text="Come alone to the mill.", seed=bytes(32))
    html = come(client, digits).content.decode()
    assert "Come alone" not in html
    forged = Inlet.objects.get(pk=made.team.inlet.pk)
    forged.pk, forged.epoch = None, 9
    from dingxin.sealing.keys import verify_key

    forged.answer_key = verify_key(bytes(32)).hex()  # whoever can write the database puts a key there
    forged.save()
    assert "Come alone" not in come(client, digits).content.decode()


@pytest.mark.parametrize("word", ["confirm", "dispute"])
def test_the_word_on_the_outcome_is_signed_and_told_how(client: Client, made: Cast, digits: str, word: str) -> None:
    asked = put(made)
    page = come(client, digits)
    done = act(client, page, "outcome", word=word, asked=asked, text="<b>a hundred are missing</b>")
    assert done.status_code == 200
    signal = Signal.objects.get()
    assert (signal.kind, signal.how) == (word, "without_script")
    key, signature = bytes(Thread.objects.get().verify_key or b""), bytes(signal.signature or b"")
    verify(key, ComplainantWord.purpose, bytes(signal.statement), signature)
    if word == "dispute":
        text = read_from_person(made.team.inbound.secret, bytes(signal.body or b""), signal.thread_id)
        assert text.text == "<b>a hundred are missing</b>"
    assert done.context["given"] == {word: word}
    again = act(client, page, "outcome", word=word, asked=asked, text="<b>a hundred are missing</b>")
    assert again.status_code == 200
    assert Signal.objects.count() == 1
    satisfied = act(client, done, "satisfied", word="partly")
    assert satisfied.status_code == 200
    assert Signal.objects.filter(kind="satisfied").count() == 1


@pytest.mark.parametrize(("word", "heading", "next_step"), [
    ("confirm", "Solved, as you said", "Nothing more"),
    ("dispute", "You disagreed: taken up again", "Somebody else checks it again"),
])
def test_after_the_word_nothing_waits_for_the_person_any_more(
    client: Client, made: Cast, digits: str, word: str, heading: str, next_step: str
) -> None:
    put(made)
    page = come(client, digits)
    assert page.context["heading"] == "Answered, waiting for your word"
    done = act(client, page, "outcome", word=word, asked=page.context["card"]["asked"])
    assert (done.context["heading"], done.context["next_step"]) == (heading, next_step)
    assert not [moment for moment in done.context["moments"] if moment.text == "You say whether it is solved"]


def test_digits_that_staff_know_are_told_apart(client: Client, made: Cast, digits: str) -> None:
    asked = put(made)
    with writing():
        bound.change(Thread.objects.get().pk, known_to_staff=True)
    act(client, come(client, digits), "outcome", word="confirm", asked=asked)
    assert Signal.objects.get().how == "known_to_staff"


def test_a_word_on_an_answer_that_was_replaced_meanwhile_is_not_taken(client: Client, made: Cast, digits: str) -> None:
    asked = put(made)
    page = come(client, digits)
    put(made, text="A second answer.")
    response = act(client, page, "outcome", word="confirm", asked=asked)
    assert response.status_code == 409
    assert "A second answer." in response.content.decode()
    assert not Signal.objects.exists()


def test_a_meeting_needs_all_three(client: Client, made: Cast, digits: str) -> None:
    put(made, question="contact")
    page = come(client, digits)
    assert act(client, page, "consent", time="agree", place="agree").status_code == 400
    act(client, page, "consent", time="agree", place="decline", way="agree", text="not there")
    signal = Signal.objects.get()
    text = read_from_person(made.team.inbound.secret, bytes(signal.body or b""), signal.thread_id)
    assert text.parts == {"time": "agree", "place": "decline", "way": "agree"}
    assert b"word decline " in bytes(signal.statement)
    act(client, come(client, digits), "consent", time="agree", place="agree", way="agree")
    assert any(b"word agree " in bytes(s.statement) for s in Signal.objects.all())


@pytest.mark.parametrize("question", ["hand_on", "name"])
def test_one_yes_or_no(client: Client, made: Cast, digits: str, question: str) -> None:
    put(made, question=question)
    page = come(client, digits)
    assert act(client, page, "consent", word="perhaps").status_code == 400
    assert act(client, page, "consent", word="agree").status_code == 200
    assert b"word agree\n" in bytes(Signal.objects.get().statement)


def test_a_message_with_a_file_arrives_once(client: Client, made: Cast, digits: str) -> None:
    page = come(client, digits)
    for _ in range(2):
        file = SimpleUploadedFile("bill.txt", b"two hundred", "text/plain")
        assert act(client, page, "message", text="one more thing", files=[file]).status_code == 200
    message = Message.objects.get()
    text = read_from_person(made.team.inbound.secret, bytes(message.body or b""), message.thread_id)
    assert text.text == "one more thing"
    assert text.files == (File.objects.get().pk,)
    assert len(text.S) == 32
    html = come(client, digits).content.decode()
    assert "one more thing" not in html


@pytest.mark.parametrize(("name", "fields", "kind"), [
    ("interference", {"kind": "threat", "text": "the foreman"}, "interference"), ("interference", {}, "interference"),
    ("withdraw", {}, "withdraw"), ("withdraw_consent", {}, "withdraw_consent"),
])
def test_other_words(client: Client, made: Cast, digits: str, name: str, fields: dict[str, str], kind: str) -> None:
    assert act(client, come(client, digits), name, **fields).status_code == 200
    assert Signal.objects.get().kind == kind


@pytest.mark.parametrize(("name", "fields", "status"), [
    ("gossip", {}, 400), ("message", {}, 400), ("message", {"text": "x" * 6000}, 413), ("outcome", {"word": "yes"}, 400),
    ("outcome", {"word": "confirm"}, 409), ("satisfied", {"word": "yes"}, 409), ("consent", {"word": "agree"}, 409),
    ("interference", {"kind": "gossip"}, 400), ("delete", {"number": "x"}, 400), ("delete", {"number": "7"}, 400),
    ("message", {"text": "x", "nonce": "00" * 16}, 400), ("message", {"text": "x", "nonce": "zz"}, 400),
])
def test_what_does_not_fit(
    client: Client, made: Cast, digits: str, name: str, fields: dict[str, str], status: int
) -> None:
    page = come(client, digits)
    response = act(client, page, name, **fields)
    assert response.status_code == status
    assert response.context["said"]
    assert not Signal.objects.exists()
    assert not Message.objects.exists()
    if name == "message" and "text" in fields:
        assert fields["text"][:5000] in response.content.decode()


@pytest.mark.parametrize(("name", "fields", "mark"), [
    ("interference", {"kind": "gossip", "text": "last night"}, ' open><summary class="btn">'),
    ("message", {"text": "  "}, 'id="add"'),
    ("consent", {"time": "agree", "place": "", "text": "by the well"}, 'name="time" value="agree" checked'),
    ("outcome", {"word": "", "text": "half of it"}, 'id="why"'),
])
def test_what_was_written_and_chosen_stays_in_its_own_form(
    client: Client, made: Cast, digits: str, name: str, fields: dict[str, str], mark: str
) -> None:
    if name in ("consent", "outcome"):
        put(made, question="contact" if name == "consent" else "outcome")
    page = come(client, digits)
    html = act(client, page, name, asked=page.context["card"]["asked"], **fields).content.decode()
    assert mark in html
    assert f'href="#f-{name}"' in html
    form = html[html.index(f'id="f-{name}"') :].partition("</form>")[0]
    assert 'class="err"' in form
    assert f">{fields['text'].strip()}</textarea>" in form or not fields["text"].strip()


def test_a_text_too_long_is_kept_whole(client: Client, made: Cast, digits: str) -> None:
    long = "one " * 2_000 + "the end"
    response = act(client, come(client, digits), "message", text=long)
    assert response.status_code == 413
    assert long in response.content.decode()
    assert "5,000" in str(response.context["said"])


def test_files_too_large_leave_the_words_where_they_are(client: Client, made: Cast, digits: str) -> None:
    film = SimpleUploadedFile("film.mp4", bytes(11 * 1024 * 1024))
    response = act(client, come(client, digits), "message", text="it was filmed", files=[film])
    assert response.status_code == 413
    assert ">it was filmed</textarea>" in response.content.decode()
    assert "Files have to be chosen again." in response.content.decode()
    assert not Message.objects.exists()


def test_after_the_lock_the_words_go_back_to_the_form_they_were_written_in(client: Client, made: Cast, digits: str) -> None:
    locked = client.post(RETURN, {"visit": "x", "act": "interference", "text": "he came again"})
    assert 'name="was" value="interference"' in locked.content.decode()
    page = client.post(RETURN, {"digits": digits, "was": "interference", "text": "he came again"})
    form = page.content.decode().partition('id="pressed"')[2].partition("</form>")[0]
    assert "he came again" in form


def test_reading_and_deleting(client: Client, made: Cast, digits: str) -> None:
    put(made)
    page = come(client, digits)
    assert act(client, page, "delete", number="1").status_code == 200
    assert Message.objects.get().body is None


def test_show_less(client: Client, made: Cast, digits: str) -> None:
    put(made)
    page = act(client, come(client, digits), "narrow")
    assert page.status_code == 200
    assert "We found it to be true." not in page.content.decode()
    assert Thread.objects.get().shows == "state"


def test_new_digits_hold_only_after_they_were_read_back(client: Client, made: Cast, digits: str) -> None:
    page = come(client, digits)
    noted = act(client, page, "new_digits")
    new = noted.context["digits"]
    wrong = client.post(RETURN, {
        "visit": noted.context["token"], "nonce": noted.context["nonce"], "act": "read_back", "new": noted.context["new"],
        "again": "123",
    })
    assert wrong.status_code == 422
    assert wrong.context["digits"] == new
    assert len(wrong.context["wrong_groups"]) >= 5
    come(client, digits)
    fields = {
        "visit": noted.context["token"], "nonce": noted.context["nonce"], "act": "read_back", "new": noted.context["new"],
        "again": new,
    }
    done = client.post(RETURN, fields)
    assert done.status_code == 200
    come(client, new)
    assert client.post(RETURN, {"digits": digits}).status_code == 404
    assert client.post(RETURN, fields).status_code == 403  # the old page stands for digits that are gone
    assert act(client, done, "message", text="by the new ones").status_code == 200
    assert Receipt.objects.filter(state="open").count() == 1


def test_after_twenty_minutes_the_digits_are_asked_again_and_the_words_kept(client: Client, made: Cast, digits: str) -> None:
    page = come(client, digits)
    with time_machine.travel(clock.now().timestamp() + 21 * 60, tick=False):
        locked = act(client, page, "message", text="a long story")
        assert locked.status_code == 403
        assert "a long story" in locked.content.decode()
        again = client.post(RETURN, {"digits": digits, "text": "a long story"})
        assert "a long story" in again.content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize("token", ["", "x", "AAAA" * 50])
def test_a_token_that_is_not_ours(client: Client, made: Cast, token: str) -> None:
    assert client.post(RETURN, {"visit": token, "act": "close"}).status_code == 403


def test_a_draft_is_no_way_in(client: Client, made: Cast, draft) -> None:
    assert client.post(RETURN, {"visit": draft()["draft"], "act": "close"}).status_code == 403


def test_earlier_messages_come_by_pages(client: Client, made: Cast, digits: str) -> None:
    for n in range(20):
        put(made, text=f"message number {n}")
    page = come(client, digits)
    assert page.context["more"]
    older = act(client, page, "show", before=str(page.context["more"]))
    assert older.status_code == 200
    assert "message number 0" in older.content.decode()


def test_written_to_whoever_holds_it_now(client: Client, made: Cast, digits: str) -> None:
    with writing():
        outbound.set_card(thread_id=Thread.objects.get().pk, state="acting", next_step="act", holder=made.superior.vault)
        audit.record("matter.answered", actor="cast")
    page = come(client, digits)
    assert act(client, page, "message", text="to the new ones").status_code == 200
    message = Message.objects.get()
    assert read_from_person(made.superior.inbound.secret, bytes(message.body or b""), message.thread_id)
