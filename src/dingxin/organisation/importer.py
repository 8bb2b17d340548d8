"""The unit tree from a list: code, name, parent, kind (代码 名称 上级 类型). All or nothing, idempotent by code.

1. Read the rows. 2. Check each alone, then parents and circles over the file and what is there. 3. If one row is wrong,
write nothing and say which and why. 4. Else create and change, and compute every path below what moved.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from dingxin import audit
from dingxin.audit.writing import writing
from dingxin.organisation.models import Unit
from dingxin.organisation.sheets import rows_of
from dingxin.rules.codes import UnitKind

if TYPE_CHECKING:
    from dingxin.accounts.identity import Current

HEADERS = {
    "code": "code", "代码": "code", "编码": "code", "name": "name", "名称": "name", "单位名称": "name",
    "parent": "parent", "上级": "parent", "上级代码": "parent", "kind": "kind", "类型": "kind",
}  # fmt: skip
KINDS = {
    "党组织": UnitKind.PARTY, "政府": UnitKind.GOVERNMENT, "部门": UnitKind.DEPARTMENT, "国有企业": UnitKind.ENTERPRISE,
    "企业": UnitKind.ENTERPRISE, "学校": UnitKind.SCHOOL, "医院": UnitKind.SCHOOL, "学校医院": UnitKind.SCHOOL,
    "乡镇": UnitKind.TOWNSHIP, "街道": UnitKind.TOWNSHIP, "村": UnitKind.VILLAGE, "社区": UnitKind.VILLAGE,
    "村委会": UnitKind.VILLAGE, "其他": UnitKind.OTHER,
    **{kind.value: kind for kind in UnitKind}, **{kind.label.casefold(): kind for kind in UnitKind},
}  # fmt: skip
LONGEST_CODE, LONGEST_NAME, LONGEST_PATH = 60, 160, 600


@dataclass(frozen=True)
class RowError:
    """``row``: as a spreadsheet counts, the header being 1. ``column``: code, name, parent or kind."""

    row: int
    column: str
    text: str


@dataclass
class Report:
    """What an import did, or would have done: with any error nothing was written."""

    rows: int = 0
    created: int = 0
    changed: int = 0
    same: int = 0
    errors: list[RowError] = field(default_factory=list)


@dataclass(frozen=True)
class _Line:
    row: int
    code: str
    name: str
    parent: str
    kind: str


def import_units(*, current: "Current", data: bytes) -> Report:
    """Take in a list of units. Raises Refused when the file is no table; row errors come back in the report."""
    report = Report()
    lines = _lines(rows_of(data), report)
    if report.errors:
        return report
    with writing():
        there = {unit.code: unit for unit in Unit.objects.select_related("parent")}
        paths = _paths(lines, there, report)
        if report.errors:
            return report
        _write(lines, there, paths, report)
        audit.record(
            "unit.imported", actor=current.actor,
            facts={"rows": report.rows, "created": report.created, "changed": report.changed},
        )  # fmt: skip
    return report


def _lines(rows: list[list[str]], report: Report) -> list[_Line]:
    columns = [HEADERS.get(cell.casefold(), "") for cell in rows[0]] if rows else []
    if "code" not in columns or "name" not in columns:
        report.errors.append(
            RowError(1, "code", _("The first row has to name the columns: code, name, parent, kind."))
        )
        return []
    lines: list[_Line] = []
    seen: dict[str, int] = {}
    for number, cells in enumerate(rows[1:], 2):
        if not any(cells):
            continue
        report.rows += 1
        values = {column: cell for column, cell in zip(columns, cells, strict=False) if column}
        line = _Line(number, *(values.get(name, "") for name in ("code", "name", "parent", "kind")))
        report.errors += _wrong(line, seen)
        seen.setdefault(line.code, number)
        lines.append(line)
    return lines


def _wrong(line: _Line, seen: dict[str, int]) -> list[RowError]:
    found = []
    if not line.code or len(line.code) > LONGEST_CODE or "/" in line.code or not line.code.isprintable():
        found.append(RowError(line.row, "code", _("A code has 1 to 60 signs and no slash.")))
    elif line.code in seen:
        twice = _("This code stands in row %(row)d already.") % {"row": seen[line.code]}
        found.append(RowError(line.row, "code", twice))
    if not line.name or len(line.name) > LONGEST_NAME or not line.name.isprintable():
        found.append(RowError(line.row, "name", _("A name has 1 to 160 signs, in one line.")))
    if line.kind and line.kind.casefold() not in KINDS:
        found.append(RowError(line.row, "kind", _("Not a known kind of unit.")))
    return found


def _paths(lines: list[_Line], there: dict[str, Unit], report: Report) -> dict[str, str]:
    """The path of every unit after the import, by code; errors for unknown parents, circles and paths too long."""
    parents = {code: unit.parent.code if unit.parent else "" for code, unit in there.items()}
    parents.update({line.code: line.parent for line in lines})
    row_of = {line.code: line.row for line in lines}
    for line in lines:
        if line.parent and line.parent not in parents:
            unknown = _("There is no unit with this code, here or in the list.")
            report.errors.append(RowError(line.row, "parent", unknown))
    paths: dict[str, str] = {}
    for code in parents:
        chain = [code]
        while (above := parents.get(chain[-1], "")) and above not in chain:
            chain.append(above)
        if above:
            if code in row_of:
                report.errors.append(RowError(row_of[code], "parent", _("The units above it run in a circle.")))
            continue
        paths[code] = "/".join(reversed(chain))
        if len(paths[code]) > LONGEST_PATH and code in row_of:
            report.errors.append(RowError(row_of[code], "parent", _("It lies too deep in the tree.")))
    return paths


def _write(lines: list[_Line], there: dict[str, Unit], paths: dict[str, str], report: Report) -> None:
    after = dict(there)
    made, changed = [], {}
    for line in lines:
        kind = KINDS[line.kind.casefold()].value if line.kind else ""
        old = there.get(line.code)
        if old is None:
            after[line.code] = unit = Unit(code=line.code, name=line.name, kind=kind)
            made.append(unit)
        elif (old.name, old.kind, old.parent.code if old.parent else "") == (line.name, kind or old.kind, line.parent):
            report.same += 1
        else:
            old.name, old.kind = line.name, kind or old.kind
            changed[old.code] = old
    report.created, report.changed = len(made), len(changed)
    for line in lines:
        after[line.code].parent = after[line.parent] if line.parent else None
    for code, unit in after.items():
        if unit.path != paths[code]:
            unit.path = paths[code]
            if code in there:
                changed[code] = unit  # also those that were not in the list: something above them moved
    Unit.objects.bulk_create(sorted(made, key=lambda unit: unit.path.count("/")))
    Unit.objects.bulk_update(changed.values(), ["name", "kind", "parent", "path"], batch_size=200)
