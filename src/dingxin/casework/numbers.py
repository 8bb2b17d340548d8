"""Gapless numbers: per vault, series and year."""

from uuid import UUID

from django.db.models import F

from dingxin.audit.writing import is_writing
from dingxin.casework.models import Counter

MATTERS = "matter"


def next_number(vault_id: UUID, series: str, year: int) -> int:
    """The next number, from 1, inside the caller's ``writing()``.

    The update holds the counter's row until the transaction ends, so that a second writer waits and then counts on
    from what was committed; a rollback gives the number back. Nothing is ever skipped or given twice.
    """
    if not is_writing():
        raise RuntimeError("next_number outside writing()")
    counter = Counter.objects.filter(vault_id=vault_id, series=series, year=year)
    if not counter.update(last=F("last") + 1):
        Counter.objects.get_or_create(vault_id=vault_id, series=series, year=year)
        counter.update(last=F("last") + 1)
    return counter.values_list("last", flat=True).get()
