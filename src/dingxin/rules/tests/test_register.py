from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingxin.rules.numerals import chinese_number
from dingxin.rules.packs import pack
from dingxin.rules.register import (
    EXCEL_EPOCH,
    clean_text,
    column_key,
    read_amount,
    read_count,
    read_date,
)

DAY = date(2026, 3, 17)
PLAIN = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    """The ordinary way to write a number below 10^8; written for the tests, to read back."""

    def section(n: int) -> str:
        out = ""
        for worth, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit, n = divmod(n, worth)
            if digit:
                out += PLAIN[digit] + mark
            elif out and n and not out.endswith("零"):
                out += "零"
        return out

    high, low = divmod(number, 10_000)
    if not high:
        return section(low) or "零"
    gap = "零" if low and low < 1000 else ""
    return section(high) + "万" + gap + section(low)


@pytest.mark.parametrize(
    "cell",
    [
        DAY,
        datetime(2026, 3, 17, 9, 30),
        "2026-03-17",
        "2026-3-17",
        "2026/3/17",
        "2026.3.17",
        "2026.03.17",
        " 2026-03-17 ",
        "2026-03-17 09:30",
        "2026-03-17T09:30:00",
        "2026/3/17 9:30",
        "20260317",
        20260317,
        20260317.0,
        46098,
        46098.0,
        46098.4,
        "46098",
        "2026年3月17日",
        "2026年3月17号",
        "2026年03月17日",
        "2026 年 3 月 17 日",
        "２０２６年３月１７日",
        "２０２６－０３－１７",
        "二〇二六年三月十七日",
        "二○二六年三月十七日",
        "二零二六年三月十七",
        "3月17日",
        "三月十七日",
        "٢٠٢٦-٠٣-١٧",
    ],
)
def test_a_day_is_read_however_it_was_written(cell: object) -> None:
    assert read_date(cell, default_year=2026) == DAY


@pytest.mark.parametrize(
    "cell",
    [
        None,
        "",
        "不详",
        "2026",
        "2026-13-01",
        "2026-02-30",
        "26.3.17",
        "3.17",
        "2026年3月",
        True,
        3.5,
        "0000-01-01",
        "1900-01-01",
        "2026-03-17至2026-03-20",
        "約2026-03-17",
        "12345",
        "六年三月一日",
        float("nan"),
    ],
)
def test_what_is_no_certain_day_is_none(cell: object) -> None:
    assert read_date(cell, default_year=2026) is None


def test_a_day_without_year_needs_one() -> None:
    assert read_date("3月17日") is None
    assert read_date("2月29日", default_year=2026) is None
    assert read_date("2月29日", default_year=2024) == date(2024, 2, 29)


@given(st.dates(date(1955, 1, 1), date(2100, 12, 31)))
def test_every_day_comes_back_from_every_form(day: date) -> None:
    year = "".join("〇一二三四五六七八九"[int(c)] for c in str(day.year))
    forms: list[object] = [
        day,
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        day.strftime("%Y%m%d"),
        (day - EXCEL_EPOCH).days,
        f"{year}年{in_chinese(day.month)}月{in_chinese(day.day)}日",
    ]
    assert [read_date(form) for form in forms] == [day] * len(forms)
    assert read_date(day.isoformat()) == EXCEL_EPOCH + timedelta(days=(day - EXCEL_EPOCH).days)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        (200, "200"),
        (200.5, "200.5"),
        ("200", "200"),
        ("200元", "200"),
        ("200 元", "200"),
        ("２００元", "200"),
        ("200元整", "200"),
        ("￥1,060.50", "1060.50"),
        ("¥ 200", "200"),
        ("人民币200元", "200"),
        ("1,060.50", "1060.50"),
        ("1，060.50元", "1060.50"),
        ("6,020", "6020"),
        ("一千〇六十", "1060"),
        ("一千零六十元", "1060"),
        ("1.2万元", "12000"),
        ("1.2万", "12000"),
        ("3百元", "300"),
        ("两万三", "23000"),
        ("二百", "200"),
        ("壹佰贰拾元整", "120"),
        ("五块五毛", "5.5"),
        ("3元2角5分", "3.25"),
        ("5毛", "0.5"),
        ("十块", "10"),
        ("0", "0"),
        ("1.5亿元", "150000000"),
        ("三千万", "30000000"),
    ],
)
def test_an_amount_is_read_however_it_was_written(cell: object, amount: str) -> None:
    assert read_amount(cell) == Decimal(amount)


@pytest.mark.parametrize(
    "cell",
    [
        None,
        "",
        "约200",
        "200余元",
        "200-300",
        "-5",
        -5,
        "元",
        "多次",
        "1,06",
        "1,0600",
        True,
        float("nan"),
        float("inf"),
        "200元/人",
        "十百",
        "万",
        "二百二百",
        "1.2.3",
        "5元15角",
        "一万万",
    ],
)
def test_what_is_no_certain_amount_is_none(cell: object) -> None:
    assert read_amount(cell) is None


@given(st.integers(0, 10**8 - 1))
def test_chinese_numbers_come_back(number: int) -> None:
    assert chinese_number(in_chinese(number)) == number


@given(st.integers(0, 10**12), st.integers(0, 99))
def test_amounts_come_back_with_and_without_commas(yuan: int, cents: int) -> None:
    for form in (f"{yuan}.{cents:02}", f"{yuan:,}.{cents:02}元", f"￥{yuan:,}.{cents:02}"):
        assert read_amount(form) == Decimal(f"{yuan}.{cents:02}")


@given(
    st.one_of(
        st.text(max_size=40),
        st.floats(),
        st.integers(),
        st.none(),
        st.text(alphabet="年月日十百千万亿〇一二元角分.,0123"),
    )
)
def test_nothing_in_a_cell_makes_a_reader_fall_over(cell: object) -> None:
    amount = read_amount(cell)
    assert amount is None or (amount >= 0 and amount.is_finite())
    day = read_date(cell, 2026)
    assert day is None or 1949 <= day.year <= 2100
    count = read_count(cell)
    assert count is None or count >= 0
    number = chinese_number(str(cell))
    assert number is None or number >= 0


@given(st.text(max_size=60))
def test_cleaning_keeps_content_and_is_done_once(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    assert column_key(column_key(text)) == column_key(text)


def test_cleaning() -> None:
    assert clean_text("\ufeff 他\x00说\x0b:\r\n“给”\r了\t \u202e") == "他说:\n“给”\n了"
    assert clean_text("é") == "é"
    assert clean_text("مەن\u200cھە") == "مەن\u200cھە"
    assert clean_text(None) == ""
    assert clean_text(12) == "12"


def test_counts() -> None:
    assert [read_count(c) for c in (3, 3.0, "３人", "十二件", "三", "3.5", "", None, "很多", True)] == [
        3, 3, 3, 12, 3, None, None, None, None, None,
    ]  # fmt: skip


def test_no_two_columns_share_a_name() -> None:
    for code in ("cn-inspection", "eu-whistleblower", "grm-basic"):
        names = [
            column_key(name)
            for column in pack(code).columns
            for name in {*map(column_key, column.label.values()), *map(column_key, column.aliases)}
        ]
        assert len(set(names)) == len(names)
