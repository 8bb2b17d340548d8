"""Rows of the queue as the page shows them: due and clock, what, state, why or whom we wait for, the one next act."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dingxin.casework.models import Matter, Submission
from dingxin.casework.queries import QueueRow
from dingxin.desk.matter.present.words import listed, matter_name, say, submission_name
from dingxin.desk.queue.acts import act_of, matter_url, submission_url
from dingxin.rules.codes import MatterState, Overlay, SubmissionState
from dingxin.rules.move_table import MOVES
from dingxin.web.days import today
from dingxin.web.parts import Link, Row
from dingxin.web.templatetags.dx import day, num

WEEK = 7
PRESSED = "settle_interference"
Titles = Mapping[UUID, str]


@dataclass(frozen=True)
class Section:
    """One heading of the page with its rows."""

    id: str
    title: str
    note: str
    rows: list[Row]


def number_of(row: Matter | Submission) -> SafeString:
    """What it is filed under: "Matter 0117", "Letter 0039"."""
    return matter_name(row) if isinstance(row, Matter) else submission_name(row)


def whom(row: QueueRow) -> str:
    """Whom a row waits for, in words; empty: for whoever reads it."""
    waits = row.next.waits_for
    if waits == "unit" and row.matter is not None and row.matter.unit is not None:
        return row.matter.unit.name
    words = {
        "person": _("the person"), "leader": _("the team leader"), "officer": _("the officer"), "unit": _("the unit"),
        "other_body": _("the other office"), "date": _("a day"),
    }
    return words.get(waits, "")


def when(row: QueueRow) -> tuple[str, str]:
    """(words, tone) beside the day."""
    left = row.days_left
    if left is None:
        return _("no term runs"), ""
    if left < 0:
        return say(ngettext("%(n)s day late", "%(n)s days late", -left), n=num(-left)), "late"
    if left == 0:
        return _("today"), "due"
    words = _("tomorrow") if left == 1 else say(ngettext("%(n)s day left", "%(n)s days left", left), n=num(left))
    if row.provisional:
        words = listed([words, _("provisional")])
    return words, ""


def row_of(row: QueueRow, titles: Titles, *, waits: str = "") -> Row:
    """One line. Its title is opened, or its number stands for it."""
    found = row.matter or row.submission
    assert found is not None
    words, tone = when(row)
    numbers = [number_of(found), *([found.unit.name] if found.unit else [])]
    if row.matter is not None and waits and row.matter.overlay == Overlay.WAITING:
        tone = "paused"
    return Row(
        title=titles.get(found.pk, "") or number_of(found),
        url=matter_url(found.pk) if row.matter else submission_url(found.pk),
        due=None if tone == "paused" else row.due, when="" if tone == "paused" else words, tone=tone,
        numbers=tuple(numbers) if titles.get(found.pk) else tuple(numbers[1:]), state=_state(found), why=_why(row),
        waits_for=waits, act=act_of(row, others=bool(waits)),
    )


def _state(found: Matter | Submission) -> object:
    if isinstance(found, Submission):
        return SubmissionState(found.state)  # type: ignore[call-arg]
    if found.confirmation == "disputed":
        return "disputed"
    if found.overlay not in ("", "none"):
        return Overlay(found.overlay)  # type: ignore[call-arg]
    return MatterState(found.state)  # type: ignore[call-arg]


def _why(row: QueueRow) -> str:
    if row.proposal is None:
        return _(row.next.reason) if row.next.reason else ""
    move = MOVES.get(row.proposal.move)
    what = say(_("Proposed: %(what)s"), what=_(move.label) if move else row.proposal.move)
    return listed([what, row.proposal.proposed_by.name, day(row.proposal.proposed_on)])


def _unread(rows: Sequence[QueueRow]) -> Row | None:
    """All that nobody has read stands in one row: the first of them is opened, and leads to the next."""
    if not rows:
        return None
    first = rows[0]
    assert first.submission is not None
    numbers = [number_of(row.submission) for row in rows[:3] if row.submission]
    more = len(rows) - len(numbers)
    words, tone = when(first)
    return Row(
        title=say(ngettext("%(n)s not read yet", "%(n)s not read yet", len(rows)), n=num(len(rows))),
        url=reverse("desk:inbox") + "?state=registered", due=first.due, when=words, tone=tone,
        numbers=(say("%(some)s%(more)s", some=listed(numbers), more="…" if more else ""),),
        state=SubmissionState.REGISTERED, why=_("The oldest first; after each one the next opens"),
        act=Link(_("Open the oldest"), submission_url(first.submission.pk), "u"),
    )


def sections(
    rows: Sequence[QueueRow], waiting: Iterable[QueueRow], titles: Titles, *, leads: bool, pressed: Sequence[Row] = (),
    covered: Collection[str] = (), first: bool = True,
) -> list[Section]:
    """Whoever is in danger before all, then whoever is pressed; then late, today, what a leader decides, this week,
    later, and what waits for somebody else. Empty ones are left out. ``covered``: addresses of matters whose reports
    stand there already. ``first`` False: the page's one filled button stands above."""
    groups: dict[str, list[QueueRow]] = {name: [] for name in ("late", "today", "decide", "nobody", "week", "later")}
    marked = [replace(row_of(row, titles), state="interference") for row in rows if row.next.act == PRESSED]
    pressed = [*pressed, *(one for one in marked if one.url not in covered)]
    danger = [replace(row_of(row, titles), tone="late", when=_("now")) for row in rows if row.danger]
    for row in rows:
        if row.next.act != PRESSED and not row.danger:
            groups[_group(row, leads)].append(row)
    names = {
        "late": (_("Late"), _("These first. No term stops for workload.")), "today": (_("Due today"), ""),
        "decide": (_("Waiting for your decision"), _("Proposed by one, decided by another.")),
        "nobody": (_("Nobody works on these yet"), _("Give each to an officer.")), "week": (_("This week"), ""),
        "later": (_("Later"), ""),
    }
    found = [Section(id, *names[id], _rows(group, titles)) for id, group in groups.items() if group]
    if pressed:
        note = _("Before everything else, on the shortest clock.")
        found.insert(0, Section("pressed", _("Somebody is pressed"), note, list(pressed)))
    if danger:
        note = _("A leader asks for the name at once; a custodian turns the key without waiting.")
        found.insert(0, Section("danger", _("Danger to life, or a child"), note, danger))
    others = [row_of(row, titles, waits=whom(row)) for row in waiting]
    if others:
        found.append(Section(
            "others", _("Waiting for somebody else"), _("They come back up by themselves when something happens."), others
        ))
    return _first(found) if first else found


def _group(row: QueueRow, leads: bool) -> str:
    if row.late:
        return "late"
    if row.days_left == 0:
        return "today"
    if leads and row.proposal is not None:
        return "decide"
    if leads and row.matter is not None and (row.matter.officer_id is None or row.next.act == "assign"):
        return "nobody"
    return "week" if row.due is not None and row.due <= today() + timedelta(days=WEEK) else "later"


def _rows(group: Sequence[QueueRow], titles: Titles) -> list[Row]:
    unread = _unread([row for row in group if row.next.act == "read"])
    shown = [row_of(row, titles) for row in group if row.next.act != "read"]
    return [unread, *shown] if unread else shown


def _first(found: list[Section]) -> list[Section]:
    """The first row of the page has the one filled button."""
    if found and found[0].id != "others":
        found[0].rows[0] = replace(found[0].rows[0], first=True)
    return found
