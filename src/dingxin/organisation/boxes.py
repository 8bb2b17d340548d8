"""Reads of the register of boxes: which are public, and what each still lacks."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dingxin.organisation.models import Box, BoxCheck, Stationing
from dingxin.rules.codes import BoxPoint, BoxState


@dataclass(frozen=True)
class Point:
    """One line of a checklist. ``answer``: yes, no, or empty: nobody looked yet."""

    point: BoxPoint
    answer: str = ""
    day: date | None = None
    by: str = ""


def points(box: Box) -> list[Point]:
    """All lines, in the order of the table."""
    held = {row.point: row for row in BoxCheck.objects.filter(box=box).select_related("by")}
    return [
        Point(point, held[point].answer, held[point].day, held[point].by.name) if point in held else Point(point)
        for point in BoxPoint
    ]


@dataclass(frozen=True)
class Listed:
    """A box without its picture. ``good``, ``failed``: how many points of its checklist are yes, and no."""

    box: Box
    good: int
    failed: int
    has_photo: bool

    @property
    def public(self) -> bool:
        """The public is told of it: it hangs, and every point was seen and is good."""
        return self.box.state == BoxState.UP and self.good == len(BoxPoint)

    @property
    def unseen(self) -> int:
        """Points that nobody looked at yet."""
        return len(BoxPoint) - self.good - self.failed


def listed(stationing: Stationing) -> list[Listed]:
    """All boxes that ever hung there, in their order. Three queries."""
    rows = Box.objects.filter(stationing=stationing).defer("photo").order_by("order", "pk")
    pictured = set(Box.objects.filter(stationing=stationing, photo__isnull=False).values_list("pk", flat=True))
    held = Counter(BoxCheck.objects.filter(
        box__stationing=stationing, point__in=list(BoxPoint)
    ).values_list("box_id", "answer"))
    return [Listed(row, held[row.pk, "yes"], held[row.pk, "no"], row.pk in pictured) for row in rows]


def shown(stationing: Stationing) -> list[Listed]:
    """The boxes that the public is told of."""
    return [one for one in listed(stationing) if one.public]


def photo(stationing: Stationing, id: UUID) -> bytes | None:
    """The picture of a box that is public."""
    if not any(one.has_photo and one.box.pk == id for one in shown(stationing)):
        return None
    return bytes(Box.objects.get(pk=id).photo or b"")
