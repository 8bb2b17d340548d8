"""Entries that rooms beside the desk bring to its bar, with how much waits behind each. Filled when the apps are ready."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from dingxin.accounts.identity import Current


@dataclass(frozen=True)
class Entry:
    """``route``: a name as ``reverse`` takes it. ``shown``, ``waits``: asked once for each page, so a query or two."""

    label: Promise
    route: str
    shown: Callable[["Current"], bool]
    waits: Callable[["Current"], int]


ENTRIES: list[Entry] = []
WAITS: dict[str, list[Callable[["Current"], int]]] = {}
"""Route of a tab → what else is counted on it."""


def put(entry: Entry) -> None:
    """Once for each room."""
    if all(one.route != entry.route for one in ENTRIES):
        ENTRIES.append(entry)


def wait(route: str, waits: Callable[["Current"], int]) -> None:
    """Count what ``waits`` on the tab that leads to ``route``; no tab of its own."""
    known = WAITS.setdefault(route, [])
    if waits not in known:
        known.append(waits)
