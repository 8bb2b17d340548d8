"""Opening what stands under M. Used by actions, which record that it was opened."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from dingxin.casework import sealed
from dingxin.casework.models import Matter, Remedy
from dingxin.sealing.files import FileManifest, open_manifest


@dataclass(frozen=True)
class Delivery:
    """One part delivered: ``on`` ISO day, ``amount`` in hundredths, by which way, the evidence that proves it."""

    on: str
    amount: int
    how: str = field(repr=False)
    evidence: str = ""


@dataclass(frozen=True)
class RemedyLine:
    """What one person gets back: ``amount`` in hundredths; ``whose``: a submission's id (hex) or words; ``text`` free.

    ``confirmed``: how the person confirmed it, empty before.
    """

    amount: int
    whose: str = field(repr=False)
    text: str = field(default="", repr=False)
    deliveries: tuple[Delivery, ...] = ()
    confirmed: str = ""

    @property
    def delivered(self) -> int:
        """Hundredths delivered so far."""
        return sum(part.amount for part in self.deliveries)

    def as_json(self) -> dict[str, Any]:
        """As it is sealed."""
        return {
            "amount": self.amount, "whose": self.whose, "text": self.text, "confirmed": self.confirmed,
            "deliveries": [vars(part) for part in self.deliveries],
        }

    @classmethod
    def read(cls, said: dict[str, Any]) -> "RemedyLine":
        """From what was sealed."""
        parts = tuple(Delivery(**part) for part in said["deliveries"])
        return cls(said["amount"], said["whose"], said["text"], parts, said["confirmed"])


def names(matter: Matter, key: bytes) -> tuple[str, str]:
    """Title and subject."""
    return (
        sealed.opened_or_none(key, matter.title, label=sealed.MATTER, object_id=matter.pk, field="title"),
        sealed.opened_or_none(key, matter.subject, label=sealed.MATTER, object_id=matter.pk, field="subject"),
    )


def pieces(matter: Matter, key: bytes) -> dict[UUID, str]:
    """Texts by piece id."""
    return {
        row.pk: sealed.opened(
            key, row.body, label=sealed.PIECE, object_id=row.pk, field="body", number=row.key_number
        )
        for row in matter.pieces.all()
    }


def line(row: Remedy, key: bytes) -> RemedyLine:
    """The sealed line of one remedy."""
    return RemedyLine.read(
        sealed.opened_json(key, row.line, label=sealed.REMEDY, object_id=row.pk, field="line", number=row.key_number)
    )


def seal_line(row: Remedy, key: bytes, said: RemedyLine) -> None:
    """Put a line into the row; the caller saves."""
    row.line = sealed.seal_json(
        key, said.as_json(), label=sealed.REMEDY, object_id=row.pk, field="line", number=row.key_number
    )


def remedies(matter: Matter, key: bytes) -> dict[UUID, RemedyLine]:
    """Lines by remedy id, counter-entries too."""
    return {row.pk: line(row, key) for row in matter.remedies.all()}


def evidence(matter: Matter, key: bytes) -> dict[UUID, FileManifest]:
    """Names, types and sizes of whole files by evidence id."""
    whole = matter.evidence.exclude(manifest=None)
    return {row.pk: open_manifest(key, row.pk.hex, bytes(row.manifest or b"")) for row in whole}


def proposals(matter: Matter, key: bytes) -> dict[UUID, str]:
    """Reasons by proposal id; those without one are left out."""
    return {
        row.pk: sealed.opened(key, row.reason, label=sealed.PROPOSAL, object_id=row.pk, field="reason")
        for row in matter.proposals.exclude(reason=None) if row.reason is not None
    }
