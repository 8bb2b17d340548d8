"""Reading the rows of a spreadsheet as offices really have them: one generator, two file kinds, no guesses about content.

xlsx is read by openpyxl in read-only mode (merged heads leave their text in the first cell), csv in the encoding that
its bytes really decode in. Nothing is written anywhere, and no temporary file is made.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

from charset_normalizer import from_bytes
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

Cell = object
ENCODINGS = ("utf-8-sig", "gb18030", "utf-16")
LARGEST = 256 * 1024 * 1024  # bytes of a file; a register of a million rows is smaller
WIDEST = 200
DEEPEST_HEAD = 20


class Unreadable(Exception):
    """The file as a whole cannot be read. The message says what to do, in plain words."""


@dataclass(frozen=True)
class Row:
    """``number`` as the office sees it in its own program (1 is the first line); ``cells`` left to right."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def blank(self) -> bool:
        """No cell says anything."""
        return not any(str(cell).strip() for cell in self.cells if cell is not None)


def decode(data: bytes) -> str:
    """The text of a csv. Tries what Chinese offices write first, then asks charset-normalizer. Raises Unreadable."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        order: tuple[str, ...] = ("utf-16",)
    else:
        order = ENCODINGS[:2]
    for name in order:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    guess = from_bytes(data[:200_000]).best()
    if guess is None:
        raise Unreadable("The file's letters cannot be read. Save it as xlsx, or as csv in UTF-8, and try again.")
    return data.decode(guess.encoding, errors="strict")


def _csv_rows(data: bytes) -> Iterator[Row]:
    text = decode(data)
    sample = text[:20_000]
    delimiter = max(",\t;，", key=lambda mark: (sample.count(mark), mark == ","))
    if delimiter == "，":
        raise Unreadable("The columns are parted by full-width commas. Save the sheet as xlsx and try again.")
    csv.field_size_limit(4_000_000)
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            yield Row(number, tuple(cells[:WIDEST]))
    except csv.Error as error:
        raise Unreadable("The csv is broken off or has a stray quotation mark. Save it as xlsx and try again.") from error


def _xlsx_rows(path: Path, sheet: str | None) -> Iterator[Row]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError) as error:
        raise Unreadable("The file is not a whole xlsx. Open it in your office program, save it again, and try.") from error
    try:
        if sheet is not None and sheet not in book.sheetnames:
            raise Unreadable(f"There is no sheet of that name. The sheets are: {', '.join(book.sheetnames)}.")
        page = book[sheet] if sheet else book[book.sheetnames[0]]
        page.reset_dimensions()  # some programs write a wrong size, and half the rows would be missing
        for number, cells in enumerate(page.iter_rows(values_only=True, max_col=WIDEST), start=1):
            yield Row(number, tuple(cells))
    finally:
        book.close()


def rows(path: Path, sheet: str | None = None) -> Iterator[Row]:
    """All lines of the file, blank ones included. Raises Unreadable."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise Unreadable("There is no such file, or it may not be read.") from error
    if size > LARGEST:
        raise Unreadable(f"The file is larger than {LARGEST // 2**20} MB. Split it by year and import each part.")
    kind = path.suffix.lower()
    if kind in (".csv", ".txt", ".tsv"):
        yield from _csv_rows(path.read_bytes())
    elif kind in (".xlsx", ".xlsm"):
        yield from _xlsx_rows(path, sheet)
    elif kind == ".xls":
        raise Unreadable("This is the old xls form. Open it in your office program, save it as xlsx, and try again.")
    else:
        raise Unreadable("Only xlsx and csv can be read. Save the register as one of these and try again.")
