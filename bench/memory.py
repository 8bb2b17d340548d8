"""What the embedded default holds in memory, and how long a start takes."""

import time

from bench.attachments import resident
from bench.common import Row, bare_insert
from bench.county import at_once, exchange, request, sealed, served
from bench.inbox import fill

TITLE = "Memory of `serve` over 50,000 submissions, and its start"


def rows() -> list[Row]:
    """Resident memory of server and worker together, after work; seconds until the first answer."""
    from functools import partial

    from dingxin.casework.models import Submission

    if not Submission.objects.exists():
        fill()
    bodies, lookups = sealed(200)
    starts = []
    for _ in range(3):
        began = time.perf_counter()
        with served():
            starts.append(time.perf_counter() - began)
    with served() as (port, pid):
        fresh = resident(pid)
        at_once(16, [partial(_submit, body=body) for body in bodies], port)
        at_once(16, [partial(_look, lookup=lookup) for lookup in lookups], port)
        for _ in range(50):
            request(port, "GET", "/zh-hans/maizhan/")
        after = resident(pid)
    return [Row("start of serve until it answers", starts, f"{fresh} MB fresh, {after} MB after 450 requests"),
            Row("bare insert again", bare_insert(100))]


def _submit(client: object, *, body: bytes) -> None:
    exchange(client, "POST", "/api/submit", body)  # type: ignore[arg-type]


def _look(client: object, *, lookup: bytes) -> None:
    exchange(client, "POST", "/api/lookup", lookup, "application/octet-stream")  # type: ignore[arg-type]
