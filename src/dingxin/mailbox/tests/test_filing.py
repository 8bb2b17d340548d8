"""Taking in a submission: once, whole, or not at all."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast_mailbox import Cast, cast, filed, opened, person

from dingxin.audit.models import Entry
from dingxin.ledger import outbox
from dingxin.ledger.models import Outgoing
from dingxin.ledger.public import new_entry, promise_key
from dingxin.mailbox import budget, recipients
from dingxin.mailbox.actions import NewFile, accept, add_part
from dingxin.mailbox.models import CardDay, Envelope, File, FilePart, Inlet, Receipt, Thread
from dingxin.mailbox.queries import inlet_for, parts_held
from dingxin.mailbox.refused import Refused, Why
from dingxin.rules.ids import new_id
from dingxin.sealing.receipts import open_cs
from dingxin.tlog.leaf import complainant_subject
from dingxin.tlog.promise import Promise, check_promise

pytestmark = pytest.mark.django_db
TABLES = (Thread, Envelope, Receipt, CardDay, File, FilePart, Outgoing, Entry)


@pytest.fixture
def made(tmp_path, settings) -> Cast:
    budget.forget()
    return cast(tmp_path, settings)


def rows() -> list[int]:
    return [table.objects.count() for table in TABLES]


def test_accepted_whole(made: Cast) -> None:
    someone = person(made)
    promise = accept(filing=someone.filing)
    check_promise(promise_key(), Promise(promise.commitment, promise.day, promise.publish_by), promise.signature)
    assert opened(someone.thread, made.team)[0]["what"] == "村里占了我家半亩地"
    assert rows() == [1, 1, 1, 1, 0, 0, 1, 1]
    entry = Entry.objects.get()
    assert (entry.kind, entry.actor, entry.at.hour, entry.at.minute) == ("submission.received", "person", 0, 0)


def test_twice_is_once(made: Cast) -> None:
    someone = person(made)
    first = accept(filing=someone.filing)
    before = rows()
    assert accept(filing=someone.filing) == first
    assert rows() == before


@pytest.mark.parametrize("field", ["words", "head", "identity", "share_b"])
def test_other_bytes_under_the_same_id_are_refused(made: Cast, field: str) -> None:
    someone = person(made)
    accept(filing=someone.filing)
    before = rows()
    old = getattr(someone.filing, field)
    with pytest.raises(Refused) as refused:
        accept(filing=replace(someone.filing, **{field: old[:-1] + bytes([old[-1] ^ 1])}))
    assert refused.value.why is Why.DIFFERS
    assert rows() == before


def test_another_commitment_under_the_same_id_is_refused(made: Cast) -> None:
    someone = person(made)
    accept(filing=someone.filing)
    other = new_entry("received", complainant_subject(someone.keys.verify))
    with pytest.raises(Refused, match="differs"):
        accept(filing=replace(someone.filing, entry=other))


def test_the_same_after_new_digits_is_still_the_same(made: Cast) -> None:
    someone = person(made)
    first = accept(filing=someone.filing)
    Receipt.objects.update(state="replaced", box=None)
    assert accept(filing=someone.filing) == first


@pytest.mark.parametrize(("field", "value", "why"), [
    ("head", b"", Why.BAD), ("head", bytes(5000), Why.BAD), ("words", bytes(2 * 1024), Why.BAD),
    ("words", bytes(200 * 1024), Why.TOO_LARGE), ("identity", bytes(10), Why.BAD), ("share_b", bytes(1), Why.BAD),
    ("lookup", bytes(31), Why.BAD), ("W", bytes(72), Why.BAD), ("answer_recipient", "age1short", Why.BAD),
    ("answer_recipient", "", Why.BAD), ("verify_key", bytes(32), Why.BAD), ("verify_key", b"\x01" + bytes(31), Why.BAD),
    ("shows", "everything", Why.BAD), ("channel", "pigeon", Why.BAD), ("sealed_by", "nobody", Why.BAD),
    ("thread", new_id().__class__(int=0), Why.BAD), ("vault", new_id(), Why.STALE), ("epoch", 7, Why.STALE),
    ("stationing", new_id(), Why.STALE), ("lookup", None, Why.BAD),
])
def test_malformed_is_refused_and_nothing_is_stored(made: Cast, field: str, value: object, why: Why) -> None:
    someone = person(made)
    with pytest.raises(Refused) as refused:
        accept(filing=replace(someone.filing, **{field: value}))
    assert refused.value.why is why
    assert rows() == [0] * len(TABLES)


def test_an_entry_that_commits_to_something_else_is_refused(made: Cast) -> None:
    someone = person(made)
    entry = someone.filing.entry
    for wrong in (
        replace(entry, commitment=bytes(32)), replace(entry, salt_d=bytes(32)), replace(entry, salt_t=bytes(5)),
        replace(entry, scope="maizhan"), replace(entry, period="2026-W12"), replace(entry, detail=b"x"),
        replace(entry, kind="dummy"), new_entry("received", bytes(32)),
        new_entry("closed", complainant_subject(someone.keys.verify)),
    ):
        with pytest.raises(Refused, match="bad entry"):
            accept(filing=replace(someone.filing, entry=wrong))
    assert rows() == [0] * len(TABLES)


def test_expired_inlet_is_stale(made: Cast) -> None:
    someone = person(made)
    Inlet.objects.update(not_after=made.stationing.starts)
    with pytest.raises(Refused, match="stale"):
        accept(filing=someone.filing)
    assert inlet_for(made.stationing.pk) is None


def test_killed_in_the_middle_stores_nothing(made: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    someone = person(made)

    def die(**_: object) -> None:
        raise SystemExit

    monkeypatch.setattr(outbox, "add", die)
    with pytest.raises(SystemExit):
        accept(filing=someone.filing)
    assert rows() == [0] * len(TABLES)
    monkeypatch.undo()
    accept(filing=someone.filing)
    assert Thread.objects.count() == 1


def test_budget_of_the_hour(made: Cast, settings) -> None:
    settings.MAILBOX_PER_HOUR = 2
    first = person(made)
    accept(filing=first.filing)
    filed(made)
    with pytest.raises(Refused, match="busy"):
        filed(made)
    accept(filing=first.filing)  # what was taken is confirmed again whatever the hour
    assert Thread.objects.count() == 2


def test_files_come_part_by_part(made: Cast) -> None:
    big = NewFile(id=new_id(), of=4, manifest=bytes(2089))
    small = NewFile(id=new_id(), of=1, manifest=bytes(2089), parts=(bytes(65536 + 41),))
    someone = filed(made, files=(big, small))
    part = bytes([7]) * (256 * 1024 + 41)
    add_part(thread=someone.thread, file=big.id, number=2, body=part)
    add_part(thread=someone.thread, file=big.id, number=2, body=part)
    assert parts_held(thread=someone.thread, file=big.id) == (4, [2])
    assert File.objects.get(pk=big.id).parts == 1
    assert File.objects.get(pk=small.id).parts == 1
    for number, body, why in (
        (2, bytes(256 * 1024 + 41), Why.DIFFERS), (4, part, Why.BAD), (-1, part, Why.BAD),
        (0, part[:-1], Why.BAD), (0, part + b"x", Why.TOO_LARGE), (0, bytes(65536 + 41), Why.BAD),
    ):
        with pytest.raises(Refused) as refused:
            add_part(thread=someone.thread, file=big.id, number=number, body=body)
        assert refused.value.why is why
    with pytest.raises(Refused, match="closed"):
        add_part(thread=new_id(), file=big.id, number=0, body=part)
    assert FilePart.objects.count() == 2


@pytest.mark.parametrize("files", [
    [NewFile(id=new_id(), of=0, manifest=bytes(2089))], [NewFile(id=new_id(), of=3, manifest=bytes(2089))],
    [NewFile(id=new_id(), of=1, manifest=b"")], [NewFile(id=new_id(), of=1, manifest=bytes(20_000))],
    [NewFile(id=new_id(), of=1, manifest=bytes(2089)) for _ in range(21)],
    [NewFile(id=new_id(), of=10**6, manifest=bytes(2089))],
    [NewFile(id=new_id(), of=1, manifest=bytes(2089), parts=(b"x",))],
    [NewFile(id=made_id, of=1, manifest=bytes(2089)) for made_id in [new_id()] * 2],
])
def test_impossible_files_are_refused(made: Cast, files: list[NewFile]) -> None:
    with pytest.raises(Refused):
        filed(made, files=tuple(files))
    assert rows() == [0] * len(TABLES)


def test_about_the_team_goes_above(made: Cast) -> None:
    found = inlet_for(made.stationing.pk, about_team=True)
    assert found is not None
    assert found.vault_id == made.superior.vault
    someone = filed(made, side=made.superior)
    opened(someone.thread, made.superior)


def test_server_side_seal_checks_the_chain(made: Cast) -> None:
    assert recipients.checked(made.team.inlet).inbound == made.team.inbound.recipient
    swapped = Inlet.objects.get(pk=made.team.inlet.pk)
    swapped.statement = made.superior.inlet.statement  # rightly signed, but for another vault
    with pytest.raises(Refused, match="stale"):
        recipients.checked(swapped)
    swapped.statement = "{}"
    with pytest.raises(Refused, match="stale"):
        recipients.checked(swapped)


def test_a_keyset_that_was_not_kept_is_not_believed(made: Cast, tmp_path, settings) -> None:
    settings.KEYS_FOLDER = tmp_path / "another"
    with pytest.raises(Refused, match="stale"):
        recipients.checked(made.team.inlet)


def test_nothing_stored_opens_without_the_digits(made: Cast) -> None:
    someone = filed(made)
    box = bytes(Receipt.objects.get().box or b"")
    assert someone.lookup not in box
    assert bytes(Receipt.objects.get().lookup) != someone.lookup
    with pytest.raises(Exception, match=r'version|open'):
        open_cs(someone.wrap, box)


def test_repeats_cost_reads_only(made: Cast) -> None:
    someone = filed(made)
    with CaptureQueriesContext(connection, ) as queries:
        accept(filing=someone.filing)
    assert not [q for q in queries if q["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]


def test_two_requests_at_once_are_one_filing(made: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second request looked before the first had stored: the primary key stops it, and it gets the same promise."""
    from dingxin.mailbox.actions import filing as module

    someone = person(made)
    first = accept(filing=someone.filing)
    look, seen = module._earlier, []

    def too_early(filing):
        seen.append(filing)
        return None if len(seen) == 1 else look(filing)

    monkeypatch.setattr(module, "_earlier", too_early)
    before = rows()
    assert accept(filing=someone.filing) == first
    assert len(seen) == 2
    assert rows() == before


def test_a_file_id_of_somebody_else_takes_nothing_of_it(made: Cast) -> None:
    file = NewFile(id=new_id(), of=1, manifest=bytes(2089))
    filed(made, files=(file,))
    before = rows()
    with pytest.raises(Refused, match="differs"):
        filed(made, files=(file,))
    assert rows() == before
