"""Files of a matter: sealed as they come, streamed out as something to keep, never as something to run."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.casework import actions
from dingxin.casework.doors import access_evidence, access_matter
from dingxin.desk.matter.forms.pieces import Upload
from dingxin.desk.matter.present.words import say
from dingxin.desk.matter.ritual import Sheet, bound, fill, get_or_post, to_matter
from dingxin.desk.matter.views.refusal import refusal
from dingxin.organisation.refusals import Refused
from dingxin.web.downloads import attachment
from dingxin.web.templatetags.dx import size

SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


@get_or_post
@unlocked
def upload(request: StaffRequest, id: UUID) -> HttpResponse:
    """A file that proves something."""
    matter = access_matter(request.member, id)
    form = Upload(bound(request), request.FILES if request.method == "POST" else None, matter=matter)

    def act(said: dict[str, Any]) -> HttpResponse:
        file = said["file"]
        actions.add_evidence(
            current=request.member, matter=matter, source=file, name=file.name,
            media_type=file.content_type or "application/octet-stream", piece=said["piece"],
        )
        return to_matter(id, "evidence", "note")

    sheet = Sheet(
        _("Add evidence"), _("Seal the file"), matter=matter,
        lead=say(_("Sealed before anything is stored. At most %(limit)s at a time."), limit=size(settings.DESK_FILE_LIMIT)),
        note=_("Where and when a picture was taken stays in the file: this is evidence, nothing is removed from it."),
    )
    return fill(request, form, act, lambda: sheet)


@require_safe
@unlocked
def download(request: StaffRequest, id: UUID) -> HttpResponseBase:
    """The file as it was added. A broken seal ends the stream short of its length, which the browser reports."""
    evidence = access_evidence(request.member, id)
    try:
        manifest, parts = actions.open_evidence(current=request.member, evidence=evidence)
    except Refused as refused:
        return refusal(request, refused, evidence.matter)
    response = StreamingHttpResponse(_body(parts), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = attachment(manifest.name)
    response.headers["Content-Length"] = str(manifest.size)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _body(parts: Iterator[bytes]) -> Iterator[bytes]:
    yield from parts
