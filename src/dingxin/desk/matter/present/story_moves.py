"""Moves and proposals in the story: who proposed, who approved, and why."""


from django.utils.translation import gettext as _

from dingxin.casework.queries import StoryItem
from dingxin.desk.matter.people import name_of
from dingxin.desk.matter.present.events import Chip, Event, Stage
from dingxin.desk.matter.present.material import Material
from dingxin.desk.matter.present.moves import mark_of
from dingxin.desk.matter.present.opened import Shown
from dingxin.desk.matter.present.words import say
from dingxin.rules.codes import MatterState
from dingxin.rules.move_table import MOVES

LANDS = {
    MatterState.ASSESSED: Stage.OPENED, MatterState.REDIRECTED: Stage.OPENED, MatterState.OPEN: Stage.OPENED,
    MatterState.FOUND: Stage.FOUND, MatterState.ACTING: Stage.ACTING, MatterState.ANSWERED: Stage.ANSWERED,
    MatterState.CLOSED: Stage.CLOSED, MatterState.UNDER_REVIEW: Stage.AGAIN,
}


def _stage(source: str, target: str) -> int:
    """Where a move stands among the things of its day."""
    if source == target:
        return Stage.OVERLAY
    if target == MatterState.VERIFYING:
        return Stage.OPENED + 1 if source == MatterState.ASSESSED else Stage.AGAIN
    return next((stage for state, stage in LANDS.items() if state.value == target), Stage.NOTE)


def moves_and_proposals(story: Material) -> list[Event]:
    """All of them; a proposal that was carried out is told by its move."""
    found = []
    for item in story.page.story:
        if item.kind == "move":
            found.append(_move(story, item))
        elif item.kind == "proposal" and item.facts["state"] != "approved":
            found.append(_proposal(story, item))
    return found


def _label(code: str) -> str:
    return _(MOVES[code].label) if code in MOVES else code


def _who(item: StoryItem) -> str:
    first, second = name_of(item.who), name_of(item.second)
    if not first:
        return _("by the person") if item.who == "person" else ""
    return say(_("proposed: %(first)s, approved: %(second)s"), first=first, second=second) if second else first


def _move(story: Material, item: StoryItem) -> Event:
    to = next((state for state in MatterState if state.value == item.facts["to"]), None)
    changed = to is not None and item.facts["from"] != item.facts["to"]
    return Event(
        item.day, _label(item.code), mark_of(MOVES[item.code]) if item.code in MOVES else "ring", who=_who(item),
        chips=(Chip(to),) if changed else (), pieces=story.reasons(item.id, _("Reason")),
        rank=_stage(item.facts["from"], item.facts["to"]),
    )


def _proposal(story: Material, item: StoryItem) -> Event:
    state, pieces = item.facts["state"], story.reasons(item.id, _("Why it was sent back"))
    texts = {
        "waiting": _("Proposed: %(move)s"), "sent_back": _("Proposal sent back: %(move)s"),
        "withdrawn": _("Proposal not followed up: %(move)s"),
    }
    reason = story.opened.proposals.get(item.id) if story.opened else None
    why = (Shown(_("Reason of the proposal"), reason),) if reason else ()
    who = say(_("proposed: %(first)s, decided: %(second)s"), first=item.who, second=item.second) if item.second else (
        item.who
    )
    return Event(
        item.day, say(texts.get(state, texts["waiting"]), move=_label(item.code)), "ring" if state == "waiting" else "dash",
        who=who, pieces=(*why, *pieces), rank=Stage.PROPOSAL,
    )
