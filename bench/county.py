"""A founded county, pre-sealed filings and a served instance: what the benchmarks stand on."""

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

HOST = "127.0.0.1"
WORDS = "前年修水渠，村里占了我家半亩地，说好给二百元，到现在没给。问过三次，都说再等等。我想把钱要回来。" * 13  # about 2 KB


@cache
def county() -> Any:
    """The demo's organisation without its stories. Passphrases are derived cheaply: they are not what is measured."""
    from django.conf import settings

    from dingxin.config.demo import founding_day
    from dingxin.web.days import today

    settings.MEMBER_KDF_COST = (1, 8 * 1024 * 1024)
    found = founding_day.found(today())
    for day in founding_day.ROTATED_ON:
        founding_day.rotate(found, found.day0 + founding_day.timedelta(days=day))
    return found


def b64(data: bytes) -> str:
    """base64url without padding, as the browser sends bytes."""
    return urlsafe_b64encode(data).decode().rstrip("=")


def sealed(count: int) -> tuple[list[bytes], list[bytes]]:
    """``count`` filings sealed as a browser would, as JSON bodies, and their receipts' lookups."""
    from dingxin.ledger.public import new_entry
    from dingxin.mailbox.queries import inlet_for
    from dingxin.mailbox.recipients import checked
    from dingxin.mailbox.texts import canonical_json
    from dingxin.rules.ids import new_id
    from dingxin.sealing.envelope import seal_submission
    from dingxin.sealing.primitives import random_bytes
    from dingxin.sealing.receipts import complainant_keys, new_cs, seal_cs
    from dingxin.tlog.leaf import complainant_subject

    place = county().stationing
    inlet = inlet_for(place.pk)
    assert inlet is not None
    to = checked(inlet)
    bodies, lookups = [], []
    for _ in range(count):
        thread, cs, lookup, wrap = new_id(), new_cs(), random_bytes(32), random_bytes(32)
        keys = complainant_keys(cs)
        words = canonical_json({"v": 1, "language": "zh-hans", "what": WORDS, "about_team": "no", "level": "anonymous"})
        envelope = seal_submission(
            submission_id=thread.hex, vault=to.vault, epoch=to.epoch, inbound=to.inbound, custodians=to.custodians,
            words=words, identity=None, level="anonymous",
        )
        entry = new_entry("received", complainant_subject(keys.verify))
        bodies.append(json.dumps({
            "v": 1, "code": place.code, "thread": thread.hex, "vault": to.vault, "epoch": to.epoch, "head": b64(envelope.head),
            "words": b64(envelope.words), "identity": b64(envelope.identity), "share_b": b64(envelope.share_b),
            "answer_recipient": keys.age.recipient, "verify_key": b64(keys.verify), "shows": "answers",
            "lookup": b64(lookup), "w": b64(seal_cs(wrap, cs)), "files": [], "entry": {
                "commitment": b64(entry.commitment), "detail": b64(entry.detail), "salt_d": b64(entry.salt_d),
                "salt_t": b64(entry.salt_t), "scope": entry.scope, "period": entry.period,
            },
        }).encode())
        lookups.append(lookup)
    return bodies, lookups


@contextmanager
def served(port: int = 8790) -> Iterator[tuple[int, int]]:
    """``./dingxin serve`` on this run's database: (port, process id)."""
    environment = os.environ | {"DINGXIN_FILINGS_PER_HOUR": "100000000"}
    process = subprocess.Popen(
        [sys.executable, "-m", "dingxin.config.cli", "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        _wait(process, port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError("serve did not start")
        try:
            request(port, "GET", "/healthz")
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("serve did not answer")


def request(port: int, method: str, path: str, body: bytes | None = None, kind: str = "application/json") -> bytes:
    """One request on its own connection; the body of the reply. Raises RuntimeError for a refusal."""
    client = http.client.HTTPConnection(HOST, port, timeout=60)
    return exchange(client, method, path, body, kind)


def exchange(
    client: http.client.HTTPConnection, method: str, path: str, body: bytes | None = None, kind: str = "application/json"
) -> bytes:
    """One request on a kept connection."""
    headers = {"Content-Type": kind, "Sec-Fetch-Site": "same-origin", "Accept-Language": "en"}
    client.request(method, path, body=body, headers=headers)
    reply = client.getresponse()
    data = reply.read()
    if reply.status >= 400:
        raise RuntimeError(f"{method} {path}: {reply.status} {data[:200]!r}")
    return data


def at_once(clients: int, work: list[Callable[[http.client.HTTPConnection], object]], port: int) -> tuple[list[float], int]:
    """Seconds of each piece of work, done by ``clients`` connections, and how many failed."""
    waiting, taken, failed, lock = list(work), [], [0], threading.Lock()

    def run() -> None:
        client = http.client.HTTPConnection(HOST, port, timeout=60)
        while True:
            with lock:
                if not waiting:
                    return
                piece = waiting.pop()
            started = time.perf_counter()
            try:
                piece(client)
            except (RuntimeError, OSError):
                with lock:
                    failed[0] += 1
                client = http.client.HTTPConnection(HOST, port, timeout=60)
            with lock:
                taken.append(time.perf_counter() - started)

    threads = [threading.Thread(target=run) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken, failed[0]
