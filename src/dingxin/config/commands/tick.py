"""``tick``: all keyless periodic work, once."""

import argparse

from dingxin.config import django_ready
from dingxin.config.terminal import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which installation."""
    django_ready.add_data(parser)


def run(args: argparse.Namespace) -> int:
    """Says how much was done."""
    django_ready.load_office(args.data)
    from dingxin.config import tick

    say(f"{tick.run_once()} things done")
    return 0
