"""The room is pure: no framework, no upper room, and one place that reads the clock."""

import ast
from pathlib import Path

ROOM = Path(__file__).parents[1]
ALLOWED = {
    "calendar", "collections", "contextlib", "contextvars", "dataclasses", "datetime", "decimal", "enum", "functools",
    "importlib", "re", "secrets", "sys", "tomllib", "typing", "unicodedata", "uuid", "zoneinfo",
}  # fmt: skip


def sources() -> list[Path]:
    return [path for path in ROOM.rglob("*.py") if "tests" not in path.parts]


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


def test_the_room_imports_itself_and_the_standard_library_only() -> None:
    for path in sources():
        for name in imported(path):
            own = name == "dingxin.rules" or name.startswith("dingxin.rules.")
            assert own or name.split(".")[0] in ALLOWED, (path.name, name)


def test_only_the_clock_reads_the_time() -> None:
    readers = {"now", "today", "utcnow", "time", "monotonic"}
    for path in sources():
        called = {
            node.func.attr
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        assert path.name == "clock.py" or not called & readers, path.name


def test_modules_stay_readable() -> None:
    assert all(len(path.read_text(encoding="utf-8").splitlines()) < 300 for path in ROOM.rglob("*.py"))
