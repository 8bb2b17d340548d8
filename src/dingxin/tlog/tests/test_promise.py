"""Commitments, promises and slips, each altered in every line."""

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest
from nacl.signing import SigningKey

from dingxin.tlog import leaf, promise
from dingxin.tlog.lines import LogBroken, lines

ROOM = Path(promise.__file__).parent
SEED = b"\1" * 32
KEY = bytes(SigningKey(SEED).verify_key)


@pytest.fixture
def slip() -> promise.Slip:
    tally = leaf.tally_token(b"\3" * 32, "received", "all", "2026-03")
    C = leaf.commitment(b"\2" * 32, leaf.Detail("received", tally, leaf.complainant_subject(b"\4" * 32)))
    given = promise.Promise(C, date(2026, 3, 1), date(2026, 3, 2))
    return promise.Slip(
        log="log.example.cn/dingxin", promise=given, signature=promise.sign_promise(SEED, given), salt_d=b"\2" * 32,
        salt_t=b"\3" * 32, kind="received", scope="all", period="2026-03", subject=leaf.complainant_subject(b"\4" * 32),
    )  # fmt: skip


def test_commitment_is_the_formula_of_the_design(slip):
    tally = hashlib.sha256(
        b"dingxin/tally/v1\n" + b"\3" * 32 + b"kind received\nscope all\nperiod 2026-03\n"
    ).hexdigest()
    subject = hashlib.sha256(b"dingxin/complainant/v1\n" + b"\4" * 32).hexdigest()
    detail = f"v 1\nkind received\ntally {tally}\nsubject {subject}\n".encode()
    assert hashlib.sha256(b"dingxin/detail/v1\n" + b"\2" * 32 + detail).digest() == slip.promise.C
    assert leaf.event_leaf(slip.promise.C) == b"\1" + slip.promise.C
    assert leaf.open_leaf(b"statement") == b"\0statement"
    assert leaf.Detail.parse(detail) == slip.detail


def test_lines_are_those_of_sealing():
    cases = json.loads((ROOM.parent / "sealing/vectors/primitives.json").read_text())["cases"]
    for case in (c for c in cases if c["op"] == "canonical"):
        pairs = [(key, value) for key, value in case["in"]["pairs"]]
        if "error" in case:
            with pytest.raises(LogBroken):
                lines(pairs)
        else:
            assert lines(pairs).hex() == case["out"]


def test_the_slip_that_the_browser_tests_read_is_this_one(slip):
    made = {"promise_key": KEY.hex(), "slip": promise.make_slip(slip)}
    assert json.loads((ROOM / "vectors/slip.json").read_text()) == made


def test_slip_is_read_back(slip):
    assert promise.check_slip(promise.make_slip(slip), KEY) == slip


@pytest.mark.parametrize("at", range(13))
def test_slip_with_one_line_altered_dropped_or_doubled(slip, at):
    rows = promise.make_slip(slip).splitlines(keepends=True)
    name = rows[at].partition(" ")[0]
    last = rows[at][-2]
    other = rows[at][:-2] + ("1" if last != "1" else "2") + "\n"
    altered = [
        rows[:at] + rows[at + 1 :],
        [*rows[: at + 1], *rows[at:]],
        [*rows[:at], rows[at].upper(), *rows[at + 1 :]],
    ]
    if name != "log":  # the log's name is a hint where to look, not part of what was promised
        altered.append([*rows[:at], other, *rows[at + 1 :]])
    for text in map("".join, altered):
        with pytest.raises(LogBroken):
            promise.check_slip(text, KEY)


def test_slip_of_another_key(slip):
    with pytest.raises(LogBroken):
        promise.check_slip(promise.make_slip(slip), bytes(SigningKey(b"\2" * 32).verify_key))


def test_slip_that_opens_something_else_is_not_made(slip):
    other = promise.Slip(**{**vars(slip), "period": "2026-04"})
    with pytest.raises(LogBroken):
        promise.make_slip(other)


def test_promise_backwards_in_time_is_not_signed(slip):
    with pytest.raises(LogBroken):
        promise.sign_promise(SEED, promise.Promise(slip.promise.C, date(2026, 3, 2), date(2026, 3, 1)))
