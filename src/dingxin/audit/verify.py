"""``./dingxin audit verify``: walks the whole chain and says the first place where it does not hold."""

import hashlib
from dataclasses import dataclass

from dingxin.audit.chain import GENESIS, canonical
from dingxin.audit.models import Entry


@dataclass(frozen=True)
class Verdict:
    """``entries`` chained entries held; ``waiting`` not chained yet; ``broken_at`` the number that does not fit."""

    entries: int
    waiting: int
    broken_at: int | None
    head: bytes


def verify() -> Verdict:
    """Recompute every hash in order of number. A gap, a changed row or a removed row shows as ``broken_at``."""
    before, count = GENESIS, 0
    for entry in Entry.objects.filter(number__isnull=False).order_by("number").iterator(chunk_size=1000):
        expected = hashlib.sha256(before + canonical(entry)).digest()
        if entry.number != count + 1 or bytes(entry.hash or b"") != expected:
            return Verdict(count, 0, count + 1, before)
        before, count = expected, count + 1
    return Verdict(count, Entry.objects.filter(number__isnull=True).count(), None, before)


def run() -> int:
    """Print the verdict; exit code 0 when the chain holds, 1 when it does not."""
    import sys

    verdict = verify()
    if verdict.broken_at is not None:
        sys.stdout.write(
            f"The audit chain does not hold at entry {verdict.broken_at}: the row was changed, removed or added by hand.\n"
            f"Entries 1 to {verdict.entries} are as they were written. Keep this database as it is and compare a backup.\n"
        )
        return 1
    sys.stdout.write(
        f"{verdict.entries} entries hold, {verdict.waiting} wait for the sealer.\nhead {verdict.head.hex()}\n"
    )
    return 0
