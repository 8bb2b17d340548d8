"""Rows of the list of matters."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dingxin.casework.models import Matter
from dingxin.casework.queries.matter_list import MatterRow
from dingxin.desk.matter.present.head import shown_state
from dingxin.desk.matter.present.now import WAITS
from dingxin.desk.matter.present.words import matter_name, say
from dingxin.desk.place import Place
from dingxin.rules.codes import MatterState, Outcome
from dingxin.web.days import today
from dingxin.web.parts import Empty, Link, Row
from dingxin.web.templatetags.dx import ltr

QUIET = frozenset({Outcome.UNANSWERED, Outcome.ASKED})


def rows_of(found: Sequence[MatterRow], titles: Mapping[UUID, str]) -> list[Row]:
    """As parts/queue.html takes them. What this member holds no key to is called by its number alone."""
    return [_row(row, titles.get(row.matter.pk, "")) for row in found]


def _row(row: MatterRow, title: str) -> Row:
    matter = row.matter
    tone, when = _due(matter)
    numbers = [matter_name(matter), *([matter.unit.name] if matter.unit else [])]
    if row.links:
        text = ngettext("%(n)s submission", "%(n)s submissions", row.links)
        numbers.append(say(text, n=ltr(row.links)))
    numbers += [matter.officer.name] if matter.officer else [_("nobody's yet")]
    waits = row.next.waits_for
    return Row(
        title=title or _("Sealed: you hold no key to its title"), url=reverse("desk:matter", args=[matter.pk]),
        due=None if matter.state == MatterState.CLOSED else matter.due_day, when=when, tone=tone,
        numbers=tuple(numbers), state=shown_state(matter), why=_(row.next.reason),
        waits_for=_(WAITS[waits]) if waits in WAITS else "",
    )


def _due(matter: Matter) -> tuple[str, str]:
    if matter.state == MatterState.CLOSED:
        return "", ""
    if matter.overlay == "waiting":
        return "paused", _("clock stopped")
    if matter.due_day is None:
        return "", ""
    return _left(matter.due_day)


def _left(due: date) -> tuple[str, str]:
    days = (due - today()).days
    if days < 0:
        return "late", say(ngettext("%(n)s day late", "%(n)s days late", -days), n=ltr(-days))
    if days == 0:
        return "due", _("today")
    return "", say(ngettext("in %(n)s day", "in %(n)s days", days), n=ltr(days))


def empty(place: Place) -> Empty:
    """There is no matter yet."""
    return Empty(
        _("No matter here yet"),
        _("A matter is one problem to solve. It is made from a submission that was read, or from what the team found "
          "itself."),
        (
            Link(_("To what came in"), reverse("desk:inbox")), Link(_("Enter a finding of our own"), reverse("desk:matter-new")),
        ) if place.reads else (),
    )  # fmt: skip
