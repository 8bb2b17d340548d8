"""The file of rows that could not be taken: the office's own columns as they were, and one more that says why.

Correct it, import it again: the rows that went in are recognised, so nothing comes twice. Cells are guarded, because
the file is opened in a spreadsheet program.
"""

import csv
from collections.abc import Sequence
from pathlib import Path

from dingxin.intake.register.reading import Wrong
from dingxin.intake.register.sheets import Cell, Row

WHY = "what to correct"


def guarded(cell: Cell) -> str:
    """Text that no spreadsheet program takes for a formula (OWASP, CSV injection)."""
    text = "" if cell is None else str(cell)
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


class Corrections:
    """Appends to ``path`` as rows are found, so that an interrupted import has its list too; no file without rows."""

    def __init__(self, path: Path, headings: Sequence[Cell]) -> None:
        self.path, self.headings, self.count = path, headings, 0

    def add(self, row: Row, wrong: Sequence[Wrong]) -> None:
        """One row with every reason, readable by the owner alone."""
        fresh = self.count == 0
        if fresh:
            self.path.unlink(missing_ok=True)
            self.path.touch(mode=0o600)
        with self.path.open("a", encoding="utf-8-sig" if fresh else "utf-8", newline="") as file:
            writer = csv.writer(file)
            if fresh:
                writer.writerow([*map(guarded, self.headings), WHY])
            cells = [*map(guarded, row.cells), *[""] * (len(self.headings) - len(row.cells))]
            why = "; ".join(f"{one.heading}: {one.why}" for one in wrong)
            writer.writerow([*cells[: max(len(self.headings), len(row.cells))], f"{why} (row {row.number})"])
        self.count += 1
