"""Runs benchmarks: each is a module of this folder with ``TITLE`` and ``rows() -> list[Row]``.

Django is loaded, migrated and empty in a throwaway folder (or cluster) before ``rows`` is called.
"""

import sys
from importlib import import_module
from pathlib import Path

from bench import common

HERE = Path(__file__).parent
NOT_BENCHMARKS = {"__init__", "run", "common", "county"}


def names() -> list[str]:
    """All benchmarks by file name."""
    return sorted(path.stem for path in HERE.glob("*.py") if path.stem not in NOT_BENCHMARKS)


def main(wanted: list[str]) -> int:
    """Print one table a benchmark, each beside a bare insert of the same run."""
    from django.core.management import call_command

    from dingxin.config import prepare

    call_command("migrate", verbosity=0)
    prepare.static(lambda _line: None)
    print(f"machine: {common.machine()}\nengine:  {common.engine()}")
    for name in wanted or names():
        module = import_module(f"bench.{name}")
        bare = common.Row("bare insert, 2 KB", common.bare_insert())
        print(f"\n{module.TITLE}\n" + common.table([bare, *module.rows()], baseline=bare.what), flush=True)
    if not (wanted or names()):
        bare = common.Row("bare insert, 2 KB", common.bare_insert())
        print("\nno benchmarks yet\n" + common.table([bare]))
    return 0


if __name__ == "__main__":
    import django

    django.setup()
    sys.exit(main(sys.argv[1:]))
