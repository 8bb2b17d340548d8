"""Writes of this room. Opening and closing a stationing, and leaving with keys, are ``vault.actions``."""

from dingxin.organisation.actions.bodies import (
    change_body,
    change_round,
    change_unit,
    create_body,
    create_round,
    create_unit,
    give_role,
    move_round,
    take_role,
)
from dingxin.organisation.actions.boxes import check_box, set_boxes, set_photo, set_up_again, take_down
from dingxin.organisation.actions.home_units import set_home_unit
from dingxin.organisation.actions.stationings import change_stationing, create_stationing
from dingxin.organisation.actions.teams import change_team, create_team, join_team, leave_team
from dingxin.organisation.importer import import_units

__all__ = [
    "change_body", "change_round", "change_stationing", "change_team", "change_unit", "check_box", "create_body",
    "create_round", "create_stationing", "create_team", "create_unit", "give_role", "import_units", "join_team",
    "leave_team", "move_round", "set_boxes", "set_home_unit", "set_photo", "set_up_again", "take_down", "take_role",
]  # fmt: skip
