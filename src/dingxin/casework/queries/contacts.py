"""Contacts as lists: of a matter, and what of them waits for one member. Facts only; nothing is opened."""

from dataclasses import dataclass

from django.db.models import Q

from dingxin.accounts.identity import Current
from dingxin.casework import visible
from dingxin.casework.models import Contact, Leave, Matter, Spoken
from dingxin.rules.codes import ContactState, Role

RELATED = ("submission", "spoken", "officer", "matter__team")


@dataclass(frozen=True)
class ContactsOf:
    """Of one matter, the latest first."""

    contacts: list[Contact]
    leaves: list[Leave]
    spoken: list[Spoken]


def contacts_of(matter: Matter) -> ContactsOf:
    """Four queries. The caller passed the matter's door."""
    rows = Contact.objects.filter(matter=matter).select_related(*RELATED).prefetch_related("consents")
    return ContactsOf(
        list(rows.defer("plan", "record").order_by("-proposed_on", "-pk")),
        list(matter.leaves.select_related("submission").defer("terms").order_by("-asked_on", "-pk")),
        list(matter.spoken.defer("identity", "share_a", "share_b").order_by("number")),
    )


def contacts_waiting(current: Current) -> list[Contact]:
    """What the officer who goes must know today, those whose consent was taken back first; a leader sees these of all.

    A contact that was declined, held or ended is in no list.
    """
    leads = [team for team, role in visible.roles(current).items() if role is Role.LEADER]
    gone = Q(state=ContactState.WITHDRAWN, known_on__isnull=True)
    mine = Q(officer=current.member) & (
        gone | Q(state__in=[ContactState.AGREED, ContactState.TO_READ, ContactState.ASKED])
    )
    rows = Contact.objects.filter(mine | (gone & Q(matter__team__in=leads)), matter__in=visible.matters(current))
    first = {ContactState.WITHDRAWN: 0, ContactState.AGREED: 1, ContactState.TO_READ: 2, ContactState.ASKED: 3}
    found = rows.select_related(*RELATED).defer("record")
    return sorted(found, key=lambda row: (first[ContactState(row.state)], row.asked_on or row.proposed_on, row.pk))  # type: ignore[call-arg]
