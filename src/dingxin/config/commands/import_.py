"""``import register FILE``, ``import email``: each door's own folder says what becomes of it."""

import argparse

from dingxin.config import django_ready
from dingxin.intake.email import options as email_options
from dingxin.intake.register import options as register_options


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Each with all its words, so that ``--help`` tells them without loading Django."""
    kinds = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    register = kinds.add_parser("register", help="a register (台账) as xlsx or csv")
    register_options.add_arguments(register)
    email = kinds.add_parser("email", help="saved mails (.eml), or the mailboxes of mail.toml")
    email_options.add_arguments(email)
    for one in (register, email):
        django_ready.add_data(one)


def run(args: argparse.Namespace) -> int:
    """Hands them on once Django is loaded."""
    django_ready.load_office(args.data)
    import dingxin.intake.email.command as email
    import dingxin.intake.register.command as register

    return email.run(args) if args.what == "email" else register.run(args)
