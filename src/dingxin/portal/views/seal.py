"""The static pages of sealing and coming back: one file each, the same bytes for everyone, under a policy of its own."""

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


TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
NAMES = ("seal.html", "back.html", "receipt-worker.js")


@lru_cache(maxsize=len(NAMES))
def built(name: str = "seal.html") -> bytes | None:
    """The bytes of the page, of the page of coming back, or of their worker; None where they were not built."""
    try:
        return BUILT.with_name(name).read_bytes()
    except FileNotFoundError:
        return None


@require_safe
def page(request: HttpRequest, name: str = "seal.html") -> HttpResponse:  # noqa: ARG001 - the same for everyone
    """The page. Language and stationing stand behind the # and never reach this server.

    The worker comes from here too: it runs under the policy that its own answer carries, and static files carry none.
    """
    content = built(name)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=TYPES[Path(name).suffix])
    response["Content-Security-Policy"] = POLICY
    return response
