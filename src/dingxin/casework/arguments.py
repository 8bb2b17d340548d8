"""What comes with a move: facts only. Words go into the sealed reason."""

import json
import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self
from uuid import UUID

from django.utils.translation import gettext as _

from dingxin.casework.refused import Refused
from dingxin.mailbox.codes import Question

RECEIVER = re.compile(r"[A-Za-z0-9_-]{0,40}")


@dataclass(frozen=True)
class Arguments:
    """``next_officer``: member id. ``receiver``: code of the receiving body. ``joined_to``: matter that took it over.

    ``question``: a code of mailbox.codes.Question that the person is asked.
    """

    next_officer: UUID | None = None
    review_date: date | None = None
    receiver: str = ""
    joined_to: UUID | None = None
    question: str = ""

    def __post_init__(self) -> None:
        """Only codes: a proposal's arguments stand in the clear."""
        if self.question not in set(Question) or not RECEIVER.fullmatch(self.receiver):
            raise Refused("bad-argument", _("That is not one of the codes that this move takes."))

    def text(self) -> str:
        """As it stands in a proposal."""
        said: dict[str, Any] = {key: str(value) for key, value in asdict(self).items() if value}
        return json.dumps(said, sort_keys=True) if said else ""

    @classmethod
    def read(cls, text: str) -> Self:
        """From a proposal."""
        said: dict[str, str] = json.loads(text) if text else {}
        officer, day, joined = said.get("next_officer"), said.get("review_date"), said.get("joined_to")
        return cls(
            next_officer=UUID(officer) if officer else None,
            review_date=date.fromisoformat(day) if day else None,
            receiver=said.get("receiver", ""),
            joined_to=UUID(joined) if joined else None,
            question=said.get("question", ""),
        )
