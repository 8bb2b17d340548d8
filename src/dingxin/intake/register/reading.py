"""One row of a register → what it says, or what is wrong with it, cell by cell. Pure: no database, no clock."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dingxin.casework.importing import is_number
from dingxin.intake.register.mapping import Head, Map
from dingxin.intake.register.sheets import Cell, Row
from dingxin.rules.codes import Channel, Nature
from dingxin.rules.packs.model import Pack
from dingxin.rules.register import clean_text, column_key, read_amount, read_count, read_date

LONGEST = 60_000  # characters of words in one row; the seal's own limit is far above
SEALED = ("subject", "instruction", "disposal", "officer", "finding", "outcome", "confirmed", "answered", "due")


@dataclass(frozen=True)
class Wrong:
    """A cell that cannot be read for certain. ``value`` goes back to the office's own correction file, nowhere else."""

    heading: str
    why: str


@dataclass(frozen=True)
class Parsed:
    """What one row says. ``source``: the office's own number, or "" ; ``key``: what makes it the same row again."""

    row: int
    source: str
    key: str
    channel: str
    received_on: date
    title: str
    words: str
    nature: str = ""
    category: str = ""
    unit: str = ""
    persons: int = 1
    batch: int = 0
    name: str = ""
    phone: str = ""
    reply: str = ""
    replied_on: date | None = None
    closed_on: date | None = None
    amount: int | None = None  # hundredths of a yuan
    more: Mapping[str, str] = field(default_factory=dict)


def code_of(text: str, field_name: str, mapped: Map, labels: Mapping[str, str]) -> str | None:
    """The code an office's word stands for: the map's own values first, then the pack's labels. None when unknown."""
    own = {column_key(word): code for word, code in mapped.values.get(field_name, {}).items()}
    known = {column_key(label): code for label, code in labels.items()}
    key = column_key(text)
    return own.get(key) or known.get(key)


def labels_of(pack: Pack, table: str, codes: list[tuple[str, str]]) -> dict[str, str]:
    """Every name a code goes by: the pack's in each language, the English one, the code itself."""
    found: dict[str, str] = {}
    for code, label in codes:
        found |= {code: code, label: code}
        found |= dict.fromkeys(pack.labels.get((table, code), {}).values(), code)
    return found


class Reader:
    """Reads rows of one file. Built once; ``read`` is pure."""

    def __init__(self, head: Head, mapped: Map, pack: Pack) -> None:
        self.head, self.mapped = head, mapped
        self.channels = labels_of(pack, "Channel", [(str(c), c.label) for c in Channel])
        self.natures = labels_of(pack, "Nature", [(str(n), n.label) for n in Nature])
        self.categories: dict[str, str] = {}
        for category in pack.categories:
            for one in (category, *category.children):
                self.categories |= dict.fromkeys((one.code, *one.label.values()), one.code)

    def _cells(self, row: Row, name: str) -> list[Cell]:
        return [row.cells[i] for i in self.head.fields.get(name, ()) if i < len(row.cells)]

    def _text(self, row: Row, name: str) -> str:
        return "\n\n".join(text for text in map(clean_text, self._cells(row, name)) if text)

    def heading(self, name: str) -> str:
        """The office's own heading of a field, for the report."""
        return self.mapped.columns.get(name, (name,))[0]

    def read(self, row: Row) -> Parsed | list[Wrong]:
        """The row, or every cell that is wrong with it."""
        wrong: list[Wrong] = []
        received = self._day(row, "received_on", wrong)
        if received is None and not any(one.heading == self.heading("received_on") for one in wrong):
            wrong.append(Wrong(self.heading("received_on"), "The day it came is missing."))
        words = self._cells(row, "words")
        texts = [text for text in map(clean_text, words) if text]
        if not texts:
            wrong.append(Wrong(self.heading("words"), "There are no words."))
        if sum(map(len, texts)) > LONGEST:
            wrong.append(Wrong(self.heading("words"), f"More than {LONGEST} characters."))
        channel = self._code(row, "channel", self.channels, wrong) or self.mapped.channel
        replied, closed = self._day(row, "replied_on", wrong), self._day(row, "closed_on", wrong)
        if received and replied and replied < received:
            wrong.append(Wrong(self.heading("replied_on"), "The reply is dated before the day it came."))
        amount = self._amount(row, wrong)
        persons = self._count(row, "persons", wrong) or 1
        batch = self._count(row, "batches", wrong) or 0
        nature = self._code(row, "nature", self.natures, wrong)
        if wrong or received is None:
            return wrong
        category_text = self._text(row, "category")
        category = code_of(category_text, "category", self.mapped, self.categories) or ""
        more = self._more(row)
        if category_text and not category:
            more[self.heading("category")] = category_text
        source = self._text(row, "number")
        known = is_number(source)
        if source and not known:
            more[self.heading("number")] = source  # no number of a register: kept, but sealed with the words
        reply = self._text(row, "reply")
        return Parsed(
            row=row.number, source=source if known else "", key=source or self._content(row),
            channel=channel, received_on=received, title=texts[0].splitlines()[0][:80], words="\n\n".join(texts),
            nature=nature, category=category, unit=self._text(row, "unit"), persons=persons, batch=batch,
            name=self._text(row, "complainant"), phone=self._text(row, "phone"), reply=reply, replied_on=replied,
            closed_on=closed, amount=amount, more=more,
        )

    def _content(self, row: Row) -> str:
        return "\x1f".join(clean_text(cell) for cell in row.cells).rstrip("\x1f")

    def _more(self, row: Row) -> dict[str, str]:
        """Columns that nobody mapped: kept under their own heading, sealed with the words, so that nothing is lost."""
        kept = {self.heading(name): self._text(row, name) for name in SEALED}
        for index, heading in self.head.others.items():
            if index < len(row.cells):
                kept[heading] = clean_text(row.cells[index])
        return {heading: text for heading, text in kept.items() if text}

    def _day(self, row: Row, name: str, wrong: list[Wrong]) -> date | None:
        for cell in self._cells(row, name):
            if not clean_text(cell):
                continue
            day = read_date(cell, self.mapped.default_year)
            if day is None:
                wrong.append(Wrong(self.heading(name), "The date cannot be read for certain; write it as 2026-03-17."))
            return day
        return None

    def _count(self, row: Row, name: str, wrong: list[Wrong]) -> int | None:
        for cell in self._cells(row, name):
            if clean_text(cell):
                count = read_count(cell)
                if count is None:
                    wrong.append(Wrong(self.heading(name), "Not a whole number."))
                return count
        return None

    def _amount(self, row: Row, wrong: list[Wrong]) -> int | None:
        for cell in self._cells(row, "amount"):
            if clean_text(cell):
                amount = read_amount(cell)
                if amount is None or amount * 100 != int(amount * 100):
                    wrong.append(Wrong(self.heading("amount"), "Not one exact amount; write it as 1060.50."))
                    return None
                return int(amount * 100)
        return None

    def _code(self, row: Row, name: str, labels: Mapping[str, str], wrong: list[Wrong]) -> str:
        text = self._text(row, name)
        if not text:
            return ""
        code = code_of(text, name, self.mapped, labels)
        if code is None or code not in labels.values():
            wrong.append(Wrong(self.heading(name), f"This word is not known; add it to [values.{name}] of the map."))
            return ""
        return code


def thread_id(key: bytes, vault: str, parsed: Parsed) -> bytes:
    """The 16 bytes that name this row for good: importing the same row again meets the same submission.

    HMAC-SHA256 under a site key outside the database, so that nobody can try contents against the identifier.
    """
    message = b"dingxin/register-row/v1\n" + vault.encode() + b"\n" + parsed.key.encode()
    return hmac.new(key, message, hashlib.sha256).digest()[:16]
