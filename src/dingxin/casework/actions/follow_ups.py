"""Recording a follow-up that was asked by the agreed way."""

from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.casework import doors, follow_ups, interference
from dingxin.casework.models import FollowUp
from dingxin.casework.refused import Refused
from dingxin.rules.codes import FollowUpState
from dingxin.web.days import today

ENDS = (FollowUpState.WELL, FollowUpState.PRESSED, FollowUpState.NO_ANSWER)


def record_follow_up(*, current: Current, follow_up: FollowUp, state: str) -> FollowUp:
    """What somebody who has no receipt, or does not use it, said when they were asked by the way they agreed to.

    ``pressed`` makes a new report: the shortest clock runs again. Refused before the day, or when it was answered.
    """
    with writing():
        row = FollowUp.objects.select_related("submission__team__round", "submission__team__body").get(pk=follow_up.pk)
        report = doors.access_interference(current, row.report_id, lock=True)
        if state not in set(ENDS):
            raise Refused("bad-code", _("One of the codes is not in its table."))
        if row.state not in (FollowUpState.WAITING, FollowUpState.ASKED) or row.due > today():
            raise Refused("state", _("That is not to be asked now."))
        asked_by_receipt = row.state == FollowUpState.ASKED
        follow_ups.close(row, FollowUpState(state))  # type: ignore[call-arg]
        if not asked_by_receipt:
            row.asked_on = today()
        row.by = current.member
        row.save(update_fields=["asked_on", "by"])
        if state == FollowUpState.PRESSED:
            interference.raise_flags(interference.by_receipt(row.submission, report.matter, report.kind or "interference"))
        audit.record(
            "interference.followed_up", actor=current.actor, object=f"submission:{row.submission_id}",
            scope=str(report.team_id), facts={"month": row.month, "state": row.state},
        )
    return row
