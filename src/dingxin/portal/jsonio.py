"""JSON in and out: refusals in the person's language with the field's name. Fields: ``mailbox.jsonfields``."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from dingxin.mailbox.jsonfields import JSON_MOST, Fields
from dingxin.mailbox.refused import Refused, Why
from dingxin.portal import refusals

FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
View = Callable[..., HttpResponse]


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
