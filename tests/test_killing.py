"""A worker dies, the disk is full, the file is held: nothing that was promised is lost, nothing half appears.

Envelope, receipt, thread, ledger entry and audit entry stand or fall together; the same filing sent again gets the same
promise. ``killing`` runs the trials on a real file, in a process of its own; here each of its findings is a test.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests import killing

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "DINGXIN_DATA": str(tmp_path_factory.mktemp("d"))}
    done = subprocess.run(
        [sys.executable, "-m", "tests.killing", str(tmp_path_factory.mktemp("killing"))], cwd=ROOT, env=environment,
        capture_output=True, text=True, check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("act", killing.ACTS)
def test_an_act_whose_worker_dies_is_done_or_not_done(found: dict[str, list[str]], act: str) -> None:
    assert found[act] == []


def test_what_was_acknowledged_stays_and_is_promised_once(found: dict[str, list[str]]) -> None:
    assert found["promises"] == []


def test_a_full_disk_is_said_so_and_nothing_is_stored(found: dict[str, list[str]]) -> None:
    assert found["no_room"] == []


def test_a_held_file_is_said_so_and_nothing_is_stored(found: dict[str, list[str]]) -> None:
    assert found["held"] == []


def test_a_record_that_broke_off_leaves_nothing_lying_about(found: dict[str, list[str]]) -> None:
    assert found["loose_ends"] == []
