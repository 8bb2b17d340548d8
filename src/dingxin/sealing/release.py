"""The second share handed to one officer, and the words that go with asking for it (3-sealing, Identity).

A custodian who opened `share_b` seals b again: to one officer, for one request and one use, until one day. All of that
stands inside the seal, so that whoever can only write the database cannot lengthen it or lay it beside another request.
What officer and custodian write to each other is sealed likewise, bound to its request.
"""

from dataclasses import dataclass, field
from datetime import date

from .age import open_text, seal_text
from .errors import SealBroken
from .frames import frame, unframe
from .primitives import KEY_BYTES, canonical, fixed_hex, hkdf, parse_canonical

RELEASE, REASON, DECISION = "name-release", "name-reason", "name-decision"
USES = ("name", "way_to_reach", "files", "new_digits")
_RELEASE_KEYS = ("v", "purpose", "request", "submission", "member", "use", "expires", "b")
_NOTE_KEYS = ("v", "purpose", "request", "text")


@dataclass(frozen=True)
class Release:
    """request, submission, member: 32 hex digits each. expires: the last day on which it may be used."""

    request: str
    submission: str
    member: str
    use: str
    expires: date
    b: bytes = field(repr=False)


def seal_release(recipient: str, release: Release) -> bytes:
    """To the certified recipient of the officer it names."""
    for name in (release.request, release.submission, release.member):
        fixed_hex(name, 16)
    if release.use not in USES or len(release.b) != KEY_BYTES:
        raise ValueError("no such use, or not a share")
    values = (
        "1", RELEASE, release.request, release.submission, release.member, release.use, release.expires.isoformat(),
        release.b.hex(),
    )  # fmt: skip
    return frame(seal_text(recipient, canonical(list(zip(_RELEASE_KEYS, values, strict=True)))))


def open_release(secret: str, blob: bytes, *, request: str, submission: str, member: str, use: str, today: date) -> Release:
    """What was released, or SealBroken: also when it was for another request, submission, member or use, or ran out."""
    values = parse_canonical(open_text(secret, unframe(blob)), _RELEASE_KEYS)
    if (values["v"], values["purpose"]) != ("1", RELEASE) or values["use"] not in USES:
        raise SealBroken("not the release of a name")
    if (values["request"], values["submission"], values["member"], values["use"]) != (request, submission, member, use):
        raise SealBroken("this release belongs to something else")
    try:
        expires = date.fromisoformat(values["expires"])
    except ValueError:
        raise SealBroken("a release has a last day") from None
    if expires.isoformat() != values["expires"] or today > expires:
        raise SealBroken("this release has run out")
    return Release(request, submission, member, use, expires, fixed_hex(values["b"], KEY_BYTES))


def seal_note(recipient: str, purpose: str, request: str, text: str) -> bytes:
    """The words of a request (`name-reason`) or of what was decided (`name-decision`), to one age recipient."""
    fixed_hex(request, 16)
    if purpose not in (REASON, DECISION):
        raise ValueError("no such note")
    values = ("1", purpose, request, text.encode().hex())
    return frame(seal_text(recipient, canonical(list(zip(_NOTE_KEYS, values, strict=True)))))


def open_note(secret: str, blob: bytes, purpose: str, request: str) -> str:
    """The words, or SealBroken: also when they belong to another request."""
    values = parse_canonical(open_text(secret, unframe(blob)), _NOTE_KEYS)
    if (values["v"], values["purpose"], values["request"]) != ("1", purpose, request):
        raise SealBroken("these words belong to something else")
    text = values["text"]
    if len(text) % 2:
        raise SealBroken("words are hex")
    try:
        return fixed_hex(text, len(text) // 2).decode()
    except UnicodeDecodeError:
        raise SealBroken("words are UTF-8") from None


def identity_file_secret(a: bytes, b: bytes, submission: str) -> bytes:
    """What stands for S in `files` where a file carries a person: 32 bytes that only both shares together give.

    Its own label, so that the secret handed to the code that streams a file never opens the name itself.
    """
    if len(a) != KEY_BYTES or len(b) != KEY_BYTES:
        raise SealBroken("a file that carries a person opens with both shares")
    return hkdf(a + b, "identity-file", context=fixed_hex(submission, 16))
