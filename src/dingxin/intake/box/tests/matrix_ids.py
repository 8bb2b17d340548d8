"""A box with its opening at work, a difference, an order, a sheet."""

from typing import Any

from tests.world import World

from dingxin.intake.box import actions
from dingxin.intake.box.tests.one_entry import agreed, asked, box_of, counted
from dingxin.mailbox.inlets import refresh


def ids(world: World) -> dict[str, dict[str, Any]]:
    refresh()  # the keys were renewed just before: letters are sealed to the new ones
    opening, order = counted(world), agreed(world)
    sheet = actions.begin_sheet(current=world["helan"], order=order)
    return {
        "intake_box:": {"id": box_of(world).pk}, "intake_box:opening": {"id": opening.pk},
        "intake_box:cards": {"id": asked(world).pk}, "intake_box:cards_print": {"id": order.pk},
        "intake_box:cards_void": {"id": sheet.pk},
    }
