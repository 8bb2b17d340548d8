"""A slip that nobody called."""

from tests.world import World

from dingxin.intake.call.tests.one_entry import waiting

LATER = ("forget_slips",)


def prepare(world: World) -> None:
    waiting(world)
