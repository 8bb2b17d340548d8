"""A contact: proposed where there is a way, held only with three consents, taken back at once, and a no costs nothing."""

from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast_vault import Cast, found

from dingxin.audit.models import Entry
from dingxin.casework import actions, contacts, queries, ticks
from dingxin.casework.actions import Plan
from dingxin.casework.contacts import taken_back_on
from dingxin.casework.models import Contact, Matter, NameRequest, Submission
from dingxin.casework.refused import Refused
from dingxin.casework.tests import lives
from dingxin.mailbox import actions as mailbox
from dingxin.mailbox import texts
from dingxin.mailbox.models import Signal, Thread
from dingxin.rules.codes import ConsentState
from dingxin.sealing.age import seal_text
from dingxin.sealing.primitives import sha256
from dingxin.sealing.statements import ComplainantWord
from dingxin.vault.models import Vault
from dingxin.vault.readiness import current_statement
from dingxin.web.days import today

pytestmark = pytest.mark.django_db
PLAN = Plan("周四下午四点", "县医院三楼候诊区", "当面谈，来一个人", day="2026-03-12", goes="周砚，不穿制服", unseen="在候诊区等",
            otherwise="别人问起就说认错了人", why="想请您当面指认账本。")
ALL = {"time": "agree", "place": "agree", "way": "agree"}


@pytest.fixture
def cast() -> Cast:
    return found()


@pytest.fixture
def writer(cast: Cast) -> lives.Writer:
    return lives.filed(cast, contact="不要到家里")


@pytest.fixture
def matter(cast: Cast, writer: lives.Writer) -> Matter:
    return lives.matter_of(cast, writer)


def propose(cast: Cast, matter: Matter, whom: Any, plan: Plan = PLAN, *, by: str = "song") -> Contact:
    return actions.propose_contact(
        current=cast[by], matter=matter, whom=whom, purpose="hear", way="meeting", plan=plan
    )


def ask(cast: Cast, contact: Contact, by: str = "receipt") -> Contact:
    return actions.ask_contact(current=cast["song"], contact=contact, by=by)


def fresh(contact: Contact) -> Contact:
    return Contact.objects.get(pk=contact.pk)


def states(contact: Contact) -> dict[str, str]:
    return dict(contact.consents.values_list("part", "state"))


def sealed(writer: lives.Writer, parts: dict[str, str]) -> mailbox.SealedText:
    vault = Vault.objects.get(pk=Thread.objects.get(pk=writer.thread).holder)
    assert vault.team is not None
    to = current_statement(vault.team)
    assert to is not None
    body = seal_text(to.inbound, texts.from_person(writer.thread, texts.FromPerson("", parts=parts)))
    return mailbox.SealedText(vault.pk, to.epoch, body)


def answer(writer: lives.Writer, parts: dict[str, str], word: str = "") -> None:
    """Through the receipt, on the person's device."""
    whole = word or ("agree" if set(parts.values()) == {"agree"} else "decline")
    text = sealed(writer, parts)
    asked = bytes(Thread.objects.get(pk=writer.thread).asked or b"")
    statement, signature = writer.word("consent", f"{whole} {sha256(text.body).hex()}", answered=asked)
    mailbox.give_word(lookup=writer.lookup, statement=statement, signature=signature, text=text)
    ticks.drain_signals()


def read(cast: Cast, writer: lives.Writer) -> None:
    actions.open_submission(current=cast["song"], submission=writer.submission)


def heard(cast: Cast, contact: Contact, parts: dict[str, str], how: str = "at_counter") -> Contact:
    return actions.record_consent(
        current=cast["song"], contact=contact, parts=parts, how=how, witness=[cast.member("zhou")]
    )


def test_the_whole_way_through_the_receipt(cast: Cast, matter: Matter, writer: lives.Writer) -> None:
    contact = propose(cast, matter, writer.submission)
    with pytest.raises(Refused) as refused:
        actions.hold_contact(current=cast["song"], contact=contact)
    assert refused.value.code == "no-consent"
    lines = [lack.code for lack in refused.value.missing]
    assert lines[:3] == ["time", "place", "way"]
    assert "ask-receipt" in lines
    ask(cast, contact)
    assert PLAN.place in writer.answers()[-1]
    assert PLAN.goes not in writer.answers()[-1]
    answer(writer, {**ALL, "place": "decline"})
    assert fresh(contact).state == "to_read"
    assert set(states(contact).values()) == {"asked"}  # facts alone agree to nothing
    assert Thread.objects.get(pk=writer.thread).question == ""
    read(cast, writer)
    assert states(contact) == {"time": "given", "place": "declined", "way": "given"}
    assert fresh(contact).state == "declined"
    with pytest.raises(Refused) as again:
        ask(cast, contact)
    assert again.value.code == "place"
    other = Plan(**{**vars(PLAN), "place": "县图书馆二楼"})
    actions.change_plan(current=cast["song"], contact=contact, plan=other)
    assert states(contact) == {"time": "given", "place": "none", "way": "given"}
    ask(cast, contact)
    answer(writer, ALL)
    read(cast, writer)
    assert fresh(contact).state == "agreed"
    assert [row.pk for row in queries.contacts_waiting(cast["song"])] == [contact.pk]
    writer.says("withdraw-consent")
    assert fresh(contact).state == "withdrawn"
    assert [row.state for row in queries.contacts_waiting(cast["song"])] == ["withdrawn"]
    with pytest.raises(Refused):
        actions.hold_contact(current=cast["song"], contact=contact)
    actions.know_withdrawn(current=cast["song"], contact=contact)
    assert queries.contacts_waiting(cast["song"]) == []
    second = propose(cast, matter, writer.submission)
    ask(cast, second)
    answer(writer, ALL)
    read(cast, writer)
    actions.hold_contact(current=cast["song"], contact=second)
    actions.write_contact_record(current=cast["song"], contact=second, text="她当面指认了三笔账。")
    actions.agree_contact_record(
        current=cast["song"], contact=second, how="at_counter", witness=[cast.member("zhou")]
    )
    opened = actions.open_contact(current=cast["song"], contact=second)
    assert (opened.plan, opened.record) == (PLAN, "她当面指认了三笔账。")
    assert fresh(second).read_back_how == "at_counter"


def test_who_left_no_way_is_not_looked_for(cast: Cast, matter: Matter, writer: lives.Writer) -> None:
    Submission.objects.filter(pk=writer.thread).update(contactable=False)
    Thread.objects.filter(pk=writer.thread).update(answer_recipient="")
    with pytest.raises(Refused) as refused:
        propose(cast, matter, writer.submission)
    assert refused.value.code == "no-way"
    assert not Contact.objects.exists()


def test_only_somebody_of_the_matter_is_met(cast: Cast, matter: Matter) -> None:
    other = lives.filed(cast, "另一件")
    lives.read(cast, other)
    with pytest.raises(Refused) as refused:
        propose(cast, matter, other.submission)
    assert refused.value.code == "other-matter"


def test_a_yes_by_voice_needs_two_and_a_no_needs_nobody(cast: Cast, matter: Matter, writer: lives.Writer) -> None:
    contact = ask(cast, propose(cast, matter, writer.submission), "they_came")
    for how, code in (("told_to_staff", "told"), ("by_voice", "witnesses"), ("own_receipt", "how"), ("signed_slip", "slip")):
        with pytest.raises(Refused) as refused:
            actions.record_consent(current=cast["song"], contact=contact, parts=ALL, how=how)
        assert refused.value.code == code
    assert set(states(contact).values()) == {"asked"}
    actions.record_consent(current=cast["song"], contact=contact, parts={"place": "decline"}, how="told_to_staff")
    assert states(contact)["place"] == "declined"
    heard(cast, contact, ALL)
    assert fresh(contact).state == "agreed"
    assert {row.how for row in fresh(contact).consents.all()} == {"at_counter"}
    slip = lives.proof(cast, matter)
    second = ask(cast, propose(cast, matter, writer.submission), "they_came")
    actions.record_consent(current=cast["song"], contact=second, parts=ALL, how="signed_slip", slip=slip)
    assert {row.slip_id for row in fresh(second).consents.all()} == {slip.pk}


def test_taking_back_is_immediate_however_it_comes(cast: Cast, matter: Matter, writer: lives.Writer) -> None:
    for how in ("told_to_staff", "by_voice", "at_counter", "signed_slip"):
        contact = heard(cast, ask(cast, propose(cast, matter, writer.submission), "they_came"), ALL)
        actions.withdraw_contact(current=cast["zhou"], contact=contact, how=how)
        assert fresh(contact).state == "withdrawn"
        assert set(states(contact).values()) == {"withdrawn"}
        with pytest.raises(Refused):
            actions.hold_contact(current=cast["song"], contact=contact)


def test_a_changed_part_has_to_be_agreed_to_anew(cast: Cast, matter: Matter, writer: lives.Writer) -> None:
    contact = heard(cast, ask(cast, propose(cast, matter, writer.submission), "they_came"), ALL)
    actions.change_plan(current=cast["song"], contact=contact, plan=Plan(**{**vars(PLAN), "goes": "宋启明"}))
    assert fresh(contact).state == "agreed"  # who goes was not asked about
    actions.change_plan(current=cast["song"], contact=contact, plan=Plan(**{**vars(PLAN), "day": "2026-03-13"}))
    assert (fresh(contact).state, states(contact)["time"]) == ("proposed", "none")
    with pytest.raises(Refused):
        actions.hold_contact(current=cast["song"], contact=contact)


def test_a_way_to_reach_is_released_for_an_agreed_contact_only_and_ends_with_it(
    cast: Cast, matter: Matter, writer: lives.Writer
) -> None:
    contact = propose(cast, matter, writer.submission)

    def request(contact_id: UUID, by: str = "song") -> NameRequest:
        return actions.request_name(
            current=cast[by], submission=writer.submission, purpose="way_to_reach", ground="contact",
            reason="当面谈以前要打一个电话。", contact=contact_id,
        )

    with pytest.raises(Refused) as refused:
        request(contact.pk)
    assert refused.value.code == "contact"
    assert any(lack.code == "ask-receipt" for lack in refused.value.missing)
    heard(cast, ask(cast, contact, "they_came"), ALL)
    with pytest.raises(Refused):
        request(contact.pk, by="zhou")  # another than the one who goes
    made = request(contact.pk)
    actions.approve_name_request(current=cast["luo"], request=made)
    writer.says("withdraw-consent")
    made.refresh_from_db()
    assert (made.release, made.state) == (None, "cancelled")


def test_an_answer_to_an_older_proposal_agrees_to_nothing(cast: Cast, matter: Matter, writer: lives.Writer) -> None:
    contact = ask(cast, propose(cast, matter, writer.submission))
    text, asked = sealed(writer, ALL), bytes(Thread.objects.get(pk=writer.thread).asked or b"")
    statement, signature = writer.word("consent", f"agree {sha256(text.body).hex()}", answered=asked)
    actions.change_plan(current=cast["song"], contact=contact, plan=Plan(**{**vars(PLAN), "place": "她家"}))
    ask(cast, contact)
    nonce = ComplainantWord.parse(statement).nonce.hex()
    Signal.objects.create(  # as somebody with the mailbox could put it there after all
        thread_id=writer.thread, kind="consent", how="own_receipt", statement=statement, signature=signature,
        nonce=nonce, body=text.body, inbound_vault=text.vault, inbound_epoch=text.epoch, day=contact.proposed_on,
    )
    ticks.drain_signals()
    read(cast, writer)
    assert fresh(contact).state == "asked"
    assert "given" not in states(contact).values()


@pytest.mark.parametrize(("said", "word"), [
    ({}, "agree"), ({"time": "agree", "place": "agree"}, "agree"), (ALL, "decline"), ({**ALL, "way": "decline"}, "agree"),
    ({**ALL, "way": "perhaps"}, "decline"),
])
def test_parts_that_say_other_than_the_signed_word_agree_to_nothing(
    cast: Cast, matter: Matter, writer: lives.Writer, said: dict[str, str], word: str
) -> None:
    contact = ask(cast, propose(cast, matter, writer.submission))
    answer(writer, said, word)
    read(cast, writer)
    assert "given" not in states(contact).values()
    assert fresh(contact).state == "proposed"
    ask(cast, contact)
    answer(writer, ALL)
    read(cast, writer)
    assert fresh(contact).state == "agreed"


def test_a_body_that_was_exchanged_agrees_to_nothing(cast: Cast, matter: Matter, writer: lives.Writer) -> None:
    contact = ask(cast, propose(cast, matter, writer.submission))
    answer(writer, {**ALL, "place": "decline"})
    Signal.objects.filter(kind="consent").update(body=sealed(writer, {**ALL, "place": "decline"}).body)
    read(cast, writer)
    assert "given" not in states(contact).values()


def test_a_first_approach_asks_once_and_a_name_is_sealed_like_a_complainants(cast: Cast, matter: Matter) -> None:
    spoken = actions.add_spoken(current=cast["song"], matter=matter, kind="witness", name="帕孜来提", phone="13900001111")
    assert "帕孜来提".encode() not in bytes(spoken.identity) + bytes(spoken.share_a) + bytes(spoken.share_b)
    contact = ask(cast, propose(cast, matter, spoken), "first_approach")
    with pytest.raises(Refused) as refused:
        actions.hold_contact(current=cast["song"], contact=contact)
    assert refused.value.code == "no-consent"
    actions.record_consent(
        current=cast["song"], contact=contact, parts={"time": "decline", "place": "decline", "way": "decline"},
        how="told_to_staff",
    )
    spoken.refresh_from_db()
    second = propose(cast, matter, spoken)
    with pytest.raises(Refused) as again:
        ask(cast, second, "first_approach")
    assert again.value.code == "way"
    heard(cast, ask(cast, second, "they_came"), ALL)
    actions.hold_contact(current=cast["song"], contact=second)


def test_who_is_kept_from_the_matter_knows_of_no_contact(cast: Cast, matter: Matter, writer: lives.Writer) -> None:
    contact = propose(cast, matter, writer.submission)
    with pytest.raises(Http404):
        actions.open_contact(current=cast["luoyi"], contact=contact)
    with pytest.raises(PermissionDenied):
        actions.open_contact(current=cast["ding"], contact=contact)


def test_a_no_leaves_nothing_but_the_contact_itself(cast: Cast, matter: Matter, writer: lives.Writer) -> None:
    """Every row that lists and counts read is the same after a no as after a yes that was put aside."""
    contact = ask(cast, propose(cast, matter, writer.submission))

    def facts() -> list[Any]:
        page = queries.matter_page(cast["song"], lives.fresh(matter))
        row = Submission.objects.filter(pk=writer.thread).values().get()
        return [
            {key: value for key, value in row.items() if key != "news"}, Matter.objects.filter(pk=matter.pk).values().get(),
            queries.inbox(cast["song"], queries.InboxFilters()).counts, queries.today_strip(cast["song"], matter.team),
            [(choice.move.code, choice.possible) for choice in page.moves], page.facts, page.next,
        ]

    ended = actions.end_contact(current=cast["song"], contact=contact)
    before = facts()
    contact = ask(cast, propose(cast, matter, writer.submission))
    answer(writer, dict.fromkeys(ALL, "decline"))
    read(cast, writer)
    assert fresh(contact).state == "declined"
    after = facts()
    assert ended.state == "lapsed"
    assert before == after
    assert queries.contacts_waiting(cast["song"]) == []
    assert not Entry.objects.filter(facts__contains="decline").exists()


STEP = st.sampled_from([
    "propose", "ask", "yes", "no", "some", "told", "change", "withdraw", "receipt_back", "end", "hold", "answer_yes",
    "answer_no", "read",
])


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEP, min_size=6, max_size=24))
def test_no_order_of_steps_reaches_held_without_three_standing_consents(steps: list[str]) -> None:
    from django.db import transaction

    with transaction.atomic():
        _walk(steps)
        transaction.set_rollback(True)


def _walk(steps: list[str]) -> None:
    cast = found()
    writer = lives.filed(cast, contact="晚上")
    matter = lives.matter_of(cast, writer)
    contact = propose(cast, matter, writer.submission)
    for number, step in enumerate(steps, 1):
        before = states(contact)
        try:
            match step:
                case "propose":
                    contact = propose(cast, matter, writer.submission)
                case "ask":
                    ask(cast, contact, "receipt" if number % 2 else "they_came")
                case "yes":
                    heard(cast, contact, ALL)
                case "no":
                    heard(cast, contact, {"place": "decline"}, "told_to_staff")
                case "some":
                    heard(cast, contact, {"time": "agree", "way": "agree"})
                case "told":
                    heard(cast, contact, ALL, "told_to_staff")
                case "change":
                    plan = Plan(**{**vars(PLAN), "place": f"第{number}处"})
                    actions.change_plan(current=cast["song"], contact=contact, plan=plan)
                case "withdraw":
                    actions.withdraw_contact(current=cast["song"], contact=contact, how="told_to_staff")
                case "receipt_back":
                    writer.says("withdraw-consent")
                case "end":
                    actions.end_contact(current=cast["song"], contact=contact)
                case "answer_yes" | "answer_no":
                    if Thread.objects.get(pk=writer.thread).question == "contact":
                        answer(writer, ALL if step == "answer_yes" else {**ALL, "way": "decline"})
                case "read":
                    read(cast, writer)
                case "hold":
                    actions.hold_contact(current=cast["song"], contact=contact)
                    assert set(before.values()) == {ConsentState.GIVEN}
        except Refused:
            assert states(contact) == before
        for row in Contact.objects.filter(state="held"):
            assert set(states(row).values()) == {"given"}, steps
        for row in Contact.objects.filter(state="withdrawn"):
            assert "given" not in states(row).values(), steps
        assert contacts.standing_of(fresh(contact)).whole or fresh(contact).state not in ("agreed", "held")


def test_what_was_taken_back_is_known_until_something_new_is_begun(cast: Cast, matter: Matter, writer: lives.Writer) -> None:
    assert taken_back_on(writer.submission) is None
    contact = heard(cast, ask(cast, propose(cast, matter, writer.submission)), ALL)
    assert taken_back_on(writer.submission) is None
    actions.withdraw_contact(current=cast["song"], contact=contact, how="told_to_staff")
    assert taken_back_on(writer.submission) == today()
    propose(cast, matter, writer.submission)
    assert taken_back_on(writer.submission) is None
