"""For all tests: each begins in the house's own language, and only browser tests reach this machine's own server."""

import gc
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils import translation

# a sixth of the suite's time went into looking for circles among objects that live as long as the process
gc.freeze()
gc.set_threshold(100_000, 50, 100)


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A request leaves its language behind in the thread: no test may depend on which ran before it."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sockets are off in every test; the ``browser`` mark opens 127.0.0.1."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1"]))
