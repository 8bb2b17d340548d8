"""Remedies in the story: what was promised on a day, and what was delivered on a day, each in one event."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from dingxin.casework.actions import OpenedMatter
from dingxin.casework.models import Remedy
from dingxin.casework.opening import RemedyLine
from dingxin.casework.queries import MatterPage
from dingxin.desk.matter.people import name_of
from dingxin.desk.matter.present.events import Event, Stage
from dingxin.desk.matter.present.words import amount, listed, say, word
from dingxin.rules.codes import RemedyKind
from dingxin.web.templatetags.dx import ltr

Entry = tuple[Remedy, int, str]
"""A remedy, hundredths of it, and what was written or said with it."""


def events(page: MatterPage, opened: OpenedMatter | None, names: dict[UUID, str]) -> list[Event]:
    """Promised, delivered and taken back, by day; without a key only that there were so many."""
    if opened is None:
        return _sealed(page)
    called = {submission.hex: name for submission, name in names.items()}
    promised: dict[date, list[Entry]] = defaultdict(list)
    delivered: dict[date, list[Entry]] = defaultdict(list)
    back: dict[date, list[Entry]] = defaultdict(list)
    for row in page.remedies:
        line = opened.remedies.get(row.pk)
        if line is None:
            continue
        if row.corrects_id is not None:
            back[row.on].append((row, line.amount, line.text))
            continue
        promised[row.on].append((row, line.amount, _whose(line, called)))
        for part in line.deliveries:
            delivered[date.fromisoformat(part.on)].append((row, part.amount, _whose(line, called)))
    found = [_event(day, rows, _("Promised: %(sums)s"), "ring", Stage.PROMISED) for day, rows in promised.items()]
    found += [_event(day, rows, _("Delivered: %(sums)s"), "full", Stage.DELIVERED) for day, rows in delivered.items()]
    undone = _("Taken back as entered by mistake: %(sums)s")
    return found + [_event(day, rows, undone, "dash", Stage.TAKEN_BACK) for day, rows in back.items()]


def _whose(line: RemedyLine, called: dict[str, str]) -> str:
    person = called.get(line.whose, line.whose)
    return say(_("%(person)s, %(text)s"), person=person, text=line.text) if line.text else person


def _event(day: date, rows: list[Entry], heading: str, mark: str, rank: int) -> Event:
    sums: dict[str, int] = defaultdict(int)
    for row, hundredths, _text in rows:
        sums[row.counted_in] += hundredths
    together = listed(amount(hundredths, counted_in) for counted_in, hundredths in sorted(sums.items()))
    lines = tuple(_line(*row) for row in rows)
    who = listed(dict.fromkeys(name_of(row.by) for row, _amount, _text in rows))
    return Event(
        day, say(heading, sums=together), mark, who=who if mark != "full" else "", rank=rank,
        text=lines[0] if len(lines) == 1 else "", lines=lines if len(lines) > 1 else (),
        fold_label=say(_("%(count)s entries, one by one"), count=ltr(len(lines))) if len(lines) > 1 else "",
    )


def _line(row: Remedy, hundredths: int, text: str) -> str:
    return say(
        _("%(kind)s, %(amount)s: %(text)s"), kind=word(RemedyKind, row.kind), amount=amount(hundredths, row.counted_in),
        text=text,
    )


def _sealed(page: MatterPage) -> list[Event]:
    days: dict[date, int] = defaultdict(int)
    for row in page.remedies:
        days[row.on] += 1
    return [
        Event(day, say(_("Remedies entered: %(count)s"), count=ltr(count)), "ring", rank=Stage.PROMISED)
        for day, count in days.items()
    ]
