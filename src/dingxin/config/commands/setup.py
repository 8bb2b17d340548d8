"""``setup``: the founding of an office, at the server's own terminal."""

import argparse
import os
import stat
from pathlib import Path

from dingxin.config import django_ready, prepare, site_keys
from dingxin.config.terminal import Refusal, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``--data`` chooses the folder; everything else is asked."""
    django_ready.add_data(parser)


def refuse_weak(data: Path, keys: Path, *, beside_is_known: bool) -> None:
    """Folders that others can read, and keys where the backups of the database would take them along."""
    for folder in (data, keys):
        if folder.exists() and not folder.is_dir():
            raise Refusal(f"{folder} is a file.", todo="Name another folder.")
        if folder.is_dir() and stat.S_IMODE(folder.stat().st_mode) & 0o077:
            raise Refusal(f"{folder} can be read by others on this machine.", todo=f"chmod 700 {folder}")
    if keys.is_relative_to(data) and not beside_is_known:
        raise Refusal(
            f"the site keys would stand in {keys}, inside the folder whose backups they must not be in.",
            todo="Set DINGXIN_KEYS to a folder on another medium, or say yes to the question for a trial.",
        )


def known_to_be_beside(data: Path, keys: Path) -> bool:
    """Ask whether it is known that the keys stand beside the database; not asked where they do not."""
    if not keys.is_relative_to(data):
        return True
    say(f"The site keys would be in {keys}, beside the database.")
    say("That is fine for a trial. In a real office set DINGXIN_KEYS: backups must never hold both.")
    try:
        return input("Go on with the keys there? [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        return False


def refuse_existing() -> None:
    """An office that was founded is never founded again; one that was begun is begun anew in an empty folder."""
    from django.conf import settings

    from dingxin.accounts.models import Member
    from dingxin.audit.models import Entry

    if Entry.objects.filter(kind="setup.done").exists():
        raise Refusal(
            f"there is an office in {settings.DATA} already.",
            todo="Further people and bodies are made on the pages: ./dingxin serve, then Organisation.",
        )
    if Member.objects.exists():
        raise Refusal(
            f"a founding was begun in {settings.DATA} and not finished.", kept="What is there stays as it is.",
            todo="Nobody has used it: remove that folder with its keys, or name an empty one, and begin again.",
        )


def _broken_off() -> Refusal:
    """Ctrl+C, or the end of the input: what it means depends on whether somebody has an account already."""
    from dingxin.accounts.models import Member

    what = "the founding was broken off."
    if not Member.objects.exists():
        kept = "The site keys were made; nobody has an account."
        return Refusal(what, kept=kept, todo="The same command goes on with these keys.")
    return Refusal(
        what, kept="What was made so far stays, unused.",
        todo="Remove the folder with its keys, or name an empty one with --data, and begin again.",
    )


def run(args: argparse.Namespace) -> int:
    """Keys, database and static files; then the ceremony."""
    data, keys = prepare.folders(args.data)
    prepare.refuse_demo(data)
    refuse_weak(data, keys, beside_is_known=keys.is_dir() or known_to_be_beside(data, keys))
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    prepare.make_keys(keys)
    django_ready.load(data)
    prepare.database(say)
    refuse_existing()
    prepare.static(say)
    from dingxin.accounts.setup import WIPE, Terminal
    from dingxin.config import ceremony

    terminal = Terminal()
    try:
        ceremony.safe_paper(terminal, site_keys.load(keys), keys)
        founded = ceremony.found(terminal)
    except (EOFError, KeyboardInterrupt):
        terminal.say(WIPE)  # what belongs in the safe or on somebody's paper may stand there
        raise _broken_off() from None
    ceremony.tell(terminal, founded, serving(args.data, keys))
    return 0


def serving(data: str | None, keys: Path) -> str:
    """How this office is served from another terminal: with its folders, where they are not the usual ones."""
    named = f"DINGXIN_KEYS={keys} " if os.environ.get("DINGXIN_KEYS") else ""
    folder = Path(data or os.environ.get("DINGXIN_DATA", "")).resolve() if data or os.environ.get("DINGXIN_DATA") else None
    return f"{named}./dingxin serve{f' --data {folder}' if folder else ''}"
