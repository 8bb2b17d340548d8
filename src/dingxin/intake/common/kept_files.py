"""Scans and recordings of any door: taken with the form, kept sealed beside its draft, and filed with it as originals."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django_permissions_policy.decorators import permissions_policy_override

from dingxin.accounts.doors import StaffRequest
from dingxin.casework.recording import Original
from dingxin.intake.common.filing import once
from dingxin.intake.drafts import actions, taking
from dingxin.intake.drafts.files import PAGE, VOICE, Head, content_of, heads_of, opened_head
from dingxin.intake.drafts.keeping import TooLong
from dingxin.intake.drafts.models import Draft, DraftFile
from dingxin.intake.drafts.views import keep_posted
from dingxin.organisation.refusals import Refused
from dingxin.sealing.errors import SealBroken
from dingxin.web.pictures import turned

ENDINGS = {
    "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf", "audio/webm": "webm",
    "audio/ogg": "ogg", "audio/mpeg": "mp3", "audio/flac": "flac", "audio/aac": "aac", "audio/wav": "wav", "audio/mp4": "m4a",
}

hears = permissions_policy_override(
    {name: ["self"] if name == "microphone" else who for name, who in settings.PERMISSIONS_POLICY.items()}
)
"""Marks a view whose page may ask for the microphone; no other page of ours can."""


def take(request: StaffRequest, kind: str) -> Refused | None:
    """Keep what was chosen and came with the whole form, before anything else is looked at; why it could not be."""
    if not request.FILES:
        return None
    if not request.member.unlocked:
        return Refused("locked", _(
            "A file came along, and your keys are locked. Unlock, and choose it again. Nothing was filed."
        ))
    draft = once(request)
    held = Draft.objects.filter(pk=draft, member=request.member.member).first()
    try:
        came = taking.taken(request.FILES)
        keep_posted(request, kind, draft, turn=held.turn + 1 if held else 1)
        actions.add_files(current=request.member, draft=draft, came=came)
    except TooLong:
        return Refused("too-long", _("The text is too long to be kept with a file. Shorten it. Nothing was filed."))
    except Refused as refused:
        return refused
    return None


def originals(request: StaffRequest, *, nobody: bool = False) -> tuple[Original, ...]:
    """All files beside this form's draft, as they are filed. ``nobody``: the clerk says that none of them carries a person.

    Raises Refused when they cannot be opened now; then nothing must be filed without them.
    """
    rows = list(DraftFile.objects.filter(draft_id=once(request), draft__member=request.member.member))
    if rows and not request.member.unlocked:
        raise Refused("locked", _("Pages or recordings belong to this, and your keys are locked. Unlock, and file again."))
    try:
        return tuple(_original(at, row, opened_head(request.member, row), nobody) for at, row in enumerate(rows, 1))
    except SealBroken:
        raise Refused("broken", taking.why("broken")) from None


def _original(at: int, row: DraftFile, head: Head, nobody: bool) -> Original:
    """Named by what it is and its place: how somebody called a file may say who they are."""
    content = turned(content_of(row, head), head.media_type, head.turns)
    carries = head.kind == VOICE or not (nobody or head.nobody)  # a voice is always somebody's
    return Original(f"{head.kind}-{at:02d}.{ENDINGS[head.media_type]}", head.media_type, content, carries)


def context(request: StaffRequest, kind: str, draft: UUID) -> dict[str, Any]:
    """For the template: what is kept beside this draft, where more goes, and why the last one was not taken."""
    heads = heads_of(request.member, draft) if request.member.unlocked else []
    rows = DraftFile.objects.filter(draft_id=draft, draft__member=request.member.member).count()
    return {
        "pages": [one for one in heads if one.kind == PAGE], "voices": [one for one in heads if one.kind == VOICE],
        "files_to": reverse("intake_drafts:files", args=[kind, draft]), "door_kind": kind, "draft_id": draft,
        "files_why": taking.why(request.GET.get("why", "")), "files_locked": not request.member.unlocked,
        "files_shut": rows - len(heads) if request.member.unlocked else rows,
    }
