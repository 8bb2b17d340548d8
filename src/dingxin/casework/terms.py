"""Clocks as rows: started, paused, extended and stopped by codes; lengths and calendars are the pack's."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from dingxin.casework.models import Clock, ClockPause, Matter, Submission
from dingxin.organisation.models import Team
from dingxin.rules import packs
from dingxin.rules.clocks import Due, Pause, due
from dingxin.rules.codes import ClockCode, Named, Nature
from dingxin.rules.packs.model import Pack, StartEvent, TermRule

PER_PERSON = frozenset({
    ClockCode.ACKNOWLEDGE, ClockCode.ASSESS, ClockCode.TELL_ACCEPTANCE, ClockCode.SEND_UP,
})
"""Clocks of a submission; all others are of a matter, but for the person's own word, whose last day is the link's."""


def pack_of_team(team: Team) -> Pack:
    """The pack of the team's round, else of its body."""
    return packs.pack(team.round.pack if team.round else team.body.pack)


def pack_of(row: Matter | Submission) -> Pack:
    """The pack that a matter or submission is dealt with under."""
    return pack_of_team(row.team)


def _nature(row: Matter | Submission) -> Nature | None:
    return Nature(row.nature) if row.nature else None  # type: ignore[call-arg]


def _named(row: Matter | Submission) -> Named | None:
    if isinstance(row, Submission):
        named = row.named
    else:  # one verified name among those who reported it is enough for the terms that go with a name
        live = row.links.filter(ended_on__isnull=True, submission__named=Named.NAMED)
        named = Named.NAMED if live.exists() else ""
    return Named(named) if named else None  # type: ignore[call-arg]


def _events(row: Matter | Submission, day: date) -> dict[StartEvent, date]:
    """Every event but arrival is the move that starts the clock; a receipt acknowledges on the day of the number."""
    events = dict.fromkeys(StartEvent, day)
    if isinstance(row, Submission):
        return events | {StartEvent.RECEIVED: row.received_on, StartEvent.ACKNOWLEDGED: row.registered_on}
    first = row.links.filter(ended_on__isnull=True).order_by("submission__received_on").first()
    received = first.submission.received_on if first else row.opened_on
    acknowledged = first.submission.registered_on if first else row.opened_on
    return events | {StartEvent.RECEIVED: received, StartEvent.ACKNOWLEDGED: acknowledged}


def start(row: Matter | Submission, code: ClockCode, day: date, *, first: bool = False) -> list[Clock]:
    """Start the pack's terms of a clock that cover this row; none runs twice. Without a term in the pack, none runs.

    ``first``: the row was made in this transaction, so that none can run yet.
    """
    pack, made = pack_of(row), []
    live = row.clocks.filter(clock=code, stopped_on__isnull=True)
    running = set() if first else set(live.values_list("rule", flat=True))
    events = _events(row, day)
    for rule in pack.terms_for(code, _nature(row), _named(row)):
        begins = rule.start_day(events, pack.calendar)
        if rule.code in running or begins is None:
            continue
        last = due(begins.day, rule.term, pack.calendar)
        of = {"submission": row} if isinstance(row, Submission) else {"matter": row}
        made.append(Clock(
            **of, clock=code, rule=rule.code, started_on=begins.day, due=last.day,
            provisional=last.provisional or begins.provisional,
        ))
    return Clock.objects.bulk_create(made)


def _of(row: Matter | Submission) -> Q:
    if isinstance(row, Submission):
        return Q(submission=row)
    return Q(matter=row) | Q(submission__links__matter=row, submission__links__ended_on__isnull=True)


def stop(row: Matter | Submission, codes: Iterable[ClockCode], day: date) -> int:
    """Stop the running clocks of these codes; for a matter also those of the submissions in it. How many stopped."""
    running = Clock.objects.filter(_of(row), clock__in=list(codes), stopped_on__isnull=True)
    ids = list(running.values_list("pk", flat=True))
    return Clock.objects.filter(pk__in=ids).update(stopped_on=day, paused_on=None)


def rule_of(row: Matter | Submission, clock: Clock) -> TermRule | None:
    """The pack's rule of a clock; None when the pack no longer has it."""
    return next((rule for rule in pack_of(row).terms if rule.code == clock.rule), None)


def last_day(pack: Pack, rule: TermRule, clock: Clock) -> Due:
    """Its last day from its start, its ended pauses and its extensions."""
    pauses = [Pause(row.start, row.end) for row in clock.pauses.all()]
    extensions = [rule.extension.length] * clock.extensions if rule.extension else []
    return due(clock.started_on, rule.term, pack.calendar, pauses, extensions)


def _recompute(row: Matter | Submission, clock: Clock) -> None:
    rule = rule_of(row, clock)
    if rule is not None:
        last = last_day(pack_of(row), rule, clock)
        clock.due, clock.provisional = last.day, last.provisional
    clock.save(update_fields=["due", "provisional", "paused_on", "extensions"])


def pause(matter: Matter, day: date) -> None:
    """Stop the clocks that the pack lets wait for the person. Never because of workload."""
    pausing = {rule.code for rule in pack_of(matter).terms if rule.term.pauses}
    running = matter.clocks.filter(stopped_on__isnull=True, paused_on__isnull=True, rule__in=pausing)
    running.exclude(clock=ClockCode.WAIT).update(paused_on=day)


def resume(matter: Matter, day: date) -> None:
    """Let paused clocks go on; the days of the pause do not count."""
    for clock in matter.clocks.filter(stopped_on__isnull=True, paused_on__isnull=False):
        assert clock.paused_on is not None
        ClockPause.objects.create(clock=clock, start=clock.paused_on, end=max(day, clock.paused_on))
        clock.paused_on = None
        _recompute(matter, clock)


def extensions_left(matter: Matter) -> int:
    """How often the running term for finishing may still be extended."""
    clock = matter.clocks.filter(clock=ClockCode.FINISH, stopped_on__isnull=True).first()
    rule = rule_of(matter, clock) if clock else None
    if clock is None or rule is None or rule.extension is None:
        return 0
    return max(0, rule.extension.times - clock.extensions)


def extend(matter: Matter) -> Clock:
    """Extend the running term for finishing once, by the pack's length. The move table has checked that it may."""
    clock = matter.clocks.get(clock=ClockCode.FINISH, stopped_on__isnull=True)
    clock.extensions += 1
    _recompute(matter, clock)
    return clock


def first_due(row: Matter | Submission) -> Clock | None:
    """The running clock that ends first and no pause stops; for a matter also those of its submissions."""
    running = Clock.objects.filter(_of(row), stopped_on__isnull=True, paused_on__isnull=True)
    return running.exclude(clock=ClockCode.REVIEW_ASKED).order_by("due", "rule").first()


def word_due(row: Submission, day: date) -> date | None:
    """The last day for the person's word when asked on ``day``; None where the pack sets no term."""
    pack = pack_of(row)
    found = pack.first_due(ClockCode.CONFIRM, dict.fromkeys(StartEvent, day), _nature(row), _named(row))
    return found[1].day if found else None


def note_due(matter: Matter) -> None:
    """Copy the first due day to the matter, where lists order by it. The caller saves the matter."""
    clock = first_due(matter)
    matter.due_day = clock.due if clock else None
    matter.due_rule = clock.rule if clock else ""
    matter.due_provisional = clock.provisional if clock else False
