"""Under which scope and period an entry is counted: a fixed table, so that a rare one cannot be told by its period.

4-ledger, Closing a period: common kinds by month, rare kinds for the whole log and year. Groups of bodies above the
disclosure threshold come with publication; until then a log is one scope.
"""

from datetime import date, timedelta

from dingxin.rules.codes import LedgerKind

SCOPE = "log"
RARE = frozenset({
    LedgerKind.INTERFERENCE, LedgerKind.IDENTITY_OPENED, LedgerKind.DISPUTED, LedgerKind.GRANTED, LedgerKind.COUNTER,
})


def counted_under(kind: str, day: date) -> tuple[str, str]:
    """(scope, period) of an entry of this kind on this day: ("log", "2026-03") or, when rare, ("log", "2026").

    ValueError for a kind that is not in LedgerKind.
    """
    if kind not in set(LedgerKind):
        raise ValueError("no such kind of entry")
    year, month = f"{day.year:04}", f"{day.year:04}-{day.month:02}"
    return SCOPE, year if kind in RARE else month


def may_count(kind: str, scope: str, period: str, day: date) -> bool:
    """Whether a filer who loaded the page on this day or the day before may have used this scope and period."""
    days = (day, day - timedelta(days=1))
    return kind in set(LedgerKind) and (scope, period) in {counted_under(kind, on) for on in days}
