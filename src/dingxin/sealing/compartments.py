"""Compartments: one random key per set of readers, sealed to each of them, wrapping the secrets they may use."""

from collections.abc import Callable

from .age import open_text, seal_text
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

PURPOSES = frozenset({"S", "a", "b", "M", "I", "inbound", "answer"})
_KEYS = ("v", "purpose", "compartment", "epoch", "member", "key")


def new_compartment_key() -> bytes:
    """32 random bytes."""
    return random_bytes(KEY_BYTES)


def seal_compartment_key(recipient: str, key: bytes, *, compartment: str, epoch: int, member: str) -> bytes:
    """The key to one member, naming inside whose key of which epoch it is. 2,248 bytes for usual names."""
    facts = ("1", "compartment-key", compartment, str(epoch), member, key.hex())
    return seal_text(recipient, canonical(list(zip(_KEYS, facts, strict=True))))


def open_compartment_key(secret: str, blob: bytes, *, compartment: str, epoch: int, member: str) -> bytes:
    """The key, or SealBroken: also when it was sealed for another compartment, epoch or member."""
    values = parse_canonical(open_text(secret, blob), _KEYS)
    key = fixed_hex(values.pop("key"), KEY_BYTES)
    if tuple(values.values()) != ("1", "compartment-key", compartment, str(epoch), member):
        raise SealBroken("this key belongs to something else")
    return key


def _ad(purpose: str, object_id: str, compartment: str, epoch: int) -> bytes:
    if purpose not in PURPOSES:
        raise ValueError("no such secret")
    return associated("wrap", object_id, purpose, ("compartment", compartment), ("epoch", str(epoch)))


def wrap_secret(
    compartment_key: bytes, secret: bytes, *, purpose: str, object_id: str, compartment: str, epoch: int
) -> bytes:
    """A secret under a compartment, 41 bytes longer. purpose: one of `PURPOSES`.

    S, a, b of a submission; M of a matter; the inbound scalar or the seed of the answer key of a vault.
    """
    return aead_seal(hkdf(compartment_key, "wrap"), secret, ad=_ad(purpose, object_id, compartment, epoch))


def unwrap_secret(
    compartment_key: bytes, blob: bytes, *, purpose: str, object_id: str, compartment: str, epoch: int
) -> bytes:
    """The secret, or SealBroken: also when it was wrapped as something else or for another object."""
    return aead_open(hkdf(compartment_key, "wrap"), blob, ad=_ad(purpose, object_id, compartment, epoch))


def unwrapper(compartment_key: bytes, *, purpose: str, compartment: str, epoch: int) -> Callable[[str, bytes], bytes]:
    """`unwrap_secret` for many objects of one purpose, compartment and epoch: the key is derived once (half the time).

    The function returned takes (object id, blob); the id is 32 hex digits.
    """
    key, mark = hkdf(compartment_key, "wrap"), "0" * 32
    head, tail = _ad(purpose, mark, compartment, epoch).split(mark.encode(), 1)

    def unwrap(object_id: str, blob: bytes) -> bytes:
        if len(object_id) != len(mark) or not object_id.isalnum():
            raise SealBroken("not an id")
        return aead_open(key, blob, ad=head + object_id.encode() + tail)

    return unwrap
