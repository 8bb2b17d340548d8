"""Whose keys a receipt has, held together under the pepper: a row that somebody changed by hand brings nothing to them.

The keys of a complainant are random and signed by nobody. Without a mark, whoever writes the database could put their own
recipient beside a thread and be sent its answers, or their own key and speak in the person's name.
"""

import hmac
from typing import Any
from uuid import UUID

from dingxin.audit.writing import is_writing
from dingxin.mailbox.models import PrintedReceipt, Thread
from dingxin.mailbox.refused import Refused, Why
from dingxin.mailbox.secrets import pepper
from dingxin.sealing.primitives import canonical, hkdf


def _mark(what: str, *pairs: tuple[str, str]) -> bytes:
    return hmac.digest(hkdf(pepper(), "receipt-keys"), canonical([("v", "1"), ("purpose", what), *pairs]), "sha256")


def mark_of(thread: Thread) -> bytes:
    """Over the thread, both keys, and what the receipt may show or staff may know of it."""
    return _mark(
        "thread", ("thread", thread.pk.hex), ("recipient", thread.answer_recipient),
        ("verify-key", bytes(thread.verify_key or b"").hex()), ("shows", thread.shows),
        ("known", str(int(thread.known_to_staff))),
    )


def holds(thread: Thread) -> bool:
    """Whether the row is as the mailbox wrote it."""
    return hmac.compare_digest(bytes(thread.mark or b""), mark_of(thread))


def change(thread_id: UUID, **columns: Any) -> None:
    """Write columns that are marked. Refused(CLOSED) where there is no such thread, or it was changed by hand."""
    if not is_writing():
        raise RuntimeError("change outside writing()")
    row = Thread.objects.select_for_update().filter(pk=thread_id).first()
    if row is None or not holds(row):  # a mark over what somebody put there would make it true
        raise Refused(Why.CLOSED)
    for name, value in columns.items():
        setattr(row, name, value)
    row.mark = mark_of(row)
    row.save(update_fields=[*columns, "mark"])


def printed_mark(row: PrintedReceipt) -> bytes:
    """Over what stands on the paper, whose it is, and its way back."""
    return _mark(
        "printed", ("serial", row.serial), ("kind", row.kind), ("vault", row.vault_id.hex), ("recipient", row.recipient),
        ("verify-key", bytes(row.verify_key).hex()), ("lookup", bytes(row.lookup or b"").hex()),
    )


def printed_holds(row: PrintedReceipt) -> bool:
    """Whether a receipt printed ahead is as it was printed."""
    return hmac.compare_digest(bytes(row.mark or b""), printed_mark(row))
