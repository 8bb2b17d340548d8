"""Writes the vector files beside it: `PYTHONPATH=src .venv/bin/python -m dingxin.sealing.vectors.make`.

Everything is drawn from seeds, so a second run writes the same bytes; a test holds it to that. `browser.json` is made
by the browser code (`npm run vectors`) and only read here.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from .. import primitives as p
from ..errors import SealBroken, StatementRefused
from . import cases_household, cases_names, cases_objects, cases_primitives, cases_statements
from .ops import run

HERE = Path(__file__).parent
MADE: dict[str, Callable[[], Iterator[dict[str, Any]]]] = {
    **cases_primitives.FILES,
    **cases_objects.FILES,
    **cases_names.FILES,
    **cases_statements.FILES,
    **cases_household.FILES,
}


def finished(case: dict[str, Any]) -> dict[str, Any]:
    """The case with its result: `out`, or `error` (and `reason`) where it is meant to fail."""
    fails = case.pop("fails", False)
    try:
        out = run(case)
    except SealBroken as broken:
        if not fails:
            raise
        case["error"] = type(broken).__name__
        if isinstance(broken, StatementRefused):
            case["reason"] = broken.reason
        return case
    if fails:
        raise AssertionError(f"{case['name']} was meant to fail")
    case["out"] = out
    return case


def written(name: str) -> str:
    """The text of one vector file."""
    with p.using_random(p.seeded(b"dingxin vectors " + name.encode())):
        cases = [finished(case) for case in MADE[name]()]
    return json.dumps({"version": 1, "cases": cases}, indent=1, ensure_ascii=True) + "\n"


def main() -> None:
    """Write every file."""
    for name in MADE:
        (HERE / f"{name}.json").write_text(written(name), encoding="utf-8")


if __name__ == "__main__":
    main()
