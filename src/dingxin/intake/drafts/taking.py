"""What a clerk chose or recorded becomes files of a draft: pictures made anew from their pixels, the rest known by its bytes."""

from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from dingxin.intake.drafts.files import BYTES, PAGE, VOICE, New
from dingxin.organisation.refusals import Refused
from dingxin.sealing.frames import KIB
from dingxin.web.pictures import clean, small
from dingxin.web.sounds import sound_type

PDF = "application/pdf"
PICTURE = 4096 * KIB  # a page larger than this is made smaller, so that twenty of them fit into one submission
SIDE = 3508  # pixels: a page of A4 at 300 dots an inch
FIELDS = {"pages": PAGE, "voice": VOICE}  # field of a form → what comes by it


def taken(files: Any) -> list[New]:
    """All files of a request's FILES, in the order chosen. Raises Refused for the first that cannot be taken."""
    return [one for field, kind in FIELDS.items() for one in _each(files.getlist(field), kind)]


def _each(chosen: Iterable["UploadedFile[bytes]"], kind: str) -> Iterable[New]:
    for one in chosen:
        if not 0 < (one.size or 0) <= BYTES:
            raise Refused("too-large", why("too-large"))
        yield _known(one.read(), kind)


def _known(content: bytes, kind: str) -> New:
    if kind == VOICE:
        heard = sound_type(content)
        if heard:
            return New(VOICE, heard, content)
        raise Refused("no-sound", why("no-sound"))
    if content.startswith(b"%PDF-"):
        return New(PAGE, PDF, content)
    made = clean(content, "")
    if made.clean:
        if len(made.content) <= PICTURE:
            return New(PAGE, made.media_type, made.content)
        fitted = small(made.content, side=SIDE, most=PICTURE)
        if fitted is not None:
            return New(PAGE, "image/jpeg", fitted)
        raise Refused("too-large", why("too-large"))
    raise Refused("no-picture", why("no-picture"))


def why(code: str) -> str:
    """A sentence for a code that came along in an address; empty for an unknown one."""
    return {
        "too-large": _("A file may hold 10 MB, and not nothing. Nothing of these was taken."),
        "no-sound": _("That is no recording we know: send m4a, mp3, wav, ogg or webm. Nothing was taken."),
        "no-picture": _(
            "That is no picture we can make anew: send JPEG, PNG, WebP, or a PDF, which is kept whole. Nothing was taken."
        ),
        "too-many": _("More than 20 files do not fit into one. Nothing of these was taken."),
        "too-much": _("Together they would be more than one letter may hold. Nothing of these was taken."),
        "nothing": _("No file was chosen."),
        "broken": _("That file does not open any more: it was sealed to an earlier key of yours."),
    }.get(code, "")
