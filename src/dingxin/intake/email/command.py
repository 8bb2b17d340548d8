"""``./dingxin import email [FILE…] [--team BODY/NUMBER]``: saved mails, or one round over the mailboxes."""

import argparse
import sys
from pathlib import Path

from django.conf import settings

from dingxin.casework.refused import Refused
from dingxin.intake.email.boxes import BoxesWrong, boxes, team_named
from dingxin.intake.email.fetching import Unreached, fetch
from dingxin.intake.email.taking import RAW_MOST, take
from dingxin.mailbox import inlets
from dingxin.mailbox.refused import Refused as NotTaken
from dingxin.organisation.models import Team


def _stop(what: str, todo: str = "") -> int:
    sys.stderr.write(f"dingxin: {what}\n         Nothing was changed.\n" + (f"         {todo}\n" if todo else ""))
    return 1


def run(args: argparse.Namespace) -> int:
    """0: all of it is in. 1: nothing was done, or something was left, which the lines name."""
    if settings.SITE_KEYS is None or settings.KEYS_FOLDER is None:
        return _stop("This installation has no site keys.", "Run ./dingxin setup first.")
    inlets.refresh()
    if args.files:
        team = team_named(args.team or "")
        if team is None:
            return _stop(f"There is no team {args.team or '(--team is missing)'} with a vault.")
        return _files(team, args.files)
    try:
        listed = boxes(settings.KEYS_FOLDER)
    except BoxesWrong as error:
        return _stop(str(error))
    if not listed:
        return _stop("No mailbox is set up and no file was named.", "./dingxin import email --help")
    wrong = 0
    for box in listed:
        try:
            found = fetch(box)
        except Unreached as error:
            sys.stderr.write(f"dingxin: not read: {error}. Nothing is lost; it is tried again.\n")
            wrong = 1
            continue
        sys.stdout.write(f"{box.user}: {found.taken} taken, {found.before} from before, {found.left} left in the mailbox\n")
    return wrong


def _files(team: Team, named: list[Path]) -> int:
    taken = before = 0
    left = []
    for path in [one for name in named for one in (sorted(name.glob("*.eml")) if name.is_dir() else [name])]:
        try:
            if path.stat().st_size > RAW_MOST:
                raise Refused("too-large", f"larger than {RAW_MOST // 1024 // 1024} MB")
            found = take(team, path.read_bytes())
            taken, before = taken + found.new, before + (not found.new)
        except (OSError, Refused, NotTaken) as error:
            left.append(f"{path.name}: {error}")
    sys.stdout.write(f"{taken} taken, {before} from before, {len(left)} left\n")
    for line in left:
        sys.stderr.write(f"  {line}\n")
    return 1 if left else 0
