"""Pages that begin after a row instead of counting over rows: the same speed at row 50 and at row 50,000."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

Place = tuple[date, int, UUID]


def cursor(day: date, number: int, pk: UUID) -> str:
    """What a link to the next page carries: the last row's place in the order. Facts only."""
    return f"{day.isoformat()}.{number}.{pk.hex}"


def read(text: str) -> Place | None:
    """The place, None for an empty or malformed cursor (then the first page is shown)."""
    parts = text.split(".")
    try:
        return date.fromisoformat(parts[0]), int(parts[1]), UUID(hex=parts[2])
    except (ValueError, IndexError):
        return None


def after(place: Place | None, fields: Sequence[str], *, descending: bool) -> Q:
    """Rows behind a place in the order of three fields, the last of them unique."""
    if place is None:
        return Q()
    sign = "lt" if descending else "gt"
    found, equal = Q(), Q()
    values: Sequence[Any] = place
    for name, value in zip(fields, values, strict=True):
        found |= equal & Q(**{f"{name}__{sign}": value})
        equal &= Q(**{name: value})
    return found
