"""Loading Django for a command, once, with the folder the command chose."""

import argparse
import os
from pathlib import Path

from dingxin.config import prepare
from dingxin.config.terminal import Refusal


def load(data: Path | None = None, **environment: str) -> None:
    """Set ``DINGXIN_DATA`` (when given) and further variables, then load Django. Call before importing any model."""
    if data is not None:
        os.environ["DINGXIN_DATA"] = str(data)
    os.environ.update(environment)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dingxin.config.settings")
    import django

    django.setup()


def add_data(parser: argparse.ArgumentParser) -> None:
    """``--data``, in the words of every command that works on an installation."""
    parser.add_argument("--data", help="folder of this installation (default: $DINGXIN_DATA or var/site)")


def load_office(data: str | None) -> None:
    """Load Django for an office that is there and at this version. Raises Refusal: an empty database answers nothing."""
    folder, _ = prepare.folders(data)
    if not folder.is_dir():
        raise Refusal(f"there is no folder {folder}.", todo="Run ./dingxin setup, or name the right one with --data.")
    load(folder)
    from django.db import connection

    unmade = connection.vendor == "sqlite" and not (folder / prepare.DATABASE).exists()  # a look would make one
    if unmade or prepare.pending_migrations():
        raise Refusal(
            f"the database of {folder} is empty or not at this version.",
            todo="Name the right folder with --data; after an upgrade, make a backup and run ./dingxin migrate.",
        )
