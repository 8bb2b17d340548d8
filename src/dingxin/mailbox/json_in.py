"""Bodies of JSON that come in, for the portal and for doors. Their fields: ``jsonfields``."""

import json

from django.http import HttpRequest

from dingxin.mailbox.jsonfields import JSON_MOST, Fields
from dingxin.mailbox.refused import Refused, Why

FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


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


def same_origin(request: HttpRequest) -> bool:
    """False when the browser says that another site sent this. Browsers that say nothing are taken at the address."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is None or origin == f"{request.scheme}://{request.get_host()}"
