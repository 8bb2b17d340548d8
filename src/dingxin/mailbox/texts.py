"""What stands inside sealed texts between a person and the team, canonical JSON like the words of a submission.

From the person: {"v":1,"thread","text","files":[id…],"S","parts":{…}}. S (hex) seals the files that came with it; both
are absent without any. ``parts``, with a consent only: time, place and way, each agree or decline. To the person:
{"v":1,"text"}.
"""

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from dingxin.sealing.age import open_text, seal_text
from dingxin.sealing.errors import SealBroken


@dataclass(frozen=True)
class FromPerson:
    """``S`` opens the files named. ``parts``: of a consent, part → agree or decline."""

    text: str = field(repr=False)
    files: tuple[UUID, ...] = ()
    S: bytes = field(default=b"", repr=False)
    parts: dict[str, str] = field(default_factory=dict, repr=False)


def canonical_json(value: object) -> bytes:
    """UTF-8, sorted keys, no spaces: one value, one text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def from_person(thread: UUID, text: FromPerson) -> bytes:
    """The bytes to seal to the inbound identity."""
    found: dict[str, object] = {"v": 1, "thread": thread.hex, "text": text.text}
    if text.files:
        found |= {"files": [file.hex for file in text.files], "S": text.S.hex()}
    if text.parts:
        found["parts"] = text.parts
    return canonical_json(found)


def read_from_person(secret: str, body: bytes, thread: UUID) -> FromPerson:
    """What the person wrote, opened with the inbound secret; SealBroken also when it names another thread."""
    found = _object(open_text(secret, body))
    try:
        if found.get("thread") != thread.hex or not isinstance(found.get("text"), str):
            raise SealBroken("this text belongs to something else")
        files = tuple(UUID(hex=file) for file in found.get("files", ()))
        parts = {str(part): str(word) for part, word in dict(found.get("parts", {})).items()}
        return FromPerson(found["text"], files, bytes.fromhex(found.get("S", "")), parts)
    except (ValueError, TypeError, AttributeError):
        raise SealBroken("not a text of a person") from None


def seal_to_person(recipient: str, text: str) -> bytes:
    """A message or answer for the person's eyes."""
    return seal_text(recipient, canonical_json({"v": 1, "text": text}))


def read_to_person(secret: str, body: bytes) -> str:
    """The text of a message or answer, opened with the person's secret; SealBroken otherwise."""
    text = _object(open_text(secret, body)).get("text")
    if not isinstance(text, str):
        raise SealBroken("not a text to a person")
    return text


def _object(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except ValueError:
        raise SealBroken("not JSON") from None
    if not isinstance(found, dict) or found.get("v") != 1:
        raise SealBroken("a text of another version")
    return found
