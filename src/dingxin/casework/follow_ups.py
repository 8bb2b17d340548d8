"""Follow-ups after interference: planned when it is closed, asked when they are due, answered by the person. Keyless."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.casework import standing, terms
from dingxin.casework.models import FollowUp, InterferenceReport, Submission
from dingxin.mailbox.codes import Question
from dingxin.mailbox.models import Thread
from dingxin.rules.clocks import add_months
from dingxin.rules.codes import FollowUpState, InterferenceState, MatterState
from dingxin.rules.ids import new_id
from dingxin.sealing.primitives import sha256
from dingxin.web.days import today

BATCH = 100
TICK = "system"
F = FollowUpState


def asked_hash(follow_up: UUID) -> bytes:
    """What the person's word answers: this follow-up and no other."""
    return sha256(b"follow-up", follow_up.bytes)


def follow_up() -> int:
    """Plan what was closed, ask what is due, and end what nobody answered; how many rows changed."""
    return sum(_plan(pk) for pk in _closed()) + sum(_ask(pk) for pk in _due()) + sum(_end(pk) for pk in _silent())


def _closed() -> list[UUID]:
    ended = Q(matter__isnull=True, settled_on__isnull=False) | Q(matter__state=MatterState.CLOSED)
    found = InterferenceReport.objects.filter(ended, follow_ups__isnull=True).exclude(state=InterferenceState.UNFOUNDED)
    found = found.filter(Q(submission__isnull=False) | Q(told_in__isnull=False) | Q(matter__links__ended_on__isnull=True))
    return list(found.filter(settled_on__isnull=False).distinct().values_list("pk", flat=True)[:BATCH])


def people_of(report: InterferenceReport) -> list[Submission]:
    """Who is asked: whoever is pressed, else everybody in the matter; and who told of it."""
    found = {row.pk: row for row in (report.submission, report.told_in) if row is not None}
    if report.submission is None and report.matter is not None:
        live = report.matter.links.filter(ended_on__isnull=True).select_related("submission__team")
        found |= {link.submission_id: link.submission for link in live}
    return list(found.values())


def closed_on(report: InterferenceReport) -> date | None:
    """The day from which the months count: the matter's closing, else that of the report."""
    return report.matter.closed_on if report.matter is not None else report.settled_on


def _plan(pk: UUID) -> int:
    with writing():
        report = InterferenceReport.objects.select_related(
            "matter", "submission", "told_in", "team__round", "team__body"
        ).get(pk=pk)
        day, people = closed_on(report), people_of(report)
        if day is None or not people or report.follow_ups.exists():
            return 0
        months = terms.pack_of_team(report.team).follow_up.months
        rows = [
            FollowUp(id=new_id(), report=report, submission=row, month=month, due=add_months(day, month))
            for row in people for month in months
        ]
        FollowUp.objects.bulk_create(rows)
        audit.record(
            "interference.follow_ups_planned", actor=TICK, object=f"interference:{pk}", scope=str(report.team_id),
            facts={"follow_ups": len(rows)},
        )
    return len(rows)


def _due() -> list[UUID]:
    found = FollowUp.objects.filter(state=F.WAITING, due__lte=today()).order_by("due")
    threads = Thread.objects.filter(question="").exclude(answer_recipient="")
    return list(found.filter(submission__in=threads.values("pk")).values_list("pk", flat=True)[:BATCH])


def _ask(pk: UUID) -> int:
    """Ask through the receipt; who left none, or closed it, is asked by the agreed way, which staff record."""
    with writing():
        row = FollowUp.objects.select_related("submission__team__round", "submission__team__body", "report").get(pk=pk)
        if row.state != F.WAITING:
            return 0
        standing.show(row.submission, question=Question.FOLLOW_UP, asked=asked_hash(row.pk))
        row.state, row.asked_on = F.ASKED, today()
        row.answer_due = terms.word_due(row.submission, today()) or add_months(today(), 1)
        row.save(update_fields=["state", "asked_on", "answer_due"])
        audit.record(
            "interference.followed_up", actor=TICK, object=f"submission:{row.submission_id}",
            scope=str(row.report.team_id), facts={"month": row.month, "state": row.state},
        )
    return 1


def _silent() -> list[UUID]:
    found = FollowUp.objects.filter(state=F.ASKED, answer_due__lt=today())
    return list(found.values_list("pk", flat=True)[:BATCH])


def _end(pk: UUID) -> int:
    with writing():
        row = FollowUp.objects.select_related("submission__team__round", "submission__team__body", "report").get(pk=pk)
        if row.state != F.ASKED:
            return 0
        close(row, F.NO_ANSWER)
        audit.record(
            "interference.followed_up", actor=TICK, object=f"submission:{row.submission_id}",
            scope=str(row.report.team_id), facts={"month": row.month, "state": row.state},
        )
    return 1


def close(row: FollowUp, state: FollowUpState) -> None:
    """Keep what came of it, and stop asking; inside the caller's ``writing()``."""
    asked = row.state == F.ASKED and row.by_id is None
    row.state, row.answered_on = state, today()
    row.save(update_fields=["state", "answered_on", "by"])
    if asked:
        standing.show(row.submission, question="")


def well(submission: Submission, answered: bytes) -> bool:
    """The person's signed word that they are left in peace; False where it answers nothing that is asked now."""
    for row in FollowUp.objects.filter(submission=submission, state=F.ASKED).select_related("submission__team"):
        if asked_hash(row.pk) == answered:
            close(row, F.WELL)
            return True
    return False


def pressed_again(submission: Submission) -> None:
    """They said that they are pressed while this was asked: that is its answer, and a new report stands beside it."""
    for row in FollowUp.objects.filter(submission=submission, state=F.ASKED).select_related("submission__team"):
        close(row, F.PRESSED)
