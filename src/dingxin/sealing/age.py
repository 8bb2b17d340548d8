"""age v1 files to exactly one X25519 recipient (https://c2sp.org/age).

Written here, read by pyrage, so that two implementations meet at every opening. Why not written by pyrage: it adds a
random "grease" stanza to every header, and a second stanza is where a second reader could hide; and a look-up of an
unknown receipt must answer the same bytes each time, which needs a writer whose randomness can be given.
"""

import hmac
import io
import re
from base64 import b64encode
from dataclasses import dataclass, field
from typing import BinaryIO

import pyrage
from nacl.bindings import crypto_aead_chacha20poly1305_ietf_encrypt, crypto_scalarmult, crypto_scalarmult_base

from . import bech32
from .errors import RecipientRefused, SealBroken
from .frames import pad, unpad
from .primitives import hkdf_raw, random_bytes

_INTRO = b"age-encryption.org/v1\n"
_B64 = rb"[A-Za-z0-9+/]{43}"
_HEADER = re.compile(_INTRO.replace(b".", rb"\.") + rb"-> X25519 " + _B64 + rb"\n" + _B64 + rb"\n--- " + _B64 + rb"\n")
HEADER_BYTES = len(_INTRO) + 10 + 44 + 44 + 4 + 44
CHUNK = 64 * 1024


@dataclass(frozen=True)
class AgeIdentity:
    """secret: `AGE-SECRET-KEY-1…`; recipient: `age1…`. The secret never shows in a repr."""

    secret: str = field(repr=False)
    recipient: str


def identity_from_seed(seed: bytes) -> AgeIdentity:
    """The identity whose X25519 scalar is these 32 bytes."""
    if len(seed) != 32:
        raise ValueError("a seed is 32 bytes")
    secret = bech32.encode("age-secret-key-", seed).upper()
    return AgeIdentity(secret, bech32.encode("age", crypto_scalarmult_base(seed)))


def new_identity() -> AgeIdentity:
    """A fresh random identity."""
    return identity_from_seed(random_bytes(32))


def recipient_bytes(recipient: str) -> bytes:
    """The 32 bytes of an `age1…` X25519 recipient; every other kind is refused."""
    point = bech32.decode("age", recipient)
    if len(point) != 32:
        raise RecipientRefused("not an X25519 recipient")
    return point


def secret_bytes(secret: str) -> bytes:
    """The 32 bytes of an `AGE-SECRET-KEY-1…` identity."""
    scalar = bech32.decode("age-secret-key-", secret.lower()) if secret == secret.upper() else b""
    if len(scalar) != 32:
        raise RecipientRefused("not an X25519 identity")
    return scalar


def _b64(data: bytes) -> bytes:
    return b64encode(data).rstrip(b"=")


def _header(recipient: str, file_key: bytes) -> bytes:
    point, ephemeral = recipient_bytes(recipient), random_bytes(32)
    share = crypto_scalarmult_base(ephemeral)
    try:
        shared = crypto_scalarmult(ephemeral, point)
    except RuntimeError:
        raise RecipientRefused("recipient is a point of low order") from None
    wrap = hkdf_raw(shared, salt=share + point, info=b"age-encryption.org/v1/X25519")
    body = crypto_aead_chacha20poly1305_ietf_encrypt(file_key, b"", bytes(12), wrap)
    header = _INTRO + b"-> X25519 " + _b64(share) + b"\n" + _b64(body) + b"\n---"
    mac = hmac.digest(hkdf_raw(file_key, salt=b"", info=b"header"), header, "sha256")
    return header + b" " + _b64(mac) + b"\n"


def seal_stream(recipient: str, source: BinaryIO, sink: BinaryIO) -> None:
    """Write `source` as an age file to `sink`, 64 KiB at a time."""
    file_key, nonce = random_bytes(16), random_bytes(16)
    sink.write(_header(recipient, file_key) + nonce)
    key = hkdf_raw(file_key, salt=nonce, info=b"payload")
    chunk, number, last = read_exactly(source, CHUNK), 0, False
    while not last:
        following = read_exactly(source, CHUNK)
        last = not following
        chunk_nonce = number.to_bytes(11, "big") + bytes([last])
        sink.write(crypto_aead_chacha20poly1305_ietf_encrypt(chunk, b"", chunk_nonce, key))
        chunk, number = following, number + 1


def open_stream(secret: str, source: BinaryIO, sink: BinaryIO) -> None:
    """Write the plaintext of an age file to `sink`.

    On SealBroken what was already written must be thrown away. The header must be exactly one X25519 stanza.
    """
    secret_bytes(secret)
    header = read_exactly(source, HEADER_BYTES)
    if not _HEADER.fullmatch(header):
        raise RecipientRefused("age header is not exactly one X25519 stanza")
    try:
        pyrage.decrypt_io(_Prefixed(header, source), sink, [pyrage.x25519.Identity.from_str(secret)])
    except (pyrage.DecryptError, pyrage.IdentityError, OSError):
        raise SealBroken("age file does not open") from None


def seal_to(recipient: str, statement: bytes) -> bytes:
    """An age file, `HEADER_BYTES` + 16 + 16 for each 64 KiB begun longer than the statement. Its length shows."""
    sink = io.BytesIO()
    seal_stream(recipient, io.BytesIO(statement), sink)
    return sink.getvalue()


def open_with(secret: str, blob: bytes) -> bytes:
    """The statement, or SealBroken: another recipient, altered bytes, a header with anything more than one stanza."""
    sink = io.BytesIO()
    open_stream(secret, io.BytesIO(blob), sink)
    return sink.getvalue()


def seal_text(recipient: str, text: bytes) -> bytes:
    """As `seal_to`, padded inside to a bucket, so that the length of the text does not show."""
    return seal_to(recipient, pad(text))


def open_text(secret: str, blob: bytes) -> bytes:
    """The text of `seal_text`."""
    return unpad(open_with(secret, blob))


def read_exactly(source: BinaryIO, size: int) -> bytes:
    """`size` bytes, fewer only at the end: sockets and pipes may return less at a time."""
    parts: list[bytes] = []
    while size > 0 and (part := source.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


class _Prefixed(io.RawIOBase):
    """The header already read, then the rest of the source; pyrage reads it like any file."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if self._head:
            cut = len(self._head) if size < 0 else size
            part, self._head = self._head[:cut], self._head[cut:]
            return part
        return self._rest.read(size)
