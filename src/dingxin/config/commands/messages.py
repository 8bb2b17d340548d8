"""``messages``: catalogues from the sources, compiled ones from the catalogues; ``--check`` only compares."""

import argparse

from dingxin.config import django_ready
from dingxin.config.places import PACKAGE
from dingxin.config.terminal import Refusal, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do and where."""
    parser.add_argument("--check", action="store_true", help="change nothing; fail when something is missing")
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help="only these, for example: web intake/visit")


def run(args: argparse.Namespace) -> int:
    """Without ``--check`` always 0, with what is left to translate; with it 1 when a file is not as it should be."""
    known = sorted(str(path.parent.relative_to(PACKAGE)) for path in PACKAGE.rglob("apps.py"))
    unknown = sorted(set(args.rooms) - set(known))
    if unknown:
        raise Refusal(f"there is no room {unknown[0]!r} with words.", todo=f"There are: {', '.join(known)}.")
    django_ready.load()
    from dingxin.web import messages

    rooms = args.rooms or known
    if not args.check:
        messages.extract(rooms)
        messages.compile(rooms)
    wrong = messages.check(rooms)
    for line in wrong:
        say(line)
    return 1 if args.check and wrong else 0
