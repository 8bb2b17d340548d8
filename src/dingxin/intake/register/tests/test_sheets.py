"""Files as offices have them: encodings, merged heads, blank rows, wrong kinds."""

import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from dingxin.intake.register.corrections import Corrections
from dingxin.intake.register.mapping import Map, MapWrong, find_head, map_of, read_map
from dingxin.intake.register.reading import Parsed, Reader, Wrong, thread_id
from dingxin.intake.register.sheets import Row, Unreadable, rows
from dingxin.rules.packs import pack

PACK = pack("cn-inspection")
WEB = Map({"number": ("编号",), "received_on": ("时间",), "words": ("主题", "详情"), "complainant": ("用户",),
           "reply": ("答复",), "replied_on": ("答复时间",)}, {}, "web")
HEADS = ("编号", "用户", "主题", "时间", "详情", "答复", "答复时间", "备注")


def reader(headings: tuple[object, ...] = HEADS, mapped: Map = WEB) -> Reader:
    return Reader(find_head([(1, headings)], mapped), mapped, PACK)


def read(*cells: object) -> Parsed:
    found = reader().read(Row(2, cells))
    assert isinstance(found, Parsed), found
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_every_encoding_offices_write(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("编号,内容\n1,补贴没有发\n\n2,\"两行\n一格\"\n".encode(encoding))
    found = list(rows(path))
    assert [row.cells for row in found if not row.blank] == [("编号", "内容"), ("1", "补贴没有发"), ("2", "两行\n一格")]
    assert found[-1].number == 4 or found[2].blank


def test_xlsx_with_dates_merged_title_and_blank_rows(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["2026年信访台账"])
    page.merge_cells("A1:C1")
    page.append(["登记号", "收件日期", "内容摘要"])
    page.append([1, datetime.datetime(2026, 3, 17), "小事"])
    page.append([None, None, None])
    page.append([2, "３月１８日", "第二件"])
    path = tmp_path / "x.xlsx"
    book.save(path)
    found = list(rows(path))
    mapped = map_of(PACK)
    head = find_head([(row.number, row.cells) for row in found], mapped)
    assert head.row == 2
    year = Map(mapped.columns, {}, "imported", 2026)
    parsed = [Reader(head, year, PACK).read(row) for row in found if row.number > 2 and not row.blank]
    assert [(one.source, one.received_on.isoformat(), one.words) for one in parsed if isinstance(one, Parsed)] == [
        ("1", "2026-03-17", "小事"), ("2", "2026-03-18", "第二件"),
    ]


def test_heads_merged_over_two_lines() -> None:
    mapped = Map({"received_on": ("收件日期",), "words": ("内容",), "replied_on": ("日期",), "reply": ("方式",)})
    head = find_head([(1, ("收件日期", "内容", "答复", None)), (2, (None, None, "日期", "方式"))], mapped)
    assert (head.row, head.fields["replied_on"], head.fields["reply"]) == (2, (2,), (3,))


@pytest.mark.parametrize(
    ("name", "data"),
    [("x.xlsx", b"not a zip"), ("x.xls", b"\xd0\xcf"), ("x.pdf", b"%PDF"), ("x.csv", "a，b，c\n1，2，3".encode())],
)
def test_files_that_cannot_be_read_say_what_to_do(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Unreadable):
        list(rows(path))
    with pytest.raises(Unreadable):
        list(rows(tmp_path / "none.csv"))


def test_a_row_says_what_it_says() -> None:
    row = read(33254, "UU0081646", "咨询录取政策", "2019/6/5 14:43:41", "\n\t\n 尊敬的书记", "已转办", "2019/6/6 20:51", "急")
    assert (row.source, row.channel, row.title) == ("33254", "web", "咨询录取政策")
    assert row.words == "咨询录取政策\n\n尊敬的书记"
    assert (row.received_on.isoformat(), row.replied_on and row.replied_on.isoformat()) == ("2019-06-05", "2019-06-06")
    assert (row.name, row.reply, row.more) == ("UU0081646", "已转办", {"备注": "急"})


@pytest.mark.parametrize(
    ("cells", "headings"),
    [
        ((1, "", "主题", "昨天", "详情"), {"时间"}),
        ((1, "", "主题", None, "详情"), {"时间"}),
        ((1, "", None, "2026-01-01", "  "), {"主题"}),
        ((1, "", "主题", "2026-03-02", "详情", "答复", "2026-03-01"), {"答复时间"}),
        ((1, "", None, "2026-13-02", None), {"时间", "主题"}),
    ],
)
def test_wrong_cells_are_named_all_at_once(cells: tuple[object, ...], headings: set[str]) -> None:
    found = reader().read(Row(2, cells))
    assert isinstance(found, list)
    assert {one.heading for one in found} == headings


def test_unknown_codes_are_asked_about_and_the_map_answers() -> None:
    heads = ("时间", "详情", "来源")
    plain = Map({"received_on": ("时间",), "words": ("详情",), "channel": ("来源",)})
    mapped = Map(plain.columns, {"channel": {"网信": "web"}})
    row = Row(2, ("2026-03-01", "话", "网信"))
    unknown = reader(heads, plain).read(row)
    assert isinstance(unknown, list)
    assert unknown[0].heading == "来源"
    known = reader(heads, mapped).read(row)
    assert isinstance(known, Parsed)
    assert known.channel == "web"
    letter = reader(heads, mapped).read(Row(3, ("2026-03-01", "话", "来信")))
    assert isinstance(letter, Parsed)
    assert letter.channel == "letter"


def test_the_same_row_meets_the_same_submission_and_no_other() -> None:
    first, again = read(1, "a", "b", "2026-01-01", "c"), read(1, "a", "b", "2026-01-01", "corrected")
    second = read(2, "a", "b", "2026-01-01", "c")
    bare, bare_other = read(None, "a", "b", "2026-01-01", "c"), read(None, "a", "b", "2026-01-01", "d")
    names = [thread_id(b"k" * 32, "vault", one) for one in (first, again, second, bare, bare_other)]
    assert names[0] == names[1]
    assert len(set(names)) == 4
    assert thread_id(b"k" * 32, "another", first) != names[0] != thread_id(b"j" * 32, "vault", first)


@pytest.mark.parametrize(
    "text",
    ["x", "[columns]\nwords='a'", "[columns]\nreceived_on='a'\nwords='b'\nstrange='c'", "[other]\n",
     "[register]\nchannel='pigeon'\n[columns]\nreceived_on='a'\nwords='b'",
     "[columns]\nreceived_on=['a','b']\nwords='b'", "[register]\ndefault_year=26\n[columns]\nreceived_on='a'\nwords='b'"],
)
def test_wrong_maps_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "m.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(MapWrong):
        read_map(path)


def test_correction_file_keeps_the_columns_and_guards_formulas(tmp_path: Path) -> None:
    path = tmp_path / "wrong.csv"
    list_of = Corrections(path, ("编号", "内容"))
    list_of.add(Row(7, ("1", "=HYPERLINK()")), [Wrong("时间", "missing")])
    list_of.add(Row(9, ("2",)), [Wrong("时间", "missing")])
    found = [row.cells for row in rows(path)]
    assert found[0][:2] == ("编号", "内容")
    assert found[1][1] == "'=HYPERLINK()"
    assert len({len(cells) for cells in found}) == 1
    assert path.stat().st_mode & 0o077 == 0


def test_correction_file_ends_where_the_words_end(tmp_path: Path) -> None:
    path = tmp_path / "wrong.csv"
    list_of = Corrections(path, ("编号", "内容", *[None] * 100))
    list_of.add(Row(3, ("1", "停水", *[None] * 100)), [Wrong("时间", "missing")])
    assert [len(row.cells) for row in rows(path)] == [3, 3]


def test_a_list_that_somebody_is_correcting_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "wrong.csv"

    def once(*numbers: int) -> Path:
        list_of = Corrections(path, ("编号", "内容"))
        for number in numbers:
            list_of.add(Row(number, (str(number), "停水")), [Wrong("时间", "missing")])
        list_of.settle()
        return list_of.path

    assert once(3) == path
    assert once(3, 4) == path  # the first was stopped: the whole list takes its place
    assert [found.name for found in tmp_path.iterdir()] == ["wrong.csv"]
    path.write_text(path.read_text("utf-8").replace("停水", "停电"), "utf-8")
    assert once(3, 4).name == "wrong-2.csv"
    assert "停电" in path.read_text("utf-8")
