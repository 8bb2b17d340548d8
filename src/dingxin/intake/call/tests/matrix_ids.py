"""A slip of the clerk, and the roster of the place."""

from typing import Any

from tests.world import World

from dingxin.intake.call.tests.one_entry import waiting
from dingxin.web.days import today


def ids(world: World) -> dict[str, dict[str, Any]]:
    day = today().isoformat()
    return {
        "intake_call:": {"day": day}, "intake_call:slip": {"id": waiting(world).pk},
        "intake_call:duty": {"id": world.cast.stationing.pk, "day": day},
    }
