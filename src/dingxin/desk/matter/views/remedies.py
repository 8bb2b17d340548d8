"""What people get back: entered, delivered, confirmed, taken back; and the team's totals."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dingxin.accounts.doors import StaffRequest, signed_in, unlocked
from dingxin.casework import actions
from dingxin.casework.actions import OpenedMatter
from dingxin.casework.doors import access_matter, access_remedy
from dingxin.casework.models import Remedy
from dingxin.desk.matter.forms import remedies as forms
from dingxin.desk.matter.forms.names import Why
from dingxin.desk.matter.forms.pieces import Proofs
from dingxin.desk.matter.present import owed
from dingxin.desk.matter.ritual import Sheet, bound, fill, get_or_post, to_matter
from dingxin.desk.matter.totals import totals_of_team
from dingxin.desk.place import place_of


@get_or_post
@unlocked
def promise(request: StaffRequest, id: UUID) -> HttpResponse:
    """What one person is to get back."""
    matter = access_matter(request.member, id)
    form = forms.Promise(bound(request), matter=matter)

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.promise(
            current=request.member, matter=matter, kind=said["kind"], counted_in=said["counted_in"],
            amount=said["amount"], whose=form.whose, text=said["text"], on=said["on"],
        )
        return to_matter(id, "promised", "remedies")

    sheet = Sheet(
        _("Enter what a person is to get back"), _("Seal the remedy"), matter=matter,
        lead=_("One entry for each person. Amount and whose it is are sealed; kind and totals are facts."),
    )
    return fill(request, form, act, lambda: sheet)


def _opened(request: StaffRequest, remedy: Remedy, form: Any) -> OpenedMatter:
    """Opens the matter for a page that is shown, and gives the files their names."""
    opened = actions.open_pieces(current=request.member, matter=remedy.matter)
    for field in form.fields.values():
        if isinstance(field, Proofs):
            field.names = {pk: manifest.name for pk, manifest in opened.evidence.items()}
    return opened


@get_or_post
@unlocked
def deliver(request: StaffRequest, id: UUID) -> HttpResponse:
    """That it, or a part of it, reached the person."""
    remedy = access_remedy(request.member, id)
    form = forms.Deliver(bound(request), matter=remedy.matter)

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.deliver(current=request.member, remedy=remedy, **said)
        return to_matter(remedy.matter_id, "delivered", "remedies")

    def sheet() -> Sheet:
        opened = _opened(request, remedy, form)
        return Sheet(
            _("Record a delivery"), _("Record the delivery"), matter=remedy.matter, facts=owed.facts(remedy, opened),
            lead=_("It counts as delivered once nothing is owed any more, and as confirmed only by the person's word."),
        )

    return fill(request, form, act, sheet)


@get_or_post
@unlocked
def confirm(request: StaffRequest, id: UUID) -> HttpResponse:
    """That the person says they have it."""
    remedy = access_remedy(request.member, id)
    form = forms.Confirm(bound(request), matter=remedy.matter)

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.confirm_remedy(current=request.member, remedy=remedy, **said)
        return to_matter(remedy.matter_id, "confirmed", "remedies")

    def sheet() -> Sheet:
        opened = _opened(request, remedy, form)
        return Sheet(
            _("The person has it"), _("Record their word"), matter=remedy.matter, facts=owed.facts(remedy, opened),
            lead=_("By their own confirmed word on this matter, or by a slip they signed. Nothing else confirms."),
        )

    return fill(request, form, act, sheet)


@get_or_post
@unlocked
def correct(request: StaffRequest, id: UUID) -> HttpResponse:
    """Take back an entry made by mistake."""
    remedy = access_remedy(request.member, id)
    form = Why(bound(request))

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.correct(current=request.member, remedy=remedy, reason=said["reason"])
        return to_matter(remedy.matter_id, "corrected", "remedies")

    def sheet() -> Sheet:
        opened = _opened(request, remedy, form)
        return Sheet(
            _("Take back this entry"), _("Enter the counter-entry"), matter=remedy.matter, danger=True,
            facts=owed.facts(remedy, opened),
            lead=_("A counter-entry with the same amounts negated. Nothing is erased; enter the right one afterwards."),
        )

    return fill(request, form, act, sheet)


@require_safe
@signed_in
def remedies(request: StaffRequest) -> HttpResponse:
    """Promised, delivered and confirmed, by kind and unit of count, of the team."""
    place = place_of(request)
    rows = totals_of_team(request.member, place.team) if place.team else []
    return render(request, "desk/matter/remedies.html", {
        "place": place, "table": owed.table_of(rows, _("What people get back, by kind")) if rows else None,
        "months": owed.table_by_month(request.member, place.team) if place.team and rows else None, "empty": owed.empty(),
    })
