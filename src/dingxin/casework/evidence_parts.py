"""Evidence in sealed parts, streamed both ways in constant memory."""

from collections.abc import Iterator
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from dingxin.audit.writing import writing
from dingxin.casework.models import Evidence, EvidencePart
from dingxin.casework.refused import Refused
from dingxin.sealing.files import FileManifest, part_count, seal_parts

AT_ONCE = 4
"""Parts in one short transaction: 1 MiB, several times that on their way into PostgreSQL. On SQLite a large file in one
transaction would hold up every other writer."""


def store(key: bytes, evidence_id: UUID, source: BinaryIO, *, name: str, media_type: str) -> tuple[FileManifest, int]:
    """Seal and store the parts of a file whose row is there; (manifest, number of parts).

    Nothing of it is shown before the row has its manifest. Refused above DESK_FILE_LIMIT, with all parts gone again.
    """
    most = part_count(int(settings.DESK_FILE_LIMIT))
    walk = seal_parts(key, evidence_id.hex, source, name=name, media_type=media_type)
    held: list[EvidencePart] = []
    count = 0
    while True:
        try:
            number, body = next(walk)
        except StopIteration as ended:
            _flush(held)
            manifest: FileManifest = ended.value
            return manifest, count
        count = number + 1
        if count > most:
            discard(evidence_id)
            raise Refused("too-large", _("This file is too large: at most 1 GB."))
        held.append(EvidencePart(evidence_id=evidence_id, number=number, body=body))
        if len(held) >= AT_ONCE:
            _flush(held)


def _flush(held: list[EvidencePart]) -> None:
    if held:
        with writing():
            EvidencePart.objects.bulk_create(held)
        held.clear()


def discard(evidence_id: UUID) -> None:
    """Throw away a file that was never whole."""
    with writing():
        Evidence.objects.filter(pk=evidence_id, manifest__isnull=True).delete()


def parts_of(evidence: Evidence) -> Iterator[bytes]:
    """The sealed parts in order, one at a time."""
    for number in range(evidence.of or 0):
        yield bytes(evidence.pieces.values_list("body", flat=True).get(number=number))
