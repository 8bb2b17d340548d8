"""Files of a draft: taken by a button of the door's own form, which keeps what is typed; shown to that clerk alone."""

from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.intake.doors import of_draft
from dingxin.intake.drafts import actions, taking
from dingxin.intake.drafts.files import access_file, content_of, opened_head
from dingxin.intake.drafts.keeping import TooLong
from dingxin.intake.drafts.models import Draft
from dingxin.intake.drafts.views import keep_posted
from dingxin.organisation.refusals import Refused
from dingxin.sealing.errors import SealBroken
from dingxin.web import errors
from dingxin.web.pictures import turned

SANDBOX = "sandbox; default-src 'none'"
ACTS = frozenset({"turn", "nobody", "person", "up", "down", "drop"})


@require_POST
@unlocked
def add(request: StaffRequest, kind: str, id: UUID) -> HttpResponse:
    """Seal what was chosen to the member, keep what is typed, and back to the door with both."""
    if not _kept(request, kind, id):
        return errors.bad_request(request, RequestDataTooBig())
    try:
        came = taking.taken(request.FILES)
        if came:
            actions.add_files(current=request.member, draft=id, came=came)
    except Refused as refused:
        return _back(kind, id, refused.code)
    return _back(kind, id, "" if came else "nothing")


@require_POST
@unlocked
def change(request: StaffRequest, kind: str, id: UUID, file: UUID, act: str) -> HttpResponse:
    """Turn it, move it, take it out, or mark it; and back to the door."""
    row = access_file(request.member, file)
    if act not in ACTS or row.draft_id != id:
        raise Http404
    if not _kept(request, kind, id):
        return errors.bad_request(request, RequestDataTooBig())
    try:
        actions.change_file(current=request.member, file=file, act=act)
    except SealBroken:
        return _back(kind, id, "broken")
    return _back(kind, id, "")


@require_http_methods(["GET", "HEAD"])
@unlocked
def show(request: StaffRequest, file: UUID) -> HttpResponse:
    """A page or a recording, from memory, as a picture or a sound and never as a page of ours; kept by no browser."""
    row = access_file(request.member, file)
    try:
        head = opened_head(request.member, row)
        content = turned(content_of(row, head), head.media_type, head.turns)
    except SealBroken:
        raise Http404 from None
    response = HttpResponse(content, content_type=head.media_type)
    if not head.media_type.startswith(("image/", "audio/")):  # a PDF is a program's food, not a browser's
        response.headers["Content-Disposition"] = "attachment; filename=letter.pdf"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _kept(request: StaffRequest, kind: str, id: UUID) -> bool:
    """What is typed is kept too; False when it is too long. ``files_only``: the page's script keeps the words by itself."""
    held = Draft.objects.filter(pk=id, member=request.member.member).first()
    if request.POST.get("files_only"):
        if held is None:
            keep_posted(request, kind, id, turn=0)
        return True
    try:
        keep_posted(request, kind, id, turn=held.turn + 1 if held else 1)
    except TooLong:
        return False
    return True


def _back(kind: str, id: UUID, why: str) -> HttpResponseRedirect:
    door = of_draft(kind)
    if door is None:
        raise Http404
    more = {"draft": id} | ({"why": why} if why else {})
    return HttpResponseRedirect(f"{reverse(door.address)}?{urlencode(more)}#files")
