"""Files of a matter, sealed under M."""

from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.casework import doors, evidence_parts, standing, walking
from dingxin.casework.models import Evidence, Matter, Piece
from dingxin.casework.refused import Refused
from dingxin.rules.ids import new_id
from dingxin.sealing.files import FileManifest, open_manifest, open_parts, seal_manifest
from dingxin.vault import keyring
from dingxin.web.days import today


def add_evidence(
    *, current: Current, matter: Matter, source: BinaryIO, name: str, media_type: str, piece: Piece | None = None
) -> Evidence:
    """Seal a file under M in parts of 256 KiB, at most 1 GB, with constant memory.

    ``piece``: the step it belongs to. The parts go in by short transactions of their own before the one that makes the
    file part of the matter; if the work breaks off between, a tick throws them away. Refused for a file too large.
    """
    row = doors.access_matter(current, matter.pk)
    key = keyring.unwrap(current, "M", row.pk)
    if piece is not None and piece.matter_id != row.pk:
        raise Refused("piece", _("That step belongs to another matter."))
    file = _begun(current, row, piece)
    manifest, parts = evidence_parts.store(key, file.pk, source, name=name[:200], media_type=media_type[:100])
    with writing():
        row = doors.access_matter(current, matter.pk, lock=True)
        file.manifest, file.of = seal_manifest(key, file.pk.hex, manifest), parts
        file.save(update_fields=["manifest", "of"])
        row.evidence_count += 1
        standing.settle(row, save=False)
        walking.save(row)
        audit.record(
            "matter.evidence_added", actor=current.actor, object=f"matter:{row.pk}", scope=str(row.team_id),
            facts={"evidence": str(file.pk), "parts": parts},
        )
    return file


def _begun(current: Current, row: Matter, piece: Piece | None) -> Evidence:
    with writing():
        return Evidence.objects.create(id=new_id(), matter=row, piece=piece, on=today(), by=current.actor)


def open_evidence(*, current: Current, evidence: Evidence) -> tuple[FileManifest, Iterator[bytes]]:
    """The manifest and the decrypted parts, streamed. On SealBroken, also at the end, what came must be thrown away."""
    with writing():
        row = doors.access_evidence(current, evidence.pk)
        if row.manifest is None:
            raise Refused("incomplete", _("This file did not arrive whole."))
        key = keyring.unwrap(current, "M", row.matter_id)
        manifest = open_manifest(key, row.pk.hex, bytes(row.manifest))
        audit.record(
            "matter.evidence_opened", actor=current.actor, object=f"matter:{row.matter_id}",
            scope=str(row.matter.team_id), facts={"evidence": str(row.pk)},
        )
    return manifest, open_parts(key, row.pk.hex, manifest, evidence_parts.parts_of(row))
