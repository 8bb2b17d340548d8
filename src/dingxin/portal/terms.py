"""The one term the public page promises, from the stationing's policy pack."""

from dingxin.rules.clocks import LengthUnit
from dingxin.rules.codes import ClockCode
from dingxin.rules.packs import PackError, pack


def days_to_say(code: str) -> tuple[int, bool] | None:
    """(days, whether they are working days) within which everyone is told whether it is taken up, or None.

    Packs have several such terms, by nature and by named or not. The page is read before anything is known of the
    reader, so it promises the longest, which holds for all: working days before calendar days of the same number.
    """
    try:
        rules = pack(code).terms
    except (KeyError, PackError):
        return None
    lengths = [rule.term.length for rule in rules if rule.clock == ClockCode.TELL_ACCEPTANCE]
    days = (LengthUnit.WORKING_DAYS, LengthUnit.CALENDAR_DAYS)
    found = [(one.number, one.unit is LengthUnit.WORKING_DAYS) for one in lengths if one.unit in days]
    return max(found, key=lambda term: (term[0] * (1.5 if term[1] else 1)), default=None)
