"""Deriving a receipt on the server, for browsers without script and for digits said aloud: two at once, in order of coming.

Each derivation takes 64 MiB and a good part of a second (3-sealing, The receipt). Whoever finds the queue full, or
waits longer than PATIENCE, is told so at once; nothing is held for them, and their page still has what they wrote.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from dingxin.sealing.keys import Cost
from dingxin.sealing.receipts import ReceiptDerived, derive_receipt

AT_ONCE = 2
WAITING = 12
PATIENCE = 20.0  # seconds


class Busy(Exception):
    """The queue is full, or did not move in time."""


class Turns:
    """A fair gate: ``at_once`` inside, at most ``waiting`` in line, first come first in."""

    def __init__(self, at_once: int = AT_ONCE, waiting: int = WAITING) -> None:
        self._free = at_once
        self._most = waiting
        self._lock = threading.Lock()
        self._line: deque[threading.Event] = deque()

    @contextmanager
    def turn(self, patience: float = PATIENCE) -> Iterator[None]:
        """Hold one place. Raises Busy instead of waiting longer than ``patience`` seconds."""
        self._enter(patience)
        try:
            yield
        finally:
            with self._lock:
                if self._line:
                    self._line.popleft().set()  # the place passes on; it is never free for somebody later
                else:
                    self._free += 1

    def _enter(self, patience: float) -> None:
        with self._lock:
            if self._free > 0 and not self._line:
                self._free -= 1
                return
            if len(self._line) >= self._most:
                raise Busy
            called = threading.Event()
            self._line.append(called)
        if called.wait(patience):
            return
        with self._lock:
            if not called.is_set():
                self._line.remove(called)
                raise Busy
        # called at the very last moment: the place is ours


turns = Turns()


def cost() -> Cost:
    """The fixed cost, as the browser uses it."""
    passes, memory = settings.RECEIPT_KDF_COST
    return Cost(memory // 1024, passes)


def derive(digits: str) -> ReceiptDerived:
    """lookup and wrap of 18 checked digits. Raises Busy."""
    if settings.SITE_KEYS is None:
        raise RuntimeError("no site keys yet: no receipts")
    with turns.turn():
        return derive_receipt(digits, settings.SITE_KEYS.receipt_salt, cost())
