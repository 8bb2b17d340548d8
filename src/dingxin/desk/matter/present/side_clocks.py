"""The running clocks of a matter: how far, until when, and by which rule."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dingxin.casework.queries import MatterPage
from dingxin.casework.queries.matter_page import ClockRow
from dingxin.desk.matter.present.words import in_language, on_day, say, submission_name, word
from dingxin.rules.clocks import Length, LengthUnit
from dingxin.rules.packs.model import StartEvent
from dingxin.web.days import today
from dingxin.web.parts import Clock
from dingxin.web.templatetags.dx import ltr


def _length(length: Length) -> str:
    number = length.number
    match length.unit:
        case LengthUnit.WORKING_DAYS:
            text = ngettext("%(n)s working day", "%(n)s working days", number)
        case LengthUnit.CALENDAR_DAYS:
            text = ngettext("%(n)s day", "%(n)s days", number)
        case LengthUnit.MONTHS:
            text = ngettext("%(n)s month", "%(n)s months", number)
        case _:
            text = ngettext("%(n)s hour", "%(n)s hours", number)
    return say(text, n=ltr(number))


def _rule(row: ClockRow) -> str:
    basis, rule = row.rule.basis, row.rule
    parts: list[str] = [say(
        _("%(length)s from: %(event)s, %(day)s."), length=_length(rule.term.length), event=word(StartEvent, rule.start),
        day=on_day(row.clock.started_on),
    )]  # fmt: skip
    if rule.extension is not None:
        told = _("May be extended by %(length)s, on approval, and the person is told why.") if rule.extension.told else _(
            "May be extended by %(length)s, on approval."
        )
        parts.append(say(told, length=_length(rule.extension.length)))
    if row.clock.provisional:
        parts.append(_("Provisional: the calendar of that year is not published yet."))
    parts.append(say(
        _("%(source)s %(article)s"), source=in_language(basis.source.title), article=basis.article,
    ))  # fmt: skip
    return _spaced(parts)


def _spaced(parts: Sequence[str]) -> str:
    text = parts[0]
    for part in parts[1:]:
        text = say(_("%(a)s %(b)s"), a=text, b=part)
    return text


def _by_rule(page: MatterPage) -> list[tuple[ClockRow, int]]:
    """One line for each rule, with its first clock to fall due and how many people it runs for (0: the matter's own)."""
    first: dict[tuple[str, bool], ClockRow] = {}
    persons: dict[tuple[str, bool], int] = {}
    for row in page.clocks:  # the first due first
        key = row.clock.rule, row.clock.submission_id is not None
        first.setdefault(key, row)
        persons[key] = persons.get(key, 0) + int(key[1])
    return [(row, persons[key]) for key, row in first.items()]


def clocks(page: MatterPage) -> list[Clock]:
    """The running clocks, the first due first. A clock of one person says whose."""
    names = {row.link.submission_id: submission_name(row.link.submission) for row in page.links}
    found = []
    for row, persons in _by_rule(page):
        where = row.standing
        state = "paused" if where.paused else "late" if where.late else "running"
        if state == "running":
            state = "due" if where.due.day == today() else "provisional" if row.clock.provisional else "running"
        label = in_language(row.rule.label)
        if persons > 1:
            text = ngettext("%(label)s · %(n)s person", "%(label)s · %(n)s people", persons)
            label = say(text, label=label, n=ltr(persons))
        elif row.clock.submission_id in names and len(names) > 1:
            label = say("%(label)s · %(person)s", label=label, person=names[row.clock.submission_id])
        found.append(Clock(
            label, where.due.day, state, used=min(where.used, where.total), total=where.total, rule=_rule(row),
            verified=not row.rule.basis.must_be_marked,
        ))  # fmt: skip
    return found
