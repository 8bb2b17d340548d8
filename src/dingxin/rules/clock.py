"""The seam for time: nothing else in the package reads a clock."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return the present moment as an aware datetime in UTC."""
    return datetime.now(UTC)


def today(zone: str) -> date:
    """Return the civil day in `zone`, an IANA name such as `Asia/Shanghai`.

    Raises `zoneinfo.ZoneInfoNotFoundError` for an unknown zone: a wrong day would make every clock wrong.
    """
    return now().astimezone(ZoneInfo(zone)).date()
