"""Identifiers that say nothing: no time, no order, no machine."""

import secrets
import uuid


def new_id() -> uuid.UUID:
    """Return 128 random bits from the system's generator as a `uuid.UUID`.

    All bits are random (no version or variant bits), so an id tells neither when nor in which order a row was made.
    """
    return uuid.UUID(bytes=secrets.token_bytes(16))
