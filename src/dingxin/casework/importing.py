"""One row of an old register as a submission: words sealed as they are read, dates and codes as facts."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from dingxin.casework import recording as rules
from dingxin.casework.models import ArrivalNote
from dingxin.casework.recording import Said
from dingxin.casework.refused import Refused
from dingxin.mailbox.actions import Filing
from dingxin.organisation.models import Unit
from dingxin.rules.codes import Channel, FindingResult, Level, Nature
from dingxin.vault.models import Vault
from dingxin.web.days import today

NUMBER_MOST = 24
NUMBER_SIGNS = frozenset("-/._#()（）〔〕[]【】:：")
"""Kept in the clear, so it must not carry a sentence or a name with its spaces and commas."""


@dataclass(frozen=True)
class ImportedRow:
    """What a register says of one submission.

    Words: ``what`` (内容摘要), ``subject``, ``instruction``, ``handling``, ``reply`` (what was answered then), ``more``
    (other columns that hold words, by heading). Names: ``name``, ``phone``.

    Facts: ``number`` its number there, days, codes (empty where the register has none), ``persons``, ``batch``.
    ``finished``: dealt with then; it is then in no queue. ``thread``: the row's own id, the same at every import.
    """

    received_on: date
    what: str = field(repr=False)
    channel: str = Channel.IMPORTED
    number: str = ""
    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    subject: str = field(default="", repr=False)
    instruction: str = field(default="", repr=False)
    handling: str = field(default="", repr=False)
    reply: str = field(default="", repr=False)
    more: dict[str, str] = field(default_factory=dict, repr=False)
    unit: Unit | None = None
    nature: str = ""
    category: str = ""
    finding: str = ""
    answered_on: date | None = None
    closed_on: date | None = None
    persons: int = 1
    batch: int = 0
    finished: bool = False
    thread: UUID | None = None


def is_number(text: str) -> bool:
    """Whether this may be kept in the clear as a register's own number: short, with a digit, without a sentence."""
    known = all(sign.isalnum() or sign in NUMBER_SIGNS for sign in text)
    return known and len(text) <= NUMBER_MOST and any(sign.isdigit() for sign in text)


def filing_of(vault: Vault, row: ImportedRow) -> tuple[Filing, ArrivalNote]:
    """The sealed filing, without a receipt, and the facts to register it with. Refused for an impossible row."""
    _check(row)
    assert vault.team is not None
    level = Level.CONFIDENTIAL if row.name or row.phone else Level.ANONYMOUS
    words: dict[str, Any] = {
        "what": row.what.strip() or "—", "about": row.subject, "about_team": "no", "register": {
            "instruction": row.instruction, "handling": row.handling, "reply": row.reply, "more": row.more,
            "answered_on": row.answered_on.isoformat() if row.answered_on else "",
        },
    }
    said = Said(words=words, level=level, name=row.name, phone=row.phone)
    filing, _digits = rules.sealed_filing(
        vault.team, said, channel=row.channel, stationing=None, receipt=False, thread=row.thread
    )
    note = rules.note_of(
        filing.thread, received_on=row.received_on, persons=row.persons, batch=row.batch, unit=row.unit,
        nature=row.nature, category=row.category, historic=row.finished, former_number=row.number,
        former_finding=row.finding, former_answered_on=row.answered_on, former_closed_on=row.closed_on,
    )
    return filing, note


def _check(row: ImportedRow) -> None:
    if row.received_on > today() or (row.closed_on is not None and row.closed_on < row.received_on):
        raise Refused("dates", _("The dates of this row cannot be."))
    if row.channel not in set(Channel) - {Channel.WEB} or row.persons < 1 or row.batch not in (0, 1):
        raise Refused("channel", _("Channel or number of people cannot be."))
    if (row.nature and row.nature not in set(Nature)) or (row.finding and row.finding not in set(FindingResult)):
        raise Refused("bad-code", _("One of the codes is not in its table."))
    if row.number and not is_number(row.number):
        raise Refused("number", _("This is no register number: letters, digits, 〔〕, - and / only, and no sentence."))
    if len(row.category) > 40:
        raise Refused("too-long", _("A code is longer than 40 characters."))
