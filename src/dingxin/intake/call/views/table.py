"""The telephone's own page: who is on duty, what came, whom to call back, and nothing of what anybody said."""

from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dingxin.accounts.doors import StaffRequest, signed_in, unlocked
from dingxin.audit.writing import SentBefore, sent_once, was_sent
from dingxin.intake.call import actions, doors, queries, roster, slips
from dingxin.intake.call.forms import MissedForm
from dingxin.intake.common import filing, place
from dingxin.intake.drafts import keeping
from dingxin.organisation.models import Stationing
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import CallBack, CallState, Channel
from dingxin.web.days import today
from dingxin.web.sent import token_of

DONE = {
    "missed": "missed", CallBack.REACHED: "reached", CallBack.NOT_REACHED: "not_reached", CallBack.UNWANTED: "unwanted",
}


def _nowhere(request: StaffRequest) -> HttpResponse:
    return render(request, "intake_common/nowhere.html", {"door": {"title": _("Calls")}})


@require_safe
@signed_in
def home(request: StaffRequest) -> HttpResponse:
    """What waits at the telephone."""
    stationing = place.stationing_for(request)
    return _home(request, stationing) if stationing else _nowhere(request)


def _home(request: StaffRequest, stationing: Stationing, refused: Refused | None = None, status: int = 200) -> HttpResponse:
    day, part = roster.part_now()
    held = queries.slips(request.member, stationing)
    return render(request, "intake_call/home.html", {
        "stationing": stationing, "refused": refused, "done": DONE.get(request.GET.get("done", ""), ""), "part": part,
        "on_duty": roster.on_duty(stationing, day, part), "gaps": roster.gaps(stationing, day, 3),
        "due": [one for one in held if one.on <= today()], "later": [one for one in held if one.on > today()],
        "days": queries.days(stationing, today()), "states": list(CallState), "keep_days": slips.KEEP_DAYS,
        "drafts": keeping.mine(request.member, Channel.CALL), "today": today(),
        "kept": doors.kept_from(request.member, stationing),
    }, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def missed(request: StaffRequest) -> HttpResponse:
    """Enter what stands on the telephone's list."""
    stationing = place.stationing_for(request)
    if stationing is None:
        return _nowhere(request)
    if request.method != "POST":
        return _missed(request, stationing, MissedForm())
    form = MissedForm(request.POST)
    if not form.is_valid():
        return _missed(request, stationing, form, 422)
    found = form.cleaned_data
    slip = form.slip()
    if slip and not request.member.unlocked:
        said = Refused("locked", _("Your keys are locked, so a number cannot be sealed. Unlock, then enter it again."))
        return _missed(request, stationing, form, 403, said)
    try:
        actions.log_missed(
            current=request.member, stationing=stationing, day=found["day"], count=found["count"], slip=slip,
            call=filing.once(request),
        )
    except Refused as refused:
        return _missed(request, stationing, form, 409, refused)
    return _go("missed")


def _missed(
    request: StaffRequest, stationing: Stationing, form: MissedForm, status: int = 200, refused: Refused | None = None
) -> HttpResponse:
    context = {"stationing": stationing, "form": form, "refused": refused, "once": filing.once(request).hex}
    return render(request, "intake_call/missed.html", context, status=status)


@require_safe
@signed_in
def log(request: StaffRequest, day: str) -> HttpResponse:
    """The calls of one day in their order."""
    stationing = place.stationing_for(request)
    if stationing is None:
        raise Http404
    on = doors.day_of(day)
    return render(request, "intake_call/log.html", {
        "stationing": stationing, "day": on, "calls": queries.log_of(stationing, on),
        "earlier": on - timedelta(days=1) if on > stationing.starts else None,
        "next_day": on + timedelta(days=1) if on < today() else None,
    })


@require_POST
@unlocked
def open_slip(request: StaffRequest, id: UUID) -> HttpResponse:
    """The number, for as long as this page is open. The opening stands in the chain."""
    slip = doors.access_slip(request.member, id)
    try:
        words = actions.open_slip(current=request.member, slip=slip)
    except Refused as refused:
        return _home(request, slip.call.stationing, refused, 409)
    context = {
        "stationing": slip.call.stationing, "slip": slip, "words": words, "outcomes": list(zip(CallBack, "rnx", strict=True)),
    }
    return render(request, "intake_call/slip.html", context)


@require_POST
@signed_in
def tried(request: StaffRequest, id: UUID) -> HttpResponse:
    """What came of it. Sent twice, it is entered once."""
    outcome, token = request.POST.get("outcome", ""), token_of(request)
    if was_sent(token):  # the slip may be gone by what the first sending did
        return _go(outcome)
    slip = doors.access_slip(request.member, id)
    try:
        with sent_once(token):
            actions.try_call_back(current=request.member, slip=slip, outcome=outcome)
    except SentBefore:
        pass
    except Refused as refused:
        return _home(request, slip.call.stationing, refused, 409)
    return _go(outcome)


def _go(done: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('intake_call:home')}?done={done}")
