"""What time alone brings, without keys: asking a second time, counting silence, noticing an unanswered question."""

from uuid import UUID

from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.casework import standing, terms
from dingxin.casework.models import Clock, Link, Matter
from dingxin.rules.codes import ClockCode, Outcome, Overlay
from dingxin.web.days import today

BATCH = 200
TICK = "system"


def run_clocks() -> int:
    """Do what is due today, at most BATCH of each; how many rows changed. The last day still belongs to the person."""
    day = today()
    silent = Link.objects.filter(ended_on__isnull=True, standing=Outcome.ASKED, word_due__lt=day).order_by("word_due")
    done = sum(_next_for(pk) for pk in list(silent.values_list("pk", flat=True)[:BATCH]))
    waited = Clock.objects.filter(
        clock=ClockCode.WAIT, stopped_on__isnull=True, due__lt=day, matter__overlay=Overlay.WAITING,
        matter__asked_in_vain=False,
    )
    return done + sum(_in_vain(pk) for pk in list(waited.values_list("matter_id", flat=True)[:BATCH]) if pk)


def _next_for(pk: UUID) -> bool:
    with writing():
        list(Matter.objects.filter(links=pk).select_for_update(of=("self",)).values_list("pk", flat=True))
        live = Link.objects.filter(pk=pk, ended_on__isnull=True, standing=Outcome.ASKED, word_due__lt=today())
        link = live.select_related("submission__team__round", "submission__team__body", "matter__team").first()
        if link is None:
            return False
        if link.asked_again_on is None:
            link.asked_again_on = today()
            link.word_due = terms.word_due(link.submission, today())
            link.save(update_fields=["asked_again_on", "word_due"])
            kind = "matter.asked_again"
        else:
            standing.settle(link.matter)
            link.refresh_from_db()
            kind = "matter.word_term_over"
        standing.show(link.submission)
        audit.record(
            kind, actor=TICK, object=f"matter:{link.matter_id}", scope=str(link.matter.team_id),
            facts={"link": str(link.pk), "standing": link.standing},
        )
    return True


def _in_vain(matter_id: UUID) -> bool:
    with writing():
        changed = Matter.objects.filter(pk=matter_id, asked_in_vain=False).update(asked_in_vain=True)
        if not changed:
            return False
        team_id = Matter.objects.values_list("team_id", flat=True).get(pk=matter_id)
        audit.record("matter.asked_in_vain", actor=TICK, object=f"matter:{matter_id}", scope=str(team_id))
    return True
