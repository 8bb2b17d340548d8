"""granian as Dingxin runs it. Options are those of granian 2.8 (``granian/server/common.py``)."""

import fcntl
import multiprocessing
import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dingxin.config.boot_key import boot_key
from dingxin.config.terminal import Refusal

BLOCKING_THREADS = 32  # with one or two, two slow uploads held every other request for seconds (5-house, Parts)
WAITING = 256  # requests a worker takes in at once; beyond that the kernel's backlog queues
STOP_SECONDS = 15


@dataclass(frozen=True, kw_only=True)
class Serving:
    """Where and how to listen. ``secure``: TLS ends here or at the proxy."""

    host: str
    port: int
    workers: int
    secure: bool
    behind_proxy: bool = False
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    boot_key_folder: Path | None = None


@contextmanager
def only_one(data: Path, *, needed: bool) -> Iterator[None]:
    """On SQLite a second ``serve`` on the same folder is refused (flock: gone with the process)."""
    with (data / "serve.lock").open("w") as file:
        if needed:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Refusal(f"{data} is already being served.", todo="Stop the other process first.") from error
        yield


def serve(serving: Serving, *, started: Callable[[], None] | None = None) -> int:
    """Run until SIGINT or SIGTERM; requests under way get ``STOP_SECONDS``. ``started`` is called before workers start.

    Workers are spawned afresh, not forked: none inherits a database connection or what the parent has in memory.
    """
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels
    from granian.server import MPServer

    multiprocessing.set_start_method("spawn", force=True)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would hold opened words
    with boot_key(serving.boot_key_folder) as key:
        os.environ.update(
            DINGXIN_BOOT_KEY_FILE=str(key),
            DINGXIN_SECURE="1" if serving.secure else "0",
            DINGXIN_BEHIND_PROXY="1" if serving.behind_proxy else "0",
            DJANGO_SETTINGS_MODULE="dingxin.config.settings",
        )
        server = MPServer(
            "dingxin.config.served:application",
            address=serving.host, port=serving.port, interface=Interfaces.WSGI,
            workers=serving.workers, blocking_threads=BLOCKING_THREADS, blocking_threads_idle_timeout=600,
            backpressure=WAITING, http=HTTPModes.auto if serving.tls_certificate else HTTPModes.http1, websockets=False,
            http1_settings=HTTP1Settings(header_read_timeout=10_000, max_buffer_size=64 * 1024),
            log_access=False, log_level=LogLevels.error,
            ssl_cert=serving.tls_certificate, ssl_key=serving.tls_key,
            respawn_failed_workers=True, workers_kill_timeout=STOP_SECONDS,
        )
        if started:
            server.on_startup(started)
        server.serve()
    return 0
