"""Chinese numerals, plain and formal, as they stand in registers and receipts."""

import unicodedata

DIGITS = {
    c: n
    for n, cs in enumerate(("〇零○", "一壹", "二贰貳两兩", "三叁叄", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖"))
    for c in cs
}
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
BIG = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}


def ascii_digits(text: str) -> str:
    """`text` with every decimal digit of any script as 0-9."""
    return "".join(str(unicodedata.decimal(c)) if unicodedata.category(c) == "Nd" else c for c in text)


def chinese_number(text: str) -> int | None:
    """The whole number written in Chinese, or None: 一千〇六十, 廿一, 二〇二六, 两万三, 壹佰."""
    text = text.replace("廿", "二十").replace("卅", "三十")
    if not text:
        return None
    if all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    total = section = 0
    digit: int | None = None
    unit = 0  # the unit read last, for the short way of saying 两万三 (23,000)
    gap = False
    for c in text:
        if c in DIGITS:
            if digit:
                return None
            gap = gap or DIGITS[c] == 0
            digit = DIGITS[c]
        elif c in UNITS:
            # Units go down; only ten stands without a digit before it.
            if (unit and UNITS[c] >= unit) or (not digit and UNITS[c] != 10):
                return None
            section += (digit or 1) * UNITS[c]
            digit, unit, gap = None, UNITS[c], False
        elif c in BIG:
            whole = section + (digit or 0)
            again = total >= BIG[c] if BIG[c] > 10_000 else 0 < total < 100_000_000
            if again or not (whole or (total and BIG[c] > 10_000)):
                return None
            total = (total + whole) * BIG[c] if BIG[c] > 10_000 else total + whole * BIG[c]
            section, digit, unit, gap = 0, None, BIG[c], False
        else:
            return None
    if digit:
        section += digit * (unit // 10) if unit >= 100 and not gap else digit
    return total + section
