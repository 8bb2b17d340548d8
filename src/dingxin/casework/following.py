"""What a new recusal closes: matters, submissions and reports follow it to compartments without the member."""

from uuid import UUID

from django.db.models import Q

from dingxin.accounts.identity import Current
from dingxin.casework import interference, keys
from dingxin.casework.models import InterferenceReport, Matter, Submission
from dingxin.organisation.models import Unit
from dingxin.vault.models import Wrap


def follow_recusal(
    current: Current, vault_id: UUID, *, unit: Unit | None = None, matter_id: UUID | None = None
) -> int:
    """Move what a new recusal closes: the ``move`` of ``vault.actions.recuse``, in its transaction; how many moved.

    Of a unit: every submission about it or what is below it, and each matter about it or holding such a submission.
    """
    about = Q(pk=matter_id) if matter_id else Q()
    rows = Submission.objects.filter(links__matter=matter_id, links__ended_on__isnull=True)
    if unit is not None:
        below = Q(unit__path=unit.path) | Q(unit__path__startswith=f"{unit.path}/")
        rows = Submission.objects.filter(below)
        about = below | Q(links__submission__in=rows, links__ended_on__isnull=True)
    moved = 0
    for matter in Matter.objects.filter(about, vault_id=vault_id).select_related("unit").distinct():
        inside = Submission.objects.filter(links__matter=matter, links__ended_on__isnull=True).select_related("unit")
        moved += keys.settle_matter(current, matter, inside)
        Matter.objects.filter(pk=matter.pk).update(compartment_id=matter.compartment_id)
    for row in rows.filter(vault_id=vault_id).select_related("unit").distinct():
        moved += keys.settle_submission(current, row)
    return moved + _settle_reports(current, vault_id)


def _settle_reports(current: Current, vault_id: UUID) -> int:
    """Reports of interference follow what they are about. Those that the acting member cannot open stay where they are:
    whoever holds them was left in on purpose, and the door keeps the recused out meanwhile."""
    moved = 0
    reports = InterferenceReport.objects.filter(vault_id=vault_id, pk__in=Wrap.objects.filter(purpose="I").values("object_id"))
    for report in reports.select_related("unit", "matter__unit", "submission__unit", "told_in__unit"):
        before = interference.left_out(report)
        if current.member.pk in before or interference.kept_from(report) <= before:
            continue
        interference.place(current, report)
        moved += 1
    return moved
