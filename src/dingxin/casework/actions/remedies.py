"""What each person gets back: promised, delivered in parts, confirmed by the person; mistakes by counter-entries."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.casework import acting, doors, opening, standing, totals_kept, walking
from dingxin.casework import remedy_rules as rules
from dingxin.casework.models import Evidence, Link, Matter, Remedy
from dingxin.casework.opening import Delivery, RemedyLine
from dingxin.casework.refused import Refused
from dingxin.rules.codes import RemedyKind, RemedyState, UnitOfCount
from dingxin.rules.ids import new_id
from dingxin.rules.small_moves import counter_entry
from dingxin.vault import keyring
from dingxin.web.days import today


def promise(
    *, current: Current, matter: Matter, kind: str, counted_in: str, amount: int, whose: "UUID | str", text: str = "",
    on: date | None = None,
) -> Remedy:
    """Enter what one person is to get back. ``amount`` in hundredths of the unit of count (20000 = 200.00 yuan).

    ``whose``: id of a submission in this matter, or words; sealed with the amount under M, so that no row says who gets
    how much. Refused for codes in no table, an amount below 1, a submission of another matter.
    """
    with writing():
        row = doors.access_matter(current, matter.pk, lock=True)
        day = rules.past(on or today())
        if kind not in set(RemedyKind) or counted_in not in set(UnitOfCount) or amount < 1:
            raise Refused("bad-code", _("Kind, unit of count and an amount above nothing are needed."))
        remedy = Remedy(
            id=new_id(), matter=row, kind=kind, counted_in=counted_in, on=day, by=current.actor,
            state=RemedyState.PROMISED,
        )
        line = RemedyLine(amount, rules.whose(row, whose), text.strip())
        opening.seal_line(remedy, keyring.unwrap(current, "M", row.pk), line)
        remedy.save(force_insert=True)
        totals_kept.add(row, kind, counted_in, day, promised=amount)
        acting.concluded(row)
        standing.settle(row, save=False)
        walking.save(row)
        audit.record(
            "remedy.promised", actor=current.actor, object=f"matter:{row.pk}", scope=str(row.team_id),
            facts={"remedy": str(remedy.pk), "kind": kind, "counted_in": counted_in},
        )
    return remedy


def deliver(
    *, current: Current, remedy: Remedy, on: date, how: str, amount: int | None = None, evidence: Evidence | None = None
) -> Remedy:
    """Record that it, or a part of it, was delivered: ``how`` (sealed), which evidence proves it.

    ``amount`` None: all that is still owed. It counts as delivered when nothing is owed any more. Refused without
    evidence in the matter, and for more than was promised.
    """
    with writing():
        row = doors.access_remedy(current, remedy.pk, lock=True)
        matter, day = row.matter, rules.past(on)
        proof = rules.proof(matter, evidence)
        rules.walk(current, row, "deliver", {"proof"} if proof else set())
        key = keyring.unwrap(current, "M", matter.pk)
        line = opening.line(row, key)
        part = rules.part(line, amount)
        line = RemedyLine(
            line.amount, line.whose, line.text,
            (*line.deliveries, Delivery(day.isoformat(), part, how.strip(), proof)), line.confirmed,
        )
        opening.seal_line(row, key, line)
        row.state = RemedyState.DELIVERED if line.delivered == line.amount else RemedyState.PROMISED
        row.save()
        totals_kept.add(matter, row.kind, row.counted_in, day, delivered=part)
        acting.concluded(matter)
        standing.settle(matter, save=False)
        walking.save(matter)
        audit.record(
            "remedy.delivered", actor=current.actor, object=f"matter:{matter.pk}", scope=str(matter.team_id),
            facts={"remedy": str(row.pk), "whole": int(row.state == RemedyState.DELIVERED)},
        )
    return row


def confirm_remedy(
    *, current: Current, remedy: Remedy, link: Link | None = None, slip: Evidence | None = None
) -> Remedy:
    """Record the person's own word that they have it: their confirmed link, or a slip they signed, scanned as evidence.

    The link must be this remedy's own person's, and confirmed in a way that counts. A word merely told to staff never
    confirms: Refused.
    """
    with writing():
        row = doors.access_remedy(current, remedy.pk, lock=True)
        matter = row.matter
        key = keyring.unwrap(current, "M", matter.pk)
        line = opening.line(row, key)
        by = rules.own_word(matter, line, link, slip)
        rules.walk(current, row, "confirm", {"own_word"} if by else set())
        opening.seal_line(row, key, RemedyLine(line.amount, line.whose, line.text, line.deliveries, by))
        row.state = RemedyState.CONFIRMED
        row.save()
        totals_kept.add(matter, row.kind, row.counted_in, today(), confirmed=line.delivered)
        audit.record(
            "remedy.confirmed", actor=current.actor, object=f"matter:{matter.pk}", scope=str(matter.team_id),
            # not by which kind of word: where one person of a matter gave such a one, it would name their payment
            facts={"remedy": str(row.pk)},
        )
    return row


def correct(*, current: Current, remedy: Remedy, reason: str) -> Remedy:
    """Take back an entry made by mistake: a counter-entry with its amounts negated, today; both rows stay.

    Returns the counter-entry. Refused without a reason, for a counter-entry, and a second time.
    """
    with writing():
        row = doors.access_remedy(current, remedy.pk, lock=True)
        matter = row.matter
        rules.may_correct(row, reason)
        key = keyring.unwrap(current, "M", matter.pk)
        line = opening.line(row, key)
        confirmed = line.delivered if row.state == RemedyState.CONFIRMED else 0
        promised, delivered, word = counter_entry(line.amount, line.delivered, confirmed)
        counter = Remedy(
            id=new_id(), matter=matter, kind=row.kind, counted_in=row.counted_in, state=row.state, corrects=row,
            on=today(), by=current.actor,
        )
        opening.seal_line(counter, key, RemedyLine(promised, line.whose, reason.strip()))
        counter.save(force_insert=True)
        Remedy.objects.filter(pk=row.pk).update(corrected=True)
        totals_kept.add(
            matter, row.kind, row.counted_in, today(), promised=promised, delivered=delivered, confirmed=word
        )
        acting.concluded(matter)
        standing.settle(matter, save=False)
        walking.save(matter)
        audit.record(
            "remedy.corrected", actor=current.actor, object=f"matter:{matter.pk}", scope=str(matter.team_id),
            facts={"remedy": str(row.pk), "counter": str(counter.pk)},
        )
    return counter
