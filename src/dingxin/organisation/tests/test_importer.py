"""The unit tree from a list: all or nothing, row by row, the same file twice changes nothing."""

import io

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import current_for, make_member

from dingxin.accounts.identity import Current
from dingxin.accounts.models import Member
from dingxin.audit.models import Entry
from dingxin.organisation import sheets
from dingxin.organisation.importer import Report, import_units
from dingxin.organisation.models import Unit
from dingxin.organisation.refusals import Refused

pytestmark = pytest.mark.django_db
_known: list[Current] = []  # hypothesis runs many examples in one test's transaction
HEAD = ["代码", "名称", "上级", "类型"]


def take(rows: list[list[object]], how: str = "csv") -> Report:
    return import_units(current=current_for(make_member(f"m{Unit.objects.count()}-{how}")), data=as_file(rows, how))


def as_file(rows: list[list[object]], how: str) -> bytes:
    if how == "xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        sink = io.BytesIO()
        book.save(sink)
        return sink.getvalue()
    sign = "\t" if how == "tab" else ","
    text = "\r\n".join(sign.join(str(cell) for cell in row) for row in rows)
    return text.encode({"gb": "gb18030", "bom": "utf-8-sig"}.get(how, "utf-8"))


GOOD: list[list[object]] = [
    HEAD, ["6500", "望禾县", "", "政府"], ["6502", "榆钱村", "6501", "村"], ["6501", "麦栈镇", "6500", "乡镇"], ["", "", "", ""],
]


@pytest.mark.parametrize("how", ["csv", "xlsx", "gb", "bom", "tab"])
def test_every_kind_of_file(how: str) -> None:
    report = take(GOOD, how)
    assert (report.rows, report.created, report.errors) == (3, 3, [])
    assert {unit.code: (unit.path, unit.kind) for unit in Unit.objects.all()} == {
        "6500": ("6500", "government"), "6501": ("6500/6501", "township"), "6502": ("6500/6501/6502", "village"),
    }
    assert Entry.objects.filter(kind="unit.imported").count() == 1


def test_english_headers_and_codes_typed_as_numbers() -> None:
    report = take([["Code", "Name", "Parent"], [65.0, "A", None], [66, "B", 65]], "xlsx")
    assert report.errors == []
    assert Unit.objects.get(code="66").path == "65/66"


def test_the_same_again_changes_nothing_and_a_move_moves_what_is_below() -> None:
    take(GOOD)
    report = take(GOOD, "xlsx")
    assert (report.created, report.changed, report.same) == (0, 0, 3)
    report = take([HEAD, ["6503", "杏花镇", "6500", "乡镇"], ["6501", "麦栈乡", "6503", ""]], "tab")
    assert (report.created, report.changed) == (1, 1)
    assert Unit.objects.get(code="6502").path == "6500/6503/6501/6502"
    moved = Unit.objects.get(code="6501")
    assert (moved.name, moved.kind, moved.parent.code) == ("麦栈乡", "township", "6503")


@pytest.mark.parametrize(("row", "column"), [
    (["", "无代码", "", ""], "code"), (["a/b", "x", "", ""], "code"), (["x" * 61, "x", "", ""], "code"),
    (["6500", "又一次", "", ""], "code"), (["7", "", "", ""], "name"), (["7", "x" * 161, "", ""], "name"),
    (["7", "x", "nowhere", ""], "parent"), (["7", "x", "7", ""], "parent"), (["7", "x", "", "庙"], "kind"),
])
def test_a_wrong_row_stops_the_whole_file(row: list[object], column: str) -> None:
    report = take([*GOOD, row])
    assert [(error.row, error.column) for error in report.errors] == [(6, column)]
    assert not Unit.objects.exists()
    assert not Entry.objects.filter(kind="unit.imported").exists()


def test_a_circle_through_what_is_there() -> None:
    take(GOOD)
    report = take([HEAD, ["6500", "望禾县", "6502", ""]], "gb")
    assert [error.column for error in report.errors] == ["parent"]
    assert Unit.objects.get(code="6500").path == "6500"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 not a workbook", b"\xff\xfe\x00", b"name\nx\n"])
def test_no_table(data: bytes) -> None:
    current = current_for(make_member())
    try:
        report = import_units(current=current, data=data)
    except Refused:
        return
    assert report.errors
    assert not Unit.objects.exists()


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    with pytest.raises(Refused) as refusal:
        sheets.rows_of(as_file(GOOD, "csv"))
    assert refusal.value.code == "too-many-rows"
    monkeypatch.setattr(sheets, "MOST_UNPACKED", 100)
    with pytest.raises(Refused) as refusal:
        sheets.rows_of(as_file(GOOD, "xlsx"))
    assert refusal.value.code == "too-large"


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(-1, 8)), min_size=1, max_size=9, unique_by=lambda pair: pair[0]))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_tree(pairs: list[tuple[int, int]]) -> None:
    """Whatever the order and the parents: either every path is the chain of codes, or nothing was written."""
    Unit.objects.update(parent=None)
    Unit.objects.all().delete()
    rows = [HEAD, *([f"u{code}", f"n{code}", f"u{parent}" if parent >= 0 else "", ""] for code, parent in pairs)]
    if not _known or not Member.objects.filter(pk=_known[-1].member.pk).exists():
        _known.append(current_for(make_member("prop")))
    report = import_units(current=_known[-1], data=as_file(rows, "csv"))
    parents = dict(pairs)
    bad = any(parent >= 0 and parent not in parents for parent in parents.values()) or any(
        _circles(code, parents) for code in parents
    )
    assert bool(report.errors) is bad
    assert Unit.objects.count() == (0 if bad else len(pairs))
    for unit in Unit.objects.select_related("parent"):
        assert unit.path == (f"{unit.parent.path}/{unit.code}" if unit.parent else unit.code)


def _circles(code: int, parents: dict[int, int]) -> bool:
    seen = {code}
    while (code := parents.get(code, -1)) >= 0:
        if code in seen:
            return True
        seen.add(code)
    return False
