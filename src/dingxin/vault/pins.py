"""The root of trust: which keyset a body has, kept beside the site keys, outside the database and its backups.

One line a change, ``<body> <number> <fingerprint>``; the last line of a body holds. Whoever can write the database can
put any keyset there, but not here, and the same fingerprint stands on the printed notice.
"""

import os
from pathlib import Path
from uuid import UUID

from django.conf import settings


def _file() -> Path:
    return Path(settings.KEYS_FOLDER) / "keysets"


def pinned(body_id: UUID) -> tuple[int, str] | None:
    """(number, fingerprint) of a body's keyset, or None when it never had one here."""
    try:
        lines = _file().read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return None
    found = [line.split(" ", 2) for line in lines if line.startswith(body_id.hex + " ")]
    return (int(found[-1][1]), found[-1][2]) if found else None


def pin(body_id: UUID, number: int, fingerprint: str) -> None:
    """Append a line and wait until it is on disk. Raises OSError where the folder is read-only."""
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="ascii") as file:
        file.write(f"{body_id.hex} {number} {fingerprint}\n")
        file.flush()
        os.fsync(file.fileno())
