"""What the component partials take: one small frozen record for each, so that views are checked by types.

A partial is included as `{% include "web/parts/clock.html" with clock=clock %}`. Text given as str is escaped; text
that holds markup (a number in `<bdi>`) comes from `format_html`, never from a person's words.
"""

from dataclasses import dataclass, field
from datetime import date

Text = str


@dataclass(frozen=True, slots=True)
class Link:
    """Somewhere to go: `key` is the letter that presses it on staff pages."""

    label: Text
    url: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """parts/facts.html: one line of a list of facts; `note` is smaller, below it."""

    label: Text
    value: object
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Row:
    """parts/queue.html: due and clock, what, state, why or whom we wait for, the one next act.

    `tone` is late, due, paused or nothing; `numbers` are what it is filed under; only one row of a page has `first`.
    """

    title: Text
    url: str
    due: date | None = None
    when: Text = ""
    tone: str = ""
    numbers: tuple[Text, ...] = ()
    state: object = None
    state_label: Text = ""
    why: Text = ""
    waits_for: Text = ""
    act: Link | None = None
    first: bool = False


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing a move needs: there already (`met`) or missing."""

    text: Text
    met: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """parts/moves.html: an allowed move with its link, or one that is not possible yet and says what is missing."""

    label: Text
    shape: str = "ring"
    act: Link | None = None
    lacks: tuple[Lack, ...] = ()

    @property
    def missing(self) -> int:
        """How many things are still missing."""
        return sum(not lack.met for lack in self.lacks)


@dataclass(frozen=True, slots=True)
class Piece:
    """parts/piece.html: something sealed. `words` is None while shut; `url` opens it, or `refused` says why not."""

    label: Text
    size: int = 0
    words: Text | None = None
    url: str = ""
    refused: Text = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """parts/story.html: one thing of a matter's story. `mark` is a shape, or a seal's state with `sealed`."""

    day: date
    heading: Text
    mark: str = "note"
    sealed: bool = False
    who: Text = ""
    text: Text = ""
    piece: Piece | None = None
    here: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """parts/clock.html: `state` is a code of web/states.py (running, due, late, paused, provisional, met).

    `used` of `total` are days of the rule's own kind; `rule` names length, start and source; `verified` is the
    pack's word.
    """

    label: Text
    due: date | None
    state: str = "running"
    state_label: Text = ""
    used: int = 0
    total: int = 0
    rule: Text = ""
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Moment:
    """parts/timeline.html (public): `kind` is past, now or next; only the day of an act is ever known."""

    text: Text
    day: date | None = None
    until: bool = False
    kind: str = "past"


@dataclass(frozen=True, slots=True)
class File:
    """parts/files.html: `state` is clean, kept (with what could not be cleaned in `note`), refused or sending."""

    name: Text
    size: int
    state: str = "clean"
    note: Text = ""
    sent: int = 0


@dataclass(frozen=True, slots=True)
class Empty:
    """parts/empty.html: what would be here, and what brings it."""

    heading: Text
    text: Text
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """parts/job.html: long work that can be left, stopped and resumed; `running`, `stopped` or `done`."""

    label: Text
    done: int
    total: int
    state: str = "running"
    note: Text = ""
    stop: Link | None = None
    resume: Link | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """parts/table.html: `number` aligns its cells at the end."""

    label: Text
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """parts/table.html: the first cell of a row is its heading; on a narrow screen each row becomes a block."""

    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]
    foot: tuple[object, ...] = ()
    note: Text = field(default="")

    @property
    def lines(self) -> list[list[tuple[Column, object]]]:
        """Rows as (column, cell) pairs."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]

    @property
    def sums(self) -> list[tuple[Column, object]]:
        """The last line as (column, cell) pairs, or nothing."""
        return list(zip(self.columns, self.foot, strict=True)) if self.foot else []
