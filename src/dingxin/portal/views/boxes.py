"""Where the opinion boxes hang, with their pictures, and how a slip out of one brings an answer."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dingxin.organisation import public as organisation
from dingxin.portal.place import place_or_404


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The list, also of a stationing whose intake ended: the slips of its boxes go on working."""
    return render(request, "portal/boxes.html", place_or_404(code).context)


@require_safe
def photo(request: HttpRequest, code: str, id: UUID) -> HttpResponse:  # noqa: ARG001 - the view's signature
    """The picture of a box that the public is told of; 404 for any other."""
    found = organisation.box_photo(place_or_404(code).stationing, id)
    if found is None:
        raise Http404
    return HttpResponse(found, content_type="image/jpeg")
