"""When somebody may be asked for a meeting, and when one may happen: pure (2-domain, *contact*; story S2).

Nothing is held without consent to time, place and way, each given by the person and none taken back. What is refused
says which part is missing and how to ask for it. Declining leads nowhere: no other table reads it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dingxin.rules.codes import AskedBy, ConfirmedHow, ConsentPart, ConsentState, ContactState
from dingxin.rules.moves import Lack
from dingxin.rules.text import N_

PARTS = (ConsentPart.TIME, ConsentPart.PLACE, ConsentPart.WAY)
ENDED = frozenset({ContactState.DECLINED, ContactState.WITHDRAWN, ContactState.HELD, ContactState.LAPSED})
LIVE = frozenset(ContactState) - ENDED
CHANGEABLE = LIVE | {ContactState.DECLINED}
"""States in which the plan may be changed: after a no another time, place or way may be asked for."""


@dataclass(frozen=True)
class Reached:
    """How a person can be asked. ``way``: they said how to contact them; ``receipt``: they have digits to come back
    with; ``text``: these show what is sealed to them; ``spoken``: the team speaks to them, ``approached``: did so."""

    way: bool = False
    receipt: bool = False
    text: bool = False
    spoken: bool = False
    approached: bool = False


@dataclass(frozen=True)
class Standing:
    """One contact towards its rules."""

    state: ContactState
    consents: Mapping[ConsentPart, ConsentState] = field(default_factory=dict)

    def of(self, part: ConsentPart) -> ConsentState:
        """The consent to one part."""
        return self.consents.get(part, ConsentState.NONE)

    @property
    def whole(self) -> bool:
        """Whether all three stand."""
        return all(self.of(part) is ConsentState.GIVEN for part in PARTS)


def against_proposing(reached: Reached) -> Lack | None:
    """What stands against proposing a contact; None when nothing does."""
    if reached.way or reached.receipt or reached.spoken:
        return None
    return Lack("no-way", N_(
        "The person left no way to reach them and has no receipt. Nobody looks for one: they come or call themselves, "
        "or nothing happens"
    ), False)  # fmt: skip


def asking_ways(reached: Reached) -> tuple[AskedBy, ...]:
    """By which ways this person may be asked now. To come or call themselves is always open to them."""
    ways = [
        (AskedBy.RECEIPT, reached.text), (AskedBy.LEFT_WAY, reached.way),
        (AskedBy.FIRST_APPROACH, reached.spoken and not reached.approached), (AskedBy.THEY_CAME, True),
    ]  # fmt: skip
    return tuple(way for way, there in ways if there)


HOW_TO_GET: dict[AskedBy, str] = {
    AskedBy.RECEIPT: N_("Ask through the receipt: they answer time, place and way each by itself"),
    AskedBy.LEFT_WAY: N_("Ask by the way they left, and only ask"),
    AskedBy.FIRST_APPROACH: N_("Ask at a first approach, which may do nothing but ask"),
    AskedBy.THEY_CAME: N_("When they come or call themselves, ask then, two of you, and read it back"),
}

MISSING: dict[tuple[ConsentPart, ConsentState], str] = {
    (ConsentPart.TIME, ConsentState.NONE): N_("Consent to the time was not asked for"),
    (ConsentPart.TIME, ConsentState.ASKED): N_("No answer about the time yet"),
    (ConsentPart.TIME, ConsentState.DECLINED): N_("The person does not want it at this time: propose another"),
    (ConsentPart.TIME, ConsentState.WITHDRAWN): N_("Consent to the time was taken back"),
    (ConsentPart.PLACE, ConsentState.NONE): N_("Consent to the place was not asked for"),
    (ConsentPart.PLACE, ConsentState.ASKED): N_("No answer about the place yet"),
    (ConsentPart.PLACE, ConsentState.DECLINED): N_("The person does not want it at this place: propose another"),
    (ConsentPart.PLACE, ConsentState.WITHDRAWN): N_("Consent to the place was taken back"),
    (ConsentPart.WAY, ConsentState.NONE): N_("Consent to the way was not asked for"),
    (ConsentPart.WAY, ConsentState.ASKED): N_("No answer about the way yet"),
    (ConsentPart.WAY, ConsentState.DECLINED): N_("The person does not want it in this way: propose another"),
    (ConsentPart.WAY, ConsentState.WITHDRAWN): N_("Consent to the way was taken back"),
}
THERE = {
    ConsentPart.TIME: N_("The person agreed to the time"), ConsentPart.PLACE: N_("The person agreed to the place"),
    ConsentPart.WAY: N_("The person agreed to the way"),
}
ENDS: dict[ContactState, str] = {
    ContactState.WITHDRAWN: N_("Consent was withdrawn. Do not go; a new contact can be proposed, and they may say no"),
    ContactState.HELD: N_("It was logged already"),
    ContactState.LAPSED: N_("It was ended. A new contact has to be proposed"),
}


def for_holding(standing: Standing) -> tuple[Lack, ...]:
    """All that must stand before a contact may be logged as held, each with whether it does."""
    found = []
    if standing.state in ENDS:
        found.append(Lack(standing.state.value, ENDS[standing.state], False))
    if standing.state is ContactState.TO_READ:
        found.append(Lack("to-read", N_("They answered: open their submission, which reads the answer"), False))
    for part in PARTS:
        state = standing.of(part)
        given = state is ConsentState.GIVEN
        found.append(Lack(part.value, THERE[part] if given else MISSING[part, state], given))
    return tuple(found)


def may_hold(standing: Standing) -> bool:
    """Whether it may be logged as held."""
    return standing.state is ContactState.AGREED and all(lack.there for lack in for_holding(standing))


def against_asking(standing: Standing) -> Lack | None:
    """What stands against asking now. A no is not asked about again: first the plan offers something else."""
    if standing.state not in CHANGEABLE:
        return Lack(standing.state.value, ENDS[standing.state], False)
    if standing.state is ContactState.TO_READ:
        return Lack("to-read", N_("They answered: open their submission, which reads the answer"), False)
    if standing.state is ContactState.AGREED:
        return Lack("agreed", N_("They agreed to all three already"), False)
    for part in PARTS:
        if standing.of(part) is ConsentState.DECLINED:
            return Lack(part.value, MISSING[part, ConsentState.DECLINED], False)
    return None


def settled(consents: Mapping[ConsentPart, ConsentState]) -> ContactState:
    """The state that three consents of a contact that did not end make together."""
    states = {consents.get(part, ConsentState.NONE) for part in PARTS}
    if ConsentState.WITHDRAWN in states:
        return ContactState.WITHDRAWN
    if states == {ConsentState.GIVEN}:
        return ContactState.AGREED
    if ConsentState.ASKED in states:
        return ContactState.ASKED
    return ContactState.DECLINED if ConsentState.DECLINED in states else ContactState.PROPOSED


def counts(how: ConfirmedHow, staff: int) -> bool:
    """Whether a yes given this way stands: merely told to staff it does not, and staff hear it by two."""
    return how.counts and staff >= how.witnesses


def answers(word: str, parts: Mapping[str, str]) -> Mapping[ConsentPart, ConsentState] | None:
    """What the sealed parts of a signed word mean; None where they are not all there, or say other than the word."""
    said = {"agree": ConsentState.GIVEN, "decline": ConsentState.DECLINED}
    if set(parts) != {part.value for part in PARTS} or not set(parts.values()) <= set(said):
        return None
    whole = "agree" if set(parts.values()) == {"agree"} else "decline"
    return {part: said[parts[part.value]] for part in PARTS} if whole == word else None
