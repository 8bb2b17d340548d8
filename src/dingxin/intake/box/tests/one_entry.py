"""Openings and printing, each act once."""

from collections.abc import Callable
from typing import Any

from tests.world import World

from dingxin.casework.recording import Said
from dingxin.intake.box import actions, registering
from dingxin.intake.box.models import BoxOpening, PrintOrder, PrintSheet
from dingxin.organisation.models import Box
from dingxin.rules.ids import new_id
from dingxin.web.days import today


def box_of(world: World) -> Box:
    return world.cast.stationing.boxes.order_by("order").first()


def begun(world: World) -> BoxOpening:
    return actions.begin_opening(current=world["ding"], box=box_of(world))


def joined(world: World) -> BoxOpening:
    made = begun(world)
    actions.join_opening(current=world["song"], opening=made)
    return made


def counted(world: World, count: int = 1) -> BoxOpening:
    made = joined(world)
    for one in ("ding", "song"):
        actions.enter_count(current=world[one], opening=made, count=count)
    return made


def envelope(world: World, opening: BoxOpening, what: str = "a letter", by: str = "ding", **more: Any) -> Any:
    return registering.record_envelope(
        current=world[by], opening=opening.pk, said=Said(words={"what": what}, level="anonymous"), received_on=today(),
        thread=more.pop("thread", None) or new_id(), **more,
    )


def differing(world: World, words: str = "one is gone") -> BoxOpening:
    made = counted(world)
    actions.close_opening(current=world["ding"], opening=made, difference="missing", words=words)
    return made


def asked(world: World, kind: str = "slip", wanted: int = 3) -> PrintOrder:
    return actions.ask_printing(current=world["helan"], stationing=world.cast.stationing, kind=kind, wanted=wanted)


def agreed(world: World, **more: Any) -> PrintOrder:
    order = asked(world, **more)
    actions.agree_printing(current=world["shen"], order=order)
    return order


def sheet(world: World, **more: Any) -> PrintSheet:
    return actions.begin_sheet(current=world["helan"], order=agreed(world, **more))


def printed(world: World, **more: Any) -> tuple[PrintSheet, list[Any]]:
    made, out = sheet(world, **more), list[Any]()
    while some := actions.print_some(current=world["helan"], sheet=made):
        out += some
    return made, out


Line = tuple[str, list[str], Callable[[World], Any], Callable[[World, Any], Any]]
TABLE: dict[str, Line] = {
    "begin_opening": ("founded", ["box.opening_begun"], lambda w: None, lambda w, _: begun(w)),
    "join_opening": ("founded", ["box.opening_joined"], begun, lambda w, made: actions.join_opening(
        current=w["song"], opening=made)),
    "give_up_opening": ("founded", ["box.opening_given_up"], begun, lambda w, made: actions.give_up_opening(
        current=w["ding"], opening=made)),
    "enter_count": ("founded", ["box.counted"], joined, lambda w, made: actions.enter_count(
        current=w["song"], opening=made, count=4)),
    "close_opening": ("founded", ["box.opening_closed"], counted, lambda w, made: actions.close_opening(
        current=w["song"], opening=made, difference="other_reason", words="so")),
    "acknowledge_difference": ("founded", ["box.difference_seen"], differing, lambda w, made: actions.acknowledge_difference(
        current=w["gao"], opening=made)),
    "open_explanation": ("founded", ["box.explanation_opened"], differing, lambda w, made: actions.open_explanation(
        current=w["song"], opening=made)),
    "ask_printing": ("founded", ["cards.asked"], lambda w: None, lambda w, _: asked(w)),
    "agree_printing": ("founded", ["cards.agreed"], asked, lambda w, order: actions.agree_printing(
        current=w["song"], order=order)),
    "end_printing": ("founded", ["cards.ended"], asked, lambda w, order: actions.end_printing(
        current=w["shen"], order=order)),
    "begin_sheet": ("founded", ["cards.sheet_begun"], agreed, lambda w, order: actions.begin_sheet(
        current=w["helan"], order=order)),
    "print_some": ("founded", ["cards.printed"], sheet, lambda w, made: actions.print_some(current=w["helan"], sheet=made)),
    "void_sheet": ("founded", ["cards.voided"], lambda w: printed(w)[0], lambda w, made: actions.void_sheet(
        current=w["helan"], sheet=made)),
}
