"""Deriving from a passphrase: 256 MiB for most of a second, so two at once and a short queue (3-sealing, T8)."""

import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from dingxin.accounts import refusals
from dingxin.sealing.keys import Cost, MemberDerived, derive_member
from dingxin.sealing.primitives import random_bytes

AT_ONCE = 2
QUEUE = 6
PATIENCE = 20.0  # seconds a request waits for its turn

_turns = threading.BoundedSemaphore(AT_ONCE)
_places = threading.BoundedSemaphore(AT_ONCE + QUEUE)


@contextmanager
def turn() -> Iterator[None]:
    """One of AT_ONCE turns of this process. Raises Refused("busy") when the queue is full or took PATIENCE seconds."""
    if not _places.acquire(blocking=False):
        raise refusals.busy()
    try:
        if not _turns.acquire(timeout=PATIENCE):
            raise refusals.busy()
        try:
            yield
        finally:
            _turns.release()
    finally:
        _places.release()


def derive(secret: str, salt: bytes | memoryview) -> MemberDerived:
    """Of a passphrase or recovery code as typed, 16 bytes of salt. Never inside a transaction. Raises Refused("busy").

    An empty secret costs as much as any other, so that it cannot be told from a wrong one.
    """
    if settings.SITE_KEYS is None:
        raise RuntimeError("no site keys: run ./dingxin setup")
    passes, size = settings.MEMBER_KDF_COST
    with turn():
        return derive_member(
            secret.replace("-", " ").strip() or "empty", bytes(salt), settings.SITE_KEYS.staff_pepper,
            Cost(memory_kib=size // 1024, passes=passes),
        )


def new_salt() -> bytes:
    """16 random bytes."""
    return random_bytes(16)


def fits(derived: MemberDerived, verifier: bytes | memoryview) -> bool:
    """Constant-time comparison with the stored verifier."""
    return hmac.compare_digest(derived.verifier, bytes(verifier))
