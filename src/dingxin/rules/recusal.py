"""Recusal: who is kept from what, and who may look at an opening made at once. Source: 2-domain, "Who may do what" (回避).

Which compartment closes it is `vault.keyring.compartment_for`; which roles may meet in one person, `organisation.roles`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID


def is_within(path: str, root: str) -> bool:
    """Whether the unit at `path` is the one at `root` or below it; paths are codes joined by `/`."""
    return bool(root) and (path == root or path.startswith(root + "/"))


def is_recused(units: Iterable[str], matters: Iterable[UUID], unit: str, matter: UUID | None) -> bool:
    """Whether somebody recused from `units` and `matters` is kept from a matter about `unit`."""
    return (matter is not None and matter in set(matters)) or any(is_within(unit, root) for root in units)


@dataclass(frozen=True)
class Conflict:
    """What stands against an act of two: its code, and the English of what the page says."""

    code: str
    label: str


def may_review_opening(reviewer: UUID, opened_by: frozenset[UUID]) -> bool:
    """Such an opening is reviewed afterwards by a third."""
    return reviewer not in opened_by
