"""Where a link and a matter stand towards the persons: only their own word confirms (1-mission, principle 2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dingxin.rules.codes import Confirmation, ConfirmedHow, Outcome, RemedyState


@dataclass(frozen=True)
class LinkFacts:
    """One link. `term_ends`: the last day for the person's word, None while they were not asked.

    `evidenced`: evidence of a delivered remedy or of the finding is there.
    """

    answered: bool = False
    confirmation: Confirmation = Confirmation.NONE
    how: ConfirmedHow | None = None
    asked: bool = False
    asked_again: bool = False
    term_ends: date | None = None
    evidenced: bool = False

    def __post_init__(self) -> None:
        """Refuse a word without saying how it was given: figures keep the ways apart."""
        if (self.confirmation is Confirmation.NONE) is not (self.how is None):
            raise ValueError("a word says how it was given, and only a word does")


def link_outcome(link: LinkFacts, today: date) -> Outcome:
    """Where one link stands on `today`. The term's last day still belongs to the person.

    A dispute stands however it was told; a confirmation only when it was given in a way that counts. Silence becomes
    *evidenced* or *unconfirmed* only after they were asked twice and the term is over.
    """
    if not link.answered:
        return Outcome.UNANSWERED
    if link.confirmation is Confirmation.DISPUTED:
        return Outcome.DISPUTED
    if link.confirmation is Confirmation.CONFIRMED and link.how is not None and link.how.counts:
        return Outcome.CONFIRMED
    over = link.asked and link.asked_again and link.term_ends is not None and today > link.term_ends
    if not over:
        return Outcome.ASKED
    return Outcome.EVIDENCED if link.evidenced else Outcome.UNCONFIRMED


def matter_outcome(links: Iterable[Outcome]) -> Outcome:
    """Where a matter stands, from its links: confirmed if at least one is and none disputed.

    One dispute makes it disputed. Without any word it is what its links have in common at worst: unanswered before
    asked, asked before unconfirmed, evidenced only when every link is. A matter without links (own finding) is
    `UNANSWERED`: nobody is there who could confirm it, and figures count it apart.
    """
    seen = frozenset(links)
    for outcome in (Outcome.DISPUTED, Outcome.CONFIRMED, Outcome.UNANSWERED, Outcome.ASKED, Outcome.UNCONFIRMED):
        if outcome in seen:
            return outcome
    return Outcome.EVIDENCED if seen else Outcome.UNANSWERED


def matter_outcome_from_counts(confirmed: int, disputed: int) -> Confirmation:
    """The matter's confirmation as stored, from counts of links; `confirmed` leaves out words that do not count."""
    if disputed:
        return Confirmation.DISPUTED
    return Confirmation.CONFIRMED if confirmed else Confirmation.NONE


def may_record(how: ConfirmedHow, witnesses: int) -> bool:
    """Whether a word given this way may be entered with so many of the staff named."""
    return witnesses >= how.witnesses


def is_evidenced(finding_evidence: bool, remedies: Iterable[RemedyState]) -> bool:
    """Whether silence can count as *evidenced*: evidence of the finding, or remedies that were all delivered."""
    states = list(remedies)
    delivered = bool(states) and all(state is not RemedyState.PROMISED for state in states)
    return delivered or (finding_evidence and not states)
