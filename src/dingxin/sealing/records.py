"""Records of a matter: short texts sealed under the matter key M, each bound to its place."""

from .frames import pad, unpad
from .primitives import aead_open, aead_seal, associated, hkdf


def _ad(label: str, object_id: str, field: str, key_number: int) -> bytes:
    return associated(label, object_id, field, ("key", str(key_number)))


def seal_record(M: bytes, plaintext: bytes, *, label: str, object_id: str, field: str, key_number: int) -> bytes:
    """The text under M, a bucket + 41 bytes long (2,089 at least).

    label: the frozen name of the table, never changed when a class is renamed. key_number: which M of the matter.
    """
    return aead_seal(hkdf(M, "record"), pad(plaintext), ad=_ad(label, object_id, field, key_number))


def open_record(M: bytes, sealed: bytes, *, label: str, object_id: str, field: str, key_number: int) -> bytes:
    """The text, or SealBroken: also when the bytes were moved here from another row, field or key number."""
    return unpad(aead_open(hkdf(M, "record"), sealed, ad=_ad(label, object_id, field, key_number)))
