"""What time alone does to requests for a name, without keys: what ran out, or whose officer left, keeps no key."""

from uuid import UUID

from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.casework import names
from dingxin.casework.models import NameRequest
from dingxin.casework.whose import audit_object, team_of
from dingxin.rules.codes import RequestState
from dingxin.web.days import today

BATCH = 200
TICK = "system"


def expire_name_requests() -> int:
    """End requests and releases past their last day, and those of who does not read the submission any more."""
    live = NameRequest.objects.filter(state__in=names.LIVE)
    done = list(live.filter(expires_on__lt=today()).order_by("expires_on").values_list("pk", flat=True)[:BATCH])
    others = live.exclude(pk__in=done).select_related("asked_by", "submission__unit", "spoken__matter__unit")
    for row in others.order_by("expires_on")[:BATCH]:
        if not names.may_ask(row.asked_by, row.whose):
            done.append(row.pk)
    return sum(_expire(pk) for pk in done)


def _expire(pk: UUID) -> bool:
    with writing():
        rows = NameRequest.objects.select_related("submission__team", "spoken__matter__team")
        row = rows.select_for_update(of=("self",)).filter(pk=pk, state__in=names.LIVE).first()
        if row is None:
            return False
        names.end_within(row, RequestState.USED if row.opened else RequestState.EXPIRED)
        audit.record(
            "name.expired", actor=TICK, object=audit_object(row.whose), scope=str(team_of(row.whose).pk),
            facts={"request": str(row.pk), "use": row.use, "opened": row.opened},
        )
    return True
