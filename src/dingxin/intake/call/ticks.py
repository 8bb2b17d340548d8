"""Keyless: a slip goes on its third day, whether anybody called or not."""

from datetime import timedelta

from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.intake.call.models import Slip
from dingxin.intake.call.slips import KEEP_DAYS
from dingxin.web.days import today


def forget_slips() -> int:
    """Delete slips written KEEP_DAYS ago or earlier; how many. One entry for all of them."""
    with writing():
        _, by_model = Slip.objects.filter(day__lte=today() - timedelta(days=KEEP_DAYS)).delete()
        gone = by_model.get(Slip._meta.label, 0)
        if gone:
            audit.record("call.slips_forgotten", actor="system", facts={"slips": gone})
    return gone


TICKS = [forget_slips]
