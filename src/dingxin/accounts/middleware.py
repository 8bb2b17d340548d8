"""Gives staff pages `request.member`. Public pages have no session: None there, and no look at the database."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from dingxin.accounts import identity
from dingxin.accounts.actions import sessions
from dingxin.accounts.identity import Current
from dingxin.accounts.models import Session
from dingxin.audit.writing import writing
from dingxin.rules import clock

STAFF = ("/desk/", "/staff/")
SEEN_EVERY = timedelta(minutes=1)

Next = Callable[[HttpRequest], HttpResponseBase]


def member(get_response: Next) -> Next:
    """Sets `request.member` (whole sessions) and `request.half_open` (second factor awaited); ends what is over."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        found = _find(request) if request.path_info.startswith(STAFF) else None
        whole = found is not None and found.session.second_factor
        request.member = found if whole else None  # type: ignore[attr-defined]
        request.half_open = None if whole else found  # type: ignore[attr-defined]
        if found:
            _look(request, found)
        return get_response(request)

    return answer


def _find(request: HttpRequest) -> Current | None:
    cookie = identity.cookie_of(request)
    found = identity.find(cookie) if cookie else None
    if found is None:
        return None
    now, session = clock.now(), found.session
    if identity.is_over(session, now):
        sessions.end(session, actor=found.actor, why="over")
        return None
    if session.sealed_keys is not None and session.second_factor and identity.is_idle(session, now):
        sessions.lock_row(session, actor=found.actor, why="idle")
        session.sealed_keys = None
    _seen(session, now)
    return found


def _seen(session: Session, now: datetime) -> None:
    """At most one write a minute; never back in time, whichever of two requests comes last."""
    if now - session.seen_at >= min(SEEN_EVERY, timedelta(seconds=settings.IDLE_LOCK_SECONDS / 4)):
        with writing():
            Session.objects.filter(pk=session.pk, seen_at__lt=now).update(seen_at=now)


def _look(request: HttpRequest, current: Current) -> None:
    """This machine's choice (a cookie, set at the foot of the page), else the member's own."""
    known = dict(settings.LANGUAGES)
    chosen = [request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""), current.member.language, settings.LANGUAGE_CODE]
    current.language = next(code for code in chosen if code in known)
    own = "" if current.member.theme == "auto" else current.member.theme
    cookie = request.COOKIES.get("dxt", "")
    current.theme = cookie if cookie in ("light", "dark") else own
    translation.activate(current.language)
    request.LANGUAGE_CODE = current.language
