"""Moves of a matter, and the second person's part in them."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.casework import actions
from dingxin.casework.doors import Right, access_matter, access_proposal
from dingxin.casework.facts import Choice, allowed
from dingxin.casework.models import Matter, Proposal
from dingxin.desk.matter.forms.moving import Moving
from dingxin.desk.matter.forms.names import Nothing, Why
from dingxin.desk.matter.present.moves import argument_facts, needs_two, reason_of
from dingxin.desk.matter.present.sources import sources_of
from dingxin.desk.matter.ritual import Sheet, bound, fill, get_or_post, to_matter
from dingxin.desk.matter.views.refusal import refusal
from dingxin.organisation.refusals import Refused
from dingxin.rules.move_table import MOVES
from dingxin.web.parts import Lack


def _choice(request: StaffRequest, matter: Matter, code: str) -> Choice | None:
    """None for a move that does not lead on from where the matter is, perhaps since another tab or person moved it."""
    if code not in MOVES:
        raise Http404
    return next((one for one in allowed(request.member, matter) if one.move.code == code), None)


def _too_late(request: StaffRequest, matter: Matter, why: str) -> HttpResponse:
    """409: the page was older than the matter. What was typed is shown, to be taken along."""
    return refusal(request, Refused("stale", why), matter, kept=request.POST.get("reason", ""))


@get_or_post
@unlocked
def move(request: StaffRequest, id: UUID, code: str) -> HttpResponse:
    """Make a move, or propose it. 409 for a move that does not lead from where the matter is."""
    matter = access_matter(request.member, id)
    choice = _choice(request, matter, code)
    if choice is None:
        return _too_late(request, matter, _(
            "“%(move)s” does not lead on from where this matter stands now. Somebody may have moved it meanwhile."
        ) % {"move": _(MOVES[code].label)})
    standing = matter.proposals.filter(state="waiting", move=code).first()
    if standing is not None and request.method != "POST":
        return HttpResponseRedirect(reverse("desk:proposal-approve", args=[standing.pk]))
    form = Moving(bound(request), current=request.member, matter=matter, choice=choice)
    two = needs_two(matter, choice.move)

    def act(said: dict[str, Any]) -> HttpResponse:
        walked = actions.make_move(
            current=request.member, matter=matter, move=code, reason=said["reason"], arguments=form.arguments()
        )
        return to_matter(id, "moved" if walked.moved else "proposed")

    def sheet() -> Sheet:
        return Sheet(
            _(choice.move.label), _("Propose it") if two else _("Do it"), matter=matter,
            lead=_("Another person decides on it; you see their answer here.") if two else "",
            lacks=tuple(Lack(_(lack.label)) for lack in choice.missing),
            words=sources_of(request.member, matter, steps=True) if code.startswith("find") else (),
        )

    return fill(request, form, act, sheet)


def _decided(request: StaffRequest, proposal: Proposal) -> HttpResponse | None:
    """None while it waits; 409 once it was decided or taken back, so that nothing is done a second time."""
    if proposal.state == "waiting":
        return None
    return _too_late(request, proposal.matter, _("This proposal does not wait any more: it was decided or taken back."))


@get_or_post
@unlocked
def approve(request: StaffRequest, id: UUID) -> HttpResponse:
    """The second person carries it out."""
    proposal = access_proposal(request.member, id)
    if (late := _decided(request, proposal)) is not None:
        return late

    def act(_said: dict[str, Any]) -> HttpResponse:
        actions.approve(current=request.member, proposal=proposal)
        return to_matter(proposal.matter_id, "approved")

    def sheet() -> Sheet:
        choice = next((one for one in allowed(request.member, proposal.matter) if one.move.code == proposal.move), None)
        return Sheet(
            _(MOVES[proposal.move].label), _("Approve and carry it out"), matter=proposal.matter,
            lead=_("Decided anew on what is there now. You answer for it together."),
            facts=argument_facts(request.member, proposal), words=reason_of(request.member, proposal),
            lacks=tuple(Lack(_(lack.label)) for lack in choice.missing) if choice else (),
        )

    return fill(request, Nothing(bound(request)), act, sheet)


@get_or_post
@unlocked
def send_back(request: StaffRequest, id: UUID) -> HttpResponse:
    """The leader refuses it with a reason."""
    proposal = access_proposal(request.member, id, Right.LEAD)
    if (late := _decided(request, proposal)) is not None:
        return late

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.send_back(current=request.member, proposal=proposal, reason=said["reason"])
        return to_matter(proposal.matter_id, "sent-back")

    def sheet() -> Sheet:
        return Sheet(
            _("Send it back"), _("Send it back"), matter=proposal.matter, facts=argument_facts(request.member, proposal),
            words=reason_of(request.member, proposal), lead=_("Say what is missing, so that it can be done better."),
        )

    return fill(request, Why(bound(request)), act, sheet)


@get_or_post
@unlocked
def withdraw_proposal(request: StaffRequest, id: UUID) -> HttpResponse:
    """Its own proposer takes it back."""
    proposal = access_proposal(request.member, id)
    if (late := _decided(request, proposal)) is not None:
        return late

    def act(_said: dict[str, Any]) -> HttpResponse:
        actions.withdraw_proposal(current=request.member, proposal=proposal)
        return to_matter(proposal.matter_id, "proposal-withdrawn")

    sheet = Sheet(
        _("Take back your proposal"), _("Take it back"), matter=proposal.matter, facts=argument_facts(request.member, proposal),
        lead=_("The second person will no longer see it. You can propose again."),
    )
    return fill(request, Nothing(bound(request)), act, lambda: sheet)
