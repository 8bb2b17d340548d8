"""The audit room: one entry in one transaction, day only for persons' acts, and a chain that shows any change."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from dingxin import audit
from dingxin.audit.chain import seal_some
from dingxin.audit.models import Entry
from dingxin.audit.ticks import FORM_DAYS, forget_forms
from dingxin.audit.verify import run, verify
from dingxin.audit.writing import SentBefore, sent_once, writing
from dingxin.rules.clock import now
from dingxin.rules.ids import new_id

pytestmark = pytest.mark.django_db


def written(count: int) -> None:
    for number in range(count):
        with writing():
            audit.record("member.changed", actor="tester", object=f"member:{number}", facts={"number": number})


def chain_all() -> None:
    while seal_some():
        pass


def test_entry_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError):
        audit.record("member.changed", actor="tester")


def test_one_action_is_one_transaction() -> None:
    with writing(), pytest.raises(RuntimeError), writing():
        pass
    with writing():  # the lock was given back
        audit.record("member.changed", actor="tester")


def test_a_failing_action_leaves_no_entry() -> None:
    def fails() -> None:
        with writing():
            audit.record("member.changed", actor="tester")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("facts", [{"a": "two\nlines"}, {"a key": 1}])
def test_facts_are_single_lines(facts: dict[str, str | int | None]) -> None:
    with pytest.raises(ValueError), writing():
        audit.record("member.changed", actor="tester", facts=facts)


def test_undeclared_kind_is_refused() -> None:
    with pytest.raises(KeyError), writing():
        audit.record("something.else", actor="tester")


def test_acts_of_persons_carry_the_day_only() -> None:
    with writing():
        audit.record("submission.received", actor="person")
    with writing():
        audit.record("member.changed", actor="tester")
    person, staff = Entry.objects.order_by("id")
    assert (person.at.hour, person.at.minute, person.at.second, person.at.microsecond) == (0, 0, 0, 0)
    assert staff.at.microsecond


def test_a_whole_chain_holds_and_chaining_again_adds_nothing() -> None:
    written(7)
    chain_all()
    verdict = verify()
    assert (verdict.entries, verdict.waiting, verdict.broken_at) == (7, 0, None)
    assert seal_some() == 0
    assert run() == 0


@pytest.mark.parametrize(
    ("sql", "broken"),
    [
        ("UPDATE audit_entry SET actor = 'another' WHERE number = 4", 4),
        ("UPDATE audit_entry SET facts = 'number 9' || char(10) WHERE number = 4", 4),
        ("DELETE FROM audit_entry WHERE number = 4", 4),
        ("DELETE FROM audit_entry WHERE number = 1", 1),
    ],
)
def test_a_row_changed_or_removed_by_hand_is_found(sql: str, broken: int, capsys: pytest.CaptureFixture[str]) -> None:
    written(6)
    chain_all()
    with connection.cursor() as cursor:
        cursor.execute(sql if connection.vendor == "sqlite" else sql.replace("char(10)", "chr(10)"))
    assert verify().broken_at == broken
    assert run() == 1
    assert str(broken) in capsys.readouterr().out


def test_swapping_two_rows_is_found() -> None:
    written(5)
    chain_all()
    second, third = Entry.objects.get(number=2), Entry.objects.get(number=3)
    Entry.objects.filter(pk=second.pk).update(number=99)
    Entry.objects.filter(pk=third.pk).update(number=2)
    Entry.objects.filter(pk=second.pk).update(number=3)
    assert verify().broken_at == 2


def test_an_entry_added_by_hand_below_the_head_is_found() -> None:
    written(3)
    chain_all()
    first = Entry.objects.get(number=1)
    Entry.objects.create(at=first.at, kind=first.kind, actor="x", number=4, hash=first.hash)
    assert verify().broken_at == 4


def test_a_form_is_carried_out_once_and_what_broke_off_can_be_sent_again() -> None:
    token = new_id()
    with pytest.raises(ZeroDivisionError), sent_once(token), writing():
        raise ZeroDivisionError
    with sent_once(token):
        written(2)  # a second writing() of the same act claims nothing
    for _ in range(2):
        with pytest.raises(SentBefore), sent_once(token):
            written(1)
    with sent_once(None):
        written(1)
    assert Entry.objects.count() == 3
    with time_machine.travel(now() + timedelta(days=FORM_DAYS + 2)):
        assert (forget_forms(), forget_forms()) == (1, 0)
