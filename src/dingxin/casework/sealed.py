"""Sealing this room's words. Labels are frozen: they stand in the associated data of what is sealed already."""

import json
from typing import Any
from uuid import UUID

from dingxin.sealing.errors import SealBroken
from dingxin.sealing.records import open_record, seal_record

MATTER, PIECE, PROPOSAL, REMEDY = "matter", "piece", "proposal", "remedy"  # under M
CONTACT, SPOKEN, LEAVE, NAMED = "contact", "spoken", "leave", "named"  # under M
SUBMISSION, ADDITION = "submission", "addition"  # under S
INTERFERENCE = "interference"  # under I


def seal(key: bytes, text: str, *, label: str, object_id: UUID, field: str, number: int = 1) -> bytes:
    """A text under M or S, bound to its row, field and key number."""
    return seal_record(key, text.encode(), label=label, object_id=object_id.hex, field=field, key_number=number)


def opened(key: bytes, sealed: bytes | memoryview, *, label: str, object_id: UUID, field: str, number: int = 1) -> str:
    """The text, or SealBroken."""
    return open_record(
        key, bytes(sealed), label=label, object_id=object_id.hex, field=field, key_number=number
    ).decode()


def opened_or_none(key: bytes, sealed: bytes | memoryview | None, *, label: str, object_id: UUID, field: str) -> str:
    """The text, empty where nothing was written. A broken seal is an error, never an empty text."""
    return "" if sealed is None else opened(key, sealed, label=label, object_id=object_id, field=field)


def seal_json(key: bytes, value: dict[str, Any], *, label: str, object_id: UUID, field: str, number: int = 1) -> bytes:
    """A small structure, as canonical JSON with its version inside."""
    text = json.dumps({"v": 1, **value}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return seal(key, text, label=label, object_id=object_id, field=field, number=number)


def opened_json(
    key: bytes, sealed: bytes | memoryview, *, label: str, object_id: UUID, field: str, number: int = 1
) -> dict[str, Any]:
    """The structure, or SealBroken."""
    found = json.loads(opened(key, sealed, label=label, object_id=object_id, field=field, number=number))
    if not isinstance(found, dict) or found.pop("v", None) != 1:
        raise SealBroken("not a structure of this version")
    return found
