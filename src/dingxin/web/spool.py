"""A large upload on its way to being sealed for good: on disk without a name, sealed under a key that only this object holds."""

import io
import tempfile
from collections.abc import Iterator

from django.conf import settings

from dingxin.sealing.primitives import aead_open, aead_seal, random_bytes


class SealedSpool(io.RawIOBase):
    """Written once from the beginning, then read once from the beginning.

    What a crash or a stolen disk leaves of it opens with nothing. Raises OSError when the disk is full.
    """

    def __init__(self) -> None:
        super().__init__()
        self._key = random_bytes(32)
        self._file = tempfile.TemporaryFile(dir=settings.SPOOL_FOLDER)  # noqa: SIM115 - closed with this object
        self._lengths: list[int] = []
        self._left = b""
        self._plain: Iterator[bytes] | None = None

    def write(self, chunk: bytes) -> int:  # type: ignore[override]  # only ever bytes
        """Seal one chunk onto the end; its length."""
        sealed = aead_seal(self._key, chunk, ad=str(len(self._lengths)).encode())
        self._file.write(sealed)
        self._lengths.append(len(sealed))
        return len(chunk)

    def rewind(self) -> None:
        """Back to the beginning, to be read."""
        self._file.flush()
        self._file.seek(0)
        self._plain = self._chunks()
        self._left = b""

    def _chunks(self) -> Iterator[bytes]:
        for number, length in enumerate(self._lengths):
            yield aead_open(self._key, self._file.read(length), ad=str(number).encode())

    def readable(self) -> bool:
        """As every file says it."""
        return True

    def read(self, size: int = -1) -> bytes:
        """As many bytes as asked for, fewer only at the end. Raises SealBroken when the disk gave back other bytes."""
        if self._plain is None:
            self.rewind()
        assert self._plain is not None
        parts, held = [self._left], len(self._left)
        while size < 0 or held < size:
            chunk = next(self._plain, b"")
            if not chunk:
                break
            parts.append(chunk)
            held += len(chunk)
        whole = b"".join(parts)
        cut = len(whole) if size < 0 else size
        self._left = whole[cut:]
        return whole[:cut]

    def close(self) -> None:
        """The file is gone with its key."""
        self._file.close()
        super().close()
