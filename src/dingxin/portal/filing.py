"""The server's own sealing, for browsers without script: in memory, at once, and only to keys whose chain holds."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from dingxin.ledger import public as ledger
from dingxin.mailbox import actions, recipients
from dingxin.mailbox.derive import derive
from dingxin.mailbox.queries import inlet_for
from dingxin.mailbox.refused import Refused, Why
from dingxin.portal import forms
from dingxin.portal.drafts import Draft
from dingxin.rules.codes import SealedWhere
from dingxin.sealing.envelope import seal_submission
from dingxin.sealing.files import part_count, seal_manifest, seal_parts
from dingxin.sealing.primitives import hkdf, random_bytes, seeded, sha256, using_random
from dingxin.sealing.receipts import complainant_keys, seal_cs
from dingxin.tlog.leaf import complainant_subject
from dingxin.web import pictures

NAME_MOST = 120  # characters of a file's name
TYPE_MOST = 80


@dataclass(frozen=True, repr=False)
class Upload:
    """One file, cleaned where that is possible. ``clean`` False: what it tells of place and device is still in it."""

    name: str
    media_type: str
    content: bytes
    clean: bool


@dataclass(frozen=True)
class Sent:
    """What the receipt page shows. ``differs``: something was received before under this draft, and it is unchanged."""

    promise: ledger.Promised
    entry: ledger.Entry = field(repr=False)
    subject: bytes = field(repr=False)
    uploads: tuple[Upload, ...] = ()
    differs: bool = False


def prepare(files: "Sequence[UploadedFile[Any]]") -> tuple[Upload, ...]:
    """The files of a form, pictures made anew. They are in memory and stay there."""
    found = []
    for file in files:
        cleaned = pictures.clean(file.read(), file.content_type or "")
        name = " ".join((file.name or "").split())[-NAME_MOST:]
        found.append(Upload(name, cleaned.media_type[:TYPE_MOST], cleaned.content, cleaned.clean))
    return tuple(found)


def send(*, place: Any, draft: Draft, answers: dict[str, Any], uploads: tuple[Upload, ...]) -> Sent:
    """Derive, seal, hand over. Raises Busy, or Refused as ``mailbox.actions.accept``; nothing is kept then.

    The same draft with the same content gives the same bytes and the same promise. With other content it is
    Refused there, and shown as ``differs`` with the promise of what came first.
    """
    inlet = inlet_for(place.stationing.pk, about_team=answers["about_team"] == "yes")
    if inlet is None:
        raise Refused(Why.STALE)
    to = recipients.checked(inlet)
    derived = derive(draft.digits)
    keys = complainant_keys(draft.cs)
    subject = complainant_subject(keys.verify)
    with using_random(seeded(hkdf(draft.seed, "draft-entry"))):
        entry = ledger.new_entry("received", subject, draft.day)
    words, identity = forms.words(answers), forms.identity(answers)
    with using_random(seeded(hkdf(draft.seed, "draft-seal", context=_content(words, identity, uploads, to.inbound)))):
        sealed = seal_submission(
            submission_id=draft.thread.hex, vault=to.vault, epoch=to.epoch, inbound=to.inbound,
            custodians=to.custodians, words=words, identity=identity, level=answers["level"],
        )
        files = tuple(seal_file(sealed.secrets.S, upload) for upload in uploads)
        W = seal_cs(derived.wrap, draft.cs)
    filing = actions.Filing(
        thread=draft.thread, vault=inlet.vault_id, epoch=inlet.epoch, stationing=place.stationing.pk,
        sealed_by=SealedWhere.SERVER, head=sealed.head, words=sealed.words, identity=sealed.identity,
        share_b=sealed.share_b, answer_recipient=keys.age.recipient, verify_key=keys.verify, shows=answers["shows"],
        lookup=derived.lookup, W=W, files=files, entry=entry,
    )
    try:
        return Sent(actions.accept(filing=filing), entry, subject, uploads)
    except Refused as refused:
        promise = ledger.promised(entry.commitment) if refused.why is Why.DIFFERS else None
        if promise is None:
            raise
        return Sent(promise, entry, subject, differs=True)


def _content(words: bytes, identity: bytes | None, uploads: Sequence[Upload], inbound: str) -> bytes:
    parts = [words, identity or b"", inbound.encode()]
    parts += [sha256(u.name.encode(), b"\0", u.media_type.encode(), b"\0", u.content) for u in uploads]
    return sha256(*(sha256(part) for part in parts))


def seal_file(S: bytes, upload: Upload) -> actions.NewFile:
    """A file under S. Its id comes from the draft's own randomness, so that it is the same when sent again."""
    file_id = random_bytes(16).hex()
    sealing = seal_parts(S, file_id, BytesIO(upload.content), name=upload.name, media_type=upload.media_type)
    parts = []
    while True:
        try:
            parts.append(next(sealing)[1])
        except StopIteration as ended:
            manifest = ended.value
            break
    return actions.NewFile(
        id=UUID(hex=file_id), of=part_count(len(upload.content)), manifest=seal_manifest(S, file_id, manifest),
        parts=tuple(parts),
    )
