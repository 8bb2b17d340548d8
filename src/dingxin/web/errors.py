"""Pages for what went wrong: each says what happened, that nothing is lost, and what to do, in the person's language.

Rendering never touches the database. If even the templates fail, a fixed page in three languages is sent.
"""

import logging
import sys
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext

from dingxin.web.uploads import UploadTooLarge

logger = logging.getLogger(__name__)
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent, UploadTooLarge)
DESK_PATHS = ("/desk", "/staff")

FALLBACK = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>-</title><main>"
    '<p lang="zh-Hans">出了点问题。这一步没有存下。请稍后再试；您以前交的都还在。</p>'
    '<p lang="ug" dir="rtl">خاتالىق كۆرۈلدى. بۇ قەدەم ساقلانمىدى. سەل تۇرۇپ قايتا سىناڭ؛ '
    "ئىلگىرى تاپشۇرغانلىرىڭىز تۇرۇپتۇ.</p>"
    "<p>Something went wrong. This step was not stored. Please try again later; what you sent before is safe.</p>"
    "</main></html>"
)


def is_desk(request: HttpRequest) -> bool:
    """Whether the address belongs to the staff pages, by its first part alone."""
    return request.path_info.startswith(DESK_PATHS)


def _page(request: HttpRequest, status: int, **words: str) -> HttpResponse:
    look = "desk" if is_desk(request) else "portal"
    try:
        html: str = render_to_string(f"web/error_{look}.html", {**words, "status": status, "look": look}, request)
    except Exception:  # an error page must not fail: whatever is broken, the fixed page goes out
        logger.exception("error page")
        html = FALLBACK
    return HttpResponse(html, status=status)


def _go_back() -> str:
    # Our pages are no-store: some browsers refill a form on going back and some do not, so no promise is made.
    return gettext("Go back with your browser: many browsers still hold what you wrote. We keep no copy of it.")


def _reload(request: HttpRequest) -> str:
    if request.method == "POST":  # the browser holds the body of this very page's request until the page is left
        return gettext("Your words and files are still in this page: do not close it. Reload it, and say yes when the "
                       "browser asks whether to send again.")
    return gettext("Nothing is lost. Reload this page.")


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400, or 413 when `exception` says that there was too much of it."""
    if isinstance(exception, TOO_MUCH):
        return _page(
            request, 413, heading=gettext("That was too much for one form"),
            what=gettext("The files or the text together are larger than this form can carry, so nothing was sent."),
            lost=_go_back(),
            todo=gettext("Send fewer or smaller files, or send them one after another with your digits."),
        )
    return _page(
        request, 400, heading=gettext("We could not read that"),
        what=gettext("What arrived has characters or an address that we cannot read, so nothing was stored."),
        lost=_go_back(), todo=gettext("Type the odd place again instead of pasting it, or start from the first page."),
    )


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """403: known, and not allowed."""
    return _page(
        request, 403, heading=gettext("This is not open to you"),
        what=gettext("You are logged in, but this page or act belongs to another role or another compartment."),
        lost=gettext("Nothing was changed."),
        todo=gettext("If your work needs it, ask the team leader. The answer is the same for everyone in your role."),
    )


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """404: no such page, or none for this person; the two look the same on purpose."""
    return _page(
        request, 404, heading=gettext("There is no such page"),
        what=gettext("The address is mistyped, or the page has moved, or it is not for you."),
        lost=gettext("Nothing is lost: what was sent before is safe."),
        todo=gettext("Start again from the first page."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the database is what failed."""
    if isinstance(sys.exc_info()[1], OperationalError):
        return too_busy(request)
    return _page(
        request, 500, heading=gettext("Something failed on our side"),
        what=gettext("It is not your fault. This step was not stored."),
        lost=_reload(request),
        todo=gettext("If it fails again, try later or call us. What was sent before is safe."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - never shown: it names headers
    """403: the form's own token did not come back."""
    return _page(
        request, 403, heading=gettext("Please open the form again"),
        what=gettext("The page was open too long, or the browser did not keep its small safety mark (cookie). "
                     "To be safe, nothing was sent."),
        lost=_go_back(), todo=gettext("Load the form again and send. Cookies of this site must be allowed meanwhile."),
    )


def too_busy(request: HttpRequest) -> HttpResponse:
    """503: the store is locked or full; safe to send the same again, because nothing of it was kept."""
    response = _page(
        request, 503, heading=gettext("Too many people at once"),
        what=gettext("We could not store this just now. Nothing of it was stored, not even in part."),
        lost=_reload(request), todo=gettext("Wait a minute before you do. If it happens again, call us."),
    )
    response.headers["Retry-After"] = "60"
    return response
