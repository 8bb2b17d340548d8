"""Files beside a draft: sealing one, opening one, and how many there may be. Opening needs the clerk's unlocked session."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.http import Http404

from dingxin.accounts.identity import Current
from dingxin.intake.drafts.models import Draft, DraftFile
from dingxin.mailbox import limits
from dingxin.mailbox.texts import canonical_json
from dingxin.rules.ids import new_id
from dingxin.sealing.age import open_text, seal_text
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.files import part_count
from dingxin.sealing.frames import KIB, frame, unframe
from dingxin.sealing.primitives import aead_open, aead_seal, random_bytes

MOST = 20  # files of one draft, as many as a submission takes
BYTES = 10 * 1024 * KIB  # of one file
STEP = 64 * KIB  # what is stored grows in steps, so that a size tells little
PAGE, VOICE = "page", "voice"


@dataclass(frozen=True, repr=False)
class New:
    """What came in, in memory: ``kind`` PAGE or VOICE; a picture among the pages was made anew from its pixels."""

    kind: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Head:
    """What stands sealed beside the bytes. ``turns``: quarters to the right; ``nobody``: carries no person."""

    id: UUID
    kind: str
    media_type: str
    size: int
    key: bytes = field(repr=False)
    turns: int = 0
    nobody: bool = False

    @property
    def picture(self) -> bool:
        """Whether a browser shows it."""
        return self.media_type.startswith("image/")


def sealed_head(current: Current, draft: UUID, head: Head) -> bytes:
    """To the member's own key, bound to the draft and the file."""
    text = {
        "v": 1, "draft": draft.hex, "file": head.id.hex, "kind": head.kind, "media_type": head.media_type,
        "size": head.size, "key": head.key.hex(), "turns": head.turns, "nobody": head.nobody,
    }
    return frame(seal_text(current.keys().recipient, canonical_json(text)))


def opened_head(current: Current, row: DraftFile) -> Head:
    """SealBroken where the keys are newer than the file, or the row is not what it says."""
    found = json.loads(open_text(current.keys().secret, unframe(bytes(row.head))))
    if (found.get("v"), found.get("draft"), found.get("file")) != (1, row.draft_id.hex, row.pk.hex):
        raise SealBroken("a file of something else")
    return Head(
        row.pk, found["kind"], found["media_type"], int(found["size"]), bytes.fromhex(found["key"]), int(found["turns"]),
        bool(found["nobody"]),
    )


def new_rows(current: Current, draft: UUID, after: int, came: Sequence[New]) -> list[DraftFile]:
    """Rows that are not saved yet, numbered on from ``after``."""
    rows = []
    for number, one in enumerate(came, after + 1):
        head = Head(new_id(), one.kind, one.media_type, len(one.content), random_bytes(32))
        padded = one.content + bytes(-len(one.content) % STEP)
        rows.append(DraftFile(
            pk=head.id, draft_id=draft, number=number, head=sealed_head(current, draft, head),
            body=aead_seal(head.key, padded, ad=head.id.bytes),
        ))
    return rows


def content_of(row: DraftFile, head: Head) -> bytes:
    """The bytes as they came, not turned. SealBroken when they were altered."""
    return aead_open(head.key, bytes(row.body), ad=row.pk.bytes)[: head.size]


def changed(head: Head, act: str) -> Head:
    """A quarter turn, or the mark that it carries a person taken off and put back; Http404 for any other word."""
    if act == "turn":
        return replace(head, turns=(head.turns + 1) % 4)
    if act in ("nobody", "person"):
        return replace(head, nobody=act == "nobody")
    raise Http404


def heads_of(current: Current, draft: UUID) -> list[Head]:
    """Of the member's own draft, in order; what does not open any more is left out. Opens no bytes."""
    found = []
    for row in DraftFile.objects.filter(draft_id=draft, draft__member=current.member).defer("body"):
        try:
            found.append(opened_head(current, row))
        except SealBroken:
            continue
    return found


def access_file(current: Current, id: UUID) -> DraftFile:
    """One file of the member's own draft; Http404 for anybody else's."""
    found = DraftFile.objects.filter(pk=id, draft__member=current.member).first()
    if found is None:
        raise Http404
    return found


def check_room(current: Current, draft: Draft, came: Sequence[New]) -> str:
    """Empty, or the code of why these do not fit: too-many, too-large, too-much (drafts.taking says them)."""
    held = heads_of(current, draft.pk)
    if len(held) + len(came) > MOST:
        return "too-many"
    if any(not 0 < len(one.content) <= BYTES for one in came):
        return "too-large"
    sizes = [one.size for one in held] + [len(one.content) for one in came]
    return "too-much" if sum(map(part_count, sizes)) > part_count(limits.file_bytes()) else ""  # as they count once filed
