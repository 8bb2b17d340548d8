"""``manage``: Django's own management commands."""

import argparse

from dingxin.config import django_ready

PASSES_ON = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """All words are Django's."""


def run(args: argparse.Namespace) -> int:
    """Django's exit code; its own errors are already short."""
    from django.core.management import ManagementUtility

    django_ready.load()
    ManagementUtility(["dingxin manage", *args.rest]).execute()
    return 0
