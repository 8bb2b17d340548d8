"""Recording a visit while listening. What was typed goes into the sealed envelope and is never shown again."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from dingxin.accounts.doors import StaffRequest, signed_in
from dingxin.casework import actions
from dingxin.casework.recording import Recorded
from dingxin.casework.terms import pack_of_team
from dingxin.intake.visit import counter
from dingxin.intake.visit.forms import VisitForm, said_of
from dingxin.mailbox.refused import Refused as MailboxRefused
from dingxin.organisation.doors import access_stationing
from dingxin.organisation.models import Stationing
from dingxin.organisation.queries import role_in
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import Channel
from dingxin.rules.ids import new_id


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def record(request: StaffRequest) -> HttpResponse:
    """The form; after filing the page that is read aloud, once."""
    stationing = _stationing(request)
    if stationing is None:
        return render(request, "intake_visit/nowhere.html", {})
    limits = pack_of_team(stationing.team).limits
    numbers = {"collective_from": limits.collective_from, "most_spokespersons": limits.spokespersons}
    if request.method != "POST":
        return _form(request, stationing, VisitForm(**numbers), 200)
    before = counter.filed_before(_once(request), stationing)
    if before is not None:
        return render(request, "intake_visit/again.html", {"stationing": stationing, "before": before})
    form = VisitForm(request.POST, **numbers)
    if not form.is_valid():
        return _form(request, stationing, form, 422)
    try:
        recorded = _record(request, stationing, form.cleaned_data)
    except Refused as refused:
        return _form(request, stationing, form, 403, refused)
    except MailboxRefused as refused:  # its reasons are codes for the public pages; here they come to two
        return _form(request, stationing, form, 403, counter.not_taken(refused.why))
    return _recorded(request, stationing, form, recorded)


def _stationing(request: StaffRequest) -> Stationing | None:
    """That of the form, through its door, or the latest of the member's team; None for members of no stationed team."""
    sent = request.POST.get("stationing", "")
    if not sent:
        return counter.stationing_of(request.member.member, request.GET.get("team") or request.COOKIES.get("dxteam", ""))
    try:
        found = access_stationing(request.member, UUID(sent))
    except ValueError:
        raise Http404 from None
    if role_in(request.member.member, found.team_id) is None:
        raise PermissionDenied  # may see the stationing, is not in the team
    return found


def _record(request: StaffRequest, stationing: Stationing, found: dict[str, Any]) -> Recorded:
    return actions.record_submission(
        current=request.member, stationing=stationing, channel=Channel.VISIT, said=said_of(found),
        received_on=found["received_on"], persons=found["persons"], batch=1, receipt=found["receipt"] != "no",
        about_team=found["about_team"] == "yes", thread=_once(request),
    )


def _once(request: StaffRequest) -> UUID:
    """The id that this form was given when it was shown: sent again, because the reply was lost, it files nothing twice."""
    try:
        return UUID(hex=request.POST.get("once", ""))
    except ValueError:
        return new_id()


def _form(
    request: StaffRequest, stationing: Stationing, form: VisitForm, status: int, refused: Refused | None = None
) -> HttpResponse:
    context = {
        "form": form, "stationing": stationing, "refused": refused, "once": _once(request).hex,
        "above": counter.above(stationing), "units": counter.units(stationing), "cues": counter.cues(),
    }
    return render(request, "intake_visit/record.html", context, status=status)


def _recorded(request: StaffRequest, stationing: Stationing, form: VisitForm, recorded: Recorded) -> HttpResponse:
    found = form.cleaned_data
    context = {
        "stationing": stationing, "recorded": recorded, "channel": Channel.VISIT,
        "groups": counter.groups(recorded.digits), "proof": counter.proof_number(recorded.promise.commitment),
        "persons": found["persons"], "collective": found["persons"] >= form.collective_from,
        "above": counter.above(stationing) if found["about_team"] == "yes" else None, "shows": found["shows"],
        "told": counter.told(stationing, recorded, found, get_language() or "en"),
        "address": counter.address_of(request.build_absolute_uri("/"), stationing, found["language"]),
    }
    return render(request, "intake_visit/recorded.html", context)
