"""Signed words of the person: what counts, what is refused, what merely was told."""

import pytest
from tests.cast_vault import Cast, found

from dingxin.audit.models import Entry
from dingxin.audit.writing import writing
from dingxin.casework import actions, queries, ticks
from dingxin.casework.models import Matter
from dingxin.casework.refused import Refused
from dingxin.casework.tests import lives
from dingxin.mailbox import actions as mailbox
from dingxin.mailbox import bound
from dingxin.mailbox.models import Message, Receipt, Signal, Thread
from dingxin.mailbox.refused import Refused as MailboxRefused
from dingxin.mailbox.secrets import row_of
from dingxin.sealing.primitives import random_bytes
from dingxin.sealing.receipts import complainant_keys, new_cs
from dingxin.sealing.signing import sign
from dingxin.sealing.statements import ComplainantWord
from dingxin.web.days import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return found()


@pytest.fixture
def writer(cast: Cast) -> lives.Writer:
    return lives.filed(cast)


@pytest.fixture
def matter(cast: Cast, writer: lives.Writer) -> Matter:
    return lives.answered(cast, lives.verified(cast, lives.matter_of(cast, writer)), writer)


def _signal(writer: lives.Writer, statement: bytes, signature: bytes | None, **changes: object) -> Signal:
    """A row as somebody with the database, and no key, could write it."""
    word = ComplainantWord.parse(statement)
    facts = {"kind": word.act.replace("-", "_"), "how": "own_receipt", "nonce": word.nonce.hex()} | changes
    return Signal.objects.create(
        thread_id=writer.thread, statement=statement, signature=signature, day=today(), **facts
    )


def _asked(writer: lives.Writer) -> bytes:
    return bytes(Thread.objects.get(pk=writer.thread).asked or b"")


def test_a_word_without_the_key_changes_nothing(cast: Cast, matter: Matter, writer: lives.Writer) -> None:
    statement, signature = writer.word("confirm", "confirm", answered=_asked(writer))
    other = complainant_keys(new_cs())
    forged = [
        (statement, None), (statement, sign(other.seed, ComplainantWord.purpose, statement)),
        (statement, signature[:-1] + bytes([signature[-1] ^ 1])),
    ]
    for one in forged:
        _signal(writer, *one, nonce=random_bytes(16).hex())
    assert ticks.drain_signals() == len(forged)
    assert ticks.drain_signals() == 0
    assert lives.link_of(matter, writer).confirmation == ""
    entries = Entry.objects.filter(kind="submission.word_applied")
    assert {line for entry in entries for line in entry.facts.splitlines() if "applied" in line} == {"applied refused"}


BY_HAND = ("answer_recipient", "verify_key", "shows", "known_to_staff", "mark")


@pytest.mark.parametrize("column", BY_HAND)
def test_keys_put_into_the_database_by_hand_are_sent_no_answer_and_speak_for_nobody(
    cast: Cast, matter: Matter, writer: lives.Writer, column: str
) -> None:
    """Whoever writes the database has a receipt of their own: its keys and its way back, laid beside this thread."""
    theirs = lives.filed(cast, "无关的事")
    row, mine = Thread.objects.get(pk=theirs.thread), Thread.objects.filter(pk=writer.thread)
    asked = _asked(writer)
    value = {"shows": "state", "known_to_staff": True}.get(column, getattr(row, column))
    mine.update(**{column: value})
    before = Message.objects.filter(thread=writer.thread).count()
    with pytest.raises(Refused) as refused:
        actions.send_message(current=cast["song"], submission=writer.submission, text="给您的话")
    assert refused.value.code == "altered"
    assert Message.objects.filter(thread=writer.thread).count() == before
    Receipt.objects.filter(thread=theirs.thread).delete()
    Receipt.objects.filter(thread=writer.thread).update(lookup=row_of(theirs.lookup))
    nonce = random_bytes(16)
    statement = ComplainantWord("confirm", writer.thread.hex, asked, "confirm", nonce).canonical()
    signature = sign(theirs.keys.seed, ComplainantWord.purpose, statement)
    with pytest.raises(MailboxRefused):
        mailbox.give_word(lookup=theirs.lookup, statement=statement, signature=signature)
    _signal(writer, statement, signature)  # and written down beside it
    _signal(writer, *writer.word("confirm", "confirm", answered=asked))
    ticks.drain_signals()
    assert lives.link_of(matter, writer).confirmation == ""
    with writing(), pytest.raises(MailboxRefused):  # no act of the mailbox makes it true
        bound.change(writer.thread, known_to_staff=True)


def test_a_word_cannot_be_used_again_elsewhere(cast: Cast, matter: Matter, writer: lives.Writer) -> None:
    other = lives.filed(cast, "另一件")
    second = lives.answered(cast, lives.verified(cast, lives.matter_of(cast, other)), other)
    statement, signature = writer.word("confirm", "confirm", answered=_asked(writer))
    _signal(writer, statement, signature)
    assert ticks.drain_signals() == 1
    assert lives.link_of(matter, writer).confirmation == "confirmed"
    _signal(other, statement, signature, nonce=random_bytes(16).hex())  # another thread
    _signal(writer, statement, signature, nonce=random_bytes(16).hex())  # another nonce than the signed one
    _signal(writer, statement, signature, kind="dispute", nonce=random_bytes(16).hex())
    ticks.drain_signals()
    assert lives.link_of(second, other).confirmation == ""
    assert lives.link_of(matter, writer).confirmation == "confirmed"


def test_a_word_on_an_earlier_answer_answers_nothing(cast: Cast, matter: Matter, writer: lives.Writer) -> None:
    statement, signature = writer.word("confirm", "confirm", answered=_asked(writer))
    actions.answer(current=cast["song"], link=lives.link_of(matter, writer), text="更正", outcome="substantiated")
    _signal(writer, statement, signature)
    ticks.drain_signals()
    assert lives.link_of(matter, writer).confirmation == ""


def test_dictated_digits_count_and_are_shown_apart(cast: Cast, matter: Matter, writer: lives.Writer) -> None:
    with writing():
        bound.change(writer.thread, known_to_staff=True)
    statement, signature = writer.word("confirm", "confirm", answered=_asked(writer))
    _signal(writer, statement, signature, how="own_receipt")
    ticks.drain_signals()
    link = lives.link_of(matter, writer)
    assert (link.confirmation, link.how) == ("confirmed", "known_to_staff")


def test_told_to_staff_never_counts_as_confirmed(cast: Cast, matter: Matter, writer: lives.Writer) -> None:
    statement, signature = writer.word("confirm", "confirm", answered=_asked(writer))
    _signal(writer, statement, signature, how="told_to_staff")
    ticks.drain_signals()
    link = actions.record_confirmation(
        current=cast["song"], link=lives.link_of(matter, writer), word="confirmed", how="told_to_staff",
        witness=[cast.member("ding")],
    )
    assert (link.confirmation, link.told, link.standing) == ("", "confirmed", "asked")
    assert lives.fresh(matter).confirmation == ""
    with pytest.raises(Refused):
        actions.confirm_remedy(
            current=cast["song"], link=link,
            remedy=actions.promise(
                current=cast["song"], matter=matter, kind="money", counted_in="yuan", amount=1, whose=writer.thread
            ),
        )


def test_by_voice_needs_two_of_the_team(cast: Cast, matter: Matter, writer: lives.Writer) -> None:
    link = lives.link_of(matter, writer)
    for witness in ([], [cast.member("song")], [cast.member("qin")]):
        with pytest.raises(Refused):
            actions.record_confirmation(
                current=cast["song"], link=link, word="confirmed", how="by_voice", witness=witness
            )
    with pytest.raises(Refused):  # a receipt's own word is never typed in by staff
        actions.record_confirmation(
            current=cast["song"], link=link, word="confirmed", how="own_receipt", witness=[cast.member("ding")]
        )
    link = actions.record_confirmation(
        current=cast["song"], link=link, word="confirmed", how="by_voice", witness=[cast.member("ding")],
        text="收到了", satisfied=3,
    )
    assert (link.confirmation, link.how, link.standing, link.satisfied) == ("confirmed", "by_voice", "confirmed", 3)


def test_a_signed_slip_is_a_scan_in_this_matter(cast: Cast, matter: Matter, writer: lives.Writer) -> None:
    elsewhere = lives.proof(cast, lives.matter_of(cast, title="别的"))
    link = lives.link_of(matter, writer)
    for slip in (None, elsewhere):
        with pytest.raises(Refused):
            actions.record_confirmation(current=cast["song"], link=link, word="confirmed", how="signed_slip", slip=slip)
    link = actions.record_confirmation(
        current=cast["song"], link=link, word="confirmed", how="signed_slip", slip=lives.proof(cast, matter)
    )
    assert link.how == "signed_slip"


def test_no_word_before_an_answer(cast: Cast, writer: lives.Writer) -> None:
    matter = lives.matter_of(cast, writer)
    with pytest.raises(Refused):
        actions.record_confirmation(
            current=cast["song"], link=lives.link_of(matter, writer), word="confirmed", how="by_voice",
            witness=[cast.member("ding")],
        )


def test_satisfied_is_a_second_question(cast: Cast, matter: Matter, writer: lives.Writer) -> None:
    writer.says("satisfied", "partly")
    link = lives.link_of(matter, writer)
    assert (link.satisfied, link.confirmation) == (2, "")


def test_a_word_before_the_number_waits_for_it(cast: Cast) -> None:
    writer = lives.filed(cast, register=False)
    statement, signature = writer.word("withdraw", "withdraw")
    _signal(writer, statement, signature)
    assert ticks.drain_signals() == 0
    ticks.register_arrivals()
    assert ticks.drain_signals() == 1
    assert writer.submission.withdrawn_on == today()


def test_handing_on_needs_the_persons_own_consent(cast: Cast, writer: lives.Writer) -> None:
    matter = lives.matter_of(cast, writer)
    actions.assess(
        current=cast["song"], matter=matter, assessment="redirect", ground_legitimate=True, problem_clear=True,
        destination="县劳动监察大队", hand_on=True,
    )
    with pytest.raises(Refused) as refused:
        lives.move(cast["song"], matter, "redirect", reason="不归我们管")
    assert [lack.code for lack in refused.value.missing] == ["agreed"]
    actions.send_message(current=cast["song"], submission=writer.submission, text="可以转过去吗？", question="hand_on")
    card = Thread.objects.get(pk=writer.thread)
    assert (card.state, card.question) == ("ask_more", "hand_on")
    writer.says("consent", "agree")
    assert lives.fresh(matter).redirect_agreed is True
    matter = lives.moved_by_two(cast, matter, "redirect", reason="不归我们管")
    assert matter.state == "redirected"
    assert Thread.objects.get(pk=writer.thread).state == "redirected"
    assert any(item.code == "redirect" for item in queries.matter_page(cast["song"], matter).story)
