"""What a device signs over a record that it sealed without a network (docs/formats/household.md)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from .primitives import canonical, sha256
from .signed_lines import SignedLines, check_size


@dataclass(frozen=True)
class HouseholdManifest(SignedLines):
    """One record of one device. ``device``, ``thread``, ``stationing``, ``vault``: ids, 32 hex digits.

    ``number`` counts the device's records from 1. ``statement``: SHA-256 of the recipient statement it is sealed to.
    ``sealed_on``: the day by the device's clock. ``head`` … ``share_b``: SHA-256 of the parts of the envelope; ``receipt``,
    ``files``: SHA-256 of ``receipt_lines`` and ``file_lines``. Salts: 32 random bytes of the public log's commitment.
    """

    purpose: ClassVar[str] = "household"
    device: str
    number: int
    thread: str
    stationing: str
    vault: str
    epoch: int
    statement: bytes
    sealed_on: date
    channel: str
    persons: int
    head: bytes
    words: bytes
    identity: bytes
    share_b: bytes
    receipt: bytes
    files: bytes
    salt_detail: bytes
    salt_tally: bytes

    def __post_init__(self) -> None:
        check_size(
            32, self.statement, self.head, self.words, self.identity, self.share_b, self.receipt, self.files,
            self.salt_detail, self.salt_tally,
        )  # fmt: skip


def receipt_lines(
    *, answer_recipient: str, verify_key: bytes, lookup: bytes, W: bytes, printed: str, shows: str
) -> bytes:
    """The way back, as the device says it. Each may be empty; ``printed``: id of a card."""
    return canonical([
        ("answer-recipient", answer_recipient), ("verify-key", verify_key.hex()), ("lookup", lookup.hex()), ("w", W.hex()),
        ("printed", printed), ("shows", shows),
    ])  # fmt: skip


def file_lines(files: Iterable[tuple[str, int, bool, bytes]]) -> bytes:
    """(id, number of parts, held by the identity, sealed manifest) of each file, in their order."""
    return canonical([
        (id, f"{of} {int(held)} {sha256(manifest).hex()}") for id, of, held, manifest in files
    ])  # fmt: skip
