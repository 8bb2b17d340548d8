"""One submission: its facts; its words when they are opened; its files; who it is, where that is open to the team."""

from collections.abc import Iterator
from itertools import chain
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods, require_POST

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.casework import actions
from dingxin.casework.doors import access_submission
from dingxin.desk.inbox.page import Shown
from dingxin.desk.inbox.ritual import reopened, show
from dingxin.organisation.refusals import Refused
from dingxin.web.downloads import attachment

SANDBOX = "sandbox; default-src 'none'"


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def submission(request: StaffRequest, id: UUID) -> HttpResponse:
    """GET: the facts. POST: opened in place, which is audited each time."""
    row = access_submission(request.member, id)
    if request.method != "POST":
        return show(request, row, Shown())
    try:
        opened = actions.open_submission(current=request.member, submission=row)
    except Refused as refused:
        return show(request, row, Shown(), refused=refused)
    return show(request, opened.submission, Shown(opened))


@require_POST
@unlocked
def identity(request: StaffRequest, id: UUID) -> HttpResponse:
    """Who it is, for a person who chose to be open to the team; audited each time. Otherwise refused."""
    row = access_submission(request.member, id)
    shown = reopened(request, row)
    try:
        shown.identity = actions.open_identity(current=request.member, submission=row)
        shown.identity_asked = True
    except Refused as refused:
        return show(request, row, shown, refused=refused)
    return show(request, row, shown)


@require_POST
@unlocked
def file(request: StaffRequest, id: UUID, file_id: UUID) -> HttpResponseBase:
    """One file, streamed as it is opened; never shown by the browser as a page of ours."""
    row = access_submission(request.member, id)
    try:
        manifest, pieces = actions.open_file(current=request.member, submission=row, file_id=file_id)
    except Refused as refused:
        return show(request, row, reopened(request, row), refused=refused)
    first = next(pieces, b"")  # what is broken shows before anything is sent
    body: Iterator[bytes] = chain([first], pieces)
    response = StreamingHttpResponse(body, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = attachment(manifest.name)
    response.headers["Content-Length"] = str(manifest.size)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
