"""Reads of the register of boxes: which are public, and what each still lacks."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

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


def listed(stationing: Stationing) -> QuerySet[Box]:
    """All boxes that ever hung there, without their pictures; ``good``, ``failed``: how many points, ``has_photo``."""
    of_table = Q(checks__point__in=list(BoxPoint))
    return Box.objects.filter(stationing=stationing).defer("photo").annotate(
        good=Count("checks", filter=of_table & Q(checks__answer="yes")),
        failed=Count("checks", filter=of_table & Q(checks__answer="no")),
        has_photo=ExpressionWrapper(Q(photo__isnull=False), output_field=BooleanField()),
    ).order_by("order", "pk")


def shown(stationing: Stationing) -> QuerySet[Box]:
    """The boxes that the public is told of: up, and every point seen and good."""
    return listed(stationing).filter(state=BoxState.UP, good=len(BoxPoint))


def photo(stationing: Stationing, id: UUID) -> bytes | None:
    """The picture of a box that is public."""
    found = shown(stationing).filter(pk=id).defer(None).first()
    return bytes(found.photo) if found is not None and found.photo else None
