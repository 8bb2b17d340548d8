"""``import register FILE``: the register's own room says what becomes of it."""

import argparse

from dingxin.config import django_ready
from dingxin.intake.register import options


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One command with all its words, so that ``--help`` tells them without loading Django."""
    parser.add_argument("what", choices=["register"], help="a register (台账) as xlsx or csv")
    options.add_arguments(parser)
    django_ready.add_data(parser)


def run(args: argparse.Namespace) -> int:
    """Hands them on once Django is loaded."""
    django_ready.load_office(args.data)
    import dingxin.intake.register.command as command

    return command.run(args)
