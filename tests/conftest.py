"""For all tests: browser tests may reach this machine's own server and nothing else."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sockets are off in every test; the ``browser`` mark opens 127.0.0.1."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1"]))
