"""The line over every page of a matter: number, state, unit, since when, whose work. Facts only."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from dingxin.casework.models import Matter
from dingxin.desk.matter.present.words import matter_name
from dingxin.rules.codes import MatterState, Outcome, Overlay


@dataclass(frozen=True)
class Head:
    """``state``: the one code that says most: what lies over the state, a dispute, else the state itself."""

    id: UUID
    name: str
    state: object
    unit: str
    since: date
    officer: str
    interference: bool
    url: str


def shown_state(matter: Matter) -> object:
    """The code that the chip shows. A dispute comes before where the work stands: it is what matters to the person."""
    if matter.overlay:
        return Overlay(matter.overlay)  # type: ignore[call-arg]
    if matter.confirmation == "disputed" and matter.state in (MatterState.ANSWERED, MatterState.CLOSED):
        return Outcome.DISPUTED
    return MatterState(matter.state)  # type: ignore[call-arg]


def head_of(matter: Matter) -> Head:
    """From a row that came through its door (unit and officer at hand)."""
    return Head(
        id=matter.pk, name=matter_name(matter), state=shown_state(matter), unit=matter.unit.name if matter.unit else "",
        since=matter.opened_on, officer=matter.officer.name if matter.officer else "",
        interference=matter.interference and matter.interference_settled_on is None,
        url=reverse("desk:matter", args=[matter.pk]),
    )
