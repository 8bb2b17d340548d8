"""The duty roster, by leaders and administrators."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.intake.call import doors, roster
from dingxin.intake.call.models import Duty, DutyHours
from dingxin.organisation.models import Stationing
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import DayPart

MOST_DAYS = 62


def set_duty(
    *, current: Current, stationing: Stationing, day: date, who: Mapping[DayPart, Collection[UUID]], days: int = 1
) -> int:
    """Who is on duty on a day, and alike on the ``days`` from it on; how many lines. What stood there before is replaced.

    ``who``: member ids by part. Members of the team answer calls, custodians of the body turn the second key; others are
    Refused.
    """
    place = doors.access_duty(current, stationing.pk, change=True)
    known = {member.pk: post for member, post in roster.candidates(place)}
    if any(id not in known for ids in who.values() for id in ids):
        raise Refused("not-here", _("Only members of the team and custodians of its body are on duty here."))
    if not 1 <= days <= MOST_DAYS:
        raise Refused("days", _("That is too many days at once."))
    last = day + timedelta(days=days - 1)
    with writing():
        Duty.objects.filter(stationing=place, day__range=(day, last)).delete()
        made = Duty.objects.bulk_create([
            Duty(stationing=place, day=day + timedelta(days=number), part=part, member_id=id, post=known[id])
            for number in range(days) for part, ids in who.items() for id in sorted(set(ids))
        ])
        audit.record(
            "duty.set", actor=current.actor, object=f"stationing:{place.pk}", scope=str(place.team_id),
            facts={"day": day.isoformat(), "days": days, "lines": len(made)},
        )
    return len(made)


def set_hours(*, current: Current, stationing: Stationing, parts: Collection[DayPart]) -> None:
    """In which parts of the day calls are answered here; elsewhere nobody is missed on the roster."""
    place = doors.access_duty(current, stationing.pk, change=True)
    if not parts:
        raise Refused("no-hours", _("Calls are answered in at least one part of the day."))
    text = " ".join(part.value for part in DayPart if part in parts)
    with writing():
        DutyHours.objects.update_or_create(stationing=place, defaults={"parts": text})
        audit.record(
            "duty.hours", actor=current.actor, object=f"stationing:{place.pk}", scope=str(place.team_id),
            facts={"parts": text.replace(" ", ",")},
        )
