"""Sealed files: announced with the submission or message, then sent part by part, in any order, as often as needed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError
from django.db.models import F, Sum

from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.mailbox import limits
from dingxin.mailbox.models import File, FilePart, Thread
from dingxin.mailbox.refused import Refused, Why
from dingxin.sealing.files import PART, part_count
from dingxin.web.days import today

OPEN_DAYS = 7
"""A part is taken until this many days after its file was announced."""


@dataclass(frozen=True, kw_only=True)
class NewFile:
    """A file announced: ``of`` parts (sealing.files.part_count), its sealed manifest, and parts that came along."""

    id: UUID
    of: int
    manifest: bytes = field(repr=False)
    held_by_identity: bool = False
    parts: tuple[bytes, ...] = field(default=(), repr=False)


def check_files(files: Sequence[NewFile]) -> None:
    """Refused unless number, sizes and shapes are possible ones."""
    if len(files) > limits.FILES_MOST:
        raise Refused(Why.TOO_LARGE, "files")
    most = part_count(limits.file_bytes())
    if sum(file.of for file in files) > most:
        raise Refused(Why.TOO_LARGE, "files")
    for file in files:
        limits.random_id(file.id, "files")
        if file.of < 1 or part_count(file.of * PART) != file.of:
            raise Refused(Why.BAD, "files")
        if not limits.SEALED_PART_LEAST <= len(file.manifest) <= limits.MANIFEST_MOST:
            raise Refused(Why.BAD, "manifest")
        if file.parts and len(file.parts) != file.of:
            raise Refused(Why.BAD, "files")
        for body in file.parts:
            _check_part(body, file.of)
    if len({file.id for file in files}) != len(files):
        raise Refused(Why.BAD, "files")


def _check_part(body: bytes, of: int) -> None:
    limits.one_of(body, limits.SEALED_PARTS if of == 1 else limits.SEALED_PARTS[-1:], "part")


def store_files(thread: Thread, files: Sequence[NewFile], day: date) -> None:
    """Inside a caller's ``writing()``; Refused(FULL) when the thread holds as much as it may."""
    if not files:
        return
    held = File.objects.filter(thread=thread).aggregate(parts=Sum("of"))["parts"] or 0
    many = File.objects.filter(thread=thread).count() + len(files) > limits.FILES_OF_THREAD
    if many or held + sum(file.of for file in files) > part_count(limits.file_bytes()):
        raise Refused(Why.FULL, "files")
    for file in files:
        row = File.objects.create(
            id=file.id, thread=thread, manifest=file.manifest, of=file.of, held_by_identity=file.held_by_identity,
            day=day, parts=len(file.parts),
        )
        FilePart.objects.bulk_create(
            FilePart(file=row, number=number, body=body) for number, body in enumerate(file.parts)
        )


def announced(thread: UUID, file: UUID) -> File:
    """A file that still takes parts; Refused(CLOSED) for one unknown, of another thread or too old."""
    since = today() - timedelta(days=OPEN_DAYS)
    found = File.objects.filter(pk=file, thread_id=thread, day__gte=since).first()
    if found is None or found.of is None:
        raise Refused(Why.CLOSED, "file")
    return found


def add_part(*, thread: UUID, file: UUID, number: int, body: bytes) -> None:
    """Store one part. The same bytes again are fine; other bytes under the same number are Refused(DIFFERS).

    Two requests with the same part at once: the unique constraint lets one in, and the other is compared with it.
    """
    found = announced(thread, file)
    if not 0 <= number < (found.of or 0):
        raise Refused(Why.BAD, "number")
    _check_part(body, found.of or 0)
    if _held(found, number, body):
        return
    try:
        with writing():
            FilePart.objects.create(file=found, number=number, body=body)
            File.objects.filter(pk=found.pk).update(parts=F("parts") + 1)
            audit.record(
                "submission.file_added", actor="person", object=f"submission:{thread}", facts={"part": number}
            )
    except IntegrityError:
        if not _held(found, number, body):
            raise


def _held(file: File, number: int, body: bytes) -> bool:
    there = file.pieces.filter(number=number).first()
    if there is None:
        return False
    if bytes(there.body) != body:
        raise Refused(Why.DIFFERS, "part")
    return True
