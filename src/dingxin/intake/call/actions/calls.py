"""Calls and slips. The hour of a call is kept nowhere: what a person does carries the day."""

from datetime import date
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.intake.call import doors, slips
from dingxin.intake.call.models import Call, Slip, SlipCopy
from dingxin.intake.call.slips import SlipWords
from dingxin.organisation.models import Stationing
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import CallBack, CallState, ReadBack
from dingxin.rules.ids import new_id
from dingxin.web.days import today

TAKEN = frozenset({CallState.ANSWERED, CallState.HUNG_UP})
MOST_MISSED = 200


def log_call(
    *, current: Current, stationing: Stationing, call: UUID, day: date, state: str = CallState.ANSWERED,
    slip: SlipWords | None = None,
) -> Call:
    """A call that somebody of the team took. ``call``: the id that the sheet was given; a second time changes nothing.

    ``slip``: the caller agreed to one call back, at a time they named. Refused without either; Locked with locked keys.
    """
    doors.access_place(current, stationing)
    if state not in TAKEN:
        raise Refused("state", _("A call that was taken was answered, or they hung up."))
    return _log(current, stationing, [call], day, state, slip)


def log_missed(
    *, current: Current, stationing: Stationing, day: date, count: int = 1, slip: SlipWords | None = None,
    call: UUID | None = None,
) -> int:
    """Calls that nobody took, from the telephone's own list; how many were entered. Numbers are not.

    ``slip``: of one call, whose caller agreed to be called back. Whoever did not is counted, and never called.
    """
    doors.access_place(current, stationing)
    if not 1 <= count <= MOST_MISSED or (slip and count != 1):
        raise Refused("count", _("Enter those who agreed to be called back one by one, the others by their number."))
    ids = [call or new_id(), *(new_id() for _more in range(count - 1))]
    _log(current, stationing, ids, day, CallState.MISSED, slip)
    return count


def _log(
    current: Current, stationing: Stationing, ids: list[UUID], day: date, state: str, words: SlipWords | None
) -> Call:
    if day > today() or day < stationing.starts:
        raise Refused("day", _("That day is to come, or lies before the team was here."))
    made: tuple[Slip, list[SlipCopy]] | None = None
    if words is not None:
        slips.check(words)
        made = slips.new_slip(current, stationing, new_id(), words)
    with writing():
        place = Stationing.objects.select_for_update().get(pk=stationing.pk)  # numbers are given one after another
        held = Call.objects.filter(pk=ids[0]).first()
        if held is not None:
            if (held.stationing_id, held.by_id) != (place.pk, current.member.pk):
                raise Refused("other", _("This sheet was opened for another call. Open a new one and copy your words into it."))
            return held
        last = Call.objects.filter(stationing=place, day=day).aggregate(last=Max("number"))["last"] or 0
        rows = Call.objects.bulk_create([
            Call(pk=id, stationing=place, day=day, number=last + at, state=state, by=current.member,
                 agreed=words.agreed if words else "")
            for at, id in enumerate(ids, 1)
        ])
        if made is not None:
            slip, copies = made
            slip.call = rows[0]
            slip.save(force_insert=True)
            SlipCopy.objects.bulk_create(copies)
        _record("call.logged", current, rows[0], state=state, calls=len(rows), slip=len(made[1]) if made else None)
    return rows[0]


def record_read_back(*, current: Current, call: Call, read_back: str) -> bool:
    """The minutes were read back to the caller, who agreed, or had them mended first. False when it was entered before."""
    doors.access_place(current, call.stationing)
    if read_back not in set(ReadBack):
        raise Refused("bad-code", _("One of the codes is not in its table."))
    with writing():
        if Call.objects.filter(pk=call.pk, read_back="").update(read_back=read_back) != 1:
            return False
        _record("call.read_back", current, call, read_back=read_back)
    return True


def open_slip(*, current: Current, slip: Slip) -> SlipWords:
    """The number, the hour, and what to say. Raises Locked, Refused, Http404."""
    row = doors.access_slip(current, slip.pk)
    with writing():
        words = slips.opened(current, row)
        _record("call.slip_opened", current, row.call)
    return words


def try_call_back(*, current: Current, slip: Slip, outcome: str) -> None:
    """Somebody called (CallBack). The slip is deleted, unless nobody was reached: then it waits for its last day."""
    row = doors.access_slip(current, slip.pk)
    if outcome not in set(CallBack):
        raise Refused("bad-code", _("One of the codes is not in its table."))
    with writing():
        if outcome != CallBack.NOT_REACHED and Slip.objects.filter(pk=row.pk).delete()[0] == 0:
            raise Refused("gone", _("Somebody else dealt with this slip a moment ago."))
        if outcome == CallBack.REACHED:
            Call.objects.filter(pk=row.call_id).update(called_on=today())
            Call.objects.filter(pk=row.call_id, state=CallState.MISSED).update(state=CallState.CALLED_BACK)
        _record("call.back_tried", current, row.call, outcome=outcome)


def _record(kind: str, current: Current, call: Call, **facts: str | int | None) -> None:
    audit.record(kind, actor=current.actor, object=f"call:{call.pk}", scope=str(call.stationing.team_id), facts=facts)
