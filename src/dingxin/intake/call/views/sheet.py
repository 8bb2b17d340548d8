"""The call sheet: written while listening, filed once, read by nobody here afterwards."""

import hmac
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dingxin.accounts.doors import StaffRequest, signed_in
from dingxin.casework import actions as casework
from dingxin.casework.recording import Recorded
from dingxin.intake.call import actions, queries, roster, slips
from dingxin.intake.call.forms import CallForm
from dingxin.intake.common import filing, place, writing_on
from dingxin.mailbox.refused import Refused as MailboxRefused
from dingxin.organisation.models import Stationing
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import CallState, Channel, ReadBack
from dingxin.rules.ids import new_id
from dingxin.sealing.primitives import hkdf


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def record(request: StaffRequest) -> HttpResponse:
    """The sheet; after filing the digits to dictate, once."""
    stationing = place.stationing_for(request)
    door = {"title": _("Call"), "url": reverse("intake_call:sheet")}
    if stationing is None:
        return render(request, "intake_common/nowhere.html", {"door": door})
    if request.method != "POST":
        written = writing_on.resumed(request, Channel.CALL)
        form = CallForm(initial={"call": new_id(), **written.initial}, team=stationing.team_id)
        return _form(request, stationing, form, 200, written=written)
    form = CallForm(request.POST, team=stationing.team_id)
    before = filing.filed_before(filing.once(request), stationing)
    if before is not None:
        return render(request, "intake_common/again.html", {"stationing": stationing, "before": before, "door": door})
    if not form.is_valid():
        return _form(request, stationing, form, 422)
    try:
        _log(request, stationing, form)
        recorded = _file(request, stationing, form.cleaned_data)
    except Refused as refused:
        return _form(request, stationing, form, 403, refused)
    except MailboxRefused as refused:
        return _form(request, stationing, form, 403, filing.not_taken(refused.why, refused.field))
    writing_on.filed(request)
    return _filed(request, stationing, form, recorded)


def _log(request: StaffRequest, stationing: Stationing, form: CallForm) -> None:
    """The call counts even where filing fails after it; sent again, it is counted once."""
    found, slip = form.cleaned_data, form.slip()
    if slip and not request.member.unlocked:
        raise Refused("locked", _("Your keys are locked, so a number cannot be sealed. Unlock in another window, then file."))
    gone = found["receipt"] == "gone"
    call = actions.log_call(
        current=request.member, stationing=stationing, call=found["call"] or _call_of(request), day=found["received_on"],
        state=CallState.HUNG_UP if gone else CallState.ANSWERED, slip=slip,
    )
    actions.record_read_back(current=request.member, call=call, read_back=found["read_back"])


def _call_of(request: StaffRequest) -> UUID:
    """For a form without the id of its call: drawn from the form's own, so that sending it twice counts it once; under a
    site key, because the form's own is the submission's, and nothing in the database leads from a call to it."""
    assert settings.SITE_KEYS is not None
    key = hkdf(settings.SITE_KEYS.secret_key, "call-of-form")
    return UUID(bytes=hmac.digest(key, filing.once(request).bytes, "sha256")[:16])


def _file(request: StaffRequest, stationing: Stationing, found: dict[str, Any]) -> Recorded:
    more = {
        "before": found["before"] if found["before"] != "first" else "",
        "danger": "yes" if found["danger"] else "",
        "read_back": found["read_back"] if found["read_back"] != ReadBack.NOT else "",
    }
    return casework.record_submission(
        current=request.member, stationing=stationing, channel=Channel.CALL, said=filing.said_of(found, **more),
        received_on=found["received_on"], receipt=found["receipt"] == "yes", about_team=found["about_team"] == "yes",
        thread=filing.once(request), card=found["card"], danger=found["danger"],
    )


def _form(
    request: StaffRequest, stationing: Stationing, form: CallForm, status: int, refused: Refused | None = None,
    written: writing_on.Written | None = None,
) -> HttpResponse:
    day, part = roster.part_now()
    context = {
        **filing.form_context(request, stationing, form, refused), **writing_on.context(request, Channel.CALL, written),
        "on_duty": roster.on_duty(stationing, day, part), "nth": queries.so_far(stationing) + 1,
        "slip_days": slips.KEEP_DAYS, "may_call": request.member.unlocked,
    }
    return render(request, "intake_call/sheet.html", context, status=status)


def _filed(request: StaffRequest, stationing: Stationing, form: CallForm, recorded: Recorded) -> HttpResponse:
    found = form.cleaned_data
    context = filing.recorded_context(
        request, stationing, {**found, "call_back": form.slip() is not None, "by_phone": True}, recorded
    ) | {
        "danger": found["danger"], "slip": form.slip() is not None, "gone": found["receipt"] == "gone",
        "read_back": next((code for code in ReadBack if code.value == found["read_back"] != ReadBack.NOT.value), None),
    }
    return render(request, "intake_call/filed.html", context)
