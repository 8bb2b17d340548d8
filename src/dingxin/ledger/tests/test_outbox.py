"""Entries are written, and promised, only in the transaction that causes them."""

from dataclasses import asdict, replace
from datetime import UTC, datetime

import pytest
import time_machine

from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.ledger import outbox
from dingxin.ledger.counted import counted_under, may_count
from dingxin.ledger.models import Outgoing
from dingxin.ledger.public import log_name, new_entry, promise_key
from dingxin.rules.codes import LedgerKind
from dingxin.tlog.promise import Promise, Slip, check_promise, check_slip, make_slip
from dingxin.web.days import today

pytestmark = pytest.mark.django_db


def add(entry: outbox.Entry) -> outbox.Promised:
    with writing():
        promise = outbox.add(**asdict(entry))
        audit.record("submission.received", actor="person")
    return promise


def test_a_promise_holds_and_opens_into_a_slip() -> None:
    entry = new_entry("received", b"s" * 32)
    given = add(entry)
    promise = Promise(given.commitment, given.day, given.publish_by)
    check_promise(promise_key(), promise, given.signature)
    slip = make_slip(Slip(
        log_name(), promise, given.signature, entry.salt_d, entry.salt_t, entry.kind, entry.scope, entry.period,
        b"s" * 32,
    ))
    assert check_slip(slip, promise_key()).promise == promise
    assert outbox.promised(entry.commitment) == given


def test_outside_writing_is_a_mistake() -> None:
    with pytest.raises(RuntimeError):
        outbox.add(**asdict(new_entry("received", bytes(32))))


def test_what_does_not_fit_is_refused() -> None:
    entry = new_entry("received", bytes(32))
    for wrong in (
        replace(entry, commitment=bytes(32)), replace(entry, kind="closed"), replace(entry, scope="x"),
        replace(entry, salt_t=bytes(32)), replace(entry, detail=b""),
    ):
        with pytest.raises(outbox.EntryRefused):
            add(wrong)
    assert not Outgoing.objects.exists()


@pytest.mark.parametrize(("publishes", "days"), [(True, 1), (False, 365)])
def test_a_promise_names_a_day_that_can_be_kept(settings, publishes: bool, days: int) -> None:
    settings.LEDGER_PUBLISHES = publishes
    given = add(new_entry("received", bytes(32)))
    assert (given.publish_by - given.day).days == days


def test_rare_kinds_are_counted_by_the_year() -> None:
    day = today()
    for kind in LedgerKind:
        _, period = counted_under(kind, day)
        assert len(period) in (4, 7)
    assert counted_under(LedgerKind.INTERFERENCE, day)[1] == f"{day.year}"
    with pytest.raises(ValueError, match="no such kind"):
        counted_under("gossip", day)
    assert not may_count("gossip", "log", "2026", day)


def test_a_page_opened_before_midnight_of_the_months_end_still_counts() -> None:
    with time_machine.travel(datetime(2026, 3, 31, 15, 59, tzinfo=UTC), tick=False):  # 23:59 in Shanghai
        entry = new_entry("received", bytes(32))
    with time_machine.travel(datetime(2026, 3, 31, 16, 1, tzinfo=UTC), tick=False):
        add(entry)
    with time_machine.travel(datetime(2026, 4, 2, 16, 1, tzinfo=UTC), tick=False), pytest.raises(outbox.EntryRefused):
        outbox.checked(entry)
