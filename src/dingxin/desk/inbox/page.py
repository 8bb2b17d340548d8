"""One submission as the page shows it: facts, terms, what was said, and what can be done with it."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.casework import actions, queries, visible
from dingxin.casework.actions import OpenedSubmission
from dingxin.casework.models import Submission
from dingxin.casework.queries import MatterFilters
from dingxin.desk.custody.forms import AskForm
from dingxin.desk.custody.panel import panel_of
from dingxin.desk.inbox import forms
from dingxin.desk.inbox.facts import clocks_of, facts_of, said_of
from dingxin.desk.inbox.neighbours import Neighbours, neighbours
from dingxin.desk.matter.forms.base import choices_of
from dingxin.desk.matter.present.words import submission_name
from dingxin.organisation.models import Unit
from dingxin.rules.codes import Channel, Level, MatterState, SetAside, SubmissionState
from dingxin.vault.refusals import NotTrusted

SUGGESTED = 8
@dataclass
class Sheets:
    """Forms with what was typed; those that are None are shown empty."""

    work: forms.WorkForm | None = None
    aside: forms.AsideForm | None = None
    repeat: forms.RepeatForm | None = None
    message: forms.MessageForm | None = None
    ask: AskForm | None = None


@dataclass
class Shown:
    """What stands open on this answer: the words, and who it is where the person is open to the team."""

    opened: OpenedSubmission | None = None
    identity: dict[str, Any] | None = None
    identity_asked: bool = False
    sheets: Sheets = field(default_factory=Sheets)


def context_of(current: Current, row: Submission, shown: Shown, unit: Unit | None = None) -> dict[str, Any]:
    """Everything the template needs. ``unit``: whose matters are suggested, where another than the coded one is asked."""
    found = queries.submission_page(current, row)
    beside = neighbours(current, row)
    context: dict[str, Any] = {
        "row": row, "page": found, "shown": shown.opened, "facts": facts_of(found), "clocks": clocks_of(found),
        "state": SubmissionState(row.state), "aside_own": row.set_aside_by == current.actor,  # type: ignore[call-arg]
        "aside_reason": SetAside(row.set_aside_reason) if row.set_aside_reason else "",  # type: ignore[call-arg]
        "name": submission_name(row), "beside": beside, "first_url": _first_url(current, row), **_ways(beside),
        "two_keys": panel_of(current, row, shown.sheets.ask),
    }
    if shown.opened is None:
        return context
    sheets, channels = shown.sheets, choices_of(Channel)
    repeat = sheets.repeat or forms.RepeatForm(initial={"channel": row.channel})
    repeat.fields["channel"].choices = channels  # type: ignore[attr-defined]
    return context | {
        "said": said_of(shown.opened), "level": Level(shown.opened.level),  # type: ignore[call-arg]
        "identity": shown.identity, "identity_asked": shown.identity_asked,
        "work": sheets.work or work_form(current, row, found.reach, unit=unit),
        "aside": sheets.aside or forms.AsideForm(), "repeat": repeat, "message": sheets.message or forms.MessageForm(),
    }


def work_form(
    current: Current, row: Submission, reach: str, data: Any = None, unit: Unit | None = None
) -> forms.WorkForm:
    """The form with the matters that it might belong to, by unit, else the latest of the team."""
    return forms.WorkForm(data, submission=row, reach=reach, suggested=_suggested(current, row, unit or row.unit))


def _suggested(current: Current, row: Submission, unit: Unit | None) -> list[tuple[str, str]]:
    """(id, title with number and unit) of matters that are still open, opened with one entry."""
    found = queries.matters(current, MatterFilters(team=row.team_id, unit=unit), size=3 * SUGGESTED)
    there = {matter.pk for matter in queries.submission_page(current, row).matters}
    open_ones = [
        one.matter for one in found.rows
        if one.matter.state not in (MatterState.CLOSED, MatterState.UNDER_REVIEW) and one.matter.pk not in there
    ][:SUGGESTED]
    try:
        titles = actions.open_titles(current=current, matters=open_ones) if open_ones else {}
    except NotTrusted:
        titles = {}
    return [
        (str(matter.pk), " · ".join(part for part in (
            f"{matter.number:04}", titles.get(matter.pk, _("title not opened")), matter.unit.name if matter.unit else "",
        ) if part)) for matter in open_ones
    ]  # fmt: skip


def _first_url(current: Current, row: Submission) -> str:
    """Where the one stands that this repeats; empty where there is none that the member may know of."""
    if row.first_id is None or visible.hidden_firsts(current, [row]):
        return ""
    return reverse("desk:submission", args=[row.first_id])


def _ways(beside: Neighbours) -> dict[str, str]:
    return {
        "before_url": reverse("desk:submission", args=[beside.before]) if beside.before else "",
        "after_url": reverse("desk:submission", args=[beside.after]) if beside.after else "",
    }
