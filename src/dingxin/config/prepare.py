"""Making a data folder ready: keys, database, static files. Each step says what it does and is safe to repeat."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from dingxin.config import site_keys
from dingxin.config.places import PACKAGE, REPOSITORY
from dingxin.config.terminal import Refusal

Say = Callable[[str], None]
DEMO_MARKER = "demo.marker"
DATABASE = "dingxin.sqlite3"
_FINGERPRINT = ".made-from"


def folders(data: str | None) -> tuple[Path, Path]:
    """(data, keys) as settings will see them; ``data`` overrides ``DINGXIN_DATA``. New files are the owner's alone."""
    os.umask(0o077)
    chosen = Path(data or os.environ.get("DINGXIN_DATA") or REPOSITORY / "var" / "site").resolve()
    return chosen, Path(os.environ.get("DINGXIN_KEYS") or chosen / "keys").resolve()


def refuse_demo(data: Path) -> None:
    """A demo's log-ins are printed on screens: its folder never becomes an office."""
    if (data / DEMO_MARKER).exists():
        raise Refusal(f"{data} holds a demo, whose log-ins everyone knows.", todo="Name another folder with --data.")


def make_keys(folder: Path) -> bool:
    """True when site keys were made; False when a whole set was there. Raises Refusal on a broken set."""
    try:
        site_keys.load(folder)
    except site_keys.SiteKeysMissing as missing:
        if folder.is_dir() and any(folder.iterdir()):
            raise Refusal(
                f"the site keys are not complete: {missing}.",
                todo="Put them back from the safe; new keys would leave every receipt and log-in unreadable.",
            ) from missing
        site_keys.make(folder)
        return True
    return False


def pending_migrations() -> bool:
    """True when the database lacks a migration of this version."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    pending = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    connection.close()
    return pending


def database(say: Say) -> bool:
    """Bring the database up to date; True when something had to be done."""
    from django.core.management import call_command

    if not pending_migrations():
        return False
    say("bringing the database up to this version …")
    call_command("migrate", verbosity=0, interactive=False)
    return True


def _static_fingerprint() -> str:
    """Of every static file's path, size and time: milliseconds, where collecting takes seconds."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.glob("**/static/**/*")):
        if path.is_file():
            state = path.stat()
            digest.update(f"{path.relative_to(PACKAGE)} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def static(say: Say) -> bool:
    """Collect and compress static files when they changed; True when they had."""
    from django.conf import settings
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    note, fingerprint = root / _FINGERPRINT, _static_fingerprint()
    if note.exists() and note.read_text() == fingerprint:
        return False
    say("collecting static files …")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    root.mkdir(parents=True, exist_ok=True)
    note.write_text(fingerprint)
    return True


def static_is_ready() -> bool:
    """True when static files were collected at all."""
    from django.conf import settings

    return (Path(settings.STATIC_ROOT) / _FINGERPRINT).exists()


def loads() -> None:
    """Load all addresses and the application: what would fail in every worker or request fails here, once."""
    from django.core.wsgi import get_wsgi_application
    from django.urls import get_resolver

    get_wsgi_application()
    _ = get_resolver().url_patterns
