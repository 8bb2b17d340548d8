"""Pages that belong to no room: the neutral page, health, robots, language and theme."""

import calendar
from datetime import date
from typing import TypedDict

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language, get_language
from django.views.decorators.http import require_GET, require_POST, require_safe

from dingxin.rules.clock import today
from dingxin.web.templatetags.dx import EN_MONTHS, UG_MONTHS

YEAR = 365 * 24 * 3600
WEEKDAYS = {
    "zh": ["一", "二", "三", "四", "五", "六", "日"],
    "ug": ["دۈ", "سە", "چا", "پە", "جۈ", "شە", "يە"],
    "en": ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"],
}


class Month(TypedDict):
    """One month as a plain calendar shows it; `weeks` start on Monday, 0 for a day of another month."""

    title: str
    weekdays: list[str]
    weeks: list[list[int]]
    today: int


def month_of(day: date, language: str) -> Month:
    """The month around `day` in `language` (its first two letters)."""
    titles = {
        "zh": f"{day.year}年{day.month}月", "ug": f"{day.year}-يىل {UG_MONTHS[day.month - 1]}",
        "en": f"{EN_MONTHS[day.month - 1]} {day.year}",
    }
    key = language[:2] if language[:2] in titles else "en"
    weeks = calendar.Calendar().monthdayscalendar(day.year, day.month)
    return Month(title=titles[key], weekdays=WEEKDAYS[key], weeks=weeks, today=day.day)


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """A month's calendar that names nobody: where "Leave now" goes unless the deployment set LEAVE_URL."""
    month = month_of(today(settings.TIME_ZONE), get_language() or "en")
    return render(request, "web/leave.html", {"month": month})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """What search engines may read: the public pages, never the staff's or anything with digits."""
    lines = ["User-agent: *", "Disallow: /desk/", "Disallow: /staff/", "Disallow: /leave", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """`ok` when the process answers and the database does; 503 otherwise. Tells nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def _back(request: HttpRequest) -> HttpResponseRedirect:
    target = request.POST.get("next", "/")
    here = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return HttpResponseRedirect(target if here else "/")


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=YEAR, secure=settings.SECURE, httponly=True, samesite="Strict",
    )


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Staff pages: keeps the chosen language in a cookie. Public pages carry it in the address and need no cookie."""
    response = _back(request)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES) and check_for_language(chosen):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, chosen)
    return response


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Staff pages: keeps light or dark for this machine."""
    response = _back(request)
    if request.POST.get("theme") in ("light", "dark"):
        _keep(response, "dxt", request.POST["theme"])
    return response
