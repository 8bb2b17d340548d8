"""Reading a page by machine, offline: a suggestion beside the picture, made in a process that can write and reach nothing.

Needs the extra ``ocr`` (lock/ocr.txt; docs/settings.md). Without it everything else of the letter desk works.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

CHILD = Path(__file__).with_name("reader_child.py")
COMMAND = (sys.executable, "-I", "-B", str(CHILD))
SECONDS = 90.0  # for one page, loading the models included; a page of A4 takes about ten on two cores
TEXT_MOST = 2_000  # characters of one line; more is no line
_alone = threading.Lock()


class NotInstalled(Exception):
    """The extra is not there."""


class Busy(Exception):
    """Another page is being read; one at a time, so that the pages of the desk stay quick."""


class Unreadable(Exception):
    """It took too long or too much, or the engine broke on it."""


@dataclass(frozen=True)
class Line:
    """``sure``: 0 to 1. ``box``: left, top, width, height in thousandths of the page."""

    text: str = field(repr=False)
    sure: float
    box: tuple[int, int, int, int]


def installed() -> bool:
    """Whether the extra is there; imports nothing."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def lines_of(content: bytes, command: Sequence[str] = COMMAND, seconds: float = SECONDS) -> list[Line]:
    """The lines of a picture, from top to bottom. Raises NotInstalled, Busy, Unreadable.

    ``command``, ``seconds``: for tests. The process gets no environment: no address of a database, no key.
    """
    if not _alone.acquire(blocking=False):
        raise Busy
    try:
        done = subprocess.run(  # noqa: S603 - our own file, no shell, nothing of the request in it
            list(command), input=content, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=seconds, env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable from None  # it is killed by then
    finally:
        _alone.release()
    if done.returncode == 3:
        raise NotInstalled
    if done.returncode != 0:
        raise Unreadable
    return _parsed(done.stdout)


def _parsed(answer: bytes) -> list[Line]:
    """Strict: what a process says that a picture could have taken over is not believed further than its shape."""
    try:
        said: Any = json.loads(answer)
        found = [
            Line(str(one["text"])[:TEXT_MOST], min(1.0, max(0.0, float(one["sure"]))), _box(one["box"]))
            for one in said["lines"]
        ]
    except (ValueError, KeyError, TypeError):
        raise Unreadable from None
    return sorted(found, key=lambda line: (line.box[1] + line.box[3] // 2, line.box[0]))


def _box(said: Any) -> tuple[int, int, int, int]:
    left, top, width, height = (min(1000, max(0, int(one))) for one in said)
    return left, top, width, height
