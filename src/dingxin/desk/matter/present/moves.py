"""The allowed moves with what is missing for each, and proposals that wait for a second person."""

from django.urls import reverse
from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.accounts.models import Member
from dingxin.casework import actions, terms, visible
from dingxin.casework.arguments import Arguments
from dingxin.casework.facts import Choice
from dingxin.casework.models import Matter, Proposal
from dingxin.desk.matter.present.opened import Shown
from dingxin.desk.matter.present.words import in_language, matter_name, on_day, word
from dingxin.mailbox.codes import Question
from dingxin.organisation.models import Body
from dingxin.organisation.refusals import Refused
from dingxin.rules.move_table import PROPOSE_APPROVE, WIDENABLE, Move
from dingxin.sealing.errors import SealBroken
from dingxin.web import states
from dingxin.web.parts import Fact, Lack, Link
from dingxin.web.parts import Move as Shape

BY_THEMSELVES = frozenset({"state", "overlay", "not_recused"})
"""Conditions that hold for every move on the page: saying so each time would hide what matters."""

KEYS = {"wait": "w", "verify": "v", "accept": "y"}
MARKS = {"assign": "arrow", "extend": "ring", "transfer": "arrow", "resume": "half", "go_on": "half", "take_up": "half"}


def needs_two(matter: Matter, move: Move) -> bool:
    """Whether this move takes a second person here."""
    return move.code in PROPOSE_APPROVE | (terms.pack_of(matter).propose_approve & WIDENABLE)


def mark_of(move: Move) -> str:
    """The shape of what the move leads to."""
    if move.code in MARKS:
        return MARKS[move.code]
    to = move.overlay if move.overlay else move.target
    return states.look_of(to)[0] if to else "ring"


def choices(matter: Matter, found: list[Choice], proposed: str = "") -> list[Shape]:
    """What is possible first, then what is not yet, each with what is missing. A standing proposal has its own panel."""
    shown = [_shape(matter, choice) for choice in found if choice.move.code != proposed]
    return sorted(shown, key=lambda one: bool(one.missing))


def _shape(matter: Matter, choice: Choice) -> Shape:
    lacks = tuple(Lack(_(lack.label)) for lack in choice.missing if lack.code not in BY_THEMSELVES)
    if choice.missing and not lacks:
        lacks = tuple(Lack(_(lack.label)) for lack in choice.missing)
    label = _("Propose") if needs_two(matter, choice.move) else _("Go")
    url = reverse("desk:matter-move", args=[matter.pk, choice.move.code])
    return Shape(_(choice.move.label), mark_of(choice.move), Link(label, url, KEYS.get(choice.move.code, "")), lacks)


def argument_facts(current: Current, proposal: Proposal) -> tuple[Fact, ...]:
    """What is proposed, by whom, and what comes with it."""
    said = Arguments.read(proposal.arguments)
    found = [Fact(_("Proposed by"), proposal.proposed_by.name), Fact(_("Proposed on"), on_day(proposal.proposed_on))]
    if said.next_officer:
        officer = Member.objects.filter(pk=said.next_officer).first()
        found.append(Fact(_("To which officer"), officer.name if officer else "?"))
    if said.review_date:
        found.append(Fact(_("Look at it again on"), on_day(said.review_date)))
    if said.receiver:
        found.append(Fact(_("To which body"), receiver_name(proposal.matter, said.receiver)))
    if said.joined_to:
        joined = visible.matters(current).filter(pk=said.joined_to).defer("title", "subject").first()
        found.append(Fact(_("Went to"), matter_name(joined) if joined else "?"))
    if said.question:
        found.append(Fact(_("What the person is asked"), word(Question, said.question)))
    return tuple(found)


def receiver_name(matter: Matter, code: str) -> str:
    """A receiving body or office by its code."""
    body = Body.objects.filter(code=code).first()
    if body is not None:
        return body.name
    place = next((one for one in terms.pack_of(matter).places if one.code == code), None)
    return in_language(place.label) if place else code


def reason_of(current: Current, proposal: Proposal) -> tuple[Shown, ...]:
    """The proposal's sealed reason; nothing where there is none or no key."""
    try:
        opened = actions.open_pieces(current=current, matter=proposal.matter)
    except (Refused, SealBroken):
        return ()
    text = opened.proposals.get(proposal.pk)
    return (Shown(_("Reason"), text),) if text else ()
