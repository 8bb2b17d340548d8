"""What can be done with a contact or a leave now, and for what cannot be done, what is missing."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext

from dingxin.casework import contacts
from dingxin.casework.models import Contact, Leave
from dingxin.rules import contacts as rules
from dingxin.rules.codes import AskedBy, ContactState, LeaveState
from dingxin.rules.moves import Lack
from dingxin.rules.text import N_
from dingxin.web.parts import Lack as Line
from dingxin.web.parts import Link, Move

S, V = ContactState, LeaveState
CONTACT_ACTS: tuple[tuple[str, str, frozenset[ContactState]], ...] = (
    ("known", N_("I know: nobody goes"), frozenset({S.WITHDRAWN})),
    ("ask", N_("Ask the person"), frozenset({S.PROPOSED, S.ASKED, S.DECLINED})),
    ("consent", N_("Write down what they say"), frozenset({S.PROPOSED, S.ASKED, S.AGREED, S.DECLINED})),
    ("hold", N_("Log that it happened"), rules.LIVE),
    ("reach", N_("Ask for the way to reach them"), frozenset({S.AGREED, S.ASKED})),
    ("record", N_("Write the record"), frozenset({S.HELD})),
    ("read-back", N_("Read back and agreed"), frozenset({S.HELD})),
    ("plan", N_("Change the plan"), rules.CHANGEABLE),
    ("withdraw", N_("They took it back"), rules.LIVE),
    ("end", N_("Nothing comes of it"), rules.LIVE),
)
"""(address, label, in which states it stands on the page), in working order."""


def lines(found: Sequence[Lack]) -> tuple[Line, ...]:
    """What stands and what is missing, in the reader's language."""
    return tuple(Line(gettext(lack.label), lack.there) for lack in found)


def _lacks(contact: Contact, act: str) -> tuple[Line, ...]:
    standing = contacts.standing_of(contact)
    if act == "ask":
        lack = rules.against_asking(standing)
        return lines([lack]) if lack else ()
    if act == "hold" and not rules.may_hold(standing):
        return lines(rules.for_holding(standing))
    if act == "read-back" and contact.record is None:
        return (Line(gettext("There is no record yet")),)
    return ()


def _over(contact: Contact, act: str) -> bool:
    return (
        (act in ("record", "read-back") and contact.read_back_on is not None)
        or (act == "known" and contact.known_on is not None)
        or (act == "reach" and contact.submission_id is None and contact.state == S.ASKED
            and contact.asked_by != AskedBy.FIRST_APPROACH)
    )


def contact_acts(contact: Contact) -> list[Move]:
    """Each act that belongs to the state; those not possible yet say what is missing."""
    found = []
    for act, label, states in CONTACT_ACTS:
        if contact.state in states and not _over(contact, act):
            lacks = _lacks(contact, act)
            link = None if any(not line.met for line in lacks) else Link(
                gettext("Go"), reverse(f"desk:contact-{act}", args=[contact.pk])
            )
            found.append(Move(gettext(label), act=link, lacks=lacks if link is None else ()))
    return sorted(found, key=lambda one: one.act is None)


def leave_acts(leave: Leave) -> list[Move]:
    """As for contacts."""
    listed = [
        ("word", N_("Write down what they say"), {V.ASKED}, ()),
        ("items", N_("Write down what may be named"), {V.GIVEN}, ()),
        ("use", N_("They were named under it"), {V.GIVEN},
         () if leave.items.exists() else (Line(gettext("What was named is written down")),)),
        ("withdraw", N_("They took it back"), {V.ASKED, V.GIVEN}, ()),
    ]  # fmt: skip
    return [
        Move(
            gettext(label), lacks=lacks,
            act=None if lacks else Link(gettext("Go"), reverse(f"desk:leave-{act}", args=[leave.pk])),
        )
        for act, label, states, lacks in listed if leave.state in states
    ]  # fmt: skip
