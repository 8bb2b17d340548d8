"""What time alone does to requests for a name, without keys: what ran out, or whose officer left, keeps no key."""

from uuid import UUID

from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.casework import names
from dingxin.casework.models import NameRequest
from dingxin.rules.codes import RequestState
from dingxin.web.days import today

BATCH = 200
TICK = "system"


def expire_name_requests() -> int:
    """End requests and releases past their last day, and those of who does not read the submission any more."""
    live = NameRequest.objects.filter(state__in=names.LIVE)
    done = list(live.filter(expires_on__lt=today()).order_by("expires_on").values_list("pk", flat=True)[:BATCH])
    for row in live.exclude(pk__in=done).select_related("asked_by", "submission__unit").order_by("expires_on")[:BATCH]:
        if not names.may_ask(row.asked_by, row.submission):
            done.append(row.pk)
    return sum(_expire(pk) for pk in done)


def _expire(pk: UUID) -> bool:
    with writing():
        row = NameRequest.objects.select_for_update(of=("self",)).select_related("submission").filter(
            pk=pk, state__in=names.LIVE
        ).first()  # fmt: skip
        if row is None:
            return False
        names.end_within(row, RequestState.USED if row.opened else RequestState.EXPIRED)
        audit.record(
            "name.expired", actor=TICK, object=f"submission:{row.submission_id}", scope=str(row.submission.team_id),
            facts={"request": str(row.pk), "use": row.use, "opened": row.opened},
        )
    return True
