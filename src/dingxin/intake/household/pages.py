"""The static page, its scripts and its manifest: the same bytes for everyone, kept by the service worker, nothing personal."""

from functools import lru_cache
from pathlib import Path

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

import dingxin.web
from dingxin.accounts.doors import StaffRequest, signed_in

DIST = Path(dingxin.web.__file__).parent / "static" / "dist"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
)
"""As the sealing page: no inline, no eval, nobody else. ``worker-src`` lets the one service worker in."""
FILES = {
    "page": ("household.html", "text/html; charset=utf-8"),
    "worker.js": ("household-worker.js", "text/javascript; charset=utf-8"),
    "receipt-worker.js": ("receipt-worker.js", "text/javascript; charset=utf-8"),
    "manifest.webmanifest": ("household.webmanifest", "application/manifest+json"),
    "icon.svg": ("household-icon.svg", "image/svg+xml"),
}
"""Under /desk/household/, so that the worker's scope ends there: it never stands between anybody and the desk."""


@lru_cache(maxsize=len(FILES))
def built(name: str) -> bytes:
    """The bytes of a file as they were built; Http404 where it was not."""
    try:
        return (DIST / name).read_bytes()
    except FileNotFoundError:
        raise Http404 from None


@require_safe
@signed_in
def file(request: StaffRequest, name: str) -> HttpResponse:  # noqa: ARG001 - the same for everyone
    """One of FILES, for whoever of the staff is signed in."""
    source, media_type = FILES[name]
    response = HttpResponse(built(source), content_type=media_type)
    response["Content-Security-Policy"] = POLICY
    return response

