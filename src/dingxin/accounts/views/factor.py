"""The second factor at sign-in, and setting up the first one: a device for codes or a security key."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST

from dingxin.accounts import actions, challenges, forms, identity, places, refusals, security_keys, totp
from dingxin.accounts.doors import way_in
from dingxin.accounts.identity import Current
from dingxin.accounts.queries import has_second_factor, security_keys_of
from dingxin.accounts.refusals import Refused
from dingxin.accounts.views.common import answer, asks_keys, next_of
from dingxin.accounts.views.enter import go, let_in

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def about_keys(request: HttpRequest, current: Current) -> dict[str, Any]:
    """What the page must know to ask for a key: whether there is one, and whether this address has a name."""
    has_keys, has_codes = security_keys_of(current.member).exists(), current.member.totp_secret is not None
    named = security_keys.site_of(request) is not None
    return {"has_keys": has_keys, "has_codes": has_codes, "only_keys": has_keys and not has_codes, "named": named}


@asks_keys
@get_or_post
def second_factor(request: HttpRequest) -> HttpResponse:
    """Six digits, or a security key, then in."""
    target, half = next_of(request), identity.half_open(request)
    if half is None or not has_second_factor(half.member):
        return HttpResponseRedirect(target) if identity.of(request) else go(way_in(request), target)
    form, refused = forms.Code(request.POST if "code" in request.POST else None), None
    by_key = forms.Answer(request.POST)
    if request.method == "POST":
        typed = by_key if by_key.is_valid() else form if form.is_valid() else None
        try:
            if typed is not None:
                return let_in(request, actions.confirm_second_factor(
                    current=half, **typed.cleaned_data, site=security_keys.site_of(request),
                    place=places.place_of(request, half.member.username),
                ), target)
        except Refused as error:
            refused = error
    context = {"form": form, "next": target} | about_keys(request, half)
    return answer(request, "accounts/second_factor.html", context, refused)


@asks_keys
@get_or_post
def enrol(request: HttpRequest) -> HttpResponse:
    """A device or a key for the second factor, before the first page opens."""
    target, half = next_of(request), identity.half_open(request)
    if half is None or has_second_factor(half.member):
        return HttpResponseRedirect(target) if identity.of(request) else go(way_in(request), target)
    secret = totp.offered(request.POST.get("token", ""), half.session.id) or totp.new_secret()
    form, refused = forms.Enrol(request.POST if "token" in request.POST else None), None
    place, by_key = places.place_of(request, half.member.username), forms.Answer(request.POST)
    try:
        opened = None
        if request.method == "POST" and by_key.is_valid():
            opened = actions.enrol_security_key(
                current=half, answer=by_key.cleaned_data["answer"], site=security_keys.site_of(request), place=place,
            )
        elif form.is_valid():
            opened = actions.enrol_second_factor(
                current=half, token=form.cleaned_data["token"], code=form.cleaned_data["code"], place=place,
            )
        if opened:
            return let_in(request, opened, target)
    except Refused as error:
        refused = error
    context = {
        "form": form, "next": target, "token": totp.offer(secret, half.session.id), "secret": totp.grouped(secret),
        "qr": totp.qr(secret, half.member.username), "first": True,
    } | about_keys(request, half)
    return answer(request, "accounts/enrol.html", context, refused)


@require_POST
def challenge(request: HttpRequest) -> HttpResponse:
    """For the page's script, while the second factor is awaited: what the browser is to ask a key for, with a new challenge."""
    half = identity.half_open(request)
    if half is None:
        return JsonResponse({"error": "signed_out"}, status=401)
    return asked(request, half, create=not has_second_factor(half.member))


def asked(request: HttpRequest, current: Current, *, create: bool) -> HttpResponse:
    """Options for `navigator.credentials` as JSON; 409 with the reason where no key can be asked."""
    site, keys = security_keys.site_of(request), list(security_keys_of(current.member))
    if site is None:
        return JsonResponse({"error": "host", "text": str(refusals.no_key_here())}, status=409)
    if not create and not keys:
        return JsonResponse({"error": "key", "text": str(refusals.wrong_key())}, status=409)
    new = challenges.give(current.session)
    if create:
        return JsonResponse(security_keys.to_create(site, current.member, keys, new))
    return JsonResponse(security_keys.to_get(site, keys, new))
