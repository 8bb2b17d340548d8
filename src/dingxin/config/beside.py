"""A second row of steps beside the first: browser tests leave a fifth of two cores idle, which others can use."""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dingxin.config.places import PYTHON, REPOSITORY, SOURCE
from dingxin.config.terminal import say


@contextmanager
def beside(*words: str) -> Iterator[Callable[[], bool]]:
    """Runs ``./dingxin`` with these words in a process of its own while the body goes on.

    Yields what waits for it, shows all that it wrote and says whether it went well. It ends with the body at the latest.
    """
    with tempfile.TemporaryFile("w+") as told, subprocess.Popen(
        [PYTHON, "-m", "dingxin.config.cli", *words], cwd=REPOSITORY, env={**os.environ, "PYTHONPATH": str(SOURCE)},
        stdin=subprocess.DEVNULL, stdout=told, stderr=subprocess.STDOUT,
    ) as running:

        def wait() -> bool:
            code = running.wait()
            told.seek(0)
            say(told.read().rstrip())
            return code == 0

        try:
            yield wait
        finally:
            running.terminate()
