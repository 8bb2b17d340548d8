"""Pictures made anew from their pixels, so that place, time and device do not come along (3-sealing, attachments).

Pasting pixels into a new picture drops what saving a picture again would keep: EXIF, XMP, comments, colour profiles.
One at a time in a process: a file of 100 KB can hold 50 million pixels, and a dozen of them at once all the memory there is.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from dingxin.web.uploads import NoRoom

FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
PIXELS = 50_000_000  # a decoded picture of this size takes 150 MB, and making it anew some copies
WEBP_PIXELS = 17_000_000  # libwebp takes 30 bytes a pixel for writing it
PATIENCE = 60  # seconds that a picture waits for its turn
_turn = threading.BoundedSemaphore(1)


@contextmanager
def _alone() -> Iterator[None]:
    """NoRoom, which is shown as a busy page, where it is not soon one's turn."""
    if not _turn.acquire(timeout=PATIENCE):
        raise NoRoom
    try:
        yield
    finally:
        _turn.release()


@dataclass(frozen=True, repr=False)
class Cleaned:
    """``clean``: made anew. Otherwise the bytes are as they came and whatever they tell is still in them."""

    content: bytes
    media_type: str
    clean: bool


def clean(content: bytes, media_type: str) -> Cleaned:
    """A picture without its metadata, or the same bytes where this is none that can be made anew. Raises NoRoom."""
    with _alone():
        return _clean(content, media_type)


def _clean(content: bytes, media_type: str) -> Cleaned:
    try:
        with Image.open(BytesIO(content), formats=tuple(FORMATS)) as found:
            kind = found.format or ""
            most = WEBP_PIXELS if kind == "WEBP" else PIXELS
            if found.width * found.height > most or getattr(found, "n_frames", 1) > 1:
                return Cleaned(content, media_type, False)
            ImageOps.exif_transpose(found, in_place=True)
            mode = "RGBA" if kind != "JPEG" and "A" in found.getbands() else "RGB"
            fresh = Image.new(mode, found.size)
            fresh.paste(found if found.mode == mode else found.convert(mode))
    except Exception:  # a broken picture meets more than the reader's own errors: struct's, a text where a number should be
        return Cleaned(content, media_type, False)
    return Cleaned(_saved(fresh, kind), FORMATS[kind], True)


def turned(content: bytes, media_type: str, quarters: int) -> bytes:
    """A picture turned to the right by quarters. ``content`` was made anew by ``clean``, so there is nothing else in it."""
    kind = next((name for name, known in FORMATS.items() if known == media_type), "")
    if not quarters % 4 or not kind:
        return content
    with _alone():
        with Image.open(BytesIO(content), formats=(kind,)) as found:
            fresh = found.transpose(_TURNS[quarters % 4])
        return _saved(fresh, kind)


def small(content: bytes, *, side: int, most: int) -> bytes | None:
    """A picture for everybody, as JPEG: made anew from pixels, at most ``side`` pixels long and ``most`` bytes.

    None for what is no picture that can be made anew, or does not fit even so.
    """
    made = clean(content, "")
    if not made.clean:
        return None
    with _alone(), Image.open(BytesIO(made.content), formats=tuple(FORMATS)) as found:
        fresh = Image.new("RGB", found.size, "white")
        fresh.paste(found, mask=found.getchannel("A") if found.mode == "RGBA" else None)
        fresh.thumbnail((side, side))
    for quality in (82, 65, 45):
        out = BytesIO()
        fresh.save(out, "JPEG", quality=quality)
        if out.tell() <= most:
            return out.getvalue()
    return None


_TURNS = {1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_90}


def _saved(picture: Image.Image, kind: str) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **({"quality": 88} if kind != "PNG" else {}))
    return out.getvalue()
