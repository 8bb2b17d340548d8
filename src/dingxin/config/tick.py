"""Keyless work that comes round: each room's ``ticks.py`` has ``TICKS``, functions that do a little and say how much.

A tick is idempotent and short; it holds no key (3-sealing: keyed work has no background). One runs at a time over all
processes: on PostgreSQL by an advisory lock, on SQLite because one process serves.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import close_old_connections, connection

Tick = Callable[[], int]
EVERY = 3.0  # seconds
_LOCK = 0x6478_7469_636B  # "dxtick"


def gather() -> list[Tick]:
    """All ticks of the installed rooms, in the order of INSTALLED_APPS. A broken ``ticks.py`` raises."""
    found: list[Tick] = []
    for app in apps.get_app_configs():
        if app.name.startswith("dingxin.") and find_spec(f"{app.name}.ticks"):
            found += import_module(f"{app.name}.ticks").TICKS
    return found


@contextmanager
def _alone() -> Iterator[bool]:
    if connection.vendor != "postgresql":
        yield True
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        mine = bool(cursor.fetchone()[0])
        try:
            yield mine
        finally:
            if mine:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def run_once(ticks: list[Tick] | None = None) -> int:
    """Run every tick once; the sum of what they did. A failing tick is logged without data and does not stop others."""
    done = 0
    with _alone() as mine:
        if not mine:
            return 0
        for tick in gather() if ticks is None else ticks:
            try:
                done += tick()
            except Exception as error:
                logging.getLogger(tick.__module__).error("tick failed", exc_info=error)
    return done


def loop(stop: threading.Event, every: float = EVERY) -> None:
    """Tick until ``stop`` is set. A database that is away is logged and tried again next time."""
    while not stop.wait(every):
        try:
            close_old_connections()
            run_once()
        except Exception as error:
            logging.getLogger(__name__).error("ticks did not run", exc_info=error)
    connection.close()
