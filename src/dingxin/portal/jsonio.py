"""JSON in and out: strict reading of every field, refusals in the person's language with the field's name.

Bytes are base64url without padding, ids 32 lower-case hex digits.
"""

import json
import re
from base64 import urlsafe_b64decode
from binascii import Error
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from dingxin.mailbox.lookup import b64
from dingxin.mailbox.refused import Refused, Why
from dingxin.portal import refusals

_B64 = re.compile(r"[A-Za-z0-9_-]*")
_HEX = re.compile(r"[0-9a-f]{32}")
_HALF = re.compile("[\ud800-\udfff]")
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
JSON_MOST = 1024 * 1024  # bytes of a body; the largest filing is about 700 KiB
View = Callable[..., HttpResponse]


class Fields:
    """A JSON object whose fields are taken one by one; what is left over, or of another type, is Refused(BAD)."""

    def __init__(self, found: object, name: str = "") -> None:
        if not isinstance(found, dict):
            raise Refused(Why.BAD, name)
        self._left: dict[str, Any] = dict(found)

    def _take(self, name: str, kind: type, default: Any = ...) -> Any:
        value = self._left.pop(name, default)
        if value is ... or (value is not default and type(value) is not kind):
            raise Refused(Why.BAD, name)
        return value

    def text(self, name: str, *, most: int = 200, default: str | None = None) -> str:
        """A string of at most ``most`` characters, without NUL or half a surrogate pair (JSON can write one, UTF-8 not)."""
        value = str(self._take(name, str, ... if default is None else default))
        if len(value) > most or "\0" in value or _HALF.search(value):
            raise Refused(Why.BAD, name)
        return value

    def number(self, name: str, *, most: int = 2**31 - 1) -> int:
        """An integer from 0."""
        value = int(self._take(name, int))
        if not 0 <= value <= most:
            raise Refused(Why.BAD, name)
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """true or false."""
        return bool(self._take(name, bool, default))

    def data(self, name: str, *, most: int = JSON_MOST) -> bytes:
        """Bytes. Refused for padding, other signs and non-zero spare bits."""
        return unb64(self.text(name, most=most * 4 // 3 + 4), name)

    def id(self, name: str) -> UUID:
        """An id."""
        value = self.text(name)
        if not _HEX.fullmatch(value):
            raise Refused(Why.BAD, name)
        return UUID(hex=value)

    def items(self, name: str, *, most: int) -> "list[Fields]":
        """A list of objects, empty when absent."""
        value = self._take(name, list, [])
        if len(value) > most:
            raise Refused(Why.TOO_LARGE, name)
        return [Fields(item, name) for item in value]

    def inside(self, name: str) -> "Fields | None":
        """An object, None when absent or null."""
        value = self._left.pop(name, None)
        return None if value is None else Fields(value, name)

    def end(self) -> None:
        """Refused when a field is left that nobody asked for: a misspelt name must not be dropped in silence."""
        if self._left:
            raise Refused(Why.BAD, sorted(map(str, self._left))[0][:40])


def unb64(text: str, name: str = "") -> bytes:
    """Bytes of base64url without padding, written in the one canonical way."""
    if not _B64.fullmatch(text) or len(text) % 4 == 1:
        raise Refused(Why.BAD, name)
    try:
        found = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (Error, ValueError):
        raise Refused(Why.BAD, name) from None
    if b64(found) != text:
        raise Refused(Why.BAD, name)
    return found


def body_of(request: HttpRequest, most: int) -> bytes:
    """The body, Refused(TOO_LARGE) before it is read when it says it is longer than ``most`` bytes.

    Refused(BAD) for a form: Django may have read it already, and no page of ours sends one here.
    """
    if request.content_type in FORMS:
        raise Refused(Why.BAD, "content-type")
    try:
        said = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        raise Refused(Why.BAD) from None
    if said > most:
        raise Refused(Why.TOO_LARGE)
    return request.body[: most + 1]


def fields_of(request: HttpRequest) -> Fields:
    """The JSON object of a request, version 1."""
    if request.content_type != "application/json":
        raise Refused(Why.BAD, "content-type")
    try:
        found = Fields(json.loads(body_of(request, JSON_MOST)))
    except (ValueError, RecursionError):
        raise Refused(Why.BAD) from None
    if found.number("v") != 1:
        raise Refused(Why.BAD, "v")
    return found


def endpoint(*methods: str) -> Callable[[View], View]:
    """A JSON endpoint: methods, same origin, refusals as JSON. No cookie is read, so there is nothing to forge with."""

    def wrap(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in methods:
                response: HttpResponse = problem("method", _("This address does not take that."), 405)
                response["Allow"] = ", ".join(methods)
                return response
            if request.method not in ("GET", "HEAD") and not same_origin(request):
                return problem("origin", _("This came from another site, so it was not taken."), 403)
            try:
                return view(request, *args, **kwargs)
            except Refused as refused:
                return refusal(refused)

        return answer

    return wrap


def same_origin(request: HttpRequest) -> bool:
    """False when the browser says that another site sent this. Browsers that say nothing are taken at the address."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is None or origin == f"{request.scheme}://{request.get_host()}"


def refusal(refused: Refused) -> HttpResponse:
    """{"error": code, "field": name, "message": sentence} with its status."""
    response = problem(refused.why.value, refusals.sentence(refused), refusals.STATUS[refused.why], refused.field)
    if refused.why is Why.BUSY:
        response["Retry-After"] = str(refusals.RETRY_SECONDS)
    return response


def problem(code: str, message: str, status: int, field: str = "") -> JsonResponse:
    """The one shape of every error."""
    return JsonResponse({"error": code, "field": field, "message": message}, status=status)
