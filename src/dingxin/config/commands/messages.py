"""``messages``: catalogues from the sources, compiled ones from the catalogues; ``--check`` only compares."""

import argparse

from dingxin.config import django_ready
from dingxin.config.places import PACKAGE
from dingxin.config.terminal import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do and where."""
    parser.add_argument("--check", action="store_true", help="change nothing; fail when something is missing")
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help="only these, for example: web intake/visit")


def run(args: argparse.Namespace) -> int:
    """Without ``--check`` always 0, with what is left to translate; with it 1 when a file is not as it should be."""
    django_ready.load()
    from dingxin.config import catalogue

    told: list[str] = []
    for room in catalogue.rooms():
        name = str(room.relative_to(PACKAGE))
        if args.rooms and name not in args.rooms:
            continue
        strings = catalogue.extract(room)
        for language, path in catalogue.catalogues(room, strings):
            book = catalogue.merged(path, language, strings)
            text, compiled = str(book) + "\n", book.to_binary()
            machine = path.with_suffix(".mo")
            if args.check:
                same = path.exists() and path.read_text(encoding="utf-8") == text
                same = same and machine.exists() and machine.read_bytes() == compiled
                told += [] if same else [f"{name} {language}: run ./dingxin messages"]
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
                machine.write_bytes(compiled)
            told += [f"{name} {language}: {fault}" for fault in catalogue.faults(book)]
    for line in told:
        say(line)
    return 1 if args.check and told else 0
