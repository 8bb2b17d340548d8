"""The seam for time: nothing else in the package reads a clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """Return the present moment as an aware datetime in UTC."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def telling(moment: datetime) -> Iterator[None]:
    """Let what runs inside happen at `moment` (aware): how the demo tells its stories in the order they happened.

    Holds for the current thread or task only, so that nothing else ever sees the told time.
    """
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)


def today(zone: str) -> date:
    """Return the civil day in `zone`, an IANA name such as `Asia/Shanghai`.

    Raises `zoneinfo.ZoneInfoNotFoundError` for an unknown zone: a wrong day would make every clock wrong.
    """
    return now().astimezone(ZoneInfo(zone)).date()
