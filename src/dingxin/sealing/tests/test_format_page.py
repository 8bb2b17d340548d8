"""The worked example of docs/formats/sealed-format.md is taken from the vectors, byte for byte."""

import json
import re
from pathlib import Path

from dingxin.sealing import envelope
from dingxin.sealing.tests.test_vectors import FOLDER
from dingxin.sealing.vectors.cases_objects import ONE, SUBMISSION

PAGE = (Path(__file__).parents[4] / "docs" / "formats" / "sealed-format.md").read_text()


def test_every_value_of_the_example_is_in_the_vectors():
    vectors = (FOLDER / "receipts.json").read_text()
    example = PAGE.partition("## Example: an envelope")[0]
    values = re.findall(r"[0-9a-f]{32,}|age1[0-9a-z]+", example)
    assert len(values) >= 6
    for value in values:
        assert value in vectors


def test_the_example_of_W_is_whole():
    blocks = re.findall(r"```\n([0-9a-f\n]+)```", PAGE)
    cases = json.loads((FOLDER / "receipts.json").read_text())["cases"]
    made = next(case["out"] for case in cases if case["name"] == "W of the worked example")
    assert made in [block.replace("\n", "") for block in blocks]


def test_sizes_said_are_sizes_made():
    made = envelope.seal_submission(
        submission_id=SUBMISSION, vault="v", epoch=1, inbound=ONE.recipient, custodians=ONE.recipient,
        words=b"x" * 2044, identity=None, level="anonymous",
    )  # fmt: skip
    sizes = {f"{len(blob):,}" for blob in (made.head, made.share_b, made.identity, made.words)}
    assert sizes == {"3,072", "2,089"}
    for size in sizes:
        assert size in PAGE
