import copy
import re
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingxin.rules.codes import ClockCode, Disposal, Named, Nature
from dingxin.rules.move_table import PROPOSE_APPROVE
from dingxin.rules.packs import HERE, PackError, calendar, pack, pack_codes
from dingxin.rules.packs.calendar_file import read_calendar
from dingxin.rules.packs.loader import read_pack
from dingxin.rules.packs.model import Holds, RuleCode, StartEvent
from dingxin.rules.packs.reading import Reader
from dingxin.rules.rates import RATES, Fraction

E = StartEvent
PACKS = ["cn-inspection", "eu-whistleblower", "grm-basic"]


@cache
def parsed(code: str) -> dict[str, Any]:
    return tomllib.loads(HERE.joinpath(f"{code}.toml").read_text(encoding="utf-8"))


def raw(code: str) -> dict[str, Any]:
    return copy.deepcopy(parsed(code))


def test_the_packs_are_all_there_and_readable() -> None:
    assert pack_codes() == PACKS
    for code in PACKS:
        found = pack(code)
        ZoneInfo(found.zone)
        assert found.propose_approve >= PROPOSE_APPROVE
        assert list(found.rates) == [rate.code for rate in RATES]
        assert all(top.children for top in found.categories)
        assert found.category("other.other") is not None
        assert found.terms_for(ClockCode.FINISH)
        assert found.terms_for(ClockCode.CONFIRM)
        assert found.terms_for(ClockCode.INTERFERENCE)


def test_nothing_claims_to_be_checked_that_was_not() -> None:
    for code in PACKS:
        found = pack(code)
        for rule in (*found.terms, *found.duties, *found.rules, *found.retention):
            assert not rule.basis.verified
            assert rule.basis.must_be_marked is (rule.basis.source.kind != "own")


def test_the_register_of_inspection_has_its_columns_in_order() -> None:
    wanted = (
        "登记号 收件日期 渠道 初/重 件次 批次 人次 实名 反映人 被反映人 单位 职级 管理权限 性质 类别 内容摘要 "
        "批示 办理方式 承办 交办日期 期限 核实结论 处理 兑现金额 办结日期 答复日期及方式 本人确认 归档号"
    )
    columns = pack("cn-inspection").columns
    assert " ".join(column.label["zh-hans"] for column in columns) == wanted
    assert [column.code for column in columns if column.holds is Holds.IDENTITY] == ["complainant"]
    assert {column.code for column in columns if column.holds is Holds.WORDS} == {
        "subject", "summary", "instruction", "outcome",
    }  # fmt: skip


def test_the_terms_of_inspection() -> None:
    cn = pack("cn-inspection")
    day = date(2026, 3, 17)
    named = cn.first_due(ClockCode.TELL_ACCEPTANCE, {E.RECEIVED: day}, Nature.REPORT, Named.NAMED)
    assert named is not None
    assert (named[0].code, named[1].day) == ("tell_acceptance_named", date(2026, 4, 8))
    assert cn.first_due(ClockCode.TELL_ACCEPTANCE, {E.RECEIVED: day}, Nature.REPORT, Named.SIGNED) is None
    asked = cn.first_due(ClockCode.TELL_ACCEPTANCE, {E.RECEIVED: day}, Nature.REQUEST, Named.ANONYMOUS)
    assert asked is not None
    assert asked[1].day == date(2026, 4, 1)
    finish = cn.first_due(ClockCode.FINISH, {E.ACCEPTED: date(2026, 3, 24)}, Nature.REQUEST)
    assert finish is not None
    assert finish[1].day == date(2026, 5, 23)
    assert finish[0].extension is not None
    assert (finish[0].extension.length.number, finish[0].extension.times, finish[0].extension.told) == (30, 1, True)
    assert cn.term("transfer").term.length.number == 3
    assert cn.term("correction").term.length.number == 6
    assert cn.term("send_up").term.length.number == 5
    assert cn.has_rule(RuleCode.SEND_UP_UNCOPIED)
    assert cn.has_rule(RuleCode.OWN_HEAD_TO_SUPERIOR)
    assert not cn.terms_for(ClockCode.NOTICE_IMMEDIATE), "立行立改 has no national number"
    assert cn.label_of(Disposal.TALK_LETTER, "zh-hans") == "谈话函询"
    with pytest.raises(KeyError):
        cn.term("none")


def test_every_submission_of_inspection_has_a_clock_from_its_first_day() -> None:
    cn = pack("cn-inspection")
    for nature in Nature:
        for named in Named:
            assert cn.first_due(ClockCode.ASSESS, {E.RECEIVED: date(2026, 3, 17)}, nature, named) is not None


def test_feedback_counts_from_the_acknowledgement_or_seven_days_after_the_report() -> None:
    eu = pack("eu-whistleblower")
    day = date(2026, 3, 1)
    with_one = eu.first_due(ClockCode.TELL_RESULT, {E.RECEIVED: day, E.ACKNOWLEDGED: date(2026, 3, 3)})
    without = eu.first_due(ClockCode.TELL_RESULT, {E.RECEIVED: day})
    assert with_one is not None
    assert without is not None
    assert with_one[1].day == date(2026, 6, 3)
    assert without[1].day == date(2026, 6, 8)
    assert {rule.code for rule in eu.rules} == {
        RuleCode.IDENTITY_CONSENT, RuleCode.WRITTEN_REASONS, RuleCode.MINUTES_READ_BACK,
    }  # fmt: skip


def test_a_grievance_is_logged_by_the_next_day_and_resolved_in_two_weeks() -> None:
    grm = pack("grm-basic")
    day = date(2026, 3, 1)
    for clock, last in ((ClockCode.ACKNOWLEDGE, 1), (ClockCode.FINISH, 14)):
        found = grm.first_due(clock, {E.RECEIVED: day})
        assert found is not None
        assert found[1].day == day + timedelta(days=last)
        assert not found[1].provisional
    assert grm.has_rule(RuleCode.SURVIVOR_CONSENT)


def tables(value: Any, path: str) -> Iterator[tuple[dict[str, Any], str]]:
    if isinstance(value, dict):
        yield value, path
        for key, inner in value.items():
            yield from tables(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from tables(inner, f"{path}[{n}]")


@given(st.sampled_from(PACKS), st.integers(0, 10_000))
def test_an_unknown_key_anywhere_is_refused_with_its_path(code: str, where: int) -> None:
    table = raw(code)
    places = list(tables(table, code))
    spot, path = places[where % len(places)]
    spot["lenght"] = 3
    with pytest.raises(PackError) as error:
        read_pack(table, code, calendar)
    assert str(error.value).startswith(f"{path}.lenght:")


@given(st.sampled_from(PACKS), st.integers(0, 10_000), st.sampled_from(["wrong", 7.5, [], {}]))
def test_a_value_of_the_wrong_kind_is_refused_with_its_path(code: str, where: int, value: object) -> None:
    table = raw(code)
    fields = [
        (spot, key, f"{path}.{key}")
        for spot, path in tables(table, code)
        for key in spot
        if key in {"length", "clock", "verified", "source", "start", "unit", "zh-hans", "format", "holds", "natures"}
    ]
    spot, key, path = fields[where % len(fields)]
    spot[key] = value if key != "zh-hans" else 7
    with pytest.raises(PackError) as error:
        read_pack(table, code, calendar)
    assert str(error.value).startswith(path)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"format": 2}, "x.format"),
        ({"code": "y"}, "x.code"),
        ({"calendar": "moon"}, "x.calendar"),
        ({"two_people_also": ["resume"]}, "x.two_people_also"),
        ({"two_people_also": ["vanish"]}, "x.two_people_also"),
        ({"rates": ["best_clerk"]}, "x.rates"),
        ({"languages": ["klingon"]}, "x.languages"),
        ({"natures": ["report", "report"]}, "x.natures"),
        ({"zone": ""}, "x.zone"),
    ],
)
def test_what_a_pack_may_not_say(change: dict[str, Any], path: str) -> None:
    table = raw("grm-basic") | {"code": "x"} | change
    with pytest.raises(PackError) as error:
        read_pack(table, "x", calendar)
    assert str(error.value).startswith(path + ":")


def test_what_stands_twice_or_nowhere_is_refused() -> None:
    twice = raw("grm-basic")
    twice["terms"].append(twice["terms"][0])
    nowhere = raw("grm-basic")
    nowhere["duties"][0]["term"] = "none"
    gone = raw("grm-basic")
    del gone["terms"][0]["verified"]
    for table, message in ((twice, "stands twice"), (nowhere, "not among the terms"), (gone, "verified: is missing")):
        with pytest.raises(PackError, match=message):
            read_pack(table, "grm-basic", calendar)


def test_names_that_are_no_pack_or_calendar() -> None:
    for name in ("none", "../secrets", ""):
        with pytest.raises(KeyError):
            pack(name)
        with pytest.raises(KeyError):
            calendar(name)


def test_a_rate_is_a_part_of_a_whole() -> None:
    assert Fraction(1, 3).percent == 33.3
    assert Fraction(0, 0).percent is None
    with pytest.raises(ValueError, match="part"):
        Fraction(2, 1)


GUIDE = Path(__file__).parents[4] / "docs" / "formats" / "pack-format.md"


def test_the_examples_of_the_guide_are_read_and_show_every_key() -> None:
    example, days = re.findall(r"```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    found = read_pack(tomllib.loads(example), "example", calendar)
    assert found.term("feedback").fallback_start is E.RECEIVED
    assert read_calendar(Reader(tomllib.loads(days), "example")).is_workday(date(2026, 5, 9))
    shown = {key for table, _ in tables(tomllib.loads(example), "") for key in table}
    used = {key for code in PACKS for table, _ in tables(raw(code), "") for key in table}
    assert used - {"ug"} <= shown
    assert all(f"`{code}`" in GUIDE.read_text(encoding="utf-8") for code in PACKS)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"weekend": [0]}, "x.weekend"),
        (
            {"years": [{"year": 2026, "source": "s", "off": [["2026-05-02", "2026-05-01"]], "work": []}]},
            "x.years[0].off",
        ),
        (
            {"years": [{"year": 2026, "source": "s", "off": [["2026-05-32", "2026-05-01"]], "work": []}]},
            "x.years[0].off",
        ),
        ({"years": [{"year": 2026, "source": "s", "off": [], "work": ["2026-05-06"]}]}, "x.years"),
        ({"years": [{"year": 2026, "source": "s", "off": [], "work": [], "extra": 1}]}, "x.years[0].extra"),
        ({"years": [{"year": 2026, "source": "s", "off": [], "work": ["2027-05-08"]}]}, "x.years"),
    ],
)
def test_what_a_calendar_may_not_say(change: dict[str, Any], path: str) -> None:
    table = {"code": "x", "label": {"en": "x", "zh-hans": "x"}, "weekend": [6, 7], "years": []} | change
    with pytest.raises(PackError) as error:
        read_calendar(Reader(table, "x"))
    assert str(error.value).startswith(path + ":")
