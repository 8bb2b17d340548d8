"""What a door knows of where its submissions came from: told to those who may see the submission, in facts only.

Doors register at start; this room does not know them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from dingxin.casework.models import Submission


@dataclass(frozen=True)
class Origin:
    """One fact: ``label``, and a ``text`` (a colleague's name) or a ``day``."""

    label: str | Promise
    text: str | Promise = ""
    day: date | None = None


TELLERS: dict[str, Callable[[Submission], list[Origin]]] = {}
"""Channel → what it tells of a submission."""


def of(submission: Submission) -> list[Origin]:
    """What the door of this submission tells; empty for most."""
    teller = TELLERS.get(submission.channel)
    return teller(submission) if teller else []
