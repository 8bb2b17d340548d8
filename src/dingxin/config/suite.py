"""Running pytest: one process a part, because Playwright keeps an event loop that Django's tests must not meet."""

import os
import subprocess
import tempfile
from collections.abc import Sequence

from dingxin.config.places import PYTHON, REPOSITORY, SOURCE
from dingxin.config.terminal import say

NOTHING_SELECTED = 5  # pytest's own exit code
LONGEST = 1_500  # seconds; five times what the longest part takes on two quiet cores
PLAIN = "not browser and not postgres and not slow"
SLOW, BROWSER = ("tests",), ("tests/browser", "tests/stories")
"""Where tests with these marks are (tests/test_architecture.py): each process reads no others."""


def clean_environment(data: str, *, database: str = "sqlite") -> dict[str, str]:
    """The caller's environment without settings of a real installation; ``data`` is a throwaway folder."""
    kept = {"DINGXIN_CHROMIUM", "DINGXIN_DEBUG", "DINGXIN_TEST_POSTGRES"}
    found = {name: value for name, value in os.environ.items() if not name.startswith("DINGXIN_") or name in kept}
    return found | {"PYTHONPATH": str(SOURCE), "DINGXIN_DATA": data, "DINGXIN_DATABASE": database}


def workers() -> list[str]:
    """pytest-xdist options for a whole run: two processes, more only where there are many cores."""
    return ["-n", str(min(4, max(2, (os.cpu_count() or 2) // 2)))]


def run(arguments: Sequence[str], *, marks: str | None, database: str = "sqlite") -> int:
    """Run pytest on the given arguments and marks; its exit code. Output goes straight to the terminal.

    A part that hangs is ended after ``LONGEST`` and has failed: a worker that died can leave pytest-xdist waiting.
    """
    selection = ["-m", marks] if marks else []
    with tempfile.TemporaryDirectory(prefix="dingxin-test-") as data:
        try:
            return subprocess.call(
                [PYTHON, "-m", "pytest", *selection, *arguments],
                cwd=REPOSITORY, env=clean_environment(data, database=database), stdin=subprocess.DEVNULL,
                timeout=LONGEST if marks else None,
            )
        except subprocess.TimeoutExpired:
            say(f"the tests did not end within {LONGEST // 60} minutes and were stopped.")
            return 1
