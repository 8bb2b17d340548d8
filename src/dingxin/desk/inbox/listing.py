"""The list as the page shows it: one row a submission, its title opened where somebody has read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString

from dingxin.casework.queries import InboxPage, InboxRow
from dingxin.desk.queue.rows import number_of
from dingxin.rules.codes import Nature, SubmissionState
from dingxin.web.days import today


@dataclass(frozen=True)
class Line:
    """``tone``: late or due, for the last day."""

    number: SafeString
    url: str
    title: str
    unread: bool
    came: date
    unit: str
    nature: object
    state: object
    due: date | None
    tone: str
    provisional: bool
    persons: int
    repeat: bool
    news: bool
    interference: bool
    matters: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class StateTab:
    """One state with how many are in it under the other filters."""

    code: str
    label: str
    count: int
    current: bool


def lines_of(page: InboxPage, titles: Mapping[UUID, str]) -> list[Line]:
    """One page of rows."""
    return [_line(row, titles.get(row.submission.pk, "")) for row in page.rows]


def _line(found: InboxRow, title: str) -> Line:
    row = found.submission
    left = (found.due - today()).days if found.due else None
    return Line(
        number=number_of(row), url=reverse("desk:submission", args=[row.pk]), title=title,
        unread=row.state == SubmissionState.REGISTERED, came=row.received_on,
        unit=row.unit.name if row.unit else "", nature=Nature(row.nature) if row.nature else "",  # type: ignore[call-arg]
        state=SubmissionState(row.state), due=found.due,  # type: ignore[call-arg]
        tone="" if left is None or left > 0 else "due" if left == 0 else "late", provisional=found.provisional,
        persons=row.persons, repeat=row.first_id is not None, news=row.news, interference=row.interference,
        matters=tuple((reverse("desk:matter", args=[pk]), number) for pk, number, _year in found.matters),
    )


def tabs_of(page: InboxPage, state: str) -> list[StateTab]:
    """All, then each state in the order of a submission's life."""
    every = [StateTab("", "", sum(page.counts.values()), not state)]
    return every + [
        StateTab(code.value, code.label, page.counts.get(code.value, 0), code.value == state)
        for code in SubmissionState if page.counts.get(code.value) or code.value == state
    ]
