"""Reading the cells of registers that offices kept in spreadsheets. Pure; what cannot be read for certain is None.

An importer shows what came out None beside the cell: a guess that looks like a fact is worse than a question.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from dingxin.rules.numerals import BIG, DIGITS, UNITS, ascii_digits, chinese_number

Cell = object

FIRST_YEAR, LAST_YEAR = 1949, 2100
EXCEL_EPOCH = date(1899, 12, 30)
"""Day 0 of spreadsheet serials from March 1900 on (the 1900 system with its leap-year error)."""

_NUMBER = r"[0-9〇零○一二三四五六七八九十廿卅]+"
_DATES = (
    re.compile(r"(?P<y>[0-9]{4})\s*[-/.]\s*(?P<m>[0-9]{1,2})\s*[-/.]\s*(?P<d>[0-9]{1,2})"),
    re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})"),
    re.compile(rf"(?:(?P<y>{_NUMBER})\s*年\s*)?(?P<m>{_NUMBER})\s*月\s*(?P<d>{_NUMBER})\s*[日号]?"),
)
_TIME_AFTER = re.compile(r"(?:\s+|T)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?$")
_MONEY_WORDS = re.compile(r"^(?:人民币|RMB|CNY|¥|¥|￥)\s*", re.IGNORECASE)
_WESTERN = re.compile(r"(?P<n>[0-9]+(?:\.[0-9]+)?)(?P<u>[十百千万亿]{0,2})")
_PARTS = re.compile(r"(?:(?P<yuan>[^元块圆圓]+)[元块圆圓])?(?:(?P<jiao>[^角毛]+)[角毛])?(?:(?P<fen>[^分]+)分)?")
_CONTROL = {"Cc", "Cs", "Co", "Cn"}
_UNSEEN = {"\ufeff", "\u202d", "\u202e"}


def _text(cell: Cell) -> str:
    return "" if cell is None else ascii_digits(unicodedata.normalize("NFKC", str(cell))).strip()


def read_date(cell: Cell, default_year: int | None = None) -> date | None:
    """The day in a cell: a date, a spreadsheet serial, 2026-03-17, 2026/3/17, 2026.3.17, 20260317, 2026年3月17日,
    二〇二六年三月十七日, and 3月17日 where `default_year` is given. A time after it is left out. None when unsure.
    """
    if isinstance(cell, datetime):
        return _in_range(cell.date())
    if isinstance(cell, date):
        return _in_range(cell)
    if isinstance(cell, bool):
        return None
    if isinstance(cell, float):
        if not cell.is_integer() and 20_000 < cell < 75_000:
            return _serial(int(cell))
        if not cell.is_integer():
            return None
        cell = int(cell)
    text = _TIME_AFTER.sub("", _text(cell))
    if text.isascii() and text.isdigit() and len(text) == 5:
        return _serial(int(text))
    for pattern in _DATES:
        found = pattern.fullmatch(text)
        if found:
            return _day(found.group("y"), found.group("m"), found.group("d"), default_year)
    return None


def _serial(number: int) -> date | None:
    return _in_range(EXCEL_EPOCH + timedelta(days=number))


def _in_range(day: date) -> date | None:
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else chinese_number(text)


def _day(year: str | None, month: str, day: str, default_year: int | None) -> date | None:
    y = _whole(year) if year else default_year
    m, d = _whole(month), _whole(day)
    if y is None or m is None or d is None or (year and len(year) != 4):
        return None
    try:
        return _in_range(date(y, m, d))
    except ValueError:
        return None


def read_amount(cell: Cell) -> Decimal | None:
    """The amount in a cell, in yuan: 200, 200元, ￥1,060.50, 1.2万元, 一千〇六十, 五块五毛, 壹佰元整.

    None for what is not one exact amount (about, more than, a range, a negative).
    """
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float | Decimal):
        return _positive(str(cell))
    text = _MONEY_WORDS.sub("", _text(cell)).replace(" ", "")
    if not text:
        return None
    text = text.removesuffix("整").removesuffix("正")
    if re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?[^0-9,]*", text):
        text = text.replace(",", "")
    if not any(mark in text for mark in "元块圆圓角毛分"):
        return _number(text)
    found = _PARTS.fullmatch(text)
    if not found:
        return None
    total = Decimal(0)
    for name, worth in (("yuan", Decimal(1)), ("jiao", Decimal("0.1")), ("fen", Decimal("0.01"))):
        part = found.group(name)
        if part is not None:
            value = _number(part)
            if value is None or (name != "yuan" and value >= 10):
                return None
            total += value * worth
    return total


def _number(text: str) -> Decimal | None:
    found = _WESTERN.fullmatch(text)
    if found:
        value = _positive(found.group("n"))
        for mark in found.group("u"):
            value = value * (UNITS.get(mark) or BIG[mark]) if value is not None else None
        return value
    if all(c in DIGITS or c in UNITS or c in BIG or c in "廿卅" for c in text):
        whole = chinese_number(text)
        return None if whole is None else Decimal(whole)
    return None


def _positive(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and value >= 0 else None


def read_count(cell: Cell) -> int | None:
    """A whole number of things or persons, None when it is none: 3, 3.0, ３人, 三, 十二件."""
    if isinstance(cell, bool):
        return None
    text = _text(cell).rstrip("人件次批户名个位项")
    value = _number(text) if text else None
    return int(value) if value is not None and value == value.to_integral_value() and value < 10_000_000 else None


def clean_text(cell: Cell) -> str:
    """The text of a cell, composed (NFC), lines ended by a newline, without control characters, byte order marks and
    direction overrides. Content is kept: nothing is cut, folded or translated. Cleaning twice changes nothing.
    """
    text = "" if cell is None else str(cell)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in text if c in "\n\t" or not (unicodedata.category(c) in _CONTROL or c in _UNSEEN))
    return unicodedata.normalize("NFC", kept).strip()


def column_key(heading: Cell) -> str:
    """A heading as it is compared: widths and cases folded, without blanks, marks and what stands in brackets."""
    text = unicodedata.normalize("NFKC", "" if heading is None else str(heading)).casefold()
    text = re.sub(r"[(\[【〔「].*?[)\]】〕」]", "", text)
    return "".join(c for c in text if unicodedata.category(c)[0] in "LN")
