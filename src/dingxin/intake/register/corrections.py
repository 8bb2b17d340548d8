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


def width(cells: Sequence[Cell]) -> int:
    """Up to the last cell that says something: some programs hand on a hundred empty ones."""
    return max((at for at, cell in enumerate(cells, start=1) if cell is not None and str(cell).strip()), default=0)


class Corrections:
    """Appends as rows are found, so that an interrupted import has its list too; no file without rows.

    A list that is there from before may have been corrected since: it is never written over (``settle``).
    """

    def __init__(self, path: Path, headings: Sequence[Cell]) -> None:
        self.wanted, self.path = path, path
        self.headings, self.count = headings[: width(headings)], 0

    def _free(self) -> Path:
        names = (self.wanted.with_name(f"{self.wanted.stem}-{n}{self.wanted.suffix}") for n in range(2, 1000))
        return self.wanted if not self.wanted.exists() else next(name for name in names if not name.exists())

    def add(self, row: Row, wrong: Sequence[Wrong]) -> None:
        """One row with every reason, readable by the owner alone."""
        fresh = self.count == 0
        if fresh:
            self.path = self._free()
            self.path.touch(mode=0o600)
        with self.path.open("a", encoding="utf-8-sig" if fresh else "utf-8", newline="") as file:
            writer = csv.writer(file)
            if fresh:
                writer.writerow([*map(guarded, self.headings), WHY])
            cells = [*map(guarded, row.cells[: width(row.cells)])]
            cells += [""] * (len(self.headings) - len(cells))
            why = "; ".join(f"{one.heading}: {one.why}" for one in wrong)
            writer.writerow([*cells, f"{why} (row {row.number})"])
        self.count += 1

    def settle(self) -> None:
        """Where the list from before says the same, or one is the beginning of the other, the longer one is enough."""
        if self.path == self.wanted:
            return
        before, found = self.wanted.read_bytes(), self.path.read_bytes()
        if found.startswith(before):
            self.path.replace(self.wanted)
        elif before.startswith(found):
            self.path.unlink()
        else:
            return
        self.path = self.wanted
