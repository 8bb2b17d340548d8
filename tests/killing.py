"""What test_killing runs beside pytest: a real database file, and workers that are killed or denied in the middle.

``python -m tests.killing FOLDER`` walks a world to *answered* in FOLDER, keeps that file as a template, and for each
act of ``ACTS`` forks workers that die at one statement after another. It prints one JSON object: act → what was wrong
(empty when nothing was), and what only this process can see of the other trials. It needs a process of its own: the
suite's database lives in memory, and forks must not carry pytest along.
"""

import hashlib
import io
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

FOLDER = Path(sys.argv[1]) if __name__ == "__main__" else Path()
if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "dingxin.config.settings_test"
    os.environ["DINGXIN_DATABASE"] = "sqlite"
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = str(FOLDER / "live.sqlite3")
    settings.DATABASES["default"]["OPTIONS"]["timeout"] = 0.3  # seconds; no trial waits for a lock that never comes
    settings.KEYS_FOLDER = FOLDER / "keys"
    django.setup()

from django.core.management import call_command  # noqa: E402 - after the settings
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from tests.world import World, at, codes, filer, sealed_file  # noqa: E402

from dingxin.casework import actions as work  # noqa: E402
from dingxin.casework.recording import Said  # noqa: E402
from dingxin.casework.ticks import TICKS, drain_signals, register_arrivals  # noqa: E402
from dingxin.mailbox import actions as mail  # noqa: E402
from dingxin.mailbox.lookup import b64  # noqa: E402
from dingxin.sealing.primitives import random_bytes, sha256  # noqa: E402
from dingxin.vault import actions as vaults  # noqa: E402
from dingxin.web.days import today  # noqa: E402

LIVE, TEMPLATE = FOLDER / "live.sqlite3", FOLDER / "template.sqlite3"
POINTS = 4  # statements of an act at which a worker dies, besides around each commit; all of them for ``accept``
Counts = dict[str, int]


def template() -> dict[str, Any]:
    """The world, and people and signals that wait for what the acts do."""
    call_command("migrate", verbosity=0)
    world = at("answered")
    place = (world.cast.team.team, world.cast.stationing.pk)
    text = (("n", "text/plain", b"file of two parts" * 20_000),)
    waiting = filer(*place, what="registered, not opened", name="n", files=text)
    mail.accept(filing=waiting.filing)
    register_arrivals()
    mail.accept(filing=filer(*place, what="not registered").filing)
    world.second.give("confirm", "confirm")
    file = sealed_file(random_bytes(32), "n", "text/plain", b"later")
    said = world.first.sealed("with a file")
    bare = mail.NewFile(id=file.id, of=file.of, manifest=file.manifest)
    mail.add_message(**world.first.word("message", sha256(said.body).hex()), text=said, files=(bare,))
    new, message = filer(*place, what="new", name="x", files=text), world.first.sealed("more")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    shutil.copy(LIVE, TEMPLATE)
    return {
        "world": world, "waiting": waiting, "new": new, "file": file, "message": message,
        "word": world.first.word("message", sha256(message.body).hex()),
        "narrow": world.first.word("narrow", "state"), "close": world.first.word("close", "close"),
    }


def fresh() -> None:
    """The template as the live file, without what an earlier worker left beside it."""
    connection.close()
    for name in ("-wal", "-shm", "-journal"):
        LIVE.with_name(LIVE.name + name).unlink(missing_ok=True)
    shutil.copy(TEMPLATE, LIVE)


@contextmanager
def raw() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(LIVE, timeout=5)) as found:
        yield found


def counts() -> Counts:
    """Rows by table, as another process sees them."""
    with raw() as found:
        names = [name for (name,) in found.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: found.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in sorted(names)}


def content() -> str:
    """A hash over every row of every table."""
    with raw() as found:
        return hashlib.sha256("\n".join(found.iterdump()).encode()).hexdigest()


def whole() -> bool:
    """SQLite's own check of the file, and of every foreign key."""
    with raw() as found:
        fine = found.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return fine and not found.execute("PRAGMA foreign_key_check").fetchall()


# Acts: one call each, on what the template prepared.


def _recording(made: dict[str, Any]) -> object:
    world: World = made["world"]
    return work.record_submission(
        current=world["ding"], stationing=world.cast.stationing, channel="visit", said=Said({"what": "x"}, "anonymous"),
        received_on=today(), receipt=False,
    )


def _rekey(made: dict[str, Any]) -> object:
    world: World = made["world"]
    return vaults.rekey(current=world["helan"], vault=world.cast.vault, member=world.cast.member("azi"), left=True)


ACTS: dict[str, Callable[[dict[str, Any]], object]] = {
    "accept": lambda m: mail.accept(filing=m["new"].filing),
    "add_part": lambda m: mail.add_part(
        thread=m["world"].first.thread, file=m["file"].id, number=0, body=m["file"].parts[0]),
    "add_message": lambda m: mail.add_message(**m["word"], text=m["message"]),
    "narrow": lambda m: mail.narrow(**m["narrow"]),
    "close_receipt": lambda m: mail.close_receipt(**m["close"]),
    "register_arrivals": lambda m: register_arrivals(),
    "drain_signals": lambda m: drain_signals(),
    "open_submission": lambda m: work.open_submission(
        current=m["world"]["song"], submission=_waiting(m)),
    "make_matter": lambda m: work.make_matter(
        current=m["world"]["song"], title="t", codes=codes(m["world"]), team=m["world"].cast.team.team),
    "answer": lambda m: work.answer(
        current=m["world"]["song"], link=m["world"].link(), text="a", outcome="substantiated"),
    "promise": lambda m: work.promise(
        current=m["world"]["song"], matter=m["world"].matter(), kind="money", counted_in="yuan", amount=100, whose="x"),
    "correct": lambda m: work.correct(current=m["world"]["song"], remedy=m["world"].remedy(), reason="x"),
    "make_move": lambda m: work.make_move(
        current=m["world"]["song"], matter=m["world"].matter(), move="act_more", reason="r"),
    "add_evidence": lambda m: work.add_evidence(
        current=m["world"]["song"], matter=m["world"].matter(), source=io.BytesIO(b"y" * 600_000), name="n",
        media_type="text/plain"),
    "record_submission": _recording,
    "rekey": _rekey,
    "seal_audit": lambda m: _chain(),
}
SEVERAL = {"record_submission", "register_arrivals", "drain_signals", "add_evidence"}
"""More than one transaction by design; between two of them nothing may be lost that was promised."""
AGAIN = {"accept", "add_part", "add_message", "register_arrivals", "drain_signals", "seal_audit"}
"""Sent or run again after the worker died, these end where one whole run ends."""


def _waiting(made: dict[str, Any]) -> Any:
    from dingxin.casework.models import Submission

    return Submission.objects.get(pk=made["waiting"].thread)


def _chain() -> int:
    from dingxin.audit.chain import seal_some

    return seal_some()


def worker(act: Callable[[], object], note: Path | None = None, die_at: int = 0, before_commit: int = 0,
           after_commit: int = 0) -> None:
    """Runs in a fork: counts statements and commits, dies where told, notes each state that a commit left."""
    seen = {"statements": 0, "commits": 0}

    def statement(execute: Any, sql: str, *rest: Any) -> Any:
        seen["statements"] += 1
        if seen["statements"] == die_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, *rest)

    connection.ensure_connection()
    commit = connection._commit

    def committing() -> Any:
        seen["commits"] += 1
        if seen["commits"] == before_commit:
            os.kill(os.getpid(), signal.SIGKILL)
        commit()
        if seen["commits"] == after_commit:
            os.kill(os.getpid(), signal.SIGKILL)
        if note is not None:
            with note.open("a") as out:
                out.write(json.dumps(counts()) + "\n")

    connection._commit = committing
    with connection.execute_wrapper(statement):
        act()
    if note is not None:
        with note.open("a") as out:
            out.write(json.dumps(seen) + "\n")


def forked(run: Callable[[], object], kill_after: float | None = None) -> int:
    """Exit status of a fork that ran this: 0 well, 1 it raised, −9 killed."""
    connection.close()
    child = os.fork()
    if child == 0:
        try:
            run()
        except BaseException as error:
            sys.stderr.write(f"{error!r}\n")
            os._exit(1)
        os._exit(0)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def states_of(name: str, made: dict[str, Any]) -> tuple[list[Counts], int]:
    """The states that one whole run commits, one after another, and how many statements it takes."""
    note = FOLDER / f"{name}.states"
    fresh()
    assert forked(lambda: worker(lambda: ACTS[name](made), note)) == 0, name
    *states, seen = [json.loads(line) for line in note.read_text().splitlines()]
    return states, seen["statements"]


def killed(name: str, made: dict[str, Any]) -> list[str]:
    """What was wrong after workers died in the middle of this act."""
    states, statements = states_of(name, made)
    wrong = [] if name in SEVERAL or len(states) == 1 else [f"{len(states)} transactions"]
    fresh()
    before, untouched = content(), counts()
    step = 1 if name == "accept" else max(1, statements // POINTS)
    points = [{"die_at": n} for n in range(1, statements + 1, step)]
    points += [{"before_commit": n} for n in range(1, len(states) + 1)]
    points += [{"after_commit": n} for n in range(1, len(states) + 1)]
    for point in points:
        fresh()
        if forked(lambda point=point: worker(lambda: ACTS[name](made), **point)) != -9:
            wrong.append(f"{point}: the worker lived")
        now = counts()
        if not whole():
            wrong.append(f"{point}: the file is not whole")
        if now == untouched and content() != before and untouched not in states:
            wrong.append(f"{point}: changed without being done")
        if now not in [untouched, *states]:
            wrong.append(f"{point}: half done: {difference(untouched, now)}")
        if point.get("after_commit") and now != states[point["after_commit"] - 1]:
            wrong.append(f"{point}: lost what was committed")
        if name in AGAIN:
            wrong += again(name, made, point, states[-1])
    return wrong


def again(name: str, made: dict[str, Any], point: dict[str, int], end: Counts) -> list[str]:
    """The same once more, and a third time: it ends where one run ends."""
    for _ in range(2):
        if forked(lambda: ACTS[name](made)) != 0:
            return [f"{point}: sent again, it was refused"]
    now = counts()
    return [] if now == end else [f"{point}: sent again, it was done twice: {difference(end, now)}"]


def difference(one: Counts, two: Counts) -> Counts:
    return {name: two[name] - one[name] for name in one if two[name] != one[name]}


# Filing: what was promised is there.


def promises(made: dict[str, Any]) -> list[str]:
    """Forty filings in a row, the worker killed at any moment; what it acknowledged stands, with the same promise."""
    world: World = made["world"]
    people = [filer(world.cast.team.team, world.cast.stationing.pk, what=str(n)) for n in range(40)]
    wrong: list[str] = []
    chance = random.Random(20260317)  # which moment, not which secret
    acknowledged = FOLDER / "acknowledged"
    for _ in range(10):
        fresh()
        acknowledged.write_text("")
        forked(lambda: [_filed(one, acknowledged) for one in people], kill_after=chance.uniform(0.02, 0.4))
        told = dict(line.split() for line in acknowledged.read_text().splitlines() if len(line.split()) == 2)
        wrong += [f"not whole: {one}" for one in half_filed()]
        kept = stored()
        wrong += [f"lost {thread}" for thread, promise in told.items() if kept.get(thread) != promise]
        acknowledged.write_text("")
        if forked(lambda: [_filed(one, acknowledged) for one in people]) != 0:
            wrong.append("sent again, it was refused")
        again = dict(line.split() for line in acknowledged.read_text().splitlines())
        wrong += [f"another promise for {thread}" for thread, promise in told.items() if again.get(thread) != promise]
        wrong += [] if len(again) == len(people) == len(set(again) & set(stored())) else ["not all are there"]
        wrong += [f"not whole: {one}" for one in half_filed()]
    return wrong


def _filed(one: Any, acknowledged: Path) -> None:
    promise = mail.accept(filing=one.filing)
    with acknowledged.open("a") as out:
        out.write(f"{one.thread.hex} {promise.signature.hex()}\n")


def stored() -> dict[str, str]:
    """thread → promise of the same subject, as the rows say. The outbox names no thread: the entry's place does."""
    from dingxin.ledger.models import Outgoing
    from dingxin.mailbox.models import Thread
    from dingxin.tlog.leaf import Detail, complainant_subject

    by_subject = {
        Detail.parse(bytes(row.detail)).subject: bytes(row.promise).hex()
        for row in Outgoing.objects.filter(kind="received")
    }
    found = {}
    for thread in Thread.objects.all():
        subject = complainant_subject(bytes(thread.verify_key or b""))
        if subject in by_subject:
            found[thread.pk.hex] = by_subject[subject]
    connection.close()
    return found


def half_filed() -> list[str]:
    """Threads that lack a part, and parts that lack a thread."""
    from dingxin.audit.models import Entry
    from dingxin.ledger.models import Outgoing
    from dingxin.mailbox.models import CardDay, Envelope, Receipt, Thread

    threads = {row.pk for row in Thread.objects.all()}
    parts = {
        "envelope": set(Envelope.objects.values_list("thread", flat=True)),
        "receipt": set(Receipt.objects.values_list("thread", flat=True)),
        "card": set(CardDay.objects.values_list("thread", flat=True)),
        "entry": {
            type(next(iter(threads)))(name.partition(":")[2])
            for name in Entry.objects.filter(kind="submission.received").values_list("object", flat=True)
        },
    }
    wrong = [f"{name} {len(threads ^ there)}" for name, there in parts.items() if threads != there]
    if Outgoing.objects.filter(kind="received").count() != len(threads):
        wrong.append("promises")
    connection.close()
    return wrong


# Denied: no room on the disk, a file that another holds.


def as_json(made: dict[str, Any]) -> str:
    filing = made["new"].filing
    entry = filing.entry
    return json.dumps({
        "v": 1, "code": "maizhan", "thread": filing.thread.hex, "vault": filing.vault.hex, "epoch": filing.epoch,
        "head": b64(filing.head), "words": b64(filing.words), "identity": b64(filing.identity),
        "share_b": b64(filing.share_b), "answer_recipient": filing.answer_recipient,
        "verify_key": b64(filing.verify_key), "shows": filing.shows, "lookup": b64(filing.lookup), "w": b64(filing.W),
        "files": [],
        "entry": {
            "commitment": b64(entry.commitment), "detail": b64(entry.detail), "salt_d": b64(entry.salt_d),
            "salt_t": b64(entry.salt_t), "scope": entry.scope, "period": entry.period,
        },
    })


def posted(made: dict[str, Any]) -> int:
    """Status of a filing over HTTP; a 503 says when to come back."""
    answer = Client(raise_request_exception=False).post("/api/submit", as_json(made), "application/json")
    if answer.status_code == 503:
        assert answer.headers["Retry-After"]
    return answer.status_code


def no_room(made: dict[str, Any]) -> list[str]:
    """The log of the database cannot grow beyond so many bytes: nothing is stored, the answer is 503, the next works."""
    wrong = []
    for room in (0, 512, 4_096, 9_000, 20_000):
        fresh()
        with raw() as one:
            one.execute("PRAGMA journal_mode = WAL")
        before = content()

        def full(room: int = room) -> None:
            connection.ensure_connection()
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
            status = posted(made)
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            assert status == 503, status
            with sqlite3.connect(LIVE) as other:
                found = other.execute("SELECT count(*) FROM mailbox_thread WHERE id = ?", [made["new"].thread.hex])
                assert found.fetchone() == (0,)

        if forked(full) != 0:
            wrong.append(f"with {room} bytes of room: no 503, or half of it was stored")
        if content() != before or not whole():
            wrong.append(f"with {room} bytes of room: something changed")
        if forked(lambda: _expect(200, made)) != 0:
            wrong.append(f"with {room} bytes of room: sent again afterwards, it was refused")
    return wrong


def _expect(status: int, made: dict[str, Any]) -> None:
    found = posted(made)
    assert found == status, found


def held(made: dict[str, Any]) -> list[str]:
    """Another program holds the file for writing: 503, nothing stored; once it lets go the same filing is taken."""
    fresh()
    before, wrong = content(), []
    with raw() as other:
        other.isolation_level = None
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("BEGIN IMMEDIATE")
        if forked(lambda: _expect(503, made)) != 0:
            wrong.append("no 503")
        other.execute("ROLLBACK")
    if content() != before:
        wrong.append("something changed")
    if forked(lambda: _expect(200, made)) != 0:
        wrong.append("sent again afterwards, it was refused")
    return wrong


def loose_ends(made: dict[str, Any]) -> list[str]:
    """A counter's record broken off at each point, then the ticks: what was stored is registered, and nothing lies about."""
    states, _ = states_of("record_submission", made)
    wrong = []
    for number in range(1, len(states) + 1):
        fresh()
        forked(lambda number=number: worker(lambda: _recording(made), after_commit=number))
        forked(lambda: [tick() for tick in TICKS])
        with raw() as found:
            notes = found.execute("SELECT count(*) FROM casework_arrivalnote").fetchone()[0]
            unregistered = found.execute("SELECT count(*) FROM mailbox_thread WHERE NOT registered").fetchone()[0]
        if unregistered:
            wrong.append(f"after commit {number}: not registered")
        if notes:
            wrong.append(f"after commit {number}: a note of an arrival that never came stays for good")
    return wrong


TRIALS: dict[str, Callable[[dict[str, Any]], list[str]]] = {
    "promises": promises, "no_room": no_room, "held": held, "loose_ends": loose_ends,
}


def main() -> None:
    made = template()
    found: dict[str, list[str]] = {}
    for name, act in [*((name, killed) for name in ACTS), *TRIALS.items()]:
        try:
            found[name] = act(name, made) if act is killed else act(made)  # type: ignore[call-arg,arg-type]
        except AssertionError as error:
            found[name] = [f"could not be tried: {error}"]
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
