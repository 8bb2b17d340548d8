"""Log lines that carry time, level, logger, exception class and code location; never a word that came with a request.

Addresses, query strings, form fields, exception messages and log arguments may hold what a person wrote
(3-sealing.md, T1): the filter drops them before any formatter, handler or error mailer sees the record.
"""

import logging
import time
import traceback
from pathlib import Path

_SITE = "/site-packages/"


def _where(record: logging.LogRecord) -> str:
    """`package/module.py:line` of the innermost frame of our own code in a traceback, else of the logging call."""
    place, line = record.pathname, record.lineno
    if record.exc_info and record.exc_info[2]:
        frames = traceback.extract_tb(record.exc_info[2])
        own = [frame for frame in frames if _SITE not in frame.filename] or list(frames)
        if own:
            place, line = own[-1].filename, own[-1].lineno or 0
    return f"{'/'.join(Path(place).parts[-2:])}:{line}"


class BareFilter(logging.Filter):
    """Replaces a record's message and arguments by its code location and, where it has one, its exception's class."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: a record is bared, never dropped."""
        if getattr(record, "bared", False):
            return True
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else "-"
        status = getattr(record, "status_code", None)
        record.msg = f"{kind} {_where(record)}" + (f" {status}" if isinstance(status, int) else "")
        record.args = None
        record.exc_info = record.exc_text = record.stack_info = None
        record.__dict__.pop("request", None)
        record.bared = True
        return True


class BareFormatter(logging.Formatter):
    """`2026-03-17T08:30:12Z ERROR django.request ValueError web/views.py:12 500`. Bares what the filter did not see."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")
        self.converter = time.gmtime
        self._bare = BareFilter()

    def format(self, record: logging.LogRecord) -> str:
        """One line, without any of the record's own words."""
        copy = logging.makeLogRecord(dict(record.__dict__))
        self._bare.filter(copy)
        return super().format(copy)
