"""``import register FILE``: the register's own room says which options it needs."""

import argparse

from dingxin.config import django_ready

PASSES_ON = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to import; the rest is read by ``dingxin.intake.register.command``."""
    parser.add_argument("what", choices=["register"], help="a register (台账) as xlsx or csv")


def run(args: argparse.Namespace) -> int:
    """Hands the words on once Django is loaded."""
    django_ready.load()
    import dingxin.intake.register.command as command

    inner = argparse.ArgumentParser(prog="dingxin import register", allow_abbrev=False)
    command.add_arguments(inner)
    return command.run(inner.parse_args(args.rest))
