"""The one way to write: a process-wide lock (SQLite takes one writer) around one transaction."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from dingxin.audit.models import FormSent
from dingxin.web.days import today

_lock = threading.Lock()
_here = threading.local()


class SentBefore(Exception):
    """The same form came a second time: what it asked for is stored already, and nothing is stored twice."""


@contextmanager
def sent_once(token: UUID | None) -> Iterator[None]:
    """The action inside happens once for this form, however often it is sent. None: a form without a token.

    The token is claimed in the action's own transaction: refused or broken off, the form can be sent again. Two at
    once meet at the primary key. Raises SentBefore.
    """
    _here.token = token
    try:
        yield
    finally:
        _here.token = None


def was_sent(token: UUID | None) -> bool:
    """Whether what this form asked for was carried out; then what it was about may be gone."""
    return token is not None and FormSent.objects.filter(pk=token).exists()


def _claim() -> None:
    token, _here.token = getattr(_here, "token", None), None
    if token is None:
        return
    try:
        with transaction.atomic():
            FormSent.objects.create(token=token, day=today())
    except IntegrityError:
        raise SentBefore from None


@contextmanager
def writing() -> Iterator[None]:
    """Open the transaction of one action.

    On SQLite, writers queue on a lock in this process instead of polling a busy file (measured: competing writers
    have a p99 over 600 ms otherwise). Opening a second one inside is a mistake in the caller: one action is one
    transaction with one audit entry. Raises RuntimeError then.
    """
    if getattr(_here, "open", False):
        raise RuntimeError("writing() inside writing(): one action is one transaction")
    exclusive = connection.vendor == "sqlite"
    if exclusive:
        _lock.acquire()
    _here.open = True
    try:
        with transaction.atomic():
            _claim()
            yield
    finally:
        _here.open = False
        if exclusive:
            _lock.release()


def is_writing() -> bool:
    """True inside ``writing()``; helpers that must not run alone assert it."""
    return bool(getattr(_here, "open", False))
