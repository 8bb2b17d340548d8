"""A package of submissions from another body or system: sealed one by one, signed as a whole, taken once.

Example first: docs/formats/transfer-package.md. Header in canonical lines, the sender's Ed25519 signature over it, then the
items: each is one sealed envelope (sealing.envelope) with its few facts, so that whoever carries or stores the package reads
nothing, and taking it in needs no key.
"""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from .ed25519 import sign, verify
from .errors import CanonicalBroken, SealBroken
from .primitives import canonical, fixed_hex, parse_canonical, sha256
from .signed_lines import SignedLines, check_size

MAGIC = b"dingxin-package/v1\n"
ITEMS_MOST = 500
NUMBER_MOST = 2**31 - 1  # of a sequence or an epoch: what a table holds
PERSONS_MOST = 999
_FACTS = ("v", "purpose", "thread", "epoch", "received", "persons", "batch", "level")
_BLOBS = 4


@dataclass(frozen=True)
class PackageHeader(SignedLines):
    """sender: id that the receiver gave it, receiver: the vault, both 32 hex digits. sequence: counts from 1, one more each
    time. made, expires: first and last day on which it may be taken in. items: how many. body: SHA-256 of what follows."""

    purpose: ClassVar[str] = "package"
    sender: str
    receiver: str
    sequence: int
    made: date
    expires: date
    items: int
    body: bytes

    def __post_init__(self) -> None:
        check_size(32, self.body)
        check_size(16, fixed_hex(self.sender, 16), fixed_hex(self.receiver, 16))
        if not 1 <= self.items <= ITEMS_MOST or not 1 <= self.sequence <= NUMBER_MOST or self.expires < self.made:
            raise CanonicalBroken("a package with impossible facts")


@dataclass(frozen=True)
class Item:
    """One submission. thread: its id, 32 hex digits, drawn by the sender and the same at each attempt. epoch: of the
    receiver's inbound identity. head … share_b: sealing.envelope.Envelope. level: as sealed; a fact."""

    thread: str
    epoch: int
    received: date
    persons: int
    batch: int
    level: str
    head: bytes = field(repr=False)
    words: bytes = field(repr=False)
    identity: bytes = field(repr=False)
    share_b: bytes = field(repr=False)

    def encoded(self) -> bytes:
        """u32 length ‖ canonical facts, then each blob with its u32 length."""
        values = ("1", "package-item", self.thread, str(self.epoch), self.received.isoformat(), str(self.persons),
                  str(self.batch), self.level)  # fmt: skip
        facts = canonical(list(zip(_FACTS, values, strict=True)))
        return b"".join(_framed(part) for part in (facts, self.head, self.words, self.identity, self.share_b))


def _framed(part: bytes) -> bytes:
    return struct.pack(">I", len(part)) + part


def pack(seed: bytes, *, sender: str, receiver: str, sequence: int, made: date, expires: date, items: Iterable[Item]) -> bytes:
    """The bytes of a package. seed: the sender's Ed25519 seed."""
    encoded = [item.encoded() for item in items]
    body = b"".join(encoded)
    header = PackageHeader(sender, receiver, sequence, made, expires, len(encoded), sha256(body)).canonical()
    return MAGIC + _framed(header) + sign(seed, PackageHeader.purpose, header) + body


def read_header(data: bytes) -> PackageHeader:
    """What it says it is, unverified: by it the receiver finds the sender's key. SealBroken for anything else."""
    return PackageHeader.parse(_split(data)[0])


def unpack(data: bytes, verify_key: bytes, *, receiver: str, today: date) -> tuple[PackageHeader, list[Item]]:
    """Header and items of a package that this sender signed for this receiver and that may be taken in today.

    SealBroken for another signature, receiver, day, length or number of items. That the sequence is new is the receiver's
    to check, in the transaction that takes it.
    """
    raw, signature, body = _split(data)
    verify(verify_key, PackageHeader.purpose, raw, signature)
    header = PackageHeader.parse(raw)
    if header.receiver != receiver or not header.made <= today <= header.expires:
        raise SealBroken("a package for somebody else, or of another time")
    if sha256(body) != header.body:
        raise SealBroken("not the items that were signed")
    items = list(_items(body))
    if len(items) != header.items or len({item.thread for item in items}) != len(items):
        raise SealBroken("not as many items as were signed")
    return header, items


def _split(data: bytes) -> tuple[bytes, bytes, bytes]:
    if not data.startswith(MAGIC):
        raise SealBroken("not a package")
    header, rest = _cut(data[len(MAGIC) :])
    if len(rest) < 64:
        raise SealBroken("a package without its signature")
    return header, bytes(rest[:64]), bytes(rest[64:])


def _cut(data: bytes | memoryview) -> tuple[bytes, memoryview]:
    view = memoryview(data)  # what is left is looked at, not copied for each part
    if len(view) < 4:
        raise SealBroken("broken off")
    (size,) = struct.unpack(">I", view[:4])
    if len(view) < 4 + size:
        raise SealBroken("broken off")
    return bytes(view[4 : 4 + size]), view[4 + size :]


def _items(body: bytes) -> Iterator[Item]:
    left = memoryview(body)
    while left:
        parts = []
        for _ in range(1 + _BLOBS):
            part, left = _cut(left)
            parts.append(part)
        yield _item(parts[0], parts[1:])


def _item(facts: bytes, blobs: list[bytes]) -> Item:
    found = parse_canonical(facts, _FACTS)
    if (found["v"], found["purpose"]) != ("1", "package-item"):
        raise CanonicalBroken("not an item of a package")
    fixed_hex(found["thread"], 16)
    try:
        item = Item(
            found["thread"], int(found["epoch"]), date.fromisoformat(found["received"]), int(found["persons"]),
            int(found["batch"]), found["level"], *blobs,
        )  # fmt: skip
    except ValueError:
        raise CanonicalBroken("an item with malformed facts") from None
    if item.encoded()[4 : 4 + len(facts)] != facts:
        raise CanonicalBroken("not written in the one canonical way")
    if not (1 <= item.persons <= PERSONS_MOST and 0 <= item.epoch <= NUMBER_MOST and item.batch in (0, 1)):
        raise CanonicalBroken("an item with impossible facts")
    return item
