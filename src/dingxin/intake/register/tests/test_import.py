"""The whole import into a team's vault: sealed as read, the same row once, stoppable, corrected and taken again."""

import argparse
from pathlib import Path

import pytest
from openpyxl import Workbook
from tests.cast_vault import Cast, found

from dingxin.audit.models import Entry
from dingxin.casework import actions
from dingxin.casework.models import Submission
from dingxin.intake.register import command, options, taking
from dingxin.intake.register.mapping import map_of
from dingxin.mailbox.models import Envelope, Thread
from dingxin.rules.packs import pack

pytestmark = pytest.mark.django_db
COLUMNS = [
    "登记号", "收件日期", "渠道", "初/重", "件次", "批次", "人次", "实名", "反映人", "被反映人",
    "单位", "职级", "管理权限", "性质", "类别", "内容摘要", "批示", "办理方式", "承办", "交办日期",
    "期限", "核实结论", "处理", "兑现金额", "办结日期", "答复日期及方式", "本人确认", "归档号",
]


@pytest.fixture
def cast() -> Cast:
    return found()


def row(**cells: object) -> list[object]:
    known = {"登记号": 1, "收件日期": "2026-03-17", "渠道": "来信", "内容摘要": "补贴没有发到户", **cells}
    return [known.get(column) for column in COLUMNS]


def book(path: Path, *rows: list[object]) -> Path:
    sheet = Workbook()
    page = sheet.active
    assert page is not None
    page.append(["2026年第九组台账"])
    page.append(COLUMNS)
    for cells in rows:
        page.append(cells)
    sheet.save(path)
    return path


def run(path: Path, *more: str) -> int:
    parser = argparse.ArgumentParser()
    options.add_arguments(parser)
    return command.run(parser.parse_args([str(path), "--team", "wanghe/9", *more]))


def test_a_register_comes_in_sealed_and_a_team_can_read_it(cast: Cast, tmp_path: Path) -> None:
    path = book(
        tmp_path / "x.xlsx",
        row(反映人="张三丰", 单位="麦栈镇", 性质="求决", 人次="３", 处理="已经补发"),
        row(登记号=2, 收件日期="2026年3月18日", 渠道="来电", 内容摘要="第二件", 办结日期="2026.4.1"),
    )
    assert run(path) == 0
    first, second = Submission.objects.order_by("received_on")
    assert (first.channel, first.persons, first.nature, first.unit and first.unit.code) == ("letter", 3, "request", "maizhan")
    assert [second.channel, second.historic] == ["call", True]
    opened = actions.open_submission(current=cast["song"], submission=first)
    assert opened.words["what"] == "补贴没有发到户"
    assert "已经补发" in str(opened.words)
    assert "张三丰" not in str(opened.words)
    stored = b"".join(bytes(e.words) + bytes(e.identity) + bytes(e.share_b) for e in Envelope.objects.all())
    assert not any(word.encode() in stored for word in ("补贴", "张三丰", "已经补发"))


def test_a_number_that_is_a_sentence_is_kept_sealed(cast: Cast, tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", row(登记号="2026〔17〕号"), row(登记号="张三丰，住麦栈镇一组"))
    assert run(path) == 0
    numbers = dict(Submission.objects.values_list("former_number", "pk"))
    assert set(numbers) == {"2026〔17〕号", ""}
    opened = actions.open_submission(current=cast["song"], submission=Submission.objects.get(pk=numbers[""]))
    assert opened.words["register"]["more"].popitem()[1] == "张三丰，住麦栈镇一组"


def test_importing_again_takes_only_what_is_new(cast: Cast, tmp_path: Path) -> None:
    assert run(book(tmp_path / "a.xlsx", row())) == 0
    assert run(book(tmp_path / "b.xlsx", row(), row(登记号=2))) == 0
    assert Submission.objects.count() == Thread.objects.count() == 2


def test_a_dry_run_stores_nothing(cast: Cast, tmp_path: Path) -> None:
    before = Entry.objects.count()
    assert run(book(tmp_path / "a.xlsx", row()), "--dry-run") == 0
    assert (Thread.objects.count(), Entry.objects.count()) == (0, before)


def test_wrong_rows_wait_in_a_file_that_can_be_corrected_and_imported(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = book(
        tmp_path / "x.xlsx", row(), row(登记号=2, 收件日期="去年"), row(登记号=3, 渠道="飞鸽"), row(),
        row(登记号=5, 收件日期="2099-01-01"),
    )
    assert run(path) == 1
    assert Submission.objects.count() == 1
    corrections = tmp_path / "x.xlsx.to-correct.csv"
    text = corrections.read_text("utf-8-sig")
    assert text.count("\n") == 5
    assert "补贴" not in capsys.readouterr().out
    corrected = tmp_path / "corrected.csv"
    corrected.write_text(text.replace("去年", "2025/3/1").replace("飞鸽", "来访").replace("2099-01-01", "2026-01-01"), "utf-8")
    assert taking.opened(corrected, map_of(pack("cn-inspection")))[1].cells == tuple(COLUMNS)  # our reasons are nobody's words
    assert run(corrected) == 0
    assert Submission.objects.count() == 4


def test_a_list_from_a_merged_head_can_be_imported_too(cast: Cast, tmp_path: Path) -> None:
    sheet = Workbook()
    page = sheet.active
    assert page is not None
    for cells in (["编号信息", None, "反映内容"], ["登记号", "收件日期", None], [1, "去年", "补贴没有发到户"]):
        page.append(cells)
    sheet.save(tmp_path / "x.xlsx")
    assert run(tmp_path / "x.xlsx") == 1
    text = (tmp_path / "x.xlsx.to-correct.csv").read_text("utf-8-sig")
    assert text.startswith("登记号,收件日期,反映内容,")
    corrected = tmp_path / "corrected.csv"
    corrected.write_text(text.replace("去年", "2025/3/1", 1), "utf-8")
    assert run(corrected) == 0


def test_a_stopped_import_goes_on_where_it_was(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path / "x.xlsx", *(row(登记号=number) for number in range(1, 6)))
    real, count = taking.import_row, iter(range(10))

    def stops(**what: object) -> object:
        if next(count) == 2:
            raise KeyboardInterrupt
        return real(**what)  # type: ignore[arg-type]

    monkeypatch.setattr(taking, "import_row", stops)
    assert run(path) == 130
    assert Submission.objects.count() == 2
    assert run(path) == 0
    assert Submission.objects.count() == 5


@pytest.mark.parametrize("team", ["wanghe/99", "none", "nowhere/9"])
def test_an_unknown_team_is_refused_with_the_ones_there_are(
    cast: Cast, tmp_path: Path, team: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(book(tmp_path / "x.xlsx", row()), "--team", team) == 1
    assert "wanghe/9" in capsys.readouterr().err
    assert not Thread.objects.exists()


def test_how_many_will_wait_is_told_before_they_do(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = book(tmp_path / "x.xlsx", row(), row(登记号=2), row(登记号=3, 办结日期="2026-03-20"))
    assert run(path, "--dry-run") == 0
    assert "2 have no day of closing" in capsys.readouterr().out
    assert run(path) == 0
    assert Submission.objects.filter(historic=False).count() == 2
    closed = book(tmp_path / "y.xlsx", row(登记号=4, 办结日期="2026-03-20"))
    capsys.readouterr()
    assert run(closed) == 0
    assert "closing" not in capsys.readouterr().out
