"""Frames: bytes of any length made as long as a few others, so that a size tells little.

Two uses. `pad` goes *inside* a seal, so that not even the length written in the frame can be read; it is what hides the
length of a text from whoever holds the database. `frame` goes *around* an age file, whose own length varies with the
writer, and allows it 1 KiB beyond the bucket.
"""

from .errors import FrameBroken

KIB = 1024
SLACK = KIB
_BUCKETS = tuple(n * KIB for n in (2, 8, 32, 128, 256, 1024, 4096, 16384))
_STEP = _BUCKETS[-1]
_HEAD = 4


def bucket(size: int) -> int:
    """The smallest bucket that holds `size`, in bytes: 2, 8, 32, 128, 256 KiB, 1, 4, 16 MiB, multiples of 16 MiB."""
    return next((b for b in _BUCKETS if size <= b), -(-size // _STEP) * _STEP)


def _wrap(payload: bytes, slack: int) -> bytes:
    size = len(payload)
    if size >= 2**32:
        raise FrameBroken("too long for a frame")
    total = bucket(_HEAD + size - slack) + slack
    return size.to_bytes(_HEAD, "big") + payload + bytes(total - _HEAD - size)


def _unwrap(data: bytes, slack: int) -> bytes:
    if len(data) < _HEAD:
        raise FrameBroken("shorter than its length field")
    end = _HEAD + int.from_bytes(data[:_HEAD], "big")
    if len(data) != bucket(end - slack) + slack:
        raise FrameBroken("length does not fit the bucket")
    if data.count(0, end) != len(data) - end:
        raise FrameBroken("padding is not zero")
    return data[_HEAD:end]


def frame(payload: bytes) -> bytes:
    """u32 length ‖ payload ‖ zeros, to a bucket + 1 KiB. For age files."""
    return _wrap(payload, SLACK)


def unframe(data: bytes) -> bytes:
    """The payload of `frame`; FrameBroken unless length, bucket and zeros are exactly what `frame` writes."""
    return _unwrap(data, SLACK)


def pad(plaintext: bytes) -> bytes:
    """u32 length ‖ plaintext ‖ zeros, to a bucket. For plaintexts, before they are sealed."""
    return _wrap(plaintext, 0)


def unpad(data: bytes) -> bytes:
    """The plaintext of `pad`; FrameBroken on anything `pad` would not write."""
    return _unwrap(data, 0)


def pad_exact(plaintext: bytes, size: int) -> bytes:
    """u32 length ‖ plaintext ‖ zeros, exactly `size` bytes; FrameBroken when it does not fit."""
    if _HEAD + len(plaintext) > size:
        raise FrameBroken("too long for its fixed size")
    return len(plaintext).to_bytes(_HEAD, "big") + plaintext + bytes(size - _HEAD - len(plaintext))


def unpad_exact(data: bytes, size: int) -> bytes:
    """The plaintext of `pad_exact`; FrameBroken on another size, a length beyond it or padding that is not zero."""
    end = _HEAD + int.from_bytes(data[:_HEAD], "big")
    if len(data) != size or end > size or data.count(0, end) != size - end:
        raise FrameBroken("fixed-size frame is malformed")
    return data[_HEAD:end]
