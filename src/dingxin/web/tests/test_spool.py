"""What waits on disk: the same bytes come back, and what lies there opens with nothing."""

import os
import random
from pathlib import Path

import pytest

from dingxin.sealing.errors import SealBroken
from dingxin.web.spool import SealedSpool

SENTINEL = b"SENTINEL-b7f2"


@pytest.fixture(autouse=True)
def folder(settings: object, tmp_path: Path) -> Path:
    settings.SPOOL_FOLDER = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def on_disk(spool: SealedSpool) -> bytes:
    spool._file.flush()
    handle = spool._file.fileno()
    return os.pread(handle, os.fstat(handle).st_size, 0)


def test_what_was_written_is_read_in_pieces_of_any_length(folder: Path) -> None:
    dice = random.Random(7)
    spool, whole = SealedSpool(), b""
    for _ in range(60):
        chunk = dice.randbytes(dice.randrange(1, 9_000))
        whole += chunk
        assert spool.write(chunk) == len(chunk)
    spool.rewind()
    read = b""
    while chunk := spool.read(dice.randrange(1, 20_000)):
        read += chunk
    assert read == whole
    assert spool.read(5) == b""
    spool.rewind()
    assert spool.read() == whole
    assert not list(folder.iterdir())  # it has no name
    spool.close()


def test_nothing_on_disk_is_in_the_clear() -> None:
    spool = SealedSpool()
    spool.write(SENTINEL * 1_000)
    assert SENTINEL not in on_disk(spool)
    assert len(on_disk(spool)) >= len(SENTINEL) * 1_000


def test_bytes_that_were_exchanged_on_disk_are_refused() -> None:
    spool = SealedSpool()
    spool.write(b"a" * 100)
    spool.write(b"b" * 100)
    spool._file.flush()
    first = os.pread(spool._file.fileno(), 141, 0)
    os.pwrite(spool._file.fileno(), first, 141)
    spool.rewind()
    with pytest.raises(SealBroken):
        spool.read()
