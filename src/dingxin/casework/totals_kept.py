"""Totals of remedies per matter, kind, unit of count and month, moved by atomic additions."""

from datetime import date

from django.db.models import F

from dingxin.audit.writing import is_writing
from dingxin.casework.models import Matter, RemedyTotal


def add(
    matter: Matter, kind: str, counted_in: str, day: date, *, promised: int = 0, delivered: int = 0, confirmed: int = 0
) -> None:
    """Add hundredths (negative for a counter-entry) to the month of ``day``, inside the caller's ``writing()``.

    Concurrency: one row a month, changed by the database's own addition; two writers never lose one another's amount.
    """
    if not is_writing():
        raise RuntimeError("totals outside writing()")
    month = f"{day.year:04}-{day.month:02}"
    row, _made = RemedyTotal.objects.get_or_create(matter=matter, kind=kind, counted_in=counted_in, month=month)
    RemedyTotal.objects.filter(pk=row.pk).update(
        promised=F("promised") + promised, delivered=F("delivered") + delivered, confirmed=F("confirmed") + confirmed
    )
