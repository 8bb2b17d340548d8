"""Recording a visit while listening. What was typed goes into the sealed envelope and is never shown again."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dingxin.accounts.doors import StaffRequest, signed_in
from dingxin.casework import actions
from dingxin.casework.recording import Recorded
from dingxin.casework.terms import pack_of_team
from dingxin.intake.common import filing, kept_files, place, writing_on
from dingxin.intake.visit.forms import VisitForm
from dingxin.mailbox.refused import Refused as MailboxRefused
from dingxin.organisation.models import Stationing
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import Channel


@require_http_methods(["GET", "HEAD", "POST"])
@kept_files.hears
@signed_in
def record(request: StaffRequest) -> HttpResponse:
    """The form; after filing the page that is read aloud, once."""
    stationing = place.stationing_for(request)
    if stationing is None:
        return render(request, "intake_common/nowhere.html", {"door": _door()})
    limits = pack_of_team(stationing.team).limits
    numbers: dict[str, Any] = {
        "collective_from": limits.collective_from, "most_spokespersons": limits.spokespersons, "team": stationing.team_id,
    }
    if request.method != "POST":
        written = writing_on.resumed(request, Channel.VISIT)
        return _form(request, stationing, VisitForm(initial=written.initial or None, **numbers), 200, written=written)
    before = filing.filed_before(filing.once(request), stationing)
    if before is not None:
        return render(request, "intake_common/again.html", {"stationing": stationing, "before": before, "door": _door()})
    not_kept = kept_files.take(request, Channel.VISIT)
    form = VisitForm(request.POST, **numbers)
    if not form.is_valid() or not_kept:
        return _form(request, stationing, form, 422, not_kept)
    try:
        recorded = _record(request, stationing, form.cleaned_data)
    except Refused as refused:
        return _form(request, stationing, form, 403, refused)
    except MailboxRefused as refused:  # its reasons are codes for the public pages; here they come to two
        return _form(request, stationing, form, 403, filing.not_taken(refused.why, refused.field))
    writing_on.filed(request)
    return _recorded(request, stationing, form, recorded)


def _door() -> dict[str, str]:
    return {"title": _("Visit"), "url": reverse("intake_visit:record")}


def _record(request: StaffRequest, stationing: Stationing, found: dict[str, Any]) -> Recorded:
    said = filing.said_of(found, spokespersons=str(found.get("spokespersons") or ""))
    return actions.record_submission(
        current=request.member, stationing=stationing, channel=Channel.VISIT, said=said,
        received_on=found["received_on"], persons=found["persons"], batch=1, receipt=found["receipt"] != "no",
        about_team=found["about_team"] == "yes", thread=filing.once(request), card=found["card"],
        originals=kept_files.originals(request),
    )


def _form(
    request: StaffRequest, stationing: Stationing, form: VisitForm, status: int, refused: Refused | None = None,
    written: writing_on.Written | None = None,
) -> HttpResponse:
    draft = written.id if written else filing.once(request)
    context = {
        **filing.form_context(request, stationing, form, refused), **writing_on.context(request, Channel.VISIT, written),
        **kept_files.context(request, Channel.VISIT, draft),
    }
    return render(request, "intake_visit/record.html", context, status=status)


def _recorded(request: StaffRequest, stationing: Stationing, form: VisitForm, recorded: Recorded) -> HttpResponse:
    found = form.cleaned_data
    context = filing.recorded_context(request, stationing, found, recorded) | {
        "persons": found["persons"], "collective": found["persons"] >= form.collective_from,
    }
    return render(request, "intake_visit/recorded.html", context)
