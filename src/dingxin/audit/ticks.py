"""Keyless periodic work of this room."""

from datetime import timedelta

from dingxin.audit.chain import seal_some
from dingxin.audit.models import FormSent
from dingxin.audit.writing import writing
from dingxin.web.days import today

FORM_DAYS = 3  # longer than any session lives


def forget_forms() -> int:
    """Tokens of forms that nobody can send any more; how many. No act, and no entry."""
    with writing():
        gone, _ = FormSent.objects.filter(day__lt=today() - timedelta(days=FORM_DAYS)).delete()
    return gone


TICKS = [seal_some, forget_forms]
