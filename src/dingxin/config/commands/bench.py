"""``bench``: benchmarks of bench/, in a throwaway folder or a throwaway PostgreSQL."""

import argparse
import subprocess
import tempfile
from contextlib import nullcontext
from pathlib import Path

from dingxin.config import site_keys, suite, throwaway_pg
from dingxin.config.places import PYTHON, REPOSITORY, SOURCE
from dingxin.config.terminal import Refusal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which, and on what."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="default: all")
    parser.add_argument("--engine", choices=["sqlite", "postgres"], default="sqlite", help="default: sqlite")


def run(args: argparse.Namespace) -> int:
    """The benchmarks' exit code."""
    known = {path.stem for path in (REPOSITORY / "bench").glob("*.py")} - {"__init__", "run", "common", "county"}
    unknown = sorted(set(args.names) - known)
    if unknown:
        listed = ", ".join(sorted(known)) or "none yet"
        raise Refusal(f"there is no benchmark {unknown[0]!r}.", todo=f"There are: {listed}.")
    database = throwaway_pg.cluster(durable=True) if args.engine == "postgres" else nullcontext("sqlite")
    with tempfile.TemporaryDirectory(prefix="dingxin-bench-", dir=REPOSITORY) as data, database as address:
        site_keys.make(Path(data) / "keys")
        environment = suite.clean_environment(data, database=address) | {
            "DJANGO_SETTINGS_MODULE": "dingxin.config.settings", "PYTHONPATH": f"{SOURCE}:{REPOSITORY}",
        }
        return subprocess.call([PYTHON, "-m", "bench.run", *args.names], cwd=REPOSITORY, env=environment)
