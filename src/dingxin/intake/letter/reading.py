"""The button "read it": lines that the machine believes to see on one page of the clerk's own draft."""

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.intake.drafts.files import access_file, content_of, opened_head
from dingxin.intake.letter import reader
from dingxin.sealing.errors import SealBroken
from dingxin.web.pictures import turned


@require_POST
@unlocked
def read(request: StaffRequest, file: UUID) -> HttpResponse:
    """JSON: ``lines``, or ``error`` with a sentence. Nothing is stored; the clerk takes it over or does not."""
    row = access_file(request.member, file)
    try:
        head = opened_head(request.member, row)
        if not head.picture:
            raise Http404
        found = reader.lines_of(turned(content_of(row, head), head.media_type, head.turns))
    except SealBroken:
        raise Http404 from None
    except reader.NotInstalled:
        return _not(_("The reading extra is not installed here. An administrator can add it; see the guide."), 501)
    except reader.Busy:
        return _not(_("Another page is being read just now. Press again in a moment."), 503)
    except reader.Unreadable:
        return _not(_("This page could not be read by the machine. Type it."), 422)
    return JsonResponse({"lines": [{"text": one.text, "sure": one.sure, "box": one.box} for one in found]})


def _not(sentence: str, status: int) -> HttpResponse:
    return JsonResponse({"error": sentence}, status=status)
