"""A pytest plugin for the second engine: what never opens the database is the same there, and was just run.

So are the forms of desk and portal: they reach the engine through actions and queries, which the rooms test there, and
tests/test_access_matrix.py opens every page on it. The desk's lists have queries of their own and stay.
"""

import pytest

OPENS = {"db", "transactional_db", "django_db_setup", "live_server"}
PAGES = ("src/dingxin/desk/tests/", "src/dingxin/portal/tests/")
LISTS = {"test_inbox_list.py", "test_queue_home.py"}


def _there(item: pytest.Item) -> bool:
    if item.nodeid.startswith(PAGES) and item.path.name not in LISTS:
        return False
    return bool(item.get_closest_marker("django_db") or OPENS & set(getattr(item, "fixturenames", ())))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests that open the database, by mark or by fixture, but those of pages."""
    kept = [item for item in items if _there(item)]
    chosen = set(kept)
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = kept
