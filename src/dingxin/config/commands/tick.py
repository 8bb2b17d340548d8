"""``tick``: all keyless periodic work, once."""

import argparse

from dingxin.config import django_ready
from dingxin.config.terminal import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(args: argparse.Namespace) -> int:
    """Says how much was done."""
    django_ready.load()
    from dingxin.config import tick

    say(f"{tick.run_once()} things done")
    return 0
