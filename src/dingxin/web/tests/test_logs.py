"""A word that came with a request is looked for in everything that is logged about it."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.conf import settings as live
from django.test import Client
from django.utils.module_loading import import_string

from dingxin.web.logs import BareFormatter
from dingxin.web.tests.urls import SENTINEL


@pytest.fixture
def console() -> Iterator[io.StringIO]:
    """The console handler as the settings make it, writing here."""
    handler = logging.StreamHandler(io.StringIO())
    handler.addFilter(import_string(live.LOGGING["filters"]["bare"]["()"])())
    handler.setFormatter(import_string(live.LOGGING["formatters"]["plain"]["()"])())
    assert live.LOGGING["handlers"]["console"]["filters"] == ["bare"]
    root = logging.getLogger()
    root.addHandler(handler)
    yield handler.stream
    root.removeHandler(handler)


def test_a_failure_is_logged_without_a_word_of_the_request(web: Client, console: io.StringIO) -> None:
    web.post(f"/en/fail?q={SENTINEL}", {"words": SENTINEL}, headers={"user-agent": SENTINEL, "referer": SENTINEL})
    web.get(f"/en/{SENTINEL}/nowhere")
    web.get(f"/en/refuse?{SENTINEL}")
    written = console.getvalue()
    assert "ERROR django.request ValueError tests/urls.py:" in written
    assert SENTINEL not in written
    assert "nowhere" not in written
    assert "Traceback" not in written


@pytest.mark.parametrize(
    "say",
    [
        lambda log: log.error("case %s", SENTINEL),
        lambda log: log.error(SENTINEL, extra={"request": SENTINEL}),
        lambda log: log.error("x", stack_info=True),
        lambda log: log.error("%d", SENTINEL),  # arguments that do not fit must not be printed as an error of logging
    ],
)
def test_no_logger_can_write_words(console: io.StringIO, say) -> None:
    say(logging.getLogger("dingxin.somewhere"))
    assert "ERROR dingxin.somewhere - " in console.getvalue()
    assert SENTINEL not in console.getvalue()
    assert console.getvalue().count("\n") == 1


def test_the_formatter_alone_is_enough() -> None:
    formatter = BareFormatter()
    record = logging.LogRecord("x", logging.ERROR, "/a/b/c.py", 7, SENTINEL + "%s", (SENTINEL,), None)
    line = formatter.format(record)
    assert line.endswith("ERROR x - b/c.py:7")
    assert record.msg == SENTINEL + "%s"
