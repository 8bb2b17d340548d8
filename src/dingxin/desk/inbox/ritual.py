"""How each act answers: door, one action, redirect; refused: the same page with the reason and what was typed."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from dingxin.accounts.doors import StaffRequest
from dingxin.casework import actions
from dingxin.casework.models import Submission
from dingxin.desk.inbox.done import done_line
from dingxin.desk.inbox.page import Shown, context_of
from dingxin.desk.matter.forms.base import unit_text
from dingxin.desk.place import Place, place_of
from dingxin.organisation.models import Unit
from dingxin.organisation.queries import units_under
from dingxin.organisation.refusals import Refused
from dingxin.web.parts import Lack

NO_KEY = frozenset({"not-a-holder", "key-gone", "two-keys"})
UNITS = 300


def show(
    request: StaffRequest, row: Submission, shown: Shown, *, refused: Refused | None = None, mistakes: bool = False,
    unit: Unit | None = None,
) -> HttpResponse:
    """The page. 422 for a form with mistakes, 403 where a key is missing, 409 where a rule forbids it."""
    place = _among_incoming(place_of(request))
    context = {
        "place": place, "member_role": place.role or "", "refused": refused, "mistakes": mistakes,
        "missing": [Lack(gettext(lack.label), lack.there) for lack in getattr(refused, "missing", ())],
        "done": done_line(request.GET.get("done", "")) if request.method != "POST" else "",
        "units": [unit_text(one) for one in units_under(place.stationing.unit)[:UNITS]]
        if shown.opened and place.stationing else [],
        **context_of(request.member, row, shown, unit),
    }
    status = 200
    if refused is not None:
        status = 403 if refused.code in NO_KEY else 409
    elif mistakes:
        status = 422
    return render(request, "desk/inbox/submission.html", context, status=status)


def _among_incoming(place: Place) -> Place:
    """The bar says "Incoming" on the page of one of them."""
    inbox = reverse("desk:inbox")
    return replace(place, tabs=tuple(replace(tab, current=tab.url == inbox) for tab in place.tabs))


def reopened(request: StaffRequest, row: Submission) -> Shown:
    """The words again, for a page that had them open and is shown once more: another opening, audited like any."""
    try:
        return Shown(actions.open_submission(current=request.member, submission=row))
    except Refused:
        return Shown()


def done(id: UUID, code: str) -> HttpResponseRedirect:
    """To the submission, saying what was done."""
    return HttpResponseRedirect(f"{reverse('desk:submission', args=[id])}?{urlencode({'done': code})}")


def plain(
    request: StaffRequest, row: Submission, act: Callable[[], object], code: str, *, to: str = ""
) -> HttpResponse:
    """An act without a form. ``to``: another page than the submission's."""
    try:
        act()
    except Refused as refused:
        return show(request, row, reopened(request, row), refused=refused)
    return HttpResponseRedirect(f"{to}?{urlencode({'done': code})}") if to else done(row.pk, code)
