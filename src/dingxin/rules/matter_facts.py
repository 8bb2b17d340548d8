"""What the move table may look at. Facts only: nothing here is, or tells, a word or a name."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dingxin.rules.codes import Assessment, FindingResult, MatterState, Overlay, Role


@dataclass(frozen=True)
class Proposal:
    """A move that waits for its second person."""

    move: str
    by: UUID


@dataclass(frozen=True)
class ActorFacts:
    """Who wants to move. `roles`: held in the team that holds the matter (`Role.PERSON` alone for a complainant's act).

    `acting_for`: whose authority is delegated to the actor, who may then not approve that member's proposals either.
    `recused`: by `access.recused_from`.
    """

    id: UUID
    roles: frozenset[Role]
    acting_for: UUID | None = None
    recused: bool = False


@dataclass(frozen=True)
class MatterFacts:
    """One matter as facts, with what the wanted move would bring (reason, date, next officer) already filled in.

    Defaults are what a matter has when it is made, and the careful answer where nobody has said yet (`adverse`).
    Counts of children leave out what a hand-over passed to a follow-up team; `links_*` leave out ended links.
    """

    state: MatterState
    overlay: Overlay = Overlay.NONE
    own_finding: bool = False
    # who
    officer: UUID | None = None
    officer_away: bool = False  # left the team, or is kept from it
    previous_officers: frozenset[UUID] = frozenset()
    next_officer: UUID | None = None
    next_officer_recused: bool = False
    reopened: bool = False
    # what
    category_set: bool = False
    unit_set: bool = False
    assessment: Assessment = Assessment.NONE
    ground_legitimate: bool | None = None
    problem_clear: bool | None = None
    reachable: bool = False
    asked_in_vain: bool = False
    destination_set: bool = False
    hand_on: bool = False
    agreed_to_hand_on: bool = False
    joined_to_set: bool = False
    # verification
    steps: int = 0
    evidence: bool = False
    finding: FindingResult | None = None
    adverse: bool = True
    other_side_heard: bool = False
    # children of acting
    children: int = 0
    notices_open: int = 0
    transfers_open: int = 0
    referrals_open: int = 0
    remedies_open: int = 0
    receiver_set: bool = False
    # towards the persons
    links: int = 0
    links_answered: int = 0
    links_asked: int = 0
    links_confirmed: int = 0
    links_disputed: int = 0
    links_withdrawn: int = 0
    review_asked: bool = False
    review_answered: bool = False
    interference_open: bool = False
    # what comes with the move
    question_set: bool = False
    reason_given: bool = False
    review_date: date | None = None
    extensions_left: int = 0
    proposal: Proposal | None = None

    def __post_init__(self) -> None:
        """Refuse counts that cannot be: a rule that reads nonsense would allow nonsense."""
        of_links = (
            self.links_answered,
            self.links_asked,
            self.links_confirmed,
            self.links_disputed,
            self.links_withdrawn,
        )
        open_children = (self.notices_open, self.transfers_open, self.referrals_open, self.remedies_open)
        if min(self.links, self.steps, self.children, self.extensions_left, *of_links, *open_children) < 0:
            raise ValueError("a count is negative")
        if max(of_links) > self.links:
            raise ValueError("more links answered, asked, confirmed, disputed or withdrawn than there are")
        if self.links_confirmed + self.links_disputed > self.links_answered:
            raise ValueError("a word on an outcome that was never answered")
