"""Pictures made anew: one at a time, in bounded memory, and whatever a stranger sends raises nothing."""

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pytest
from PIL import Image

from dingxin.web import pictures
from dingxin.web.uploads import NoRoom


def made(kind: str, size: tuple[int, int] = (40, 30), mode: str = "RGB") -> bytes:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "where it was taken"
    out = BytesIO()
    Image.new(mode, size, "red").save(out, kind, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_stands_upright_and_tells_nothing(kind: str) -> None:
    found = pictures.clean(made(kind), "")
    assert (found.clean, found.media_type) == (True, f"image/{kind.lower()}")
    assert b"where it was taken" not in found.content
    with Image.open(BytesIO(found.content)) as again:
        assert (again.size, dict(again.getexif())) == ((30, 40), {})


def test_broken_pictures_raise_nothing() -> None:
    chance = random.Random(7)
    for _each in range(3_000):
        noise = bytearray(made(chance.choice(["JPEG", "PNG", "WEBP"])))
        for _bytes in range(chance.randint(1, 8)):
            noise[chance.randrange(min(len(noise), 300))] = chance.choice((0, 1, 2, 127, 128, 255))
        found = pictures.clean(bytes(noise), "x/y")
        assert found.clean or (found.content, found.media_type) == (bytes(noise), "x/y")


def test_a_small_file_with_too_many_pixels_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    webp = made("WEBP", (4_200, 4_100))
    assert len(webp) < 60_000
    assert not pictures.clean(webp, "").clean
    monkeypatch.setattr(pictures, "PIXELS", 1_199)
    assert not pictures.clean(made("PNG"), "").clean


def test_many_at_once_wait_for_each_other_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve files of 90 KB, sent at once by anybody, took twenty gigabytes."""
    at_work, most, real = [0], [0], pictures._clean

    def counted(content: bytes, media_type: str) -> pictures.Cleaned:
        at_work[0] += 1
        most[0] = max(most[0], at_work[0])
        found = real(content, media_type)
        at_work[0] -= 1
        return found

    monkeypatch.setattr(pictures, "_clean", counted)
    threads = [threading.Thread(target=pictures.small, args=(made("PNG", (900, 900)),), kwargs={"side": 90, "most": 9_000})
               for _ in range(6)]  # fmt: skip
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert most == [1]
    monkeypatch.setattr(pictures, "PATIENCE", 0.01)
    with held(), pytest.raises(NoRoom):
        pictures.clean(made("PNG"), "")
    assert pictures.clean(made("PNG"), "").clean


@contextmanager
def held() -> Iterator[None]:
    """Somebody else is at it."""
    pictures._turn.acquire()
    try:
        yield
    finally:
        pictures._turn.release()
