"""JSON endpoints: refusals in the person's language with the field's name. What is read: mailbox.json_in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from dingxin.mailbox.json_in import body_of as body_of
from dingxin.mailbox.json_in import fields_of as fields_of
from dingxin.mailbox.json_in import same_origin
from dingxin.mailbox.refused import Refused, Why
from dingxin.portal import refusals

View = Callable[..., HttpResponse]


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


def refusal(refused: Refused) -> HttpResponse:
    """{"error": code, "field": name, "message": sentence} with its status."""
    response = problem(refused.why.value, refusals.sentence(refused), refusals.STATUS[refused.why], refused.field)
    if refused.why is Why.BUSY:
        response["Retry-After"] = str(refusals.RETRY_SECONDS)
    return response


def problem(code: str, message: str, status: int, field: str = "") -> JsonResponse:
    """The one shape of every error."""
    return JsonResponse({"error": code, "field": field, "message": message}, status=status)
