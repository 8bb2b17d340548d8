"""A session's cookie, the row it names, and the keys that only cookie and boot key together open."""

import base64
import binascii
import hashlib

from django.conf import settings
from django.http.response import HttpResponseBase

from dingxin.accounts.boot import boot_key
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.keys import MemberKeys, session_unwrap, session_wrap
from dingxin.sealing.primitives import canonical, parse_canonical, random_bytes

_FIELDS = ("v", "secret", "recipient", "seed", "verify")


def new_cookie() -> bytes:
    """32 random bytes."""
    return random_bytes(32)


def row_id(cookie: bytes) -> str:
    """SHA-256 of the cookie in hex: the row names the cookie, but does not give it."""
    return hashlib.sha256(cookie).hexdigest()


def as_text(cookie: bytes) -> str:
    """43 signs of base64url."""
    return base64.urlsafe_b64encode(cookie).rstrip(b"=").decode()


def parse(text: str) -> bytes | None:
    """The 32 bytes, or None for anything that `as_text` does not write."""
    try:
        cookie = base64.b64decode(text + "=", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return cookie if len(cookie) == 32 and as_text(cookie) == text else None


def seal_keys(cookie: bytes, keys: MemberKeys) -> bytes:
    """The unlocked keys under HKDF(cookie ‖ boot key ‖ row id)."""
    values = ("1", keys.secret, keys.recipient, keys.seed.hex(), keys.verify.hex())
    blob = canonical(list(zip(_FIELDS, values, strict=True)))
    return session_wrap(cookie, boot_key(), bytes.fromhex(row_id(cookie)), blob)


def open_keys(cookie: bytes, sealed: bytes | memoryview | None) -> MemberKeys | None:
    """The keys; None when locked, after a restart, on another row, or without a boot key."""
    if sealed is None:
        return None
    try:
        blob = session_unwrap(cookie, boot_key(), bytes.fromhex(row_id(cookie)), bytes(sealed))
        values = parse_canonical(blob, _FIELDS)
    except (SealBroken, OSError, ValueError):
        return None
    return MemberKeys(
        values["secret"], values["recipient"], bytes.fromhex(values["seed"]), bytes.fromhex(values["verify"]),
    )


def give(response: HttpResponseBase, cookie: bytes) -> None:
    """Set the session cookie: gone with the browser window, unseen by script, sent to this site alone."""
    response.set_cookie(
        settings.SESSION_COOKIE, as_text(cookie), path="/", secure=settings.SECURE, httponly=True, samesite="Strict",
    )


def take(response: HttpResponseBase) -> None:
    """Remove the session cookie."""
    response.delete_cookie(settings.SESSION_COOKIE, path="/", samesite="Strict")
    response.cookies[settings.SESSION_COOKIE]["secure"] = settings.SECURE
