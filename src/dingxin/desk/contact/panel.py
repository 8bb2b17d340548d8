"""The part of a matter's page that says what is agreed with whom, part by part."""

from dataclasses import dataclass

from dingxin.casework.models import Consent, Contact, Leave, Matter, Spoken
from dingxin.casework.queries import contacts_of
from dingxin.desk.contact.words import contact_name
from dingxin.desk.matter.people import name_of
from dingxin.desk.matter.present.words import listed, person_name, word
from dingxin.rules.codes import ConfirmedHow, ConsentPart, ConsentState, ContactState, LeavePurpose, LeaveState


@dataclass(frozen=True)
class PartLine:
    """One of the three, with its mark."""

    part: ConsentPart
    state: ConsentState
    consent: Consent | None

    @property
    def how(self) -> ConfirmedHow | None:
        """How the word was given."""
        how = self.consent.how if self.consent else ""
        return ConfirmedHow(how) if how else None  # type: ignore[call-arg]

    @property
    def who(self) -> str:
        """Who of the staff heard it; empty for the person's own receipt."""
        heard = [self.consent.by, *self.consent.seconded_by.split(", ")] if self.consent else []
        return listed(name_of(one) for one in heard if name_of(one))


@dataclass(frozen=True)
class ContactLine:
    """A contact as facts."""

    row: Contact
    name: str
    state: ContactState
    parts: list[PartLine]


@dataclass(frozen=True)
class LeaveLine:
    """A leave as facts."""

    row: Leave
    name: str
    purpose: str
    state: LeaveState


@dataclass(frozen=True)
class SpokenLine:
    """Somebody the team speaks to."""

    row: Spoken
    name: str


@dataclass(frozen=True)
class Panel:
    """``any``: whether there is anything beside the two links."""

    contacts: list[ContactLine]
    leaves: list[LeaveLine]
    spoken: list[SpokenLine]

    @property
    def any(self) -> bool:
        """Whether anything is there."""
        return bool(self.contacts or self.leaves or self.spoken)


def part_lines(contact: Contact) -> list[PartLine]:
    """Time, place, way, in this order."""
    rows = {row.part: row for row in contact.consents.all()}
    return [
        PartLine(part, ConsentState(rows[part.value].state if part.value in rows else ""), rows.get(part.value))  # type: ignore[call-arg]
        for part in ConsentPart
    ]


def contact_line(contact: Contact) -> ContactLine:
    """With its name and marks."""
    return ContactLine(contact, contact_name(contact), ContactState(contact.state), part_lines(contact))  # type: ignore[call-arg]


def panel_of(matter: Matter) -> Panel:
    """Everything of this matter, the latest first; four queries."""
    found = contacts_of(matter)
    return Panel(
        [contact_line(row) for row in found.contacts],
        [
            LeaveLine(row, person_name(row.submission), word(LeavePurpose, row.purpose), LeaveState(row.state))  # type: ignore[call-arg]
            for row in found.leaves
        ],
        [SpokenLine(row, person_name(row)) for row in found.spoken],
    )
