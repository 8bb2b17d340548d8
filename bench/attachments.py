"""A file of 100 MB at the portal: sealed 256 KiB parts up over HTTP, then opened and streamed; memory of the server."""

import http.client
import io
import time
from pathlib import Path
from typing import Any

from bench.common import Row, timed
from bench.county import b64, exchange, sealed, served

TITLE = "100 MB attached at the portal, in sealed parts over HTTP"
SIZE = 100 * 1024 * 1024


def resident(pid: int) -> int:
    """MB resident of a process and its children."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        lines = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
        if int(lines["PPid"]) == pid or int(lines["Pid"]) == pid:
            total += int(lines.get("VmRSS", "0 kB").split()[0])
    return total // 1024


class Zeros(io.RawIOBase):
    """SIZE bytes that are never all in memory."""

    def __init__(self) -> None:
        self.left = SIZE

    def read(self, size: int = -1) -> bytes:
        given = min(self.left, size if size >= 0 else self.left)
        self.left -= given
        return b"\x5a" * given


def rows() -> list[Row]:
    """Sealing, sending and opening, each by itself."""
    import json

    from dingxin.rules.ids import new_id
    from dingxin.sealing.files import open_parts, part_count, seal_manifest, seal_parts
    from dingxin.sealing.primitives import random_bytes

    secret, file = random_bytes(32), new_id()
    body = json.loads(sealed(1)[0][0])
    started = time.perf_counter()
    sealing = seal_parts(secret, file.hex, Zeros(), name="x.bin", media_type="application/octet-stream")
    parts: list[bytes] = []
    while True:
        try:
            parts.append(next(sealing)[1])
        except StopIteration as stop:
            manifest = stop.value
            break
    seal = time.perf_counter() - started
    body["files"] = [{
        "id": file.hex, "of": part_count(SIZE), "manifest": b64(seal_manifest(secret, file.hex, manifest)),
        "held_by_identity": False,
    }]
    sent: list[float] = []
    with served() as (port, pid):
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        exchange(client, "POST", "/api/submit", json.dumps(body).encode())
        before = resident(pid)
        for number, part in enumerate(parts):
            path = f"/api/file/{body['thread']}/{file.hex}/{number}"
            sent += timed(lambda p=path, d=part: exchange(client, "PUT", p, d, "application/octet-stream"), 1, warm=0)
        after = resident(pid)
    opened = timed(lambda: sum(len(piece) for piece in open_parts(secret, file.hex, manifest, iter(parts))), 3)
    total: Any = sum(sent)
    return [
        Row("sealing 100 MB in Python", [seal]),
        Row("one part of 256 KiB over HTTP, durable", sent, f"all {len(parts)} parts in {total:.1f} s"),
        Row("opening 100 MB", opened, f"server {before} MB before, {after} MB after"),
    ]
