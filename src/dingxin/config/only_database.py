"""A pytest plugin for the second engine: what never opens the database is the same there, and was just run.

What meets an engine are actions and queries. Every action runs there in the ``test_one_entry`` files, every page is opened
once by tests/test_access_matrix.py, lists and races have tests of their own. So left out, unless ``DINGXIN_TEST_POSTGRES=all``
asks for them too, are forms of pages and of doors, the rest of the access matrix, the rules of casework told as whole stories,
what a thief can open and what a recusal leaks: they combine the same actions and queries.
"""

import os

import pytest

OPENS = {"db", "transactional_db", "django_db_setup", "live_server"}
PAGES = ("src/dingxin/desk/tests/", "src/dingxin/portal/tests/")
LISTS = {"test_inbox_list.py", "test_queue_home.py"}
CASEWORK = "src/dingxin/casework/tests/"
DOORS = ("back/tests/test_back", "box/tests/test_cards", "call/tests/test_calls", "letter/tests/", "visit/tests/test_record")
STORIES = (
    *(f"src/dingxin/intake/{name}" for name in DOORS),
    "src/dingxin/accounts/tests/test_pages.py", "src/dingxin/accounts/tests/test_security_keys.py",
    "tests/test_recusal_leaks.py", "tests/test_thief.py",
    *(f"tests/test_access_matrix.py::test_{name}" for name in ("everybody", "forms")),
    *(f"{CASEWORK}test_{name}.py" for name in (
        "contacts", "interference", "leaves", "lives", "names", "rare_moves", "spoken_names", "words_given",
    )),
)  # fmt: skip


def _left_out(item: pytest.Item) -> bool:
    if item.get_closest_marker("postgres"):  # it runs nowhere else
        return False
    return item.nodeid.startswith(STORIES) or (item.nodeid.startswith(PAGES) and item.path.name not in LISTS)


def _there(item: pytest.Item) -> bool:
    if _left_out(item) and os.environ.get("DINGXIN_TEST_POSTGRES") != "all":
        return False
    return bool(item.get_closest_marker("django_db") or OPENS & set(getattr(item, "fixturenames", ())))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests that open the database and are not left out."""
    kept = [item for item in items if _there(item)]
    chosen = set(kept)
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = kept
