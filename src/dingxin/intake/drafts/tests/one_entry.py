"""Drafts, each act once."""

from typing import Any
from uuid import UUID

from tests.world import World

from dingxin.intake.drafts import actions, files

DRAFT = UUID(int=0xD4AF7)


def _begun(world: World) -> None:
    _keep(world)


def _keep(world: World) -> Any:
    return actions.keep_draft(
        current=world["ding"], draft=DRAFT, kind="visit", stationing=world.cast.stationing, turn=1, fields={"what": ["x"]}
    )


def _page(world: World) -> Any:
    _keep(world)
    came = [files.New(files.PAGE, "image/png", b"x")]
    return actions.add_files(current=world["ding"], draft=DRAFT, came=came)[0]


TABLE = {
    "add_files": ("founded", ["draft.files_added"], _begun, lambda w, _: actions.add_files(
        current=w["ding"], draft=DRAFT, came=[files.New(files.VOICE, "audio/ogg", b"x")])),
    "change_file": ("founded", ["draft.file_changed"], _page, lambda w, page: actions.change_file(
        current=w["ding"], file=page, act="turn")),
    "keep_draft": ("founded", ["draft.begun"], lambda w: None, lambda w, _: _keep(w)),
    "end_draft": ("founded", ["draft.ended"], _begun, lambda w, _: actions.end_draft(
        current=w["ding"], draft=DRAFT, why="filed")),
}
