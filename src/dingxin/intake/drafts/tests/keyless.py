"""A draft that nobody goes on with."""

from tests.world import World

from dingxin.intake.drafts.tests.one_entry import TABLE

LATER = ("forget_drafts",)


def prepare(world: World) -> None:
    TABLE["keep_draft"][3](world, None)
