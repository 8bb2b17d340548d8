"""The pepper's side of receipts: row keys and boxes. Nothing stored outside the box can be computed from the digits."""

from django.conf import settings

from dingxin.sealing import receipts


def pepper() -> bytes:
    """The site's pepper; RuntimeError before set-up."""
    if settings.SITE_KEYS is None:
        raise RuntimeError("no site keys yet: receipts cannot be kept")
    return settings.SITE_KEYS.pepper


def row_of(lookup: bytes) -> bytes:
    """The stored key of a receipt, 32 bytes."""
    return receipts.lookup_key(pepper(), lookup)


def boxed(W: bytes, row: bytes) -> bytes:
    """W under the pepper, bound to its row."""
    return receipts.box(pepper(), W, row=row)


def unboxed(box: bytes, row: bytes) -> bytes:
    """W; SealBroken when the pepper is another than the one it was boxed with."""
    return receipts.unbox(pepper(), box, row=row)
