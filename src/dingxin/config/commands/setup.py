"""``setup``: hands over to the accounts room, which makes keys and the first people."""

import argparse

from dingxin.config import django_ready, prepare
from dingxin.config.terminal import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``--data`` chooses the folder; everything else is asked."""
    parser.add_argument("--data", help="folder of this installation (default: $DINGXIN_DATA or var/site)")


def run(args: argparse.Namespace) -> int:
    """Site keys, database and static files here; people in ``accounts.setup``."""
    data, keys = prepare.folders(args.data)
    prepare.refuse_demo(data)
    if prepare.make_keys(keys):
        say(f"site keys made in {keys}: they belong in the safe too, never on the same disk as the database's backups.")
    django_ready.load(data)
    prepare.database(say)
    prepare.static(say)
    from dingxin.accounts import setup

    return setup.run()
