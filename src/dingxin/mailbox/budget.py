"""So many an hour for one stationing, whoever sends: floods end, and nobody's address is needed for it.

The count lives in this process's memory alone. A row would say to the hour when people wrote, which days-only columns
are there to prevent; with several processes the budget holds for each of them.
"""

import threading
from uuid import UUID

from django.conf import settings

from dingxin.mailbox.refused import Refused, Why
from dingxin.rules import clock

PER_HOUR = 1_200  # of one stationing: twice the busiest hour that the year of S12 could bring
_lock = threading.Lock()
_hour = 0
_taken: dict[tuple[str, UUID], int] = {}


def take(purpose: str, place: UUID, *, most: int | None = None) -> None:
    """Count one act of this hour; Refused(BUSY) when the budget is used up, and the refused one is not counted."""
    global _hour
    limit = most if most is not None else int(getattr(settings, "MAILBOX_PER_HOUR", PER_HOUR))
    hour = int(clock.now().timestamp()) // 3600
    with _lock:
        if hour != _hour:
            _taken.clear()
            _hour = hour
        count = _taken.get((purpose, place), 0)
        if count >= limit:
            raise Refused(Why.BUSY)
        _taken[purpose, place] = count + 1


def forget() -> None:
    """Start the hour anew (tests)."""
    with _lock:
        _taken.clear()
