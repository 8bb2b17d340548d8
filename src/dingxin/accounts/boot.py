"""The boot key: new at each start of the server, never on a disk, half of what opens a session (3-sealing, Keys)."""

from pathlib import Path

from django.conf import settings

from dingxin.sealing.primitives import random_bytes

_this_process = random_bytes(32)


def boot_key() -> bytes:
    """32 bytes of settings.BOOT_KEY_FILE, read each time: all workers share them, and none keeps a stale copy.

    Without that setting (tests, shell, a maintenance command) a random key of this process. Raises OSError when the
    file is gone and ValueError when it is not 32 bytes: then every session counts as locked.
    """
    if not settings.BOOT_KEY_FILE:
        return _this_process
    key = Path(settings.BOOT_KEY_FILE).read_bytes()
    if len(key) != 32:
        raise ValueError("the boot key is 32 bytes")
    return key
