"""The static sealing page: one file, the same bytes for everyone, under a policy of its own."""

from functools import lru_cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

import dingxin.web

BUILT = Path(dingxin.web.__file__).parent / "static" / "dist" / "seal.html"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; form-action 'none'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
"""No inline, no eval, no WebAssembly, nobody else: what derives and seals is what the file says, or nothing does."""


@lru_cache(maxsize=1)
def built() -> bytes | None:
    """The bytes of the page; None where it was not built."""
    try:
        return BUILT.read_bytes()
    except FileNotFoundError:
        return None


@require_safe
def page(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everyone
    """The page. Language and stationing stand behind the # and never reach this server."""
    content = built()
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="text/html; charset=utf-8")
    response["Content-Security-Policy"] = POLICY
    return response
