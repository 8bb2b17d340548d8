"""Doors of contacts, persons spoken to and leaves: the matter's. Strangers and whoever is recused get 404."""

from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from dingxin.accounts.identity import Current
from dingxin.casework import doors
from dingxin.casework.models import Contact, Leave, Spoken

RowT = TypeVar("RowT", Contact, Leave, Spoken)


def _through(current: Current, rows: "QuerySet[RowT]", id: UUID, lock: bool) -> RowT:
    row = rows.filter(pk=id).first()
    if row is None:
        raise Http404
    matter = doors.access_matter(current, row.matter_id, lock=lock)
    if lock:  # what another writer changed before the matter was held must be read again
        row = rows.get(pk=id)
    row.matter = matter
    return row


def access_contact(current: Current, id: UUID, *, lock: bool = False) -> Contact:
    """A contact, with its person and officer at hand."""
    rows = Contact.objects.select_related("submission__team", "spoken", "officer").prefetch_related("consents")
    return _through(current, rows, id, lock)


def access_spoken(current: Current, id: UUID, *, lock: bool = False) -> Spoken:
    """A person spoken to."""
    return _through(current, Spoken.objects.all(), id, lock)


def access_leave(current: Current, id: UUID, *, lock: bool = False) -> Leave:
    """A leave to be named, with its person at hand."""
    return _through(current, Leave.objects.select_related("submission__team"), id, lock)
