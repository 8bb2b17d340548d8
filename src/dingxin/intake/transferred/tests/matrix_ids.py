"""A sender of the team."""

from typing import Any

from tests.world import World

from dingxin.intake.transferred.tests.one_entry import added


def ids(world: World) -> dict[str, dict[str, Any]]:
    return {"intake_transferred:": {"id": added(world).pk}, "intake_transferred_api:": {"reference": "A-1"}}
