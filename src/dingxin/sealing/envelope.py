"""The inbound envelope: a submission sealed where it is written, its identity behind two keys.

Four blobs. `head` to the vault's inbound identity carries S and a; `words` are under S; `identity` is under a key made
of a *and* b; `share_b` carries b to the custodians. The blobs `identity` and `share_b` are there, at one size, also
when the person stays anonymous, so that their absence tells nothing; only who holds a and b learns that it is a dummy.
"""

from dataclasses import dataclass, field

from .age import open_text, seal_text
from .errors import SealBroken
from .frames import frame, pad, pad_exact, unframe, unpad, unpad_exact
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

LABEL = "submission"
LEVELS = ("anonymous", "confidential", "open")
IDENTITY_BYTES = 2048
IDENTITY_MAX = IDENTITY_BYTES - 5
HEAD_KEYS = ("v", "purpose", "submission", "vault", "epoch", "S", "a", "b", "level")
SHARE_KEYS = ("v", "purpose", "submission", "b")


@dataclass(frozen=True, repr=False)
class SubmissionSecrets:
    """S seals words and files; a and b together give the identity key. 32 random bytes each."""

    S: bytes
    a: bytes
    b: bytes


@dataclass(frozen=True)
class Envelope:
    """head and share_b are 3,072 bytes, identity 2,089, words a bucket + 41. `secrets` stay with whoever sealed."""

    head: bytes
    words: bytes
    identity: bytes
    share_b: bytes
    secrets: SubmissionSecrets = field(repr=False)


@dataclass(frozen=True, repr=False)
class HeadContents:
    """What the openers of a vault learn from `head`. b is there at level `open` only."""

    submission: str
    vault: str
    epoch: int
    S: bytes
    a: bytes
    b: bytes | None
    level: str


def new_secrets() -> SubmissionSecrets:
    """Fresh random secrets of one submission."""
    return SubmissionSecrets(random_bytes(KEY_BYTES), random_bytes(KEY_BYTES), random_bytes(KEY_BYTES))


def _ad(submission: str, field: str) -> bytes:
    fixed_hex(submission, 16)
    return associated(LABEL, submission, field)


def _identity_key(a: bytes, b: bytes, submission: str) -> bytes:
    """K_id of both shares: opens the identity, and is the secret (in place of S) of files that carry a person."""
    if len(a) != KEY_BYTES or len(b) != KEY_BYTES:
        raise SealBroken("an identity opens with both shares")
    return hkdf(a + b, "identity", context=fixed_hex(submission, 16))


def seal_words(S: bytes, submission: str, words: bytes) -> bytes:
    """The words under S, padded inside."""
    return aead_seal(hkdf(S, "words"), pad(words), ad=_ad(submission, "words"))


def open_words(S: bytes, submission: str, blob: bytes) -> bytes:
    """The words, or SealBroken."""
    return unpad(aead_open(hkdf(S, "words"), blob, ad=_ad(submission, "words")))


def seal_identity(a: bytes, b: bytes, submission: str, identity: bytes | None) -> bytes:
    """At most `IDENTITY_MAX` (2,043) bytes under the key of both shares, or a dummy of the same size for None."""
    inner = pad_exact(b"\0" if identity is None else b"\1" + identity, IDENTITY_BYTES)
    return aead_seal(_identity_key(a, b, submission), inner, ad=_ad(submission, "identity"))


def open_identity(a: bytes, b: bytes, submission: str, blob: bytes) -> bytes | None:
    """The identity, None when the person gave none; SealBroken unless both shares are the right ones."""
    sealed = aead_open(_identity_key(a, b, submission), blob, ad=_ad(submission, "identity"))
    inner = unpad_exact(sealed, IDENTITY_BYTES)
    if inner[:1] == b"\1":
        return inner[1:]
    if inner == b"\0":
        return None
    raise SealBroken("identity is neither given nor withheld")


def seal_share_b(custodians: str, submission: str, b: bytes) -> bytes:
    """b to the custodians' recipient, naming the submission inside."""
    fixed_hex(submission, 16)
    statement = canonical([("v", "1"), ("purpose", "identity-share"), ("submission", submission), ("b", b.hex())])
    return frame(seal_text(custodians, statement))


def open_share_b(secret: str, blob: bytes, submission: str) -> bytes:
    """b, or SealBroken: also when the blob names another submission inside."""
    values = parse_canonical(open_text(secret, unframe(blob)), SHARE_KEYS)
    if (values["v"], values["purpose"], values["submission"]) != ("1", "identity-share", submission):
        raise SealBroken("this share belongs to something else")
    return fixed_hex(values["b"], KEY_BYTES)


def seal_head(inbound: str, submission: str, vault: str, epoch: int, secrets: SubmissionSecrets, level: str) -> bytes:
    """S and a (and b at level `open`) to the vault's inbound recipient; one size whatever the level."""
    fixed_hex(submission, 16)
    if level not in LEVELS or epoch < 0:
        raise ValueError("no such level or epoch")
    shown_b = secrets.b.hex() if level == "open" else "-"
    facts = ("1", "submission-head", submission, vault, str(epoch), secrets.S.hex(), secrets.a.hex(), shown_b, level)
    return frame(seal_text(inbound, canonical(list(zip(HEAD_KEYS, facts, strict=True)))))


def open_head(secret: str, blob: bytes, *, submission: str, vault: str) -> HeadContents:
    """What the head carries, or SealBroken: also when it names another submission or vault inside."""
    values = parse_canonical(open_text(secret, unframe(blob)), HEAD_KEYS)
    if (values["v"], values["purpose"]) != ("1", "submission-head") or values["level"] not in LEVELS:
        raise SealBroken("not the head of a submission")
    if (values["submission"], values["vault"]) != (submission, vault):
        raise SealBroken("this head belongs to something else")
    if (values["b"] == "-") == (values["level"] == "open") or not _is_count(values["epoch"]):
        raise SealBroken("head contradicts itself")
    return HeadContents(
        submission=submission,
        vault=vault,
        epoch=int(values["epoch"]),
        S=fixed_hex(values["S"], KEY_BYTES),
        a=fixed_hex(values["a"], KEY_BYTES),
        b=None if values["b"] == "-" else fixed_hex(values["b"], KEY_BYTES),
        level=values["level"],
    )


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10 and str(int(text)) == text


def seal_submission(
    *,
    submission_id: str,
    vault: str,
    epoch: int,
    inbound: str,
    custodians: str,
    words: bytes,
    identity: bytes | None,
    level: str,
) -> Envelope:
    """Seal one submission with fresh secrets.

    submission_id: 32 lower-case hex digits. inbound, custodians: age recipients of a verified recipient statement.
    identity: at most 2,043 bytes; None exactly when the level is `anonymous`.
    """
    if (identity is None) != (level == "anonymous"):
        raise ValueError("an identity goes with every level but anonymous")
    secrets = new_secrets()
    return Envelope(
        head=seal_head(inbound, submission_id, vault, epoch, secrets, level),
        words=seal_words(secrets.S, submission_id, words),
        identity=seal_identity(secrets.a, secrets.b, submission_id, identity),
        share_b=seal_share_b(custodians, submission_id, secrets.b),
        secrets=secrets,
    )
