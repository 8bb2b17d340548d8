"""What a story is made of: the page's facts, the words that were opened, and what was told already."""

from collections import defaultdict
from uuid import UUID

from django.utils.translation import gettext as _

from dingxin.casework.actions import OpenedMatter
from dingxin.casework.kinds import PieceKind
from dingxin.casework.queries import MatterPage, StoryItem
from dingxin.desk.matter.present.opened import Shown, Unsealed
from dingxin.desk.matter.present.words import channel_number

MERGED = frozenset({PieceKind.MOVE_REASON, PieceKind.SENT_BACK})


class Material:
    """Of one page; ``opened`` None where the member has no key. ``told``: ids that stand in an event already."""

    def __init__(self, page: MatterPage, opened: OpenedMatter | None, unsealed: Unsealed) -> None:
        self.page, self.opened, self.unsealed = page, opened, unsealed
        links = [item for item in page.story if item.kind == "link"]
        self.names: dict[UUID, str] = {
            item.id: channel_number(item.facts["channel"], int(item.facts["registered"])) for item in links
        }
        self.of_link = {row.link.pk: row.link.submission_id for row in page.links}
        self.follows: dict[UUID, list[StoryItem]] = defaultdict(list)
        for item in page.story:
            if item.follows is not None and item.kind in ("piece", "evidence"):
                self.follows[item.follows].append(item)
        self.told: set[UUID] = set()

    def shown(self, item: StoryItem, label: str) -> Shown:
        """A piece of the matter, opened if the page could open it."""
        text = self.opened.pieces.get(item.id) if self.opened else None
        return Shown(label, text, refused="" if text is not None else _("You hold no key to this part."))

    def name(self, submission: UUID | None) -> str:
        """What a submission is called."""
        return self.names.get(submission, _("One person")) if submission else _("One person")

    def reasons(self, of: UUID, label: str) -> tuple[Shown, ...]:
        """The sealed reasons that follow a move or proposal; they are told with it and not by themselves."""
        found = [item for item in self.follows[of] if item.kind == "piece" and item.code in MERGED]
        self.told.update(item.id for item in found)
        return tuple(self.shown(item, label) for item in found)
