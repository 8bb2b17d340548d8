"""The "now" line of a matter: why it stands where it does, for whom it waits, and the one act that is next."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.casework import next_act
from dingxin.casework.facts import is_leader
from dingxin.casework.queries import MatterPage
from dingxin.desk.matter.present.words import say
from dingxin.rules.codes import RemedyState
from dingxin.rules.move_table import MOVES
from dingxin.rules.text import N_
from dingxin.web.parts import Link

LATE = frozenset({"reopen_disputed", "settle_interference"})

OWN_PAGES: dict[str, tuple[str, str]] = {
    "assess": ("desk:matter-assess", N_("Assess")),
    "code": ("desk:matter-code", N_("Set the codes")),
    "add_step": ("desk:matter-step", N_("Record a verification step")),
    "add_evidence": ("desk:matter-evidence", N_("Add evidence")),
    "record_finding": ("desk:matter-finding", N_("Write the finding")),
    "settle_interference": ("desk:matter-interference", N_("Record how it was dealt with")),
    "assign": ("desk:matter-assign", N_("Assign to an officer")),
}
"""Acts of ``next_act`` that are no moves of the table: where they are done."""

WAITS: dict[str, str] = {
    next_act.PERSON: N_("the person"), next_act.LEADER: N_("the team leader"), next_act.OFFICER: N_("the officer"),
    next_act.UNIT: N_("the unit concerned"), next_act.OTHER: N_("the other body"), next_act.DATE: N_("the day set"),
}


@dataclass(frozen=True)
class Now:
    """``tone``: late, due, ok or nothing. ``act`` None: nothing is due from this member."""

    text: str
    tone: str = ""
    waits_for: str = ""
    act: Link | None = None
    note: str = ""


def now_line(current: Current, page: MatterPage) -> Now:
    """What is next, as this member sees it."""
    following, matter = page.next, page.matter
    leads = is_leader(current, matter)
    mine = matter.officer_id == current.member.pk or leads
    waits = following.waits_for
    if waits == next_act.LEADER and leads:
        waits = ""
    tone = "late" if following.act in LATE else "due" if waits else "ok" if matter.state == "closed" else ""
    if following.act == "approve" and page.proposal and page.proposal.proposed_by_id == current.member.pk:
        return Now(_("Your proposal waits for a second person."), "due", _("another person who may approve it"))
    if not waits and not mine and following.act:
        if matter.officer_id is None:
            take = Link(_("Take this matter"), reverse("desk:matter-take", args=[matter.pk]))
            return Now(_(following.reason), tone, act=take)
        return Now(_(following.reason), tone, matter.officer.name if matter.officer else "")
    link = None if waits or not following.act else act_link(page, following.act)
    return Now(_(following.reason), tone, _(WAITS[waits]) if waits in WAITS else "", link, _note(page, following.act, link))


def _note(page: MatterPage, act: str, link: Link | None) -> str:
    choice = next((one for one in page.moves if one.move.code == act), None)
    if choice is None or not choice.missing or link is not None:
        return ""
    return say(_("Still missing: %(what)s."), what="; ".join(_(lack.label) for lack in choice.missing))


def act_link(page: MatterPage, act: str) -> Link | None:
    """Where an act is done; None when it is a move that is not possible yet."""
    pk = page.matter.pk
    if act in OWN_PAGES and not (act == "assign" and _choice_missing(page, act)):
        name, label = OWN_PAGES[act]
        return Link(_(label), reverse(name, args=[pk]))
    special = SPECIAL.get(act)
    if special is not None:
        return special(page)
    if act in MOVES and not _choice_missing(page, act):
        return Link(_(MOVES[act].label), reverse("desk:matter-move", args=[pk, act]))
    return None


def _choice_missing(page: MatterPage, act: str) -> bool:
    choice = next((one for one in page.moves if one.move.code == act), None)
    return choice is None or bool(choice.missing)


def _approve(page: MatterPage) -> Link | None:
    if page.proposal is None:
        return None
    return Link(_("Look at the proposal"), reverse("desk:proposal-approve", args=[page.proposal.pk]))


def _answer(page: MatterPage) -> Link | None:
    open_ones = [row.link.pk for row in page.links if row.link.answered_on is None]
    return Link(_("Answer the person"), reverse("desk:link-answer", args=[open_ones[0]])) if open_ones else None


def _deliver(page: MatterPage) -> Link | None:
    owed: list[UUID] = [
        row.pk for row in page.remedies
        if row.state == RemedyState.PROMISED and not row.corrected and row.corrects_id is None
    ]
    if len(owed) == 1:
        return Link(_("Record the delivery"), reverse("desk:remedy-deliver", args=[owed[0]]))
    return Link(_("See what is still owed"), "#remedies") if owed else None


SPECIAL: dict[str, Callable[[MatterPage], Link | None]] = {
    "approve": _approve, "answer_link": _answer, "deliver": _deliver,
}
