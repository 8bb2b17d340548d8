"""Mailboxes are elsewhere: ``test_email`` reads one."""

from tests.world import World

IDLE = ("fetch_mail",)
LATER = ()


def prepare(world: World) -> None:
    """Nothing to prepare."""
