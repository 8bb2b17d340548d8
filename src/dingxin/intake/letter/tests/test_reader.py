"""Reading by machine: one at a time, bounded, by pipes alone; what it says is not believed beyond its shape."""

import json
import sys
import threading
import time

import pytest

from dingxin.intake.letter import reader


def says(text: str, code: int = 0) -> tuple[str, ...]:
    return (sys.executable, "-I", "-c", f"import sys; sys.stdin.buffer.read(); sys.stdout.write({text!r}); sys.exit({code})")


def test_lines_come_from_top_to_bottom_and_within_the_page() -> None:
    said = {"lines": [
        {"text": "second", "sure": 2, "box": [10, 500, 100, 20]}, {"text": "first", "sure": 0.5, "box": [-4, 100, 5000, 20]},
    ]}  # fmt: skip
    lines = reader.lines_of(b"x", says(json.dumps(said)))
    assert [line.text for line in lines] == ["first", "second"]
    assert lines[0].box == (0, 100, 1000, 20)
    assert lines[1].sure == 1.0


@pytest.mark.parametrize(("text", "code", "error"), [
    ("", 3, reader.NotInstalled), ("", 1, reader.Unreadable), ("no json", 0, reader.Unreadable),
    ("[]", 0, reader.Unreadable),
    ('{"lines": [{"text": "a"}]}', 0, reader.Unreadable),
    ('{"lines": [{"text": "a", "sure": 1, "box": [1]}]}', 0, reader.Unreadable),
])  # fmt: skip
def test_failures(text: str, code: int, error: type[Exception]) -> None:
    with pytest.raises(error):
        reader.lines_of(b"x", says(text, code))


def test_it_takes_no_longer_than_it_may_and_only_one_runs() -> None:
    sleeps = (sys.executable, "-I", "-c", "import time; time.sleep(30)")
    caught: list[Exception] = []

    def slow() -> None:
        try:
            reader.lines_of(b"x", sleeps, 1.0)
        except reader.Unreadable as error:
            caught.append(error)

    first = threading.Thread(target=slow)
    first.start()
    time.sleep(0.2)
    with pytest.raises(reader.Busy):
        reader.lines_of(b"x", says("{}"))
    first.join(10)
    assert len(caught) == 1
    assert reader.lines_of(b"x", says('{"lines": []}')) == []


def test_the_process_gets_no_environment_and_no_file_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DINGXIN_DATABASE", "postgresql://somebody")
    looks = "import os, json, sys; sys.stdin.buffer.read(); n = len(os.listdir('/proc/self/fd')) - 1; " \
            "assert 'DINGXIN_DATABASE' not in os.environ and n == 3, n; sys.stdout.write(json.dumps({'lines': []}))"
    assert reader.lines_of(b"x", (sys.executable, "-I", "-c", looks)) == []


CLOSED = """
import runpy, socket, sys, tempfile
m = runpy.run_path(sys.argv[1], run_name="child")
tried = []
def attempt(act):
    try:
        act()
        tried.append("done")
    except (OSError, PermissionError):
        tried.append("refused")
if sys.argv[2] == "hook":
    sys.addaudithook(m["_refuse"])
else:
    m["_closed"]()
attempt(lambda: open(tempfile.gettempdir() + "/dx-reader-test", "wb"))
attempt(lambda: socket.create_connection(("127.0.0.1", 9), 1))
if sys.argv[2] == "hook":
    import subprocess
    attempt(lambda: subprocess.run(["true"]))
sys.stdout.write(",".join(tried))
"""


@pytest.mark.parametrize("by", ["hook", "limits"])
def test_the_child_can_open_no_file_no_socket_and_no_process(by: str) -> None:
    import subprocess

    done = subprocess.run(
        [sys.executable, "-I", "-B", "-c", CLOSED, str(reader.CHILD), by], capture_output=True, text=True, timeout=20
    )
    assert set(done.stdout.split(",")) == {"refused"}, (done.stdout, done.stderr)
