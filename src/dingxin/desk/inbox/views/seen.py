"""A picture or a recording that came along, shown in place: from memory, as an image or a sound and never as a page."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.casework import actions
from dingxin.casework.doors import access_submission
from dingxin.desk.inbox.views.one import SANDBOX
from dingxin.organisation.refusals import Refused
from dingxin.web.pictures import clean
from dingxin.web.sounds import sound_type

MOST = 16 * 1024 * 1024  # bytes; what is larger is saved as a file
PAGES_OWN = ("document", "iframe", "frame", "embed", "object")  # asked for to be a page, which it never is


@require_http_methods(["GET", "HEAD"])
@unlocked
def seen(request: StaffRequest, id: UUID, file_id: UUID) -> HttpResponse:
    """Each look is audited like a saving. 415 for what is neither, or is too large; 403 where it needs both keys."""
    row = access_submission(request.member, id)
    if request.headers.get("Sec-Fetch-Dest", "") in PAGES_OWN:
        return _plain(415)
    try:
        manifest, pieces = actions.open_file(current=request.member, submission=row, file_id=file_id)
    except Refused:
        return _plain(403)
    if manifest.size > MOST:
        return _plain(415)
    content = b"".join(pieces)
    made = clean(content, "")  # what a browser elsewhere sealed was never looked at here: only its pixels are shown
    kind = made.media_type if made.clean else sound_type(content)
    return _plain(200, made.content, kind) if kind else _plain(415)


def _plain(status: int, content: bytes = b"", kind: str = "text/plain") -> HttpResponse:
    response = HttpResponse(content, content_type=kind, status=status)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
