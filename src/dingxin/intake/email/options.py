"""What the command line takes after ``import email``. Apart, because ``--help`` must not load Django."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Files, or the mailboxes of mail.toml."""
    parser.epilog = "Mailboxes: mail.toml in the folder of the site keys (docs/guide/administrator.md)"
    parser.add_argument("files", type=Path, nargs="*", help="saved mails (.eml) or folders of them; none: the mailboxes")
    parser.add_argument("--team", help="whose they become: BODY/NUMBER, such as wanghe/9 (with files)")
