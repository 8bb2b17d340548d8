"""In and out: sign-in, second factor, recovery, lock, unlock, sign-out."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from dingxin.accounts import actions, cookies, demo, forms, identity, places
from dingxin.accounts.doors import StaffRequest, present, safe_next
from dingxin.accounts.queries import has_second_factor
from dingxin.accounts.refusals import Refused
from dingxin.accounts.views.common import answer, next_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def go(name: str, target: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse(f'accounts:{name}')}?{urlencode({'next': target})}")


def _half_open(opened: actions.Opened, target: str) -> HttpResponseRedirect:
    """To the second factor, or to enrol one."""
    response = go("second_factor" if has_second_factor(opened.session.member) else "enrol", target)
    cookies.give(response, opened.cookie)
    return response


def let_in(request: HttpRequest, opened: actions.Opened, target: str) -> HttpResponseRedirect:
    """To where the member wanted to go; this browser is known from now on."""
    response = HttpResponseRedirect(safe_next(request, target))
    cookies.give(response, opened.cookie)
    places.remember(request, response, opened.session.member.username)
    return response


@get_or_post
def sign_in(request: HttpRequest) -> HttpResponse:
    """User name and passphrase; in a demo also one button a role."""
    target = next_of(request)
    if identity.of(request):
        return HttpResponseRedirect(target)
    form, refused = forms.SignIn(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["username"]
        try:
            opened = actions.sign_in(
                username=name, passphrase=form.cleaned_data["passphrase"],
                place=places.place_of(request, name.strip().lower()),
            )
            return _half_open(opened, target)
        except Refused as error:
            refused = error
    context = {"form": form, "next": target, "demo_accounts": demo.accounts()}
    return answer(request, "accounts/sign_in.html", context, refused)


@get_or_post
def recovery(request: HttpRequest) -> HttpResponse:
    """The recovery code instead of the passphrase."""
    target = next_of(request)
    if identity.of(request):
        return HttpResponseRedirect(target)
    form, refused = forms.Recovery(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["username"]
        try:
            opened = actions.use_recovery_code(
                username=name, code=form.cleaned_data["code"], place=places.place_of(request, name.strip().lower()),
            )
            return _half_open(opened, target)
        except Refused as error:
            refused = error
    return answer(request, "accounts/recovery.html", {"form": form, "next": target}, refused)


@get_or_post
@present
def unlock(request: StaffRequest) -> HttpResponse:
    """The passphrase again, then back to the page that was wanted."""
    target = next_of(request)
    if request.member.unlocked:
        return HttpResponseRedirect(target)
    form, refused = forms.Unlock(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            actions.unlock(
                current=request.member, passphrase=form.cleaned_data["passphrase"],
                place=places.place_of(request, request.member.member.username),
            )
            return HttpResponseRedirect(target)
        except Refused as error:
            refused = error
    context = {"form": form, "next": target, "demo_passphrase": demo.passphrase_of(request.member)}
    return answer(request, "accounts/unlock.html", context, refused)


@require_POST
@present
def lock(request: StaffRequest) -> HttpResponse:
    """Lock this browser, now. Unlocked again, it goes on where it was."""
    actions.lock(current=request.member)
    there = urlencode({"next": next_of(request)}) if request.POST.get("next") else ""
    return HttpResponseRedirect(reverse("accounts:unlock") + (f"?{there}" if there else ""))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this browser's session, half-open ones too; without one, the same page."""
    current = identity.of(request) or identity.half_open(request)
    if current:
        actions.sign_out(current=current)
    response = HttpResponseRedirect(reverse("accounts:sign_in"))
    cookies.take(response)
    return response


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponseBase:
    """One click in a demo: the ordinary actions with the log-in that everybody knows. 404 anywhere else."""
    known = demo.account(request.POST.get("username", "")) if settings.DEMO else None
    if known is None:
        raise Http404
    place = places.place_of(request, known.username)
    previous = identity.of(request) or identity.half_open(request)
    try:
        opened = actions.sign_in(username=known.username, passphrase=known.passphrase, place=place)
        opened = actions.confirm_second_factor(current=opened.current, code=demo.fresh_code(known), place=place)
    except Refused as refused:
        context = {"form": forms.SignIn(), "next": known.page, "demo_accounts": demo.accounts()}
        return answer(request, "accounts/sign_in.html", context, refused)
    if previous:
        actions.sign_out(current=previous)
    response = let_in(request, opened, known.page)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:  # the desk goes on in the language of the page they came from
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, get_language() or "en", secure=settings.SECURE, httponly=True, samesite="Strict",
        )
    return response


