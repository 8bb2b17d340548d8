"""Deciding on moves: allowed, and in which of the two persons' parts, or refused with all that is missing."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dingxin.rules.codes import Role
from dingxin.rules.matter_facts import ActorFacts, MatterFacts, Proposal
from dingxin.rules.move_table import MOVES, PAUSING, PROPOSE_APPROVE, TABLE, WIDENABLE, Move
from dingxin.rules.text import N_

__all__ = [
    "MOVES", "PAUSING", "PROPOSE_APPROVE", "TABLE", "WIDENABLE", "ActorFacts", "Allowed", "Decision", "Lack",
    "MatterFacts", "Move", "Part", "Proposal", "Refused", "allowed_moves", "decide",
]  # fmt: skip


class Part(StrEnum):
    """What the actor does when the move is allowed."""

    DO = "do"
    PROPOSE = "propose"
    APPROVE = "approve"


@dataclass(frozen=True)
class Lack:
    """One condition: `there` says whether it is satisfied, so that a page can list both what is and what is missing."""

    code: str
    label: str
    there: bool


@dataclass(frozen=True)
class Allowed:
    """The move may be made. `Part.PROPOSE`: nothing moves yet. `Part.APPROVE`: the standing proposal is carried out."""

    part: Part
    conditions: tuple[Lack, ...]

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Refused:
    """The move may not be made. `reasons` lists every condition; `missing` those that are not there."""

    reasons: tuple[Lack, ...]

    def __bool__(self) -> bool:
        return False

    @property
    def missing(self) -> tuple[Lack, ...]:
        return tuple(lack for lack in self.reasons if not lack.there)


Decision = Allowed | Refused

UNKNOWN = Lack("unknown", N_("There is no such move"), False)


def decide(
    move: Move | str,
    facts: MatterFacts,
    actor: ActorFacts,
    today: date,
    also_two: frozenset[str] = frozenset(),
) -> Decision:
    """Decide whether `actor` may make `move` on a matter with `facts` on `today`.

    `also_two`: codes that the pack adds to `PROPOSE_APPROVE` (`Pack.propose_approve`); it can only add.
    Where two people are needed the decision is on proposing, or on approving when a proposal of this very move stands.
    A move that is made ends any other standing proposal (casework).
    """
    line = MOVES.get(move if isinstance(move, str) else move.code)
    if line is None or (isinstance(move, Move) and move != line):
        return Refused((UNKNOWN,))
    two = line.code in PROPOSE_APPROVE | (also_two & WIDENABLE)
    standing = facts.proposal if two and facts.proposal and facts.proposal.move == line.code else None
    conditions = [
        Lack("state", N_("The matter is in a state from which this move leads"), facts.state in line.source),
        Lack("overlay", N_("It does not wait, or this move is possible while it does"), facts.overlay in line.over),
        Lack("not_recused", N_("You are not recused from this matter"), not actor.recused),
    ]
    if standing is None:
        conditions.append(Lack("role", N_("Your role may do this"), bool(actor.roles & line.actors)))
        part = Part.PROPOSE if two else Part.DO
    else:
        same = standing.by in (actor.id, actor.acting_for)
        conditions.append(Lack("approver", N_("Your role may approve this"), bool(actor.roles & line.approvers)))
        conditions.append(Lack("second", N_("The one who approves is another than the one who proposed"), not same))
        part = Part.APPROVE
    conditions += [Lack(need.code, need.label, need.check(facts, actor, today)) for need in line.needs]
    if all(lack.there for lack in conditions):
        return Allowed(part, tuple(conditions))
    return Refused(tuple(conditions))


def allowed_moves(
    facts: MatterFacts, actor: ActorFacts, today: date, also_two: frozenset[str] = frozenset()
) -> list[tuple[Move, Decision]]:
    """All moves that lead from this state and overlay, possible and impossible ones, in table order.

    Moves that belong to the complainant alone are left out for staff; a recused actor gets an empty list.
    """
    if actor.recused:
        return []
    here = [m for m in TABLE if facts.state in m.source and facts.overlay in m.over]
    if Role.PERSON in actor.roles:
        here = [m for m in here if Role.PERSON in m.actors]
    return [(m, decide(m, facts, actor, today, also_two)) for m in here]
