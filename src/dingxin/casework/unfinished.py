"""Evidence whose upload broke off: sealed parts that belong to nothing are thrown away after a day."""

from datetime import timedelta

from dingxin.audit.writing import writing
from dingxin.casework.models import Evidence
from dingxin.web.days import today

BATCH = 20


def clear_unfinished() -> int:
    """Delete evidence without a manifest that was begun before yesterday. It was never shown, so nobody misses it."""
    old = Evidence.objects.filter(manifest__isnull=True, on__lt=today() - timedelta(days=1))
    ids = list(old.values_list("pk", flat=True)[:BATCH])
    if ids:
        with writing():
            Evidence.objects.filter(pk__in=ids, manifest__isnull=True).delete()
    return len(ids)
