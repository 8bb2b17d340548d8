"""A full text submission, sealed before it is sent, durable before it is acknowledged, over HTTP."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from bench.common import Row
from bench.county import at_once, exchange, sealed, served

TITLE = "Submission of 2 KB of words, sealed, durable, with its signed promise, over HTTP"
EACH = 400


def _post(body: bytes) -> Callable[[Any], object]:
    return partial(_send, body=body)


def _send(client: Any, *, body: bytes) -> bytes:
    return exchange(client, "POST", "/api/submit", body)


def rows() -> list[Row]:
    """One, four and sixteen clients as fast as they can, then sixteen at about half that load."""
    bodies, _lookups = sealed(EACH * 4 + 20)
    found = []
    with served() as (port, _pid):
        at_once(4, [_post(body) for body in bodies[:20]], port)
        rest, rate = bodies[20:], 1.0
        for number, clients in enumerate((1, 4, 16)):
            started = time.perf_counter()
            taken, failed = at_once(clients, [_post(body) for body in rest[number * EACH : (number + 1) * EACH]], port)
            rate = EACH / (time.perf_counter() - started)
            found.append(Row(f"submission, {clients} clients", taken, f"{rate:.0f}/s together, {failed} refused"))
        pause = 16 / (rate / 2)

        def paced(client: Any, *, body: bytes) -> None:
            started = time.perf_counter()
            _send(client, body=body)
            spent.append(time.perf_counter() - started)
            time.sleep(max(0.0, pause - spent[-1]))

        spent: list[float] = []
        _taken, failed = at_once(16, [partial(paced, body=body) for body in rest[3 * EACH :]], port)
        found.append(Row("submission, 16 clients at half load", spent, f"{rate / 2:.0f}/s together, {failed} refused"))
    return found
