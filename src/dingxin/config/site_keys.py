"""Site keys: secrets of one installation that live outside the database and outside its backups.

Each is one file of hex in a folder (``DINGXIN_KEYS``), mode 0600, made once by ``dingxin setup`` or ``dingxin demo``.
"""

import os
import secrets
from dataclasses import dataclass, fields
from pathlib import Path


class SiteKeysMissing(Exception):
    """The folder has no complete set of site keys; ``setup`` or ``demo`` makes one."""


@dataclass(frozen=True, kw_only=True)
class SiteKeys:
    """All 32 bytes except ``receipt_salt`` and ``member_salt`` (16 bytes, public by design: Argon2id salts)."""

    pepper: bytes
    """Keys receipt look-ups and boxes (3-sealing, The receipt)."""
    staff_pepper: bytes
    """Keys members' passphrase derivation (3-sealing, Keys)."""
    totp_key: bytes
    """Encrypts second-factor secrets."""
    promise_seed: bytes
    """Ed25519 seed that signs filing promises and, later, checkpoints."""
    secret_key: bytes
    """Django's SECRET_KEY: signs form tokens, nothing lasting."""
    leak_key: bytes
    """One of the two keys around a submission's leak-check tokens."""
    receipt_salt: bytes
    """Argon2id salt of receipt digits; the browser gets it too."""


def _length(name: str) -> int:
    return 16 if name == "receipt_salt" else 32


def load(folder: Path) -> SiteKeys:
    """Read all keys. Raises SiteKeysMissing naming the first file that is absent or malformed."""
    found: dict[str, bytes] = {}
    for field in fields(SiteKeys):
        path = folder / field.name.replace("_", "-")
        try:
            found[field.name] = bytes.fromhex(path.read_text().strip())
        except (OSError, ValueError) as error:
            raise SiteKeysMissing(f"{path}: not readable as hex") from error
        if len(found[field.name]) != _length(field.name):
            raise SiteKeysMissing(f"{path}: wrong length")
    return SiteKeys(**found)


def make(folder: Path) -> SiteKeys:
    """Write a fresh set, never over an existing file (FileExistsError)."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for field in fields(SiteKeys):
        path = folder / field.name.replace("_", "-")
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(_length(field.name)) + "\n")
            file.flush()
            os.fsync(file.fileno())
    return load(folder)


def fixed_for_tests() -> SiteKeys:
    """A constant set, so that a failing test can be run again with the same bytes."""
    return SiteKeys(**{
        field.name: (bytes([number + 1]) * _length(field.name)) for number, field in enumerate(fields(SiteKeys))
    })
