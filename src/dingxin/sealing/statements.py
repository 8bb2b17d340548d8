"""What is signed in this system, as canonical bytes, and who must have signed it to be believed.

Chain: printed fingerprint → body keyset → recipient statements and member certificates (two signers each) → answers.
Each class has `purpose` (the signing label), `canonical()` and `parse()`; parsing is strict and writes back the same.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from .age import recipient_bytes
from .ed25519 import fingerprint, sign, verify
from .errors import CanonicalBroken, StatementRefused
from .primitives import canonical, fixed_hex, parse_canonical, sha256
from .signed_lines import SignedLines, Statement, check_size, value_of

__all__ = [
    "SIGNERS_NEEDED",
    "WORD_PURPOSES",
    "Answer",
    "BodyKeyset",
    "ComplainantWord",
    "MemberCertificate",
    "RecipientStatement",
    "Signature",
    "Statement",
    "sign_statement",
    "verify_keyset_change",
    "verify_statement",
]

SIGNERS_NEEDED = 2
WORD_PURPOSES = (
    "confirm", "dispute", "consent", "withdraw-consent", "withdraw", "message", "addition", "interference", "narrow",
    "close", "change", "delete", "satisfied", "well",
)  # fmt: skip


@dataclass(frozen=True)
class Signature:
    """key: Ed25519 verify key, 32 bytes. signature: 64 bytes."""

    key: bytes
    signature: bytes


def sign_statement(seed: bytes, statement: Statement, verify_key: bytes) -> Signature:
    """The signature of one signer; `verify_key` is the public half of `seed`."""
    return Signature(verify_key, sign(seed, statement.purpose, statement.canonical()))


@dataclass(frozen=True)
class RecipientStatement(SignedLines):
    """To whom a vault's envelopes are sealed now. Signed by the leader and one more key of the body keyset.

    inbound, custodians: age recipients. answer_key: Ed25519. not_before, not_after: first and last day of use.
    """

    purpose: ClassVar[str] = "recipient"
    vault: str
    epoch: int
    scope: str
    inbound: str
    custodians: str
    answer_key: bytes
    not_before: date
    not_after: date

    def __post_init__(self) -> None:
        check_size(32, recipient_bytes(self.inbound), recipient_bytes(self.custodians), self.answer_key)


@dataclass(frozen=True)
class MemberCertificate(SignedLines):
    """That these keys are this member's. Signed by two granters after comparing the spoken fingerprint."""

    purpose: ClassVar[str] = "member"
    member: str
    recipient: str
    verify_key: bytes
    team: str
    role: str
    not_before: date
    not_after: date

    def __post_init__(self) -> None:
        check_size(32, recipient_bytes(self.recipient), self.verify_key)

    def spoken(self) -> bytes:
        """The bytes whose `spoken_fingerprint` the granters compare: both public keys."""
        return recipient_bytes(self.recipient) + self.verify_key


@dataclass(frozen=True)
class Answer(SignedLines):
    """One answer or contact proposal, by the answer key of the team. ciphertext: SHA-256 of the sealed answer."""

    purpose: ClassVar[str] = "answer"
    thread: str
    seq: int
    ciphertext: bytes
    day: date

    def __post_init__(self) -> None:
        check_size(32, self.ciphertext)


@dataclass(frozen=True)
class ComplainantWord(SignedLines):
    """One act of the complainant, by the key that comes from cs.

    act: one of `WORD_PURPOSES`. answered: SHA-256 of the answer's canonical bytes, 32 zero bytes where nothing is
    answered. word: hex SHA-256 of the sealed text that goes with it, or a fixed word. nonce: 16 random bytes.
    """

    purpose: ClassVar[str] = "complainant"
    act: str
    thread: str
    answered: bytes
    word: str
    nonce: bytes

    def __post_init__(self) -> None:
        check_size(32, self.answered)
        check_size(16, self.nonce)
        if self.act not in WORD_PURPOSES:
            raise CanonicalBroken("no such act")


@dataclass(frozen=True)
class BodyKeyset:
    """Who may sign for a body: (Ed25519 key, name) each, at least two, in the order of their keys.

    number counts from 1. previous: SHA-256 of the keyset before, 32 zero bytes for the first.
    """

    purpose: ClassVar[str] = "keyset"
    body: str
    number: int
    previous: bytes
    signers: tuple[tuple[bytes, str], ...]

    def __post_init__(self) -> None:
        keys = [key for key, _ in self.signers]
        check_size(32, self.previous, *keys)
        if self.number < 1 or len(keys) < SIGNERS_NEEDED or keys != sorted(set(keys)):
            raise CanonicalBroken("a keyset has two or more different keys, sorted")

    @property
    def keys(self) -> frozenset[bytes]:
        return frozenset(key for key, _ in self.signers)

    @property
    def fingerprint(self) -> str:
        """As printed on notice and poster."""
        return fingerprint(self.canonical())

    def canonical(self) -> bytes:
        pairs = [("v", "1"), ("purpose", self.purpose), ("body", self.body), ("number", str(self.number))]
        pairs += [("previous", self.previous.hex()), ("signers", str(len(self.signers)))]
        return canonical(pairs + [(f"signer-{i}", f"{k.hex()} {n}") for i, (k, n) in enumerate(self.signers, 1)])

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """The keyset, or CanonicalBroken."""
        count = data.count(b"\n") - 6
        names = ["v", "purpose", "body", "number", "previous", "signers"]
        values = parse_canonical(data, names + [f"signer-{i}" for i in range(1, count + 1)])
        pairs = (values[f"signer-{i}"].partition(" ") for i in range(1, count + 1))
        signers = tuple((fixed_hex(key, 32), name) for key, _, name in pairs)
        number = value_of(int, values["number"])
        assert isinstance(number, int)
        made = cls(values["body"], number, fixed_hex(values["previous"], 32), signers)
        if made.canonical() != data:
            raise CanonicalBroken("not written in the one canonical way")
        return made


def verify_statement(
    statement: Statement, signatures: Sequence[Signature], *, signers: Collection[bytes], today: date,
    needed: int = SIGNERS_NEEDED,
) -> None:  # fmt: skip
    """Nothing, or StatementRefused / SignatureBad.

    Every signature given must hold, each by a different key of `signers`, at least `needed` of them, none by the key
    the statement is about; `today` must lie within not_before … not_after where the statement has them.
    """
    first, last = getattr(statement, "not_before", None), getattr(statement, "not_after", None)
    if first is not None and today < first:
        raise StatementRefused("not-yet")
    if last is not None and today > last:
        raise StatementRefused("expired")
    keys = [signature.key for signature in signatures]
    if len(keys) != len(set(keys)):
        raise StatementRefused("signed-twice")
    if not set(keys) <= set(signers):
        raise StatementRefused("unknown-signer")
    if isinstance(statement, MemberCertificate) and statement.verify_key in keys:
        raise StatementRefused("own-signature")
    if len(keys) < needed:
        raise StatementRefused("too-few-signers")
    for signature in signatures:
        verify(signature.key, statement.purpose, statement.canonical(), signature.signature)


def verify_keyset_change(old: BodyKeyset, new: BodyKeyset, signatures: Sequence[Signature], *, today: date) -> None:
    """Nothing, or StatementRefused: the next keyset of the same body, signed by two keys of the one before."""
    if (new.body, new.number, new.previous) != (old.body, old.number + 1, sha256(old.canonical())):
        raise StatementRefused("wrong-body")
    verify_statement(new, signatures, signers=old.keys, today=today)
