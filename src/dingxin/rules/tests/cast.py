"""The rules' fixed cast: who acts, and a matter made by hand."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from dingxin.rules.codes import Assessment, FindingResult, MatterState, Role
from dingxin.rules.moves import ActorFacts, MatterFacts

TODAY = date(2026, 4, 15)
ZHOU, SONG, HE, LU, PERSON_ID = (UUID(int=n) for n in range(1, 6))
OFFICER = ActorFacts(ZHOU, frozenset({Role.OFFICER}))
OTHER_OFFICER = ActorFacts(SONG, frozenset({Role.OFFICER}))
LEADER = ActorFacts(HE, frozenset({Role.LEADER}))
CLERK = ActorFacts(LU, frozenset({Role.CLERK}))
PERSON = ActorFacts(PERSON_ID, frozenset({Role.PERSON}))

READY = MatterFacts(
    state=MatterState.OPEN,
    officer=ZHOU,
    next_officer=SONG,
    category_set=True,
    unit_set=True,
    assessment=Assessment.ACCEPT,
    ground_legitimate=True,
    problem_clear=True,
    reachable=True,
    destination_set=True,
    steps=2,
    evidence=True,
    finding=FindingResult.SUBSTANTIATED,
    other_side_heard=True,
    children=1,
    receiver_set=True,
    links=2,
    links_answered=2,
    links_asked=2,
    review_asked=True,
    review_answered=True,
    question_set=True,
    reason_given=True,
    review_date=date(2026, 7, 1),
    extensions_left=1,
    joined_to_set=True,
)
"""A matter of two links with everything there that any ordinary move asks for."""


def ready(state: MatterState, **changes: object) -> MatterFacts:
    return replace(READY, state=state, **changes)  # type: ignore[arg-type]
