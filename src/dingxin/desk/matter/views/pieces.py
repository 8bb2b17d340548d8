"""What is written about a matter: one form page and one action each."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.casework import actions
from dingxin.casework.doors import Right, access_matter
from dingxin.desk.matter.forms import pieces as forms
from dingxin.desk.matter.forms.names import Nothing
from dingxin.desk.matter.present.sources import sources_of
from dingxin.desk.matter.ritual import Sheet, bound, fill, get_or_post, to_matter


@get_or_post
@unlocked
def note(request: StaffRequest, id: UUID) -> HttpResponse:
    """A note, also from the foot of the matter's page."""
    matter = access_matter(request.member, id)

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.add_note(current=request.member, matter=matter, text=said["text"])
        return to_matter(id, "noted", "note")

    sheet = Sheet(
        _("Write a note"), _("Seal this note"), matter=matter,
        lead=_("Sealed as you send it; those who hold this matter read it, nobody else."),
    )
    return fill(request, forms.Note(bound(request)), act, lambda: sheet)


@get_or_post
@unlocked
def instruction(request: StaffRequest, id: UUID) -> HttpResponse:
    """领导批示."""
    matter = access_matter(request.member, id)

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.add_instruction(current=request.member, matter=matter, text=said["text"], on=said["on"])
        return to_matter(id, "instructed", "note")

    sheet = Sheet(
        _("Enter an instruction of the leadership"), _("Seal the instruction"), matter=matter,
        lead=_("Its words are sealed; who entered it and the day are facts."),
    )
    return fill(request, forms.Instruction(bound(request)), act, lambda: sheet)


@get_or_post
@unlocked
def assess(request: StaffRequest, id: UUID) -> HttpResponse:
    """研判."""
    matter = access_matter(request.member, id)

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.assess(current=request.member, matter=matter, **said)
        return to_matter(id, "assessed")

    def sheet() -> Sheet:
        return Sheet(
            _("Assess"), _("Record the assessment"), matter=matter, words=sources_of(request.member, matter),
            lead=_("Two questions decide: is the ground legitimate, is the problem clear. How large it is does not."),
        )

    return fill(request, forms.Assess(bound(request)), act, sheet)


@get_or_post
@unlocked
def step(request: StaffRequest, id: UUID) -> HttpResponse:
    """核实."""
    matter = access_matter(request.member, id)

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.add_step(current=request.member, matter=matter, **said)
        return to_matter(id, "step", "note")

    lead = "" if matter.other_side_heard else _("The other side was not heard yet. It has to be, before a finding "
                                                "against it.")
    sheet = Sheet(_("Record a verification step"), _("Seal the step"), lead=lead, matter=matter)
    return fill(request, forms.Step(bound(request), current=request.member, matter=matter), act, lambda: sheet)


@get_or_post
@unlocked
def finding(request: StaffRequest, id: UUID) -> HttpResponse:
    """核实结论."""
    matter = access_matter(request.member, id)

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.record_finding(current=request.member, matter=matter, **said)
        return to_matter(id, "finding")

    def sheet() -> Sheet:
        return Sheet(
            _("Write the finding"), _("Seal the finding"), matter=matter,
            lead=_("The matter moves on by a move of its own, with the conditions that it has."),
            words=sources_of(request.member, matter, steps=True),
        )

    return fill(request, forms.Finding(bound(request), matter=matter), act, sheet)


@get_or_post
@unlocked
def child(request: StaffRequest, id: UUID) -> HttpResponse:
    """A notice or referral that went out."""
    matter = access_matter(request.member, id)

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.open_child(current=request.member, matter=matter, **said)
        return to_matter(id, "child", "note")

    sheet = Sheet(
        _("Enter a notice or referral"), _("Seal it and start its term"), matter=matter,
        lead=_("A transfer of a clue is a move of two people and stands among the moves."),
    )
    return fill(request, forms.Child(bound(request)), act, lambda: sheet)


@get_or_post
@unlocked
def came_back(request: StaffRequest, id: UUID) -> HttpResponse:
    """What came of a notice, transfer or referral."""
    matter = access_matter(request.member, id)

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.settle_child(current=request.member, matter=matter, **said)
        return to_matter(id, "came-back", "note")

    sheet = Sheet(_("Record what came back"), _("Seal what came back"), matter=matter)
    return fill(request, forms.Outcome(bound(request), matter=matter), act, lambda: sheet)


@get_or_post
@unlocked
def settle(request: StaffRequest, id: UUID) -> HttpResponse:
    """An interference dealt with; for the leader."""
    matter = access_matter(request.member, id, Right.LEAD)

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.settle_interference(current=request.member, matter=matter, reason=said["reason"])
        return to_matter(id, "settled", "note")

    sheet = Sheet(
        _("The interference was dealt with"), _("Record it"), matter=matter,
        lead=_("Say what was done so that nobody is pressed any more. It is asked about again after closure."),
    )
    return fill(request, forms.Settle(bound(request)), act, lambda: sheet)


@get_or_post
@unlocked
def review_asked(request: StaffRequest, id: UUID) -> HttpResponse:
    """That a person asked for review."""
    matter = access_matter(request.member, id)

    def act(_said: dict[str, Any]) -> HttpResponse:
        actions.ask_review(current=request.member, matter=matter)
        return to_matter(id, "review-asked")

    sheet = Sheet(
        _("A review was asked for"), _("Record it"), matter=matter,
        lead=_("Somebody who reported it asks that others look at it once more. Then the leader puts it under review."),
    )
    return fill(request, Nothing(bound(request)), act, lambda: sheet)


