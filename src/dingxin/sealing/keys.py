"""Keys of a member: from a generated passphrase to an unlocked pair, and a session that holds it."""

import hmac
from dataclasses import dataclass, field

from nacl.pwhash import argon2id
from nacl.signing import SigningKey

from .age import identity_from_seed, new_identity, secret_bytes
from .errors import SealBroken
from .primitives import (
    KEY_BYTES,
    aead_open,
    aead_seal,
    associated,
    canonical,
    fixed_hex,
    hkdf,
    parse_canonical,
    random_bytes,
)
from .spoken import check_recovery_code, generate_passphrase, recovery_code, spoken_fingerprint

__all__ = [
    "MEMBER_COST",
    "RECEIPT_COST",
    "Cost",
    "MemberDerived",
    "MemberKeys",
    "argon2",
    "check_recovery_code",
    "derive_member",
    "generate_passphrase",
    "new_member_keys",
    "recovery_code",
    "session_unwrap",
    "session_wrap",
    "spoken_fingerprint",
    "unwrap_member_keys",
    "wrap_member_keys",
]

_MEMBER_KEYS = ("v", "purpose", "x25519", "ed25519")


@dataclass(frozen=True)
class Cost:
    """Of Argon2id (RFC 9106): memory in KiB, passes over it; always one lane and 32 bytes out."""

    memory_kib: int
    passes: int


MEMBER_COST = Cost(256 * 1024, 3)
RECEIPT_COST = Cost(64 * 1024, 3)


@dataclass(frozen=True, repr=False)
class MemberDerived:
    """wrap opens the member's keys; verifier is all that is stored about the passphrase. 32 bytes each."""

    wrap: bytes
    verifier: bytes


@dataclass(frozen=True)
class MemberKeys:
    """secret, recipient: age X25519 strings. seed, verify: Ed25519, 32 bytes each."""

    secret: str = field(repr=False)
    recipient: str
    seed: bytes = field(repr=False)
    verify: bytes


def argon2(password: bytes, salt: bytes, cost: Cost) -> bytes:
    """Argon2id version 1.3, one lane, 32 bytes. salt: 16 bytes."""
    if len(salt) != 16:
        raise ValueError("a salt is 16 bytes")
    return argon2id.kdf(32, password, salt, opslimit=cost.passes, memlimit=cost.memory_kib * 1024)


def derive_member(passphrase: str, salt16: bytes, pepper: bytes, cost: Cost) -> MemberDerived:
    """From a passphrase, or a recovery code, as typed: case, spaces and hyphens do not matter.

    X = Argon2id(passphrase, salt16); keyed = HMAC-SHA256(pepper, X), so that a stolen database alone cannot be tried
    out; the two results are HKDF of keyed.
    """
    normal = "-".join(passphrase.replace("-", " ").lower().split())
    if not normal or len(pepper) < KEY_BYTES:
        raise ValueError("a passphrase and a pepper of 32 bytes are needed")
    keyed = hmac.digest(pepper, argon2(normal.encode(), salt16, cost), "sha256")
    return MemberDerived(wrap=hkdf(keyed, "member-wrap"), verifier=hkdf(keyed, "member-verifier"))


def new_member_keys() -> MemberKeys:
    """A fresh pair for reading and a fresh pair for signing."""
    return _member_keys(secret_bytes(new_identity().secret), random_bytes(KEY_BYTES))


def _member_keys(scalar: bytes, seed: bytes) -> MemberKeys:
    age = identity_from_seed(scalar)
    return MemberKeys(age.secret, age.recipient, seed, verify_key(seed))


def verify_key(seed: bytes) -> bytes:
    """The Ed25519 public key (RFC 8032) of a 32-byte seed."""
    return bytes(SigningKey(seed).verify_key)


def wrap_member_keys(wrap: bytes, keys: MemberKeys) -> bytes:
    """The private halves under `MemberDerived.wrap`."""
    facts = ("1", "member-keys", secret_bytes(keys.secret).hex(), keys.seed.hex())
    return aead_seal(wrap, canonical(list(zip(_MEMBER_KEYS, facts, strict=True))), ad=_MEMBER_AD)


def unwrap_member_keys(wrap: bytes, blob: bytes) -> MemberKeys:
    """The keys, or SealBroken on a wrong passphrase."""
    values = parse_canonical(aead_open(wrap, blob, ad=_MEMBER_AD), _MEMBER_KEYS)
    if (values["v"], values["purpose"]) != ("1", "member-keys"):
        raise SealBroken("not the keys of a member")
    return _member_keys(fixed_hex(values["x25519"], KEY_BYTES), fixed_hex(values["ed25519"], KEY_BYTES))


_MEMBER_AD = associated("member", "-", "keys")


def _session_key(cookie: bytes, boot_key: bytes, row_id: bytes) -> bytes:
    if len(cookie) != KEY_BYTES or len(boot_key) != KEY_BYTES:
        raise SealBroken("cookie and boot key are 32 bytes each")
    return hkdf(cookie + boot_key + row_id, "session")


def session_wrap(cookie: bytes, boot_key: bytes, row_id: bytes, blob: bytes) -> bytes:
    """`blob` for as long as the cookie lives in a browser *and* this start of the server lasts.

    cookie, boot_key: 32 bytes. row_id: what names the session's row, SHA-256 of the cookie.
    """
    return aead_seal(_session_key(cookie, boot_key, row_id), blob, ad=associated("session", row_id.hex(), "blob"))


def session_unwrap(cookie: bytes, boot_key: bytes, row_id: bytes, blob: bytes) -> bytes:
    """What `session_wrap` held, or SealBroken after a restart, on another row or with another cookie."""
    return aead_open(_session_key(cookie, boot_key, row_id), blob, ad=associated("session", row_id.hex(), "blob"))
