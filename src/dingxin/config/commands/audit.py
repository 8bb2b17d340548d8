"""``audit verify``: does the chain of audit entries hold?"""

import argparse

from dingxin.config import django_ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One thing to do so far."""
    parser.add_argument("what", choices=["verify"], help="recompute the whole chain")
    django_ready.add_data(parser)


def run(args: argparse.Namespace) -> int:
    """The room's own exit code: 0 holds, 1 does not."""
    django_ready.load_office(args.data)
    from dingxin.audit import verify

    return verify.run()
