"""Doors of staff pages. Every staff view wears exactly one::

    @signed_in                 # a whole session; keys may be locked
    def queue(request: StaffRequest) -> HttpResponse: ...

    @unlocked                  # and the keys are there: request.member.keys()
    def read(request: StaffRequest, matter_id: UUID) -> HttpResponse: ...

What keeps a member out is shown with the way in; a POST that meets a locked door is carried, not lost.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from dingxin.accounts import demo, identity, places
from dingxin.accounts.actions.sessions import unlock
from dingxin.accounts.identity import Current
from dingxin.accounts.queries import has_second_factor
from dingxin.accounts.refusals import Refused

HOME = "/desk/"
UNLOCK_FIELD = "dx_unlock"
CARRIED_LIMIT = 1_000_000  # characters of fields that a locked page carries on
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request behind a door: somebody is signed in."""

    member: Current


Inner = Callable[Concatenate[StaffRequest, P], HttpResponseBase]
Outer = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def safe_next(request: HttpRequest, target: str) -> str:
    """``target`` if it is a staff page of this host, else the desk."""
    here = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    plain = target.isprintable() and "/../" not in target
    return target if here and plain and target.startswith(("/desk/", "/staff/")) else HOME


def _to(name: str, request: HttpRequest) -> HttpResponseRedirect:
    target = request.get_full_path() if request.method in ("GET", "HEAD") else HOME
    return HttpResponseRedirect(f"{reverse(f'accounts:{name}')}?{urlencode({'next': target})}")


def way_in(request: HttpRequest) -> str:
    """The address name of what is next for somebody without a whole session."""
    half = identity.half_open(request)
    if half is None:
        return "sign_in"
    return "second_factor" if has_second_factor(half.member) else "enrol"


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json") or (
        request.method not in ("GET", "HEAD") and request.content_type not in FORMS
    )


def carried(request: HttpRequest) -> tuple[list[tuple[str, str]], bool]:
    """The POST's fields for hidden inputs, and whether something could not come along (files, or too much)."""
    left_out = {"csrfmiddlewaretoken", UNLOCK_FIELD}
    fields = [(name, value) for name, values in request.POST.lists() if name not in left_out for value in values]
    if sum(len(name) + len(value) for name, value in fields) > CARRIED_LIMIT:
        return [], True
    return fields, bool(request.FILES)


def _stop(request: HttpRequest, status: int, error: str, template: str, refused: Refused | None = None,
          ) -> HttpResponseBase:
    """The page that says what is missing and holds on to what was sent. Never stored, here or on the way."""
    way = reverse(f"accounts:{way_in(request) if status == 401 else 'unlock'}")
    if _by_script(request):
        return JsonResponse({"error": error, "way": way}, status=status)
    fields, lost = carried(request)
    context = {
        "fields": fields, "lost": lost, "way": way, "refused": refused, "target": request.get_full_path(),
        "unlock_field": UNLOCK_FIELD, "demo_passphrase": demo.passphrase_of(identity.of(request)),
    }
    response = render(request, template, context, status=status)
    if refused and refused.until:
        response.headers["Retry-After"] = str(refused.seconds)
    return response


def _signed_out(request: HttpRequest) -> HttpResponseBase:
    if request.method in ("GET", "HEAD") and not _by_script(request):
        return _to(way_in(request), request)
    return _stop(request, 401, "signed_out", "accounts/signed_out.html")


def _locked(request: HttpRequest, current: Current) -> HttpResponseBase | None:
    """None when the POST brought the passphrase along and may go on, else the page that asks for it."""
    if request.method in ("GET", "HEAD") and not _by_script(request):
        return _to("unlock", request)
    typed = request.POST.get(UNLOCK_FIELD, "") if request.content_type in FORMS else ""
    if not typed:
        return _stop(request, 423, "locked", "accounts/locked.html")
    try:
        opened = unlock(
            current=current, passphrase=typed, place=places.place_of(request, current.member.username),
        )
    except Refused as refused:
        return _stop(request, 423, "locked", "accounts/locked.html", refused)
    request.member = opened  # type: ignore[attr-defined]
    return None


def _without_passphrase(request: HttpRequest) -> None:
    """The view behind the door never sees the passphrase that opened it."""
    if request.content_type in FORMS and UNLOCK_FIELD in request.POST:
        cleaned = request.POST.copy()
        del cleaned[UNLOCK_FIELD]
        cleaned._mutable = False
        request.POST = cleaned  # type: ignore[assignment]


def _door(view: Inner[P], *, keys: bool, settled: bool) -> Outer[P]:
    @wraps(view)
    def door(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        current = identity.of(request)
        if current is None:
            return _signed_out(request)
        if keys and not current.unlocked:
            page = _locked(request, current)
            if page is not None:
                return page
        if settled and not current.settled:
            return _to("passphrase", request)
        _without_passphrase(request)
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    door.staff_door = "unlocked" if keys else "signed_in"  # type: ignore[attr-defined]  # the access matrix asks
    return cast("Outer[P]", door)


def signed_in(view: Inner[P]) -> Outer[P]:
    """Passphrase and second factor were right, and the passphrase is the member's own; keys may be locked."""
    return _door(view, keys=False, settled=True)


def unlocked(view: Inner[P]) -> Outer[P]:
    """`signed_in`, and the keys open. GET goes to the unlock page and comes back; POST is carried through it."""
    return _door(view, keys=True, settled=True)


def present(view: Inner[P]) -> Outer[P]:
    """This room only: pages that also somebody needs whose passphrase is not the own one yet (lock, sign out)."""
    return _door(view, keys=False, settled=False)


def present_unlocked(view: Inner[P]) -> Outer[P]:
    """This room only: the page where the passphrase becomes the member's own."""
    return _door(view, keys=True, settled=False)
