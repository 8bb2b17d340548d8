"""The outbox of the public log: an entry is written and promised in the transaction that causes it (4-ledger)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from dingxin.audit.writing import is_writing
from dingxin.ledger.counted import counted_under, may_count
from dingxin.ledger.models import Outgoing
from dingxin.sealing.primitives import random_bytes
from dingxin.tlog import leaf, promise
from dingxin.tlog.lines import LogBroken
from dingxin.web.days import today

PUBLISHING_DAYS = 1
BEFORE_PUBLICATION_DAYS = 365
"""While this log is not published yet, a promise names a day that can be kept; the public log page says so."""


class EntryRefused(Exception):
    """The commitment does not commit to what was handed over, or to a kind, scope or period outside the fixed table."""


@dataclass(frozen=True)
class Entry:
    """What the filer's device made: ``detail`` canonical (tlog.leaf.Detail), salts 32 bytes each."""

    kind: str
    commitment: bytes
    detail: bytes
    salt_d: bytes
    salt_t: bytes
    scope: str
    period: str


@dataclass(frozen=True)
class Promised:
    """``signature``: Ed25519 (64 bytes) over {commitment, day, publish_by} by ``public.promise_key()``."""

    commitment: bytes
    day: date
    publish_by: date
    signature: bytes


def new_entry(kind: str, subject: bytes, day: date | None = None) -> Entry:
    """An entry made here, with fresh salts: where there is no device, and for the desk.

    ``subject``: 32 bytes. ``day``: when it was drawn, today by default; it sets the period it is counted in.
    """
    scope, period = counted_under(kind, day or today())
    salt_d, salt_t = random_bytes(leaf.SALT), random_bytes(leaf.SALT)
    detail = leaf.Detail(kind, leaf.tally_token(salt_t, kind, scope, period), subject)
    return Entry(kind, leaf.commitment(salt_d, detail), detail.canonical(), salt_d, salt_t, scope, period)


def checked(entry: Entry) -> leaf.Detail:
    """The detail of an entry whose every part fits; EntryRefused otherwise."""
    try:
        detail = leaf.Detail.parse(entry.detail)
        fits = leaf.commitment(entry.salt_d, detail) == entry.commitment and detail.kind == entry.kind
        fits = fits and leaf.tally_token(entry.salt_t, entry.kind, entry.scope, entry.period) == detail.tally
    except LogBroken as error:
        raise EntryRefused(str(error)) from None
    if not fits or not may_count(entry.kind, entry.scope, entry.period, today()):
        raise EntryRefused("commitment, detail, salts, scope and period do not fit together")
    return detail


def add(
    *, kind: str, commitment: bytes, detail: bytes, salt_d: bytes, salt_t: bytes, scope: str, period: str
) -> Promised:
    """Put one entry into the current transaction and promise its publication.

    RuntimeError outside ``writing()``; EntryRefused when the parts do not fit; the same commitment twice is an
    IntegrityError (``promised`` first). Nothing here names a thread, matter or member.
    """
    if not is_writing():
        raise RuntimeError("outbox.add outside writing()")
    checked(Entry(kind, commitment, detail, salt_d, salt_t, scope, period))
    day = today()
    within = PUBLISHING_DAYS if getattr(settings, "LEDGER_PUBLISHES", False) else BEFORE_PUBLICATION_DAYS
    publish_by = day + timedelta(days=within)
    if settings.SITE_KEYS is None:
        raise RuntimeError("no site keys: nothing can be promised")
    signature = promise.sign_promise(settings.SITE_KEYS.promise_seed, promise.Promise(commitment, day, publish_by))
    Outgoing.objects.create(
        commitment=commitment, detail=detail, salt_d=salt_d, salt_t=salt_t, kind=kind, scope=scope, period=period,
        day=day, publish_by=publish_by, promise=signature,
    )
    return Promised(commitment, day, publish_by, signature)


def promised(commitment: bytes) -> Promised | None:
    """The promise given for this commitment, the same bytes as the first time; None when there is none."""
    row = Outgoing.objects.filter(commitment=commitment).first()
    return Promised(commitment, row.day, row.publish_by, bytes(row.promise)) if row else None
