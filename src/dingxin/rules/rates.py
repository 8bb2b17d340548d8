"""The rates of a publication: each with its numerator and denominator, in one table (2-domain, last paragraph).

A rate is always shown with its fraction and its as-of day; nothing is shown for a denominator of nought.
"""

from dataclasses import dataclass

from dingxin.rules.codes import Code
from dingxin.rules.text import N_


class Measure(Code):
    """What is counted, always among rows that came in by the as-of day."""

    SUBMISSIONS = "submissions", N_("Submissions received")
    NAMED = "named", N_("Named submissions received")
    REPEATS = "repeats", N_("Repeat submissions received")
    ACCEPT_DUE = "accept_due", N_("Submissions whose day for acceptance has come, or that were accepted")
    ACCEPTED_IN_TIME = "accepted_in_time", N_("Submissions told of acceptance in time")
    MATTERS = "matters", N_("Matters made")
    CLOSED = "closed", N_("Matters closed")
    FINISH_DUE = "finish_due", N_("Matters whose last day has come, or that were closed")
    CLOSED_IN_TIME = "closed_in_time", N_("Matters closed in time")
    FOUND = "found", N_("Matters with a finding")
    SUBSTANTIATED = "substantiated", N_("Matters substantiated wholly or partly")
    ASKED = "asked", N_("Links whose person was asked")
    REPLIED = "replied", N_("Links whose person replied")
    RATED = "rated", N_("Links whose person answered the second question")
    SATISFIED = "satisfied", N_("Links whose person is satisfied")
    ANSWERED = "answered", N_("Links answered")
    CONFIRMED = "confirmed", N_("Links confirmed by the person")


@dataclass(frozen=True)
class Rate:
    """`numerator` counts a part of what `denominator` counts."""

    code: str
    label: str
    numerator: Measure
    denominator: Measure


RATES: tuple[Rate, ...] = (
    Rate("closed", N_("Closed"), Measure.CLOSED, Measure.MATTERS),
    Rate("closed_in_time", N_("Closed in time"), Measure.CLOSED_IN_TIME, Measure.FINISH_DUE),
    Rate("accepted_in_time", N_("Accepted in time"), Measure.ACCEPTED_IN_TIME, Measure.ACCEPT_DUE),
    Rate("substantiated", N_("Substantiated"), Measure.SUBSTANTIATED, Measure.FOUND),
    Rate("named", N_("Named"), Measure.NAMED, Measure.SUBMISSIONS),
    Rate("repeat", N_("Repeat"), Measure.REPEATS, Measure.SUBMISSIONS),
    Rate("replied", N_("Answered the question"), Measure.REPLIED, Measure.ASKED),
    Rate("satisfied", N_("Satisfied"), Measure.SATISFIED, Measure.RATED),
    Rate("confirmed", N_("Confirmed by the person"), Measure.CONFIRMED, Measure.ANSWERED),
)
BY_CODE: dict[str, Rate] = {rate.code: rate for rate in RATES}


@dataclass(frozen=True)
class Fraction:
    """A rate's value as its two counts, never reduced."""

    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        if not 0 <= self.numerator <= self.denominator:
            raise ValueError("a part is from nought to the whole")

    @property
    def percent(self) -> float | None:
        """Percent to one digit, None for a denominator of nought."""
        return round(100 * self.numerator / self.denominator, 1) if self.denominator else None
