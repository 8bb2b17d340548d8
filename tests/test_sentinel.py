"""Nothing sealed is ever written in the clear (T1): marked words go in by every door and are looked for everywhere.

The marks of ``world.Planted`` and those of ``sentinel.everything``: browser, form without script, counter, desk,
register, files and their names, messages, words given, reasons, names and telephones, digits, passphrases.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from tests import doors, sentinel
from tests.world import Planted, at

from dingxin.mailbox import budget

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("shape", sentinel.SHAPES)
def test_the_search_sees_through(shape: Callable[[bytes], bytes]) -> None:
    said = Planted()
    data = b"before" * 99 + shape(b"words and " + said.anything.encode() + b" more words") + b"after"
    assert sentinel.search(said.marks, data)
    assert not sentinel.search({"other": said.another}, data)


@pytest.mark.django_db
def test_nothing_planted_stands_in_the_database(
    tmp_path: Path, settings: Any, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    budget.forget()
    settings.RECEIPT_KDF_COST = (1, 8 * 1024 * 1024)
    world, answers = sentinel.everything(tmp_path)
    assert [one for one in answers if one.rsplit(" ", 1)[1] not in _wanted(one)] == []
    dump = tmp_path / "dump.json"
    call_command("dumpdata", output=str(dump), verbosity=0)
    assert sentinel.search(world.said.marks, dump.read_bytes()) == []
    if connection.vendor == "sqlite":
        assert sentinel.search(world.said.marks, connection.connection.serialize()) == []
    assert sentinel.search(world.said.marks, sentinel.cached()) == []
    printed = capsys.readouterr()
    assert sentinel.search(world.said.marks, (printed.out + printed.err).encode()) == []


@pytest.mark.django_db
def test_who_has_no_script_can_file_after_the_keyset_changed(settings: Any) -> None:
    """Another team's leader became a signer after this team's statement was signed, as in every founded house."""
    budget.forget()
    settings.RECEIPT_KDF_COST = (1, 8 * 1024 * 1024)
    answers: list[str] = []
    sentinel.portal(at("founded"), answers)
    assert answers[0] == "portal send 200"


def _wanted(answer: str) -> set[str]:
    """Statuses that show the door was really passed, or refused as meant."""
    refused = {name: wanted for door in doors.brought("sentinel_way").values() for name, wanted in door.WANTED.items()}
    refused |= {
        "visit refused": {"422"}, "desk carried": {"423"}, "no token": {"403"}, "too long": {"400"}, "query": {"200"},
        "path": {"404"}, "broken": {"200", "422", "500"},
    }
    name = answer.rsplit(" ", 1)[0]
    return refused.get(name, {"302"} if name.startswith("desk ") else {"200"})


@pytest.mark.slow
def test_nothing_planted_stands_in_any_file(tmp_path: Path) -> None:
    """On a database file: it and its log during the work and after it, temporary files, the log of the site at DEBUG."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "DINGXIN_DATA": str(tmp_path / "d")}
    environment["PYTHONDONTWRITEBYTECODE"] = "1"  # what Python writes of its own is nobody's word
    done = subprocess.run(
        [sys.executable, "-m", "tests.sentinel", str(tmp_path)], cwd=ROOT, env=environment, capture_output=True,
        text=True, check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout)
    assert {name: hits for name, hits in told["found"].items() if hits} == {}
    assert told["written"] == [], "something was opened for writing outside database and keys"
    assert told["marks"] > 70
    assert told["lines"] > 20, "the log was on"
    assert any(name.endswith("-wal") for name in told["found"]), "the write-ahead log was looked through"
