"""Taking the rows in, one by one: each is sealed as it is read; what was taken before is passed over."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from uuid import UUID

from dingxin.casework.actions import import_row
from dingxin.casework.importing import ImportedRow
from dingxin.casework.refused import Refused
from dingxin.intake.register.corrections import WHY, Corrections
from dingxin.intake.register.mapping import Head, Map, find_head, two_lines
from dingxin.intake.register.reading import Parsed, Reader, Wrong, thread_id
from dingxin.intake.register.sheets import DEEPEST_HEAD, Row, rows
from dingxin.mailbox.models import Thread
from dingxin.mailbox.refused import Refused as NotTaken
from dingxin.organisation.models import Unit
from dingxin.rules.codes import Channel
from dingxin.rules.packs.model import Pack
from dingxin.rules.register import column_key
from dingxin.vault.models import Vault

ACTOR = "register import, at the server"


@dataclass
class Tally:
    """Where an import stands. ``before``: rows that an earlier run had taken; ``blank`` rows are not counted as read."""

    read: int = 0
    taken: int = 0
    before: int = 0
    wrong: int = 0
    replies: int = 0
    finished: int = 0
    first_day: str = ""
    last_day: str = ""

    def saw(self, parsed: Parsed) -> None:
        """Note the span of days and whether there is a reply."""
        day = parsed.received_on.isoformat()
        self.first_day = min(self.first_day or day, day)
        self.last_day = max(self.last_day, day)
        self.replies += bool(parsed.reply)
        self.finished += parsed.closed_on is not None


def opened(path: Path, mapped: Map) -> tuple[Head, Row, Iterator[Row]]:
    """The heading row and the rows below it, in one pass. Raises Unreadable, MapWrong.

    Our own last column of a corrected list is cut off first: it is no part of what anybody wrote.
    """
    stream = rows(path, mapped.sheet)
    first = list(islice(stream, DEEPEST_HEAD))
    ours = next((row.cells.index(WHY) for row in first if WHY in row.cells), None)
    first = [replace(row, cells=row.cells[:ours]) for row in first]
    stream = (replace(row, cells=row.cells[:ours]) for row in stream)
    head = find_head([(row.number, row.cells) for row in first], mapped)
    at = next(place for place, row in enumerate(first) if row.number == head.row)
    heading = first[at]
    named = (*head.others, *chain(*head.fields.values()))
    if any(i >= len(heading.cells) or not str(heading.cells[i] or "").strip() for i in named):
        heading = replace(heading, cells=two_lines(first[at - 1].cells, heading.cells))  # a pair of merged lines
    below = (row for row in chain(first, stream) if row.number > head.row and not row.blank)
    return head, heading, below


def units_by_name() -> dict[str, Unit | None]:
    """Units by name and code; None where two share one, because a guess is worse than none."""
    found: dict[str, Unit | None] = {}
    for unit in Unit.objects.all():
        for name in {column_key(unit.name), column_key(unit.code)}:
            found[name] = None if name in found else unit
    return found


class Importer:
    """One run over one file for one vault. ``key``: the site key that row ids are derived from."""

    def __init__(self, *, vault: Vault, pack: Pack, mapped: Map, key: bytes, import_id: str) -> None:
        self.vault, self.pack, self.mapped, self.key, self.import_id = vault, pack, mapped, key, import_id
        self.units = units_by_name()
        self.tally = Tally()

    def run(
        self, path: Path, corrections: Path, *, dry: bool, progress: Callable[[Tally], None]
    ) -> tuple[Tally, Corrections]:
        """Take every row in. Stops cleanly between rows when interrupted; run again, it goes on where it was."""
        head, heading, below = opened(path, self.mapped)
        reader = Reader(head, self.mapped, self.pack)
        wrong = Corrections(corrections, heading.cells)
        seen: dict[UUID, int] = {}
        try:
            for row in below:
                self.tally.read += 1
                parsed = reader.read(row)
                found = parsed if isinstance(parsed, list) else self._take(parsed, seen, dry)
                if found:
                    wrong.add(row, found)
                    self.tally.wrong += 1
                progress(self.tally)
        finally:  # also when it is stopped
            wrong.settle()
        return self.tally, wrong

    def _take(self, parsed: Parsed, seen: dict[UUID, int], dry: bool) -> list[Wrong]:
        thread = UUID(bytes=thread_id(self.key, str(self.vault.pk), parsed))
        if thread in seen:
            return [Wrong("row", f"The same row as row {seen[thread]} of this file.")]
        seen[thread] = parsed.row
        self.tally.saw(parsed)
        if Thread.objects.filter(pk=thread).exists():
            self.tally.before += 1
            return []
        if not dry:
            try:
                import_row(actor=ACTOR, vault=self.vault, row=self._row(parsed, thread), import_id=self.import_id)
            except Refused as refused:
                return [Wrong("row", str(refused))]
            except NotTaken as refused:
                return [Wrong("row", f"It cannot be stored as it is ({refused}).")]
        self.tally.taken += 1
        return []

    def _row(self, parsed: Parsed, thread: UUID) -> ImportedRow:
        unit = self.units.get(column_key(parsed.unit)) if parsed.unit else None
        more = dict(parsed.more)
        if parsed.unit and unit is None:
            more["单位"] = parsed.unit
        channel = parsed.channel
        if channel == Channel.WEB:  # only what came through this portal, with its receipt, counts as web
            more["渠道"] = "web"
            channel = Channel.IMPORTED
        if parsed.amount is not None:
            more["兑现金额"] = f"{parsed.amount / 100:.2f}"
        row = ImportedRow(
            received_on=parsed.received_on, what=parsed.words, channel=channel, number=parsed.source, name=parsed.name,
            phone=parsed.phone, reply=parsed.reply, more=more, unit=unit, nature=parsed.nature, category=parsed.category,
            answered_on=parsed.replied_on, closed_on=parsed.closed_on, persons=parsed.persons,
            batch=min(parsed.batch, 1), thread=thread,
        )  # fmt: skip
        return replace(row, finished=parsed.closed_on is not None)
