"""The officer who asks: a request, taken back, its answer read, and what was released opened, each by one act."""

from itertools import chain
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.casework import actions
from dingxin.casework.doors import access_submission
from dingxin.casework.models import NameRequest, Spoken
from dingxin.casework.name_doors import access_own
from dingxin.desk.custody.panel import Line, ask_form
from dingxin.desk.inbox.page import Sheets
from dingxin.desk.inbox.ritual import done, reopened, show
from dingxin.desk.inbox.views.one import SANDBOX
from dingxin.desk.matter.present.words import whose_name
from dingxin.desk.matter.views.refusal import refusal
from dingxin.desk.place import place_of
from dingxin.organisation.refusals import Refused
from dingxin.web.downloads import attachment


@require_POST
@unlocked
def ask(request: StaffRequest, id: UUID) -> HttpResponse:
    """Ask the custodians for the second key."""
    row = access_submission(request.member, id)
    form, refused = ask_form(request.member, row, request.POST), None
    if form.is_valid():
        try:
            actions.request_name(current=request.member, submission=row, **form.cleaned_data)
            return done(row.pk, "name-asked")
        except Refused as error:
            refused = error
    shown = reopened(request, row)
    shown.sheets = Sheets(ask=form)
    return show(request, row, shown, refused=refused, mistakes=refused is None)


def _refused(request: StaffRequest, row: NameRequest, refused: Refused) -> HttpResponse:
    """The submission's page with the reason; for a person spoken to a page of its own."""
    whose = row.whose
    if isinstance(whose, Spoken):
        return refusal(request, refused, whose.matter)
    return show(request, whose, reopened(request, whose), refused=refused)


def _done(row: NameRequest, code: str) -> HttpResponse:
    """Back to where the name is held."""
    if row.submission_id is not None:
        return done(row.submission_id, code)
    return HttpResponseRedirect(f"{reverse('desk:spoken', args=[row.whose.pk])}?{urlencode({'done': code})}")


def _page(request: StaffRequest, template: str, row: NameRequest, **more: object) -> HttpResponse:
    place = place_of(request)
    context = {
        "place": place, "member_role": place.role or "", "line": Line(row, True), "request_row": row,
        "name": whose_name(row.whose),
        "back": reverse("desk:spoken" if row.submission is None else "desk:submission", args=[row.whose.pk]), **more,
    }
    return render(request, f"desk/custody/{template}.html", context)


@require_POST
@unlocked
def open_it(request: StaffRequest, id: UUID) -> HttpResponse:
    """Who it is, on one page that nothing keeps; for a name, this once."""
    row = access_own(request.member, id)
    try:
        opened = actions.open_name(current=request.member, request=row)
    except Refused as refused:
        return _refused(request, row, refused)
    return _page(request, "opened", opened.request, identity=opened.identity, over=opened.over)


@require_POST
@unlocked
def files(request: StaffRequest, id: UUID) -> HttpResponse:
    """The files that carry a person, by their names."""
    row = access_own(request.member, id)
    try:
        found = actions.open_identity_files(current=request.member, request=row)
    except Refused as refused:
        return _refused(request, row, refused)
    return _page(request, "files", row, files=found)


@require_POST
@unlocked
def file(request: StaffRequest, id: UUID, file_id: UUID) -> HttpResponseBase:
    """One of them, streamed as it is opened; never shown by the browser as a page of ours."""
    row = access_own(request.member, id)
    try:
        manifest, pieces = actions.open_identity_file(current=request.member, request=row, file_id=file_id)
    except Refused as refused:
        return _refused(request, row, refused)
    first = next(pieces, b"")  # what is broken shows before anything is sent
    response = StreamingHttpResponse(chain([first], pieces), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = attachment(manifest.name)
    response.headers["Content-Length"] = str(manifest.size)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@unlocked
def decision(request: StaffRequest, id: UUID) -> HttpResponse:
    """What the custodian wrote back."""
    row = access_own(request.member, id)
    try:
        text = actions.read_decision(current=request.member, request=row)
    except Refused as refused:
        return _refused(request, row, refused)
    return _page(request, "decision", row, text=text)


@require_POST
@unlocked
def take_back(request: StaffRequest, id: UUID) -> HttpResponse:
    """Take a request back."""
    row = access_own(request.member, id)
    try:
        actions.withdraw_name_request(current=request.member, request=row)
    except Refused as refused:
        return _refused(request, row, refused)
    return _done(row, "name-back")


@require_POST
@unlocked
def end(request: StaffRequest, id: UUID) -> HttpResponse:
    """End a release before its day."""
    row = access_own(request.member, id)
    try:
        actions.end_release(current=request.member, request=row)
    except Refused as refused:
        return _refused(request, row, refused)
    return _done(row, "name-ended")


@require_POST
@unlocked
def digits(request: StaffRequest, id: UUID) -> HttpResponse:
    """New digits, shown once to be dictated."""
    row = access_own(request.member, id)
    try:
        made = actions.give_new_digits(current=request.member, request=row)
    except Refused as refused:
        return _refused(request, row, refused)
    return _page(request, "digits", row, digits=made)


