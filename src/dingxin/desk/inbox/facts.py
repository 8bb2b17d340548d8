"""The countable side of one submission, its running terms, and what stands in its words beside the story."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dingxin.casework import origins
from dingxin.casework.actions import OpenedSubmission
from dingxin.casework.contacts import taken_back_on
from dingxin.casework.models import Clock, Submission
from dingxin.casework.queries import SubmissionPage
from dingxin.casework.terms import pack_of, rule_of
from dingxin.desk.matter.present.words import answers_in, by_telephone, in_language, listed, say, word
from dingxin.rules.clocks import Length, LengthUnit, standing
from dingxin.rules.codes import Authority, Channel, Level, Named, Nature, Rank, ReceiptShows
from dingxin.rules.packs.model import TermRule
from dingxin.rules.workdays import Calendar
from dingxin.web import parts
from dingxin.web.days import today
from dingxin.web.templatetags.dx import day, num


def said_of(opened: OpenedSubmission) -> list[parts.Fact]:
    """What stands in the words beside the story."""
    answers = {"yes": _("Yes"), "no": _("No"), "unsure": _("Not sure")}
    names = {
        "about": _("About"), "when": _("When"), "ongoing": _("Still going on"), "amount": _("How much"),
        "people": _("Whom it touches"), "contact": _("How they may be reached"),
        "spokespersons": _("Who speak for the others"), "written_on": _("Day written on the letter"),
        "postmark": _("Postmark"), "post_number": _("Registered post number"),
    }
    found = [parts.Fact(label, text) for label, text in by_telephone(opened.words)]
    for key, label in names.items():
        value = str(opened.words.get(key, "") or "")
        if key == "contact" and not value:
            value = _("No calls and no visits")
        if value:
            found.append(parts.Fact(label, answers.get(value, value) if key == "ongoing" else value))
        if key == "contact" and (on := taken_back_on(opened.submission)) is not None:
            found.append(parts.Fact(_("Consent"), say(_("taken back on %(on)s: nobody calls and nobody goes"), on=day(on))))
    language = answers_in(str(opened.words.get("language", "")))
    return [*found, parts.Fact(_("They are answered in"), language)] if language else found


def facts_of(found: SubmissionPage) -> list[parts.Fact]:
    """The countable side of it."""
    row = found.submission
    people = say(_("%(n)s in one visit or letter"), n=num(row.persons)) if row.batch else num(row.persons)
    listed: list[tuple[Any, object]] = [
        (_("Came on"), day(row.received_on)),
        (_("Registered on"), day(row.registered_on) if row.registered_on != row.received_on else ""),
        (_("By"), word(Channel, row.channel)),
        (_("People"), people if row.persons > 1 else ""),
        (_("Nature"), word(Nature, row.nature)), (_("Category"), _category(row)),
        (_("Topic"), row.topic.name if row.topic else ""), (_("Unit"), row.unit.name if row.unit else ""),
        (_("Rank"), word(Rank, row.rank)), (_("Authority"), word(Authority, row.authority)),
        (_("Name"), word(Named, row.named)), (_("Identity"), word(Level, row.level)),
        (_("Receipt"), _receipt(found)), (_("Read by"), row.officer.name if row.officer else ""),
        (_("Was before"), row.former_number),
        *((one.label, day(one.day) if one.day else one.text) for one in origins.of(row)),
    ]
    return [parts.Fact(label, value) for label, value in listed if value not in ("", None)]


def _category(row: Submission) -> str:
    found = pack_of(row).category(row.category) if row.category else None
    return in_language(dict(found.label)) if found else ""


def _receipt(found: SubmissionPage) -> str:
    if not found.reach:
        return _("none")
    shows = word(ReceiptShows, found.reach)
    return listed([shows, _("known to staff")]) if found.known_to_staff else shows


def clocks_of(found: SubmissionPage) -> list[parts.Clock]:
    """The running terms with their rules; one that the pack no longer has is left out."""
    row, pack = found.submission, pack_of(found.submission)
    ruled = [(clock, rule_of(row, clock)) for clock in found.clocks]
    return [_clock(clock, rule, pack.calendar) for clock, rule in ruled if rule is not None]


def _clock(clock: Clock, rule: TermRule, calendar: Calendar) -> parts.Clock:
    where = standing(clock.started_on, rule.term, calendar, today(), extensions=_extensions(clock, rule))
    state = "late" if where.late else "due" if where.due.day == today() else "running"
    if state == "running" and clock.provisional:
        state = "provisional"
    said = say(
        _("%(length)s from %(day)s. %(source)s %(article)s"), length=_length(rule.term.length), day=day(clock.started_on),
        source=in_language(rule.basis.source.title), article=rule.basis.article,
    )
    return parts.Clock(
        label=in_language(rule.label), due=where.due.day, state=state, used=max(0, min(where.used, where.total)),
        total=where.total, rule=said, verified=not rule.basis.must_be_marked,
    )


def _extensions(clock: Clock, rule: TermRule) -> list[Length]:
    return [rule.extension.length] * clock.extensions if rule.extension else []


def _length(length: Length) -> str:
    number = length.number
    texts = {
        LengthUnit.WORKING_DAYS: ngettext("%(n)s working day", "%(n)s working days", number),
        LengthUnit.CALENDAR_DAYS: ngettext("%(n)s day", "%(n)s days", number),
        LengthUnit.MONTHS: ngettext("%(n)s month", "%(n)s months", number),
        LengthUnit.HOURS: ngettext("%(n)s hour", "%(n)s hours", number),
    }
    return say(texts[length.unit], n=num(number))
