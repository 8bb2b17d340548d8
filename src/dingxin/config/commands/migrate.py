"""``migrate``: after an upgrade, before ``serve``."""

import argparse

from dingxin.config import django_ready, prepare
from dingxin.config.terminal import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``--data`` as in ``serve``."""
    django_ready.add_data(parser)


def run(args: argparse.Namespace) -> int:
    """Database first, then static files; both say what they did."""
    data, _ = prepare.folders(args.data)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    django_ready.load(data)
    changed = prepare.database(say)
    prepare.static(say)
    if not changed:
        say("the database was up to date.")
    return 0
