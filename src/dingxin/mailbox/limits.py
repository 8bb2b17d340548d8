"""How large what is taken in may be, and the checks of single fields. Sizes: docs/formats/sealed-format.md."""

import re
from uuid import UUID

from django.conf import settings
from nacl.bindings import crypto_core_ed25519_is_valid_point

from dingxin.mailbox.refused import Refused, Why
from dingxin.sealing.age import HEADER_BYTES, recipient_bytes
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.frames import KIB, SLACK
from dingxin.sealing.primitives import AEAD_OVERHEAD

SEALED_PARTS = (64 * KIB + AEAD_OVERHEAD, 256 * KIB + AEAD_OVERHEAD)  # the smaller only as the one part of its file
SEALED_PART_LEAST = AEAD_OVERHEAD + 1
MANIFEST_MOST = 8 * KIB + AEAD_OVERHEAD
HEAD = 2 * KIB + SLACK
IDENTITY = 2 * KIB + AEAD_OVERHEAD
WORDS = tuple(bucket * KIB + AEAD_OVERHEAD for bucket in (2, 8, 32, 128))
W = 32 + AEAD_OVERHEAD
FILES_MOST = 20  # of one submission or message
FILES_OF_THREAD = 60
MESSAGES_OF_THREAD = 400  # from the person; nobody writes as many, a script would
MESSAGE = tuple(HEADER_BYTES + 16 + 16 + bucket * KIB for bucket in (2, 8, 32))
NONCE = re.compile(r"[0-9a-f]{32}")


def file_bytes() -> int:
    """The most a thread's files may hold together, sealed, in bytes."""
    return int(settings.PORTAL_FILE_LIMIT)


def exactly(value: bytes, size: int, field: str) -> bytes:
    """``value`` when it is ``size`` bytes; Refused otherwise."""
    if len(value) != size:
        raise Refused(Why.BAD, field)
    return value


def one_of(value: bytes, sizes: tuple[int, ...], field: str) -> bytes:
    """``value`` when its length is one of ``sizes``; too large is told apart from malformed."""
    if len(value) > max(sizes):
        raise Refused(Why.TOO_LARGE, field)
    if len(value) not in sizes:
        raise Refused(Why.BAD, field)
    return value


def age_recipient(value: str, field: str) -> str:
    """An ``age1…`` X25519 recipient; Refused for anything else."""
    try:
        recipient_bytes(value)
    except SealBroken:
        raise Refused(Why.BAD, field) from None
    return value


def signing_key(value: bytes, field: str) -> bytes:
    """A 32-byte Ed25519 public key on the curve and of full order; Refused otherwise."""
    if len(value) != 32 or not crypto_core_ed25519_is_valid_point(value):
        raise Refused(Why.BAD, field)
    return value


def random_id(value: UUID, field: str) -> UUID:
    """An id that at least is not the empty one, which look-ups of unknown receipts use."""
    if value.int == 0:
        raise Refused(Why.BAD, field)
    return value


def nonce(value: str, field: str = "nonce") -> str:
    """32 lower-case hex digits."""
    if not NONCE.fullmatch(value):
        raise Refused(Why.BAD, field)
    return value
