"""Who turns the second key: what waits with its reason, what was decided, and what was opened at once and is looked at."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dingxin.accounts.doors import StaffRequest, signed_in, unlocked
from dingxin.accounts.queries import fingerprint
from dingxin.casework import actions, name_doors
from dingxin.casework.models import NameRequest
from dingxin.casework.name_doors import access_as_keeper
from dingxin.casework.whose import team_of
from dingxin.desk.custody.done import DONE
from dingxin.desk.custody.forms import DecideForm, ReviewForm
from dingxin.desk.custody.panel import Line
from dingxin.desk.matter.present.words import whose_name
from dingxin.desk.place import place_of
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import RequestState, Role
from dingxin.vault.certificates import TEAM_HOLDERS, verify_member
from dingxin.vault.refusals import NotTrusted
from dingxin.vault.trust import trust_of
from dingxin.web.days import today

SHOWN = 40


@require_safe
@signed_in
def home(request: StaffRequest) -> HttpResponse:
    """Requests that wait, from urgent to calm; what was decided; what a third has to look at. No reason is opened here."""
    if not name_doors.kept_bodies(request.member):
        raise PermissionDenied
    return _page(request)


@require_safe
@unlocked
def one(request: StaffRequest, id: UUID) -> HttpResponse:
    """One request. Its reason is opened for a custodian, which is an entry."""
    return _one(request, access_as_keeper(request.member, id))


@require_POST
@unlocked
def approve(request: StaffRequest, id: UUID) -> HttpResponse:
    """Turn the second key. In danger at once; else after three questions."""
    row = access_as_keeper(request.member, id)
    form = DecideForm(request.POST)
    if not form.is_valid() or (not row.urgent and not form.answered()):
        return _one(request, row, form=form, status=422)
    try:
        actions.approve_name_request(current=request.member, request=row, text=form.cleaned_data["text"])
    except Refused as refused:
        return _one(request, row, form=form, refused=refused, status=409)
    return _done("approved")


@require_POST
@unlocked
def refuse(request: StaffRequest, id: UUID) -> HttpResponse:
    """Refuse it, with a reason that only who asked can open."""
    row = access_as_keeper(request.member, id)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _one(request, row, form=form, status=422)
    try:
        actions.refuse_name_request(current=request.member, request=row, text=form.cleaned_data["text"])
    except Refused as refused:
        return _one(request, row, form=form, refused=refused, status=409)
    return _done("refused")


@require_POST
@unlocked
def review(request: StaffRequest, id: UUID) -> HttpResponse:
    """A third's finding of an opening that was made at once."""
    row = access_as_keeper(request.member, id)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _one(request, row, review_form=form, status=422)
    try:
        actions.review_opening(current=request.member, request=row, word=form.cleaned_data["word"])
    except Refused as refused:
        return _one(request, row, refused=refused, status=409)
    return _done("reviewed")


def _done(code: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('desk:custody')}?{urlencode({'done': code})}")


def _one(
    request: StaffRequest, row: NameRequest, *, form: DecideForm | None = None, review_form: ReviewForm | None = None,
    refused: Refused | None = None, status: int = 200,
) -> HttpResponse:
    current, reason, trouble = request.member, "", ""
    keeper = Role.CUSTODIAN in name_doors.kept_bodies(current).get(row.body, frozenset())
    if keeper:
        try:
            reason = actions.open_name_request(current=current, request=row).reason
        except Refused as error:  # sealed to a key that this custodian does not hold
            trouble = str(error)
    reviews = row in name_doors.to_review(current)
    return _page(request, status=status, row=row, line=Line(row, False), reason=reason, trouble=trouble, refused=refused,
                 person=whose_name(row.whose), keeper=keeper, **_about(row),
                 form=(form or DecideForm()) if keeper and row.state == RequestState.ASKED else None,
                 review_form=(review_form or ReviewForm()) if reviews else None)  # fmt: skip


def _about(row: NameRequest) -> dict[str, Any]:
    """Facts that help to decide: whose keys, how often it was opened, how often they asked."""
    team = team_of(row.whose)
    try:
        proof = verify_member(row.asked_by, scope=team.pk, roles=TEAM_HOLDERS, trust=trust_of(team.body))
    except NotTrusted:
        proof = None
    theirs = NameRequest.objects.filter(
        Q(submission__team=team) | Q(spoken__matter__team=team), asked_by=row.asked_by
    ).exclude(pk=row.pk)
    return {
        "proof": proof, "words": fingerprint(row.asked_by).replace("-", " "),
        "before": row.whose.name_requests.filter(opened__gt=0).exclude(pk=row.pk).count(), "team": team,
        "asked": theirs.count(), "agreed": theirs.filter(state__in=("approved", "used")).count(),
        "denied": theirs.filter(state=RequestState.REFUSED).count(),
    }


def _page(request: StaffRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    current, place = request.member, place_of(request)
    context = {
        "place": place, "member_role": place.role or "", "today": today(),
        "waiting": [(Line(row, False), whose_name(row.whose)) for row in name_doors.waiting_for_key(current)],
        "reviews": [(Line(row, False), whose_name(row.whose)) for row in name_doors.to_review(current)],
        "decided": [Line(row, False) for row in name_doors.decided(current, SHOWN)],
        "keeps": any(Role.CUSTODIAN in roles for roles in name_doors.kept_bodies(current).values()),
        "done": DONE.get(request.GET.get("done", ""), "") if request.method != "POST" else "", **more,
    }
    return render(request, "desk/custody/home.html", context, status=status)
