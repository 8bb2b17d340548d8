"""The boot key: 32 bytes that unlock the sessions of one run of ``serve``; in memory only (3-sealing, Keys)."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dingxin.config.terminal import Refusal
from dingxin.sealing.primitives import random_bytes

_IN_MEMORY = {"tmpfs", "ramfs"}


def filesystem(folder: Path, mounts: str) -> str:
    """Type of the file system that holds ``folder``, from the text of /proc/self/mounts; "" when unknown."""
    real = folder.resolve()
    best, kind = -1, ""
    for line in mounts.splitlines():
        place, type_ = [*line.split(" "), "", "", ""][1:3]
        point = Path(place.replace("\\040", " "))
        if (real == point or point in real.parents) and len(point.parts) >= best:
            best, kind = len(point.parts), type_
    return kind


def _mounts() -> str:
    try:
        return Path("/proc/self/mounts").read_text()
    except OSError:
        return ""


def memory_folder() -> Path | None:
    """A writable memory-backed folder: systemd's, the user's, or /dev/shm; None where there is none."""
    shared = "/dev/shm"  # noqa: S108 - memory is the point, and mkstemp makes the file
    named = [os.environ.get("RUNTIME_DIRECTORY", "").split(":")[0], os.environ.get("XDG_RUNTIME_DIR", ""), shared]
    for name in named:
        folder = Path(name) if name else None
        if folder and folder.is_dir() and os.access(folder, os.W_OK) and filesystem(folder, _mounts()) in _IN_MEMORY:
            return folder
    return None


@contextmanager
def boot_key(folder: Path | None = None) -> Iterator[Path]:
    """Write a fresh key (mode 0600), yield its path, remove it at the end. Raises Refusal without a place in memory.

    ``folder``: a place the operator names and answers for, whatever backs it.
    """
    place = folder or memory_folder()
    if place is None:
        raise Refusal(
            "no memory-backed place for the boot key in $RUNTIME_DIRECTORY, $XDG_RUNTIME_DIR, /dev/shm.",
            todo="Mount one, or name a folder with --boot-key-folder and answer for it: "
            "whoever reads that disk later can open sessions of this run.",
        )
    handle, name = tempfile.mkstemp(prefix="dingxin-boot-", dir=place)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(random_bytes(32))
        yield path
    finally:
        path.unlink(missing_ok=True)
