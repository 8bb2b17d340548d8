"""Keyless: drafts that nobody went on with are forgotten."""

from datetime import timedelta

from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.intake.drafts.keeping import KEEP_DAYS
from dingxin.intake.drafts.models import Draft
from dingxin.web.days import today


def forget_drafts() -> int:
    """Delete drafts untouched for KEEP_DAYS; how many. One entry for all of them."""
    with writing():
        _, by_model = Draft.objects.filter(day__lt=today() - timedelta(days=KEEP_DAYS)).delete()
        gone = by_model.get(Draft._meta.label, 0)  # their files go with them
        if gone:
            audit.record("draft.forgotten", actor="system", facts={"drafts": gone})
    return gone


TICKS = [forget_drafts]
