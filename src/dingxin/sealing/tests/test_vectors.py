"""The vectors against the Python code; `scripts/test/vectors.test.mjs` runs the same files against the browser code."""

import json
from pathlib import Path

import pytest

from dingxin.sealing.errors import SealBroken, StatementRefused
from dingxin.sealing.vectors import make
from dingxin.sealing.vectors.ops import OPS, run

FOLDER = Path(make.__file__).parent
FILES = sorted(FOLDER.glob("*.json"))
CASES = [(path.stem, case) for path in FILES for case in json.loads(path.read_text())["cases"]]


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}: {case['op']}, {case['name']}" for name, case in CASES])
def test_vector(name, case):
    if "error" not in case:
        assert run(case) == case["out"]
        return
    with pytest.raises(SealBroken) as caught:
        run(case)
    assert type(caught.value).__name__ == case["error"]
    if isinstance(caught.value, StatementRefused):
        assert caught.value.reason == case["reason"]


@pytest.mark.parametrize("name", sorted(make.MADE))
def test_files_are_what_the_script_writes(name):
    assert (FOLDER / f"{name}.json").read_text() == make.written(name)


def test_every_operation_has_a_vector():
    assert {case["op"] for _, case in CASES} == set(OPS)


def test_every_opening_has_one_that_fails():
    fails = {case["op"] for _, case in CASES if "error" in case}
    assert {op for op in OPS if op.startswith(("open_", "un", "verify", "check_", "parse_", "recipient"))} <= fails
