"""The telephone, each act once."""

from typing import Any

from tests.world import World

from dingxin.intake.call import actions
from dingxin.intake.call.models import Call, Slip
from dingxin.intake.call.slips import SlipWords
from dingxin.rules.codes import CallBack, DayPart, ReadBack
from dingxin.rules.ids import new_id
from dingxin.web.days import today

WORDS = SlipWords("555 0138", "after nine in the evening", "wrong number")


def taken(world: World, slip: SlipWords | None = None, **more: Any) -> Call:
    place = world.cast.stationing
    return actions.log_call(current=world["ding"], stationing=place, call=new_id(), day=today(), slip=slip, **more)


def waiting(world: World, words: SlipWords = WORDS) -> Slip:
    return taken(world, words).slip


def on_duty(world: World, *who: str, part: DayPart = DayPart.EVENING, days: int = 1, by: str = "helan") -> int:
    ids = [world.cast.member(name).pk for name in who]
    place = world.cast.stationing
    return actions.set_duty(current=world[by], stationing=place, day=today(), who={part: ids}, days=days)


TABLE = {
    "log_call": ("founded", ["call.logged"], lambda w: None, lambda w, _: taken(w)),
    "log_missed": ("founded", ["call.logged"], lambda w: None, lambda w, _: actions.log_missed(
        current=w["ding"], stationing=w.cast.stationing, day=today(), count=3)),
    "record_read_back": ("founded", ["call.read_back"], taken, lambda w, call: actions.record_read_back(
        current=w["ding"], call=call, read_back=ReadBack.AGREED)),
    "open_slip": ("founded", ["call.slip_opened"], waiting, lambda w, slip: actions.open_slip(current=w["ding"], slip=slip)),
    "try_call_back": ("founded", ["call.back_tried"], waiting, lambda w, slip: actions.try_call_back(
        current=w["ding"], slip=slip, outcome=CallBack.REACHED)),
    "set_duty": ("founded", ["duty.set"], lambda w: None, lambda w, _: on_duty(w, "ding")),
    "set_hours": ("founded", ["duty.hours"], lambda w: None, lambda w, _: actions.set_hours(
        current=w["helan"], stationing=w.cast.stationing, parts=[DayPart.MORNING])),
}
