"""What every answer carries, and what no request may bring."""

import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from dingxin.web import errors
from dingxin.web.uploads import NoRoom, UploadTooLarge

PATH_LIMIT = 1024  # bytes of an address; our longest (two ids and words) is under 200
QUERY_LIMIT = 4096  # bytes after the question mark: filters of a register
FIELD_LIMIT = 200_000  # characters of one field: a long story is under 20,000
NAME_LIMIT = 200  # characters of a field's or file's name
UNREADABLE = "\N{REPLACEMENT CHARACTER}"  # what Django's decoders leave for bytes that are not UTF-8
_BROKEN_BYTE = re.compile("%[89A-F][0-9A-F]")

FIXED_HEADERS = {
    "Referrer-Policy": "same-origin",  # "no-referrer" makes browsers send "Origin: null" with forms, which CSRF refuses
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # also on answers that never reach the middleware for it
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Origin-Agent-Cluster": "?1",
    "X-DNS-Prefetch-Control": "off",
    "X-Permitted-Cross-Domain-Policies": "none",
}

Next = Callable[[HttpRequest], HttpResponseBase]


def headers(get_response: Next) -> Next:
    """Adds what 3-sealing.md asks of every page: no copy kept, no address handed on, nothing shared across origins.

    Public pages may be found by a search but not kept by it; staff pages may be neither.
    """
    static = "/" + settings.STATIC_URL.lstrip("/")

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in FIXED_HEADERS.items():
            response.headers.setdefault(name, value)
        if not request.path_info.startswith(static):
            response.headers["Cache-Control"] = "no-store, max-age=0"
            response.headers.setdefault(
                "X-Robots-Tag",
                "noindex, nofollow, noarchive" if errors.is_desk(request) else "noarchive, nosnippet",
            )
        for name in ("Server", "X-Powered-By", "ETag", "Last-Modified"):
            if name in ("Server", "X-Powered-By") or not request.path_info.startswith(static):
                response.headers.pop(name, None)
        return response

    return answer


def bad_input(get_response: Next) -> Next:
    """Refuses what no form of ours sends, and turns failures that the person can act on into pages that say so.

    NUL bytes, bytes that are not UTF-8, overlong addresses and fields: 400. Too much data: 413.
    A locked or full database: 503 with Retry-After, and nothing was stored.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        if _bad_address(request.path_info, request.META.get("QUERY_STRING", "")):
            return errors.bad_request(request)
        return get_response(request)

    def process_view(request: HttpRequest, *_: object) -> HttpResponse | None:
        if request.method != "POST" or request.content_type not in (
            "application/x-www-form-urlencoded", "multipart/form-data",
        ):
            return None
        try:
            fields, files = request.POST, request.FILES
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent, UploadTooLarge) as error:
            return errors.bad_request(request, error)
        except NoRoom:
            return errors.too_busy(request)
        names = [file.name or "" for _, listed in files.lists() for file in listed]
        if any(_bad_text(name, NAME_LIMIT) for name in (*fields, *files, *names)):
            return errors.bad_request(request)
        if any(_bad_text(value, FIELD_LIMIT) for _, values in fields.lists() for value in values):
            return errors.bad_request(request)
        return None

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, OperationalError | NoRoom):
            return errors.too_busy(request)
        if isinstance(error, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent | UploadTooLarge):
            return errors.bad_request(request, error)
        return None

    answer.process_view = process_view  # type: ignore[attr-defined]
    answer.process_exception = process_exception  # type: ignore[attr-defined]
    return answer


def _bad_address(path: str, query: str) -> bool:
    """Whether the path or the query is too long, holds a NUL or is not UTF-8.

    Django decodes the path itself and leaves a byte that is no UTF-8 as `%FF`; the query it leaves to us.
    """
    if len(path.encode()) > PATH_LIMIT or len(query) > QUERY_LIMIT or "\0" in path or "\0" in query or "%00" in query:
        return True
    try:
        unquote_to_bytes(query).decode()
    except UnicodeDecodeError:
        return True
    return _BROKEN_BYTE.search(path) is not None


def _bad_text(text: str, limit: int) -> bool:
    return len(text) > limit or "\0" in text or UNREADABLE in text
