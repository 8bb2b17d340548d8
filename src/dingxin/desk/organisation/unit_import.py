"""What an import of units would do, row by row, before anything is written; and the list on its way to the second step.

Between the two steps nothing is stored: the rows travel in the form, compressed. A list too long for a field is chosen
again, and must be the same file.
"""

import base64
import binascii
import csv
import hmac
import io
import zlib
from collections import Counter
from dataclasses import dataclass

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dingxin.organisation import importer
from dingxin.organisation.importer import Report
from dingxin.organisation.models import Unit
from dingxin.organisation.refusals import Refused
from dingxin.organisation.sheets import MOST_BYTES, rows_of
from dingxin.sealing.primitives import sha256

FIELD = 180_000
SHOWN = 300


class FileForm(forms.Form):
    """The list."""

    file = forms.FileField(
        label=gettext_lazy("File"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=gettext_lazy("xlsx or csv, at most 20,000 rows."),
    )  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One row: ``effect`` is new, changed or same."""

    row: int
    code: str
    name: str
    parent: str
    effect: str
    before: str = ""


@dataclass(frozen=True)
class Preview:
    """``lines``: the rows that change something, at most ``SHOWN``. ``packed`` empty: the file is chosen again."""

    report: Report
    lines: tuple[Line, ...]
    packed: str
    digest: str
    more: int = 0


def lead() -> str:
    """What the file looks like."""
    return _("The first row names the columns: code, name, parent, kind (代码 名称 上级 类型). Units are found by their "
             "code: known ones are changed, others made, none is deleted. If one row is wrong, nothing is written.")  # fmt: skip


def preview(data: bytes) -> Preview:
    """Read a list as the import will. Raises Refused when the file is no table."""
    report, rows = Report(), rows_of(data)
    lines = importer._lines(rows, report)
    there = {unit.code: unit for unit in Unit.objects.select_related("parent")}
    if not report.errors:
        importer._paths(lines, there, report)
    if report.errors:
        return Preview(report, (), "", "")
    listed = [_line(line, there.get(line.code)) for line in lines]
    effects = Counter(one.effect for one in listed)
    report.created, report.changed, report.same = effects["new"], effects["changed"], effects["same"]
    changes = [one for one in listed if one.effect != "same"]
    packed = _pack(rows)
    return Preview(
        report, tuple(changes[:SHOWN]), packed if len(packed) <= FIELD else "", sha256(data).hex(),
        more=max(0, len(changes) - SHOWN),
    )  # fmt: skip


def _line(line: importer._Line, old: Unit | None) -> Line:
    if old is None:
        return Line(line.row, line.code, line.name, line.parent, "new")
    kind = importer.KINDS[line.kind.casefold()].value if line.kind else old.kind
    above = old.parent.code if old.parent else ""
    same = (old.name, old.kind, above) == (line.name, kind, line.parent)
    before = "" if same else " · ".join(filter(None, (old.name, above)))
    return Line(line.row, line.code, line.name, line.parent, "same" if same else "changed", before)


def _pack(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return base64.b85encode(zlib.compress(out.getvalue().encode(), 9)).decode()


def carried(fields: QueryDict, files: MultiValueDict[str, "UploadedFile[bytes]"]) -> bytes:
    """The list of the first step. Raises Refused when it is another one or was cut."""
    packed, file = fields.get("packed", ""), files.get("file")
    if packed:
        try:
            unpack = zlib.decompressobj()
            data = unpack.decompress(base64.b85decode(packed), MOST_BYTES)
        except (ValueError, zlib.error, binascii.Error):
            raise _other() from None
        if unpack.unconsumed_tail or not unpack.eof:
            raise _other()
        return data
    data = file.read() if file else b""
    if not hmac.compare_digest(sha256(data).hex(), fields.get("digest", "").lower().encode("ascii", "ignore").decode()):
        raise _other()
    return data


def _other() -> Refused:
    return Refused("other-file", _("This is not the list that was shown. Start again by choosing the file."))
