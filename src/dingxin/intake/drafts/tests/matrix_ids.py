"""A draft of the clerk."""

from typing import Any

from tests.world import World

from dingxin.intake.drafts.tests.one_entry import DRAFT, TABLE


def ids(world: World) -> dict[str, dict[str, Any]]:
    page = TABLE["change_file"][2](world)
    return {"intake_drafts:": {"kind": "visit", "id": DRAFT, "file": page, "act": "turn"}, "intake_letter:": {"file": page}}
