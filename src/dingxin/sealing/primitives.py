"""The four primitives everything else is made of: derive, seal, draw, write down.

HKDF-SHA256 (RFC 5869), XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03), one source of randomness, canonical lines.
"""

import hashlib
import hmac
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt, crypto_aead_xchacha20poly1305_ietf_encrypt
from nacl.exceptions import CryptoError

from .errors import CanonicalBroken, SealBroken

KEY_BYTES = 32
NONCE_BYTES = 24
AEAD_OVERHEAD = 1 + NONCE_BYTES + 16
AEAD_VERSION = b"\x01"

RandomSource = Callable[[int], bytes]
_random: ContextVar[RandomSource] = ContextVar("dingxin_random", default=os.urandom)
_HEX = re.compile(r"[0-9a-f]*\Z")
_PURPOSE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


def random_bytes(n: int) -> bytes:
    """n bytes from the operating system, or from the source set by `using_random`."""
    drawn = _random.get()(n)
    if len(drawn) != n:
        raise RuntimeError("the random source returned a wrong length")
    return drawn


@contextmanager
def using_random(source: RandomSource) -> Iterator[None]:
    """Draw from `source` within this context only: for vectors and for envelopes that must repeat themselves."""
    token = _random.set(source)
    try:
        yield
    finally:
        _random.reset(token)


def seeded(seed: bytes) -> RandomSource:
    """A reproducible source: HMAC-SHA256(seed, u64 counter), read as one stream."""
    counter, spare = 0, b""

    def draw(n: int) -> bytes:
        nonlocal counter, spare
        while len(spare) < n:
            spare += hmac.digest(seed, counter.to_bytes(8, "big"), "sha256")
            counter += 1
        drawn, spare = spare[:n], spare[n:]
        return drawn

    return draw


def hkdf_raw(key: bytes, *, salt: bytes, info: bytes, length: int = 32) -> bytes:
    """HKDF-SHA256, RFC 5869 section 2, length in bytes up to 255 * 32."""
    if not 0 < length <= 255 * 32:
        raise ValueError("length out of range")
    extracted = hmac.digest(salt or bytes(32), key, "sha256")
    block, out = b"", b""
    for i in range(1, -(-length // 32) + 1):
        block = hmac.digest(extracted, block + info + bytes([i]), "sha256")
        out += block
    return out[:length]


def label(purpose: str, prefix: str = "dingxin/") -> bytes:
    """`dingxin/<purpose>/v1`; a purpose is lower-case words joined by hyphens, so it never holds a separator."""
    if not _PURPOSE.match(purpose):
        raise ValueError("a purpose is lower-case words joined by hyphens")
    return f"{prefix}{purpose}/v1".encode()


def hkdf(key: bytes, purpose: str, *, length: int = 32, context: bytes = b"") -> bytes:
    """HKDF-SHA256 without salt; info is the label, then, where there is a context, 0x00 and the context.

    Unambiguous because a label never holds 0x00. Two purposes, or two contexts, never share a key.
    """
    info = label(purpose)
    return hkdf_raw(key, salt=b"", info=info + b"\0" + context if context else info, length=length)


def aead_seal(key: bytes, plaintext: bytes, *, ad: bytes) -> bytes:
    """0x01 ‖ 24 random bytes ‖ XChaCha20-Poly1305: `AEAD_OVERHEAD` (41) bytes longer than the plaintext."""
    nonce = random_bytes(NONCE_BYTES)
    return AEAD_VERSION + nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, ad, nonce, key)


def aead_open(key: bytes, sealed: bytes, *, ad: bytes) -> bytes:
    """The plaintext, or SealBroken: wrong key, wrong associated data, altered or shortened bytes, other version."""
    if len(key) != KEY_BYTES or len(sealed) < AEAD_OVERHEAD or sealed[:1] != AEAD_VERSION:
        raise SealBroken("not a sealed value of version 1")
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(body, ad, nonce, key)
    except CryptoError:
        raise SealBroken("sealed value does not open") from None


def canonical(pairs: Sequence[tuple[str, str]]) -> bytes:
    """UTF-8 `key value\\n` lines in the order given. Keys: no space, not empty, not repeated; no line feed anywhere."""
    lines, seen = [], set()
    for key, value in pairs:
        if not key or " " in key or "\n" in key or "\n" in value or key in seen:
            raise CanonicalBroken("key or value cannot be written as one line")
        seen.add(key)
        lines.append(f"{key} {value}\n")
    try:
        return "".join(lines).encode("utf-8")
    except UnicodeEncodeError:
        raise CanonicalBroken("text is not valid Unicode") from None


def parse_canonical(data: bytes, expected_keys: Sequence[str]) -> dict[str, str]:
    """The values by key, exactly the keys expected and in that order; else CanonicalBroken."""
    try:
        lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise CanonicalBroken("not UTF-8") from None
    if lines.pop() != "" or len(lines) != len(expected_keys):
        raise CanonicalBroken("wrong number of lines")
    values = {}
    for line, expected in zip(lines, expected_keys, strict=True):
        key, space, value = line.partition(" ")
        if key != expected or not space:
            raise CanonicalBroken("unexpected key")
        values[key] = value
    if len(values) != len(lines):
        raise CanonicalBroken("repeated key")
    return values


def associated(frozen_label: str, object_id: str, field: str, *more: tuple[str, str]) -> bytes:
    """Associated data of a sealed field: canonical lines v, label, id, field and what else must not be exchanged."""
    return canonical([("v", "1"), ("label", frozen_label), ("id", object_id), ("field", field), *more])


def fixed_hex(text: str, size: int) -> bytes:
    """The bytes of exactly 2 * size lower-case hex digits; else CanonicalBroken."""
    if len(text) != 2 * size or not _HEX.match(text):
        raise CanonicalBroken("not lower-case hex of the right length")
    return bytes.fromhex(text)


def sha256(*parts: bytes) -> bytes:
    """SHA-256 of the parts joined."""
    return hashlib.sha256(b"".join(parts)).digest()
