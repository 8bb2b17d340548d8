"""A word that the person says to staff, who type it: by voice or at the counter, over the receipt they named."""

from dataclasses import dataclass
from uuid import UUID

from dingxin.rules.codes import ConfirmedHow

BY_STAFF = frozenset({ConfirmedHow.BY_VOICE, ConfirmedHow.AT_COUNTER})


@dataclass(frozen=True)
class Heard:
    """``how``: by_voice or at_counter. ``by``: who typed it, ``actor``: the same as the audit writes it.

    ``witness``: who else of the staff heard it and read it back.
    """

    how: ConfirmedHow
    by: UUID
    actor: str
    witness: UUID | None = None

    def __post_init__(self) -> None:
        if self.how not in BY_STAFF or self.witness == self.by:
            raise ValueError("a word is heard by voice or at the counter, and nobody is their own witness")

    @property
    def enough(self) -> bool:
        """Whether as many of the staff are named as the way needs (ConfirmedHow.witnesses)."""
        return 1 + (self.witness is not None) >= self.how.witnesses

    @property
    def facts(self) -> dict[str, str | int | None]:
        """For the audit."""
        return {"how": self.how.value, "with": str(self.witness) if self.witness else None}
