"""What each door of intake brings to the tests that span rooms, from its own ``tests`` folder, so that it can be copied whole.

``one_entry.py``: ``TABLE`` (action → stage, kinds, what comes before, act), as in tests/test_one_entry.py.
``access_matrix.toml``: lines of its addresses, as tests/access_matrix.toml; ``matrix_ids.py``: ``ids(world)``, what stands
in them. ``keyless.py``: ``prepare(world)``, something to do for its ticks, and ``LATER``, those that only do it 400 days on, or
``IDLE``, those that need the world outside and have a test of their own.
``sentinel_way.py``: ``plant(world, answers)`` and ``WANTED`` (answer → statuses), as tests/sentinel.py.
"""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

INTAKE = Path(__file__).resolve().parents[1] / "src" / "dingxin" / "intake"
DOORS = sorted(path.parent.name for path in INTAKE.glob("*/apps.py"))


def brought(name: str) -> dict[str, ModuleType]:
    """door → its module ``tests.name``, where it has one."""
    found = {door: f"dingxin.intake.{door}.tests.{name}" for door in DOORS}
    return {door: import_module(module) for door, module in found.items() if find_spec(module)}


def files(name: str) -> list[Path]:
    """The files of this name in the doors' tests folders."""
    return sorted(INTAKE.glob(f"*/tests/{name}"))
