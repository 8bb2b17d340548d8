"""Receipts made ahead, to be printed under a seal or in pairs for a box. Their digits leave this room once, on paper."""

import threading
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings

from dingxin.mailbox.bound import printed_mark
from dingxin.mailbox.models import PrintedReceipt
from dingxin.mailbox.secrets import boxed, row_of
from dingxin.mailbox.serials import new_serial as new_serial
from dingxin.sealing.keys import Cost
from dingxin.sealing.receipts import complainant_keys, derive_receipt, new_cs, new_digits, seal_cs
from dingxin.web.days import today

_derivations = threading.BoundedSemaphore(2)  # 64 MiB each (3-sealing, The receipt)


@dataclass(frozen=True)
class Printed:
    """A receipt to be printed and the 18 digits that only its paper keeps. ``row`` is not saved yet."""

    row: PrintedReceipt
    digits: str = field(repr=False)


def make(vault: UUID, kind: str, serial: str, *, sheet: UUID | None = None) -> Printed:
    """One receipt for the filings of a vault. ``kind``: card or slip; ``serial``: unique, printed on the outside;
    ``sheet``: what it is printed on, so that a lost sheet can be made void.

    Slow (Argon2id), and at most two at once: never inside a transaction.
    """
    if settings.SITE_KEYS is None:
        raise RuntimeError("no site keys: no receipt can be made")
    passes, memory = settings.RECEIPT_KDF_COST
    digits, cs = new_digits(), new_cs()
    with _derivations:
        derived = derive_receipt(digits, settings.SITE_KEYS.receipt_salt, Cost(memory // 1024, passes))
    keys = complainant_keys(cs)
    lookup = row_of(derived.lookup)
    row = PrintedReceipt(
        serial=serial, kind=kind, vault_id=vault, recipient=keys.age.recipient, verify_key=keys.verify, lookup=lookup,
        box=boxed(seal_cs(derived.wrap, cs), lookup), day=today(), sheet_id=sheet,
    )
    row.mark = printed_mark(row)
    return Printed(row, digits)
