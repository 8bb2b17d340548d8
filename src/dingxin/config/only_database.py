"""A pytest plugin for the second engine: what never opens the database is the same there, and was just run."""

import pytest

OPENS = {"db", "transactional_db", "django_db_setup", "live_server"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests that open the database, by mark or by fixture."""
    kept = [
        item for item in items
        if item.get_closest_marker("django_db") or OPENS & set(getattr(item, "fixturenames", ()))
    ]
    chosen = set(kept)
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = kept
