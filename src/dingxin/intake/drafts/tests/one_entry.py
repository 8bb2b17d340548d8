"""Drafts, each act once."""

from typing import Any
from uuid import UUID

from tests.world import World

from dingxin.intake.drafts import actions

DRAFT = UUID(int=0xD4AF7)


def _begun(world: World) -> None:
    _keep(world)


def _keep(world: World) -> Any:
    return actions.keep_draft(
        current=world["ding"], draft=DRAFT, kind="visit", stationing=world.cast.stationing, turn=1, fields={"what": ["x"]}
    )


TABLE = {
    "keep_draft": ("founded", ["draft.begun"], lambda w: None, lambda w, _: _keep(w)),
    "end_draft": ("founded", ["draft.ended"], _begun, lambda w, _: actions.end_draft(
        current=w["ding"], draft=DRAFT, why="filed")),
}
