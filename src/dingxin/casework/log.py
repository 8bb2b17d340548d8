"""Leaves of the public log: one per (submission, matter), never shared between people (4-ledger)."""

from uuid import UUID

from dingxin.casework.models import Matter
from dingxin.ledger import outbox
from dingxin.mailbox.models import Thread
from dingxin.rules.codes import LedgerKind
from dingxin.tlog.leaf import complainant_subject


def of_submission(thread_id: UUID, kind: LedgerKind) -> None:
    """One entry about one submission, inside the caller's ``writing()``. Who has no receipt is counted all the same."""
    key = Thread.objects.filter(pk=thread_id).values_list("verify_key", flat=True).first()
    entry = outbox.new_entry(kind, complainant_subject(bytes(key or b"")))
    outbox.add(
        kind=entry.kind, commitment=entry.commitment, detail=entry.detail, salt_d=entry.salt_d, salt_t=entry.salt_t,
        scope=entry.scope, period=entry.period,
    )


def of_matter(matter: Matter, kind: LedgerKind | None) -> None:
    """One entry for each submission in the matter; none for a kind of None or an own finding that nobody reported."""
    if kind is None:
        return
    for thread_id in matter.links.filter(ended_on__isnull=True).values_list("submission_id", flat=True):
        of_submission(thread_id, kind)
