"""Work that comes round holds no key: every tick runs with every private key gone, and nothing it runs can open one.

3-sealing: "Keyed work has no background." 5-house, habit 11.
"""

import inspect
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pyrage
import pytest
import time_machine
from django.conf import settings
from tests import doors
from tests.cast import current_for, half_open_client_for, make_member
from tests.test_architecture import imported, tree_of
from tests.world import World, at, filer

from dingxin.accounts.boot import boot_key
from dingxin.accounts.models import Attempts, Member, Session
from dingxin.audit.models import Entry, FormSent
from dingxin.casework.models import Evidence, InterferenceReport, Link, Matter, Submission
from dingxin.config import tick as ticking
from dingxin.mailbox import actions as mail
from dingxin.mailbox.models import Inlet, Signal, Thread
from dingxin.rules.clock import now
from dingxin.rules.ids import new_id
from dingxin.sealing import primitives
from dingxin.vault import keyring
from dingxin.vault.models import AnswerKey, CompartmentKey, CustodyHolder, Inbound, Wrap
from dingxin.web.days import today

pytestmark = pytest.mark.django_db
Ticks = list[Callable[[], int]]


def keys_gone() -> None:
    """No private half of anybody stands anywhere any more, not even sealed."""
    Session.objects.update(sealed_keys=None)
    Member.objects.update(wrapped_keys=b"", recovery_wrapped_keys=b"", totp_secret=None)
    Inbound.objects.update(wrapped=None, state="destroyed")
    AnswerKey.objects.update(wrapped_seed=b"")
    for table in (CompartmentKey, CustodyHolder, Wrap):
        table.objects.all().delete()


@pytest.fixture
def nothing_opens(waiting: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The boot key is gone with its memory, and whoever decrypts anything is caught."""

    def caught(*given: object, **named: object) -> object:
        raise AssertionError("a tick opened something")

    monkeypatch.setattr(settings, "BOOT_KEY_FILE", str(tmp_path / "gone"))
    monkeypatch.setattr(pyrage, "decrypt_io", caught)
    monkeypatch.setattr(primitives, "crypto_aead_xchacha20poly1305_ietf_decrypt", caught)
    for name in set(keyring.__all__) - {"recused"}:  # who is kept from what is a fact, no key
        monkeypatch.setattr(keyring, name, caught)


@pytest.fixture
def waiting() -> World:
    """A world with something to do for every tick."""
    world = at("answered")
    mail.accept(filing=filer(world.cast.team.team, world.cast.stationing.pk, what="new", level="open", name="n").filing)
    world.first.give("dispute", "dispute", "no")
    world.second.give("interference", "threat", "they came")
    world.first.say("more")
    Evidence.objects.create(id=new_id(), matter=world.matter(), on=today() - timedelta(days=9), by="x")
    Inlet.objects.all().delete()
    pressed = world.submission("second")
    InterferenceReport.objects.create(  # to be followed up after months
        team=pressed.team, vault_id=pressed.vault_id, submission=pressed, came="staff", on=today(), state="settled",
        settled_on=today(),
    )
    FormSent.objects.create(token=new_id(), day=today())
    for door in doors.brought("keyless").values():
        door.prepare(world)
    someone = make_member("lin", "林")
    current_for(someone)
    half_open_client_for(someone)
    gone = now() - timedelta(days=9)
    Session.objects.update(seen_at=gone, created_at=now())
    Attempts.objects.create(bucket="x", failures=1, wait_until=gone, forget_at=gone)
    return world


def all_ticks() -> Ticks:
    return ticking.gather()


@pytest.mark.usefixtures("nothing_opens")
def test_every_tick_does_its_work_without_a_key(waiting: World) -> None:
    with pytest.raises(OSError, match="gone"):
        boot_key()
    done = {"lock_idle": _run("lock_idle")}  # with an unlocked session to lock: the keys of the others go after it
    keys_gone()
    done |= {tick.__name__: tick() for tick in all_ticks() if tick.__name__ not in (*LATER, *done)}
    with time_machine.travel(now() + timedelta(days=400)):
        done |= {name: _run(name) for name in LATER}
    done["seal_some"] = _run("seal_some")
    assert set(done) == {tick.__name__ for tick in all_ticks()}, "give each new tick something to do here"
    idle = {name for door in doors.brought("keyless").values() for name in getattr(door, "IDLE", ())}
    assert not [name for name, number in done.items() if not number and name not in idle], "each found something to do"
    assert Submission.objects.count() == 3
    assert not Signal.objects.filter(drained=False).exists()
    assert not Thread.objects.filter(registered=False).exists()
    assert Link.objects.get(submission=waiting.first.thread).confirmation == "disputed"
    assert Link.objects.get(submission=waiting.second.thread).asked_again_on is not None
    assert Matter.objects.get(pk=waiting.ids["matter"]).interference
    assert Inlet.objects.filter(stationing_id=waiting.cast.stationing.pk, current=True).exists()
    assert not Entry.objects.filter(number=None).exists()


LATER = (
    "run_clocks", "end_old", "forget", "forget_forms", "expire_name_requests",
    *(name for door in doors.brought("keyless").values() for name in door.LATER),
)


def _run(name: str) -> int:
    return next(tick for tick in all_ticks() if tick.__name__ == name)()


@pytest.mark.usefixtures("nothing_opens")
def test_a_tick_run_again_does_nothing_again(waiting: World) -> None:
    for tick in all_ticks():
        tick()
    for tick in all_ticks():
        tick()  # the audit entries of the others are sealed by now
    before = Entry.objects.count()
    assert [tick() for tick in all_ticks()] == [0] * len(all_ticks())
    assert Entry.objects.count() == before


@pytest.mark.usefixtures("nothing_opens")
def test_a_whole_round_logs_no_failure(waiting: World, caplog: pytest.LogCaptureFixture) -> None:
    """``run_once`` goes on after a tick that fails, and says so in the log only."""
    keys_gone()
    assert ticking.run_once() > 0
    assert not [record for record in caplog.records if record.levelname in ("ERROR", "CRITICAL")]


# What the modules of ticks may import.

OPENS = (
    "dingxin.vault.keyring", "dingxin.accounts.boot", "dingxin.accounts.cookies", "dingxin.accounts.derive",
    "dingxin.vault.custodians", "dingxin.vault.recusals", "dingxin.casework.envelopes", "dingxin.casework.opening",
    "dingxin.casework.sealed", "dingxin.casework.keys", "dingxin.sealing.compartments", "pyrage", "nacl",
)


@pytest.mark.parametrize("tick", ticking.gather(), ids=lambda tick: tick.__name__)
def test_the_module_of_a_tick_imports_nothing_that_opens(tick: Callable[[], int]) -> None:
    source = Path(inspect.getsourcefile(tick) or "")
    assert [name for name in imported(tree_of(source)) if name.startswith(OPENS)] == []


@pytest.mark.parametrize("tick", ticking.gather(), ids=lambda tick: tick.__name__)
def test_a_tick_takes_no_member(tick: Callable[[], int]) -> None:
    """There is nobody whose keys it could use."""
    assert not inspect.signature(tick).parameters
    assert ".keys()" not in inspect.getsource(inspect.getmodule(tick)), tick.__module__
