"""Submissions in the story: what came in, opened in place or shut."""

from collections import Counter

from django.utils.translation import gettext as _

from dingxin.casework.queries import StoryItem
from dingxin.desk.matter.present.events import Event, Stage
from dingxin.desk.matter.present.material import Material
from dingxin.desk.matter.present.opened import Shown, words_of
from dingxin.desk.matter.present.words import listed, on_day, say, word
from dingxin.rules.codes import Channel
from dingxin.web.templatetags.dx import ltr

FOLDED_FROM = 3
"""So many shut submissions are one line with a fold."""


def submissions(story: Material) -> list[Event]:
    """The opened one, the others shut; many shut ones in one line with a fold."""
    items = [item for item in story.page.story if item.kind == "link"]
    shut = [item for item in items if item.id != story.unsealed.id]
    alone = items if len(shut) < FOLDED_FROM else [item for item in items if item.id == story.unsealed.id]
    found = [_one(story, item) for item in alone]
    return found if len(shut) < FOLDED_FROM else [*found, _fold(story, shut, len(found))]


def _one(story: Material, item: StoryItem) -> Event:
    heading = story.name(item.id)
    pieces = (_shut(story, item, _("Words of the submission")),)
    if story.unsealed.row is not None and item.id == story.unsealed.id:
        pieces = (words_of(story.unsealed.row),)
    shut = item.id != story.unsealed.id
    return Event(item.day, heading, "note", pieces=pieces, rank=Stage.LINK + shut)


def _shut(story: Material, item: StoryItem, label: str = "") -> Shown:
    refused = story.unsealed.refused.get(item.id, "")
    return Shown(label or story.name(item.id), ask=None if refused else item.id, refused=refused)


def _fold(story: Material, shut: list[StoryItem], before: int) -> Event:
    by = Counter(item.facts["channel"] for item in shut)
    kinds = listed(
        say(_("%(channel)s %(number)s"), channel=word(Channel, code), number=ltr(count)) for code, count in by.items()
    )
    values = {"count": ltr(len(shut)), "day": on_day(max(item.day for item in shut))}
    heading = say(_("%(count)s more, until %(day)s"), **values) if before else say(
        _("%(count)s submissions, until %(day)s"), **values
    )
    return Event(
        shut[0].day, heading, "note", text=_("Each from a person of their own who knows nothing of the others. Dealt "
                                             "with together, answered one by one."),
        fold_label=say(_("%(kinds)s: one by one"), kinds=kinds), fold=tuple(_shut(story, item) for item in shut),
        rank=Stage.LINK + 1,
    )  # fmt: skip
