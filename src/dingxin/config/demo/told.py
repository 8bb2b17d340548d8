"""All stories in the order they happened. Each line is one day of one story; later issues add their own."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from dingxin.config.demo.afraid import Afraid
from dingxin.config.demo.debts import Debts, day_of
from dingxin.config.demo.founding_day import County, moment
from dingxin.config.demo.letters import Letters
from dingxin.config.demo.on_the_line import OnTheLine
from dingxin.config.demo.opinion_boxes import OpinionBoxes
from dingxin.config.demo.others import Others
from dingxin.config.demo.pressed import Pressed
from dingxin.config.demo.two_keys import TwoKeys
from dingxin.config.demo.undecided import Undecided
from dingxin.rules import clock

Step = tuple[str, int, Callable[[], Any]]


def _at(county: County, number: int, what: Callable[[], Any]) -> Callable[[], Any]:
    def told() -> None:
        with clock.telling(moment(day_of(county, number))):
            what()

    return told


def stories(county: County, undecided: Undecided) -> Iterator[tuple[str, date, Callable[[], Any]]]:
    """(name, day, how to tell it), sorted by day."""
    others = Others(county)
    steps: list[Step] = [
        *Debts(county).days(), *others.days(), *OpinionBoxes(county).days(), *undecided.days(),
        *Pressed(county).days(), *Letters(county).days(), *OnTheLine(county).days(),
        *TwoKeys(county, others).days(), *Afraid(county, others).days(),
    ]
    for name, number, what in sorted(steps, key=lambda step: step[1]):
        yield name, day_of(county, number), _at(county, number, what)
