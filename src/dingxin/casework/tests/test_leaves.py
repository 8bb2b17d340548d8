"""Leave to be named: for one purpose, once, given in a way that counts, taken back until it is used; a no costs nothing."""

import pytest
from tests.cast_vault import Cast, found

from dingxin.casework import actions, leaves, queries
from dingxin.casework.actions import Terms
from dingxin.casework.models import Leave, Matter, NamedItem
from dingxin.casework.refused import Refused
from dingxin.casework.tests import lives
from dingxin.mailbox.models import Thread

pytestmark = pytest.mark.django_db
TERMS = Terms("麦栈镇经管站", "发放表写到户，没有别的办法", "查实以后补发到您家账户", "钱暂时不能直接发到您家")


@pytest.fixture
def cast() -> Cast:
    return found()


@pytest.fixture
def writer(cast: Cast) -> lives.Writer:
    return lives.filed(cast)


@pytest.fixture
def matter(cast: Cast, writer: lives.Writer) -> Matter:
    return lives.matter_of(cast, writer)


def ask(cast: Cast, matter: Matter, writer: lives.Writer, by: str = "receipt", terms: Terms = TERMS) -> Leave:
    return actions.ask_leave(
        current=cast["song"], link=lives.link_of(matter, writer), purpose="pay", terms=terms, by=by
    )


def fresh(leave: Leave) -> Leave:
    return Leave.objects.get(pk=leave.pk)


def test_through_the_receipt_it_is_given_named_used_and_then_over(
    cast: Cast, matter: Matter, writer: lives.Writer
) -> None:
    leave = ask(cast, matter, writer)
    shown = writer.answers()[-1]
    assert TERMS.to in shown
    assert TERMS.without in shown
    assert TERMS.why not in shown  # why no other way works is for the record
    with pytest.raises(Refused):
        actions.name_items(current=cast["song"], leave=leave, items={"name": "巴哈尔古丽"})
    writer.says("consent", "agree")
    assert (fresh(leave).state, fresh(leave).how) == ("given", "own_receipt")
    assert Thread.objects.get(pk=writer.thread).question == ""
    with pytest.raises(Refused) as nothing:
        actions.use_leave(current=cast["song"], leave=leave)
    assert nothing.value.code == "items"
    actions.name_items(current=cast["song"], leave=leave, items={"name": "巴哈尔古丽", "account": "6217"})
    opened = actions.open_leave(current=cast["song"], leave=leave)
    assert (opened.terms, opened.items) == (TERMS, [("account", "6217"), ("name", "巴哈尔古丽")])
    actions.use_leave(current=cast["song"], leave=leave)
    for again in (
        lambda: actions.use_leave(current=cast["song"], leave=leave),
        lambda: actions.withdraw_leave(current=cast["song"], leave=leave, how="by_voice"),
    ):
        with pytest.raises(Refused):
            again()


def test_taken_back_by_the_receipt_what_was_written_down_is_gone(
    cast: Cast, matter: Matter, writer: lives.Writer
) -> None:
    leave = ask(cast, matter, writer)
    writer.says("consent", "agree")
    actions.name_items(current=cast["song"], leave=leave, items={"name": "巴哈尔古丽"})
    writer.says("withdraw-consent")
    assert fresh(leave).state == "withdrawn"
    assert not NamedItem.objects.exists()
    with pytest.raises(Refused) as refused:
        actions.use_leave(current=cast["song"], leave=leave)
    assert refused.value.code == "not-given"


def test_a_no_ends_it_and_changes_nothing_else(cast: Cast, matter: Matter, writer: lives.Writer) -> None:
    before = queries.matter_page(cast["song"], lives.fresh(matter))
    card = Thread.objects.values("state", "next_step", "question").get(pk=writer.thread)
    leave = ask(cast, matter, writer)
    writer.says("consent", "decline")
    after = queries.matter_page(cast["song"], lives.fresh(matter))
    assert fresh(leave).state == "declined"
    assert (before.facts, before.next, before.moves) == (after.facts, after.next, after.moves)
    assert Thread.objects.values("state", "next_step", "question").get(pk=writer.thread) == card


def test_by_voice_two_hear_a_yes_and_anybody_a_no(cast: Cast, matter: Matter, writer: lives.Writer) -> None:
    leave = ask(cast, matter, writer, "they_came")
    for how, code in (("told_to_staff", "told"), ("by_voice", "witnesses"), ("without_script", "how")):
        with pytest.raises(Refused) as refused:
            actions.record_leave(current=cast["song"], leave=leave, agreed=True, how=how)
        assert refused.value.code == code
    actions.record_leave(
        current=cast["song"], leave=leave, agreed=True, how="by_voice", witness=[cast.member("zhou")]
    )
    actions.withdraw_leave(current=cast["zhou"], leave=leave, how="told_to_staff")
    second = ask(cast, matter, writer, "they_came")
    actions.record_leave(current=cast["song"], leave=second, agreed=False, how="told_to_staff")
    assert [row.state for row in Leave.objects.order_by("state")] == ["declined", "withdrawn"]


def test_it_is_not_asked_without_saying_why_or_twice_at_once(cast: Cast, matter: Matter, writer: lives.Writer) -> None:
    with pytest.raises(Refused) as refused:
        ask(cast, matter, writer, terms=Terms("麦栈镇经管站", " ", "补发", "发不了"))
    assert refused.value.code == "terms"
    ask(cast, matter, writer)
    with pytest.raises(Refused) as again:
        ask(cast, matter, writer)
    assert again.value.code == "asked-already"
    assert leaves.LIVE == ["asked", "given"]
