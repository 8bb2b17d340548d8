"""Signatures as they stand in a column: 32 bytes of key and 64 of signature, one after the other."""

from collections.abc import Sequence

from dingxin.sealing.errors import CanonicalBroken
from dingxin.sealing.statements import Signature

_KEY, _BOTH = 32, 96


def pack(signatures: Sequence[Signature]) -> bytes:
    """96 bytes a signature, in the order given."""
    return b"".join(one.key + one.signature for one in signatures)


def unpack(data: bytes | memoryview) -> list[Signature]:
    """The signatures, or CanonicalBroken when the length is not a multiple of 96."""
    data = bytes(data)
    if len(data) % _BOTH:
        raise CanonicalBroken("signatures are 96 bytes each")
    return [Signature(data[at : at + _KEY], data[at + _KEY : at + _BOTH]) for at in range(0, len(data), _BOTH)]
