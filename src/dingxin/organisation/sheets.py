"""Rows of a table file (.xlsx or .csv), as text. Nothing is trusted: sizes are bounded before anything is unpacked."""

import csv
import io
import zipfile
from collections.abc import Iterator

import openpyxl
from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from dingxin.organisation.refusals import Refused

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 120 * 1024 * 1024
MOST_ROWS = 20_000


def rows_of(data: bytes) -> list[list[str]]:
    """All rows of the first sheet, cells stripped. Raises Refused for what is too large or is no table."""
    if len(data) > MOST_BYTES:
        raise Refused("too-large", _("The file is larger than 10 MB."))
    found: list[list[str]] = []
    for row in _excel(data) if data[:2] == b"PK" else _csv(data):
        if len(found) >= MOST_ROWS:
            raise Refused("too-many-rows", _("The file has more than 20,000 rows."))
        found.append(row)
    return found


def _excel(data: bytes) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise Refused("too-large", _("The file is too large when it is unpacked."))
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield [_cell(value) for value in row]
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError):
        raise Refused("no-table", _("This is not a table that can be read. Save it as .xlsx or .csv.")) from None


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():  # a code typed as a number comes back as 6500.0
        return str(int(value))
    return "" if value is None else str(value).strip()


def _csv(data: bytes) -> Iterator[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(data, cp_isolation=["gb18030", "big5", "utf_16", "cp1252"]).best()
        if best is None:
            raise Refused("no-table", _("This is not a table that can be read. Save it as .xlsx or .csv.")) from None
        text = str(best)
    first = text.split("\n", 1)[0]
    sign = max(",;\t", key=first.count)
    for row in csv.reader(io.StringIO(text), delimiter=sign):
        yield [cell.strip() for cell in row]
