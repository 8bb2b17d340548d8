"""Why something from outside is not taken. A refusal changes nothing and carries no byte of what was sent."""

from enum import StrEnum


class Why(StrEnum):
    """Fixed words; the portal has a sentence and a status for each."""

    BAD = "bad"  # a field is not what the format says
    TOO_LARGE = "too_large"
    STALE = "stale"  # sealed to keys that are no longer, or never were, this stationing's
    DIFFERS = "differs"  # other bytes are already held under this id
    BUSY = "busy"  # the hour's budget of this stationing is used up
    CLOSED = "closed"  # no open receipt: unknown, replaced and closed look the same
    SIGNATURE = "signature"
    OTHER = "other"  # the word answers something else than what is asked now
    STATE_ONLY = "state_only"  # the person chose that no text is ever sealed to this receipt
    FULL = "full"


class Refused(Exception):
    """``why`` and, where one field is to blame, its name in the JSON (never its value)."""

    def __init__(self, why: Why, field: str = "") -> None:
        super().__init__(f"{why}{' ' + field if field else ''}")
        self.why = why
        self.field = field
