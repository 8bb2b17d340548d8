"""A draft of the clerk."""

from typing import Any

from tests.world import World

from dingxin.intake.drafts.tests.one_entry import DRAFT, TABLE


def ids(world: World) -> dict[str, dict[str, Any]]:
    TABLE["keep_draft"][3](world, None)
    return {"intake_drafts:": {"kind": "visit", "id": DRAFT}}
