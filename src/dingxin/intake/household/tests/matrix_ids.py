"""A clerk's device that waits for a leader."""

from typing import Any

from tests.world import World

from dingxin.config.demo.device import Telephone
from dingxin.intake.household import actions


def ids(world: World) -> dict[str, dict[str, Any]]:
    phone = Telephone(world.cast.stationing)
    device = actions.enrol_device(current=world["ding"], stationing=world.cast.stationing, verify_key=phone.verify_key)
    return {"intake_household:": {"id": device.pk}}
