"""The steps of ``check``, in order, each a function that returns what it found wrong ("" when nothing)."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dingxin.config import browser_code, places, site_keys, suite, throwaway_pg
from dingxin.config.places import PACKAGE, PYTHON, REPOSITORY


class Absent(Exception):
    """A tool is not here: a step left out, or a failure where CI insists."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """``open``: writes to the terminal itself. ``test``: part of what ``./dingxin test`` runs. ``beside``: takes long on
    one core and touches nothing, so it runs beside the steps that follow it until the first that is open."""

    name: str
    run: Callable[[], str]
    open: bool = False
    test: bool = False
    beside: bool = False


def _tool(*words: str) -> str:
    """Output when the tool failed, else ""."""
    with tempfile.TemporaryDirectory(prefix="dingxin-check-") as data:
        done = subprocess.run(
            words, cwd=REPOSITORY, env=suite.clean_environment(data), text=True, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )
    return (done.stdout.strip() or f"exit code {done.returncode}") if done.returncode else ""


def _module(name: str, *words: str) -> Callable[[], str]:
    return lambda: _tool(PYTHON, "-m", name, *words)


def _templates() -> str:
    folders = [str(path) for path in sorted(PACKAGE.rglob("templates")) if path.is_dir()]
    return _tool(PYTHON, "-m", "djlint", "--lint", "--quiet", *folders) if folders else ""


def _imports() -> str:
    # its click command has no __main__; the source folder must be importable, which clean_environment sees to
    return _tool(PYTHON, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-logo", "--no-cache")


def _dingxin(*words: str) -> Callable[[], str]:
    return _module("dingxin.config.cli", *words)


def _deploy() -> str:
    """Django's deployment checks as ``serve --behind-proxy`` runs, with keys made for this."""
    with tempfile.TemporaryDirectory(prefix="dingxin-check-") as data:
        site_keys.make(Path(data) / "keys")
        environment = suite.clean_environment(data) | {
            "DINGXIN_SECURE": "1", "DINGXIN_BEHIND_PROXY": "1", "DINGXIN_HOSTS": "office.example",
        }
        done = subprocess.run(
            [PYTHON, "-m", "dingxin.config.cli", "manage", "check", "--deploy", "--fail-level", "WARNING"],
            cwd=REPOSITORY, env=environment, text=True, check=False, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )
    return done.stdout.strip() if done.returncode else ""


def _built() -> str:
    if not browser_code.node():
        raise Absent("node and npm")
    before = browser_code.fingerprint(browser_code.BUILT)
    for done in (browser_code.install(), browser_code.npm("run", "build")):
        if done.returncode:
            return done.stdout.strip()
    if browser_code.fingerprint(browser_code.BUILT) != before:
        return "the committed bundles are not what scripts/ builds: run ./dingxin build and commit them"
    return ""


def _vectors() -> str:
    if not browser_code.node():
        raise Absent("node and npm")
    done = browser_code.npm("test")
    return done.stdout.strip() if done.returncode else ""


def _pytest(marks: str, words: list[str], database: str = "sqlite") -> str:
    code = suite.run(words, marks=marks, database=database)
    return f"pytest's exit code is {code}" if code else ""


def _slow() -> str:
    # a file to one process: what a module makes once for its tests takes a minute here, and would be made in each; in
    # the order of their names, which ends evenly, while xdist's own leaves the longest to the end
    return _pytest("slow", [*suite.workers(), "--dist", "loadfile", "--no-loadscope-reorder", *suite.SLOW])


def _browser() -> str:
    if not places.chromium():
        raise Absent("Chromium")
    return _pytest("browser", [*suite.workers(), *suite.BROWSER])


def _postgres() -> str:
    if not (places.insists() or os.environ.get("DINGXIN_TEST_POSTGRES") in ("1", "all")):
        raise Absent("DINGXIN_TEST_POSTGRES=1, and so PostgreSQL,")
    if throwaway_pg.programs() is None:
        raise Absent("PostgreSQL's server")
    with throwaway_pg.cluster(durable=False) as database:
        sys.stdout.flush()
        # the main job, on tables that the migrations made
        wrong = _pytest("browser", ["--migrations", "tests/stories/test_thread.py"], database) if places.chromium() else ""
        words = [*suite.workers(), "-p", "dingxin.config.only_database"]
        return _pytest("not browser and not slow", words, database) or wrong


STEPS = [
    Step(name="ruff", run=_module("ruff", "check", "--quiet", "--output-format", "concise")),
    Step(name="mypy", run=_module("mypy", "--no-error-summary", "src/dingxin"), beside=True),
    Step(name="imports", run=_imports),
    Step(name="templates", run=_templates),
    Step(name="messages", run=_dingxin("messages", "--check")),
    Step(name="migrations", run=_dingxin("manage", "makemigrations", "--check", "--dry-run")),
    Step(name="deployment", run=_deploy),
    Step(name="bundles", run=_built),
    Step(name="vectors", run=_vectors),
    Step(name="tests", run=lambda: _pytest(suite.PLAIN, suite.workers()), open=True, test=True),
    Step(name="slow", run=_slow, open=True),
    Step(name="browser", run=_browser, open=True, test=True),
    Step(name="postgres", run=_postgres, open=True),  # last, so that a closing line of pytest ends the output
]
