"""Attachments: 256 KiB parts, each sealed on its own, so that an upload can go on where it broke off.

Part n is sealed under HKDF(S, "file", file id) with its number and whether it is the last in the associated data (the
STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015, with random nonces, so that a part sealed twice
repeats none). The plaintext is filled up with zeros to 64 KiB · 4^k up to 16 MiB, then to multiples of 16 MiB; the
sealed manifest says the true size and hash. Memory: two parts.
"""

import hashlib
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from .age import read_exactly
from .errors import SealBroken
from .frames import pad, unpad
from .primitives import aead_open, aead_seal, associated, canonical, fixed_hex, hkdf, parse_canonical

PART = 256 * 1024
_SMALLEST, _LARGEST = 64 * 1024, 16 * 1024 * 1024
_KEYS = ("v", "purpose", "file", "name", "type", "size", "sha256")


@dataclass(frozen=True)
class FileManifest:
    """name and media_type as the sender gave them; size in bytes; sha256 of the plaintext."""

    name: str
    media_type: str
    size: int
    sha256: bytes


def padded_size(size: int) -> int:
    """Bytes of a file once filled up: the smallest of 64 KiB · 4^k up to 16 MiB, beyond it multiples of 16 MiB."""
    rounded = _SMALLEST
    while rounded < size and rounded < _LARGEST:
        rounded *= 4
    return rounded if size <= rounded else -(-size // _LARGEST) * _LARGEST


def part_count(size: int) -> int:
    """How many parts a file of `size` bytes has."""
    return -(-padded_size(size) // PART)


def _key(S: bytes, file_id: str) -> bytes:
    return hkdf(S, "file", context=fixed_hex(file_id, 16))


def _ad(file_id: str, number: int, last: bool) -> bytes:
    return associated("file", file_id, "part", ("number", str(number)), ("last", "1" if last else "0"))


def seal_part(S: bytes, file_id: str, number: int, last: bool, plaintext: bytes) -> bytes:
    """One part, 41 bytes longer. number counts from 0; every part but the last is exactly `PART` bytes."""
    return aead_seal(_key(S, file_id), plaintext, ad=_ad(file_id, number, last))


def open_part(S: bytes, file_id: str, number: int, last: bool, sealed: bytes) -> bytes:
    """The plaintext of one part, or SealBroken: also when it is out of place."""
    return aead_open(_key(S, file_id), sealed, ad=_ad(file_id, number, last))


def seal_parts(
    S: bytes, file_id: str, source: BinaryIO, *, name: str, media_type: str, skip: int = 0
) -> Generator[tuple[int, bytes], None, FileManifest]:
    """Yield (number, sealed part) from `source`, return the manifest; parts below `skip` are read, not sealed again."""
    digest, size, number = hashlib.sha256(), 0, 0
    chunk, following = read_exactly(source, PART), read_exactly(source, PART)
    while True:
        digest.update(chunk)
        size += len(chunk)
        ended = not following
        whole = padded_size(size)
        last = ended and number + 1 == part_count(size)
        filled = chunk.ljust(min(PART, whole), b"\0")
        if number >= skip:
            yield number, seal_part(S, file_id, number, last, filled)
        if last:
            return FileManifest(name, media_type, size, digest.digest())
        chunk, following, number = following, b"" if ended else read_exactly(source, PART), number + 1


def open_parts(S: bytes, file_id: str, manifest: FileManifest, parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the plaintext. On SealBroken, which can come at the very end, what was yielded must be thrown away."""
    digest, left, expected = hashlib.sha256(), manifest.size, part_count(manifest.size)
    width, number = min(PART, padded_size(manifest.size)), 0
    for number, sealed in enumerate(parts, 1):
        if number > expected:
            raise SealBroken("more parts than the manifest says")
        plain = open_part(S, file_id, number - 1, number == expected, sealed)
        cut = min(left, len(plain))
        if len(plain) != width or plain.count(0, cut) != len(plain) - cut:
            raise SealBroken("a part is not filled up as it must be")
        left -= cut
        digest.update(plain[:cut])
        yield plain[:cut]
    if number != expected or digest.digest() != manifest.sha256:
        raise SealBroken("the file is not the one of its manifest")


def seal_manifest(S: bytes, file_id: str, manifest: FileManifest) -> bytes:
    """The manifest under S, padded: name and type do not show."""
    facts = ("1", "file-manifest", file_id, manifest.name, manifest.media_type, str(manifest.size))
    statement = canonical(list(zip(_KEYS, (*facts, manifest.sha256.hex()), strict=True)))
    key = hkdf(S, "file-manifest", context=fixed_hex(file_id, 16))
    return aead_seal(key, pad(statement), ad=associated("file", file_id, "manifest"))


def open_manifest(S: bytes, file_id: str, sealed: bytes) -> FileManifest:
    """The manifest, or SealBroken."""
    key = hkdf(S, "file-manifest", context=fixed_hex(file_id, 16))
    values = parse_canonical(unpad(aead_open(key, sealed, ad=associated("file", file_id, "manifest"))), _KEYS)
    size = values["size"]
    if (values["v"], values["purpose"], values["file"]) != ("1", "file-manifest", file_id):
        raise SealBroken("not the manifest of this file")
    if not (size.isascii() and size.isdecimal() and len(size) < 16 and str(int(size)) == size):
        raise SealBroken("manifest has no size")
    return FileManifest(values["name"], values["type"], int(size), fixed_hex(values["sha256"], 32))
