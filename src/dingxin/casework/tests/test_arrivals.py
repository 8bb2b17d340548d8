"""Numbers without gaps, whoever counts at the same time and wherever the work breaks off."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections
from tests.cast_vault import Cast, found

from dingxin.audit.models import Entry
from dingxin.audit.writing import writing
from dingxin.casework import arrivals, numbers, ticks
from dingxin.casework.models import Clock, Counter, Submission
from dingxin.casework.tests import lives
from dingxin.mailbox.models import Thread
from dingxin.rules.ids import new_id


def _numbers() -> list[int]:
    return sorted(Submission.objects.values_list("number", flat=True))


@pytest.mark.django_db
def test_each_arrival_gets_the_next_number_once() -> None:
    cast = found()
    for _ in range(3):
        lives.filed(cast, register=False)
    assert ticks.register_arrivals() == 3
    assert ticks.register_arrivals() == 0
    assert _numbers() == [1, 2, 3]
    row = Submission.objects.first()
    assert row is not None
    assert (row.state, row.channel, row.sealed_by, row.news) == ("registered", "web", "browser", False)
    assert Entry.objects.filter(kind="submission.registered").count() == 3
    assert {clock.clock for clock in Clock.objects.all()} == {"assess"}  # a nature starts the others
    assert Thread.objects.filter(registered=True, state="registered", next_step="read").count() == 3


@pytest.mark.django_db
def test_a_break_in_the_middle_leaves_no_number_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = found()
    lives.filed(cast, register=False)

    def broken(*_args: object, **_facts: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patched:
        patched.setattr(arrivals.audit, "record", broken)
        with pytest.raises(ConnectionError):
            ticks.register_arrivals()
    assert not Submission.objects.exists()
    assert not Counter.objects.exists()
    assert Thread.objects.filter(registered=False).count() == 1
    assert ticks.register_arrivals() == 1
    assert _numbers() == [1]


@pytest.mark.django_db
def test_what_belongs_to_no_vault_here_is_left_alone() -> None:
    cast = found()
    writer = lives.filed(cast, register=False)
    Thread.objects.filter(pk=writer.thread).update(vault_id=new_id())
    assert ticks.register_arrivals() == 0
    assert Thread.objects.get(pk=writer.thread).registered is False


@pytest.mark.django_db
def test_a_number_needs_a_transaction() -> None:
    with pytest.raises(RuntimeError):
        numbers.next_number(new_id(), "web", 2026)


AT_ONCE = 6


def side_by_side(act: Callable[[], object]) -> list[object]:
    """What each of AT_ONCE threads got."""
    start, got = threading.Barrier(AT_ONCE), list[object]()

    def run() -> None:
        try:
            start.wait(10)
            got.append(act())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return got


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_numbers_are_gapless_with_writers_side_by_side() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite in memory is one connection")
    vault = new_id()

    def some() -> list[int]:
        given = []
        for n in range(10):
            try:
                with writing():
                    given.append(numbers.next_number(vault, "web", 2026))
                    if n % 3 == 2:
                        raise ConnectionError
            except ConnectionError:
                given.pop()
        return given

    given = sorted(number for part in side_by_side(some) for number in part)  # type: ignore[attr-defined]
    assert given == list(range(1, len(given) + 1))
    assert len(given) == AT_ONCE * 7


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_arrivals_are_registered_once_by_ticks_side_by_side() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite in memory is one connection")
    cast: Cast = found()
    for _ in range(12):
        lives.filed(cast, register=False)
    assert sum(side_by_side(ticks.register_arrivals)) == 12  # type: ignore[call-overload]
    assert _numbers() == list(range(1, 13))
    assert Entry.objects.filter(kind="submission.registered").count() == 12
