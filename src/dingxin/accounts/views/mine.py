"""The own account: look, keys, sessions, device, recovery code."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dingxin.accounts import actions, forms, places, queries, totp
from dingxin.accounts.actions.sessions import end_other
from dingxin.accounts.doors import StaffRequest, signed_in, unlocked
from dingxin.accounts.refusals import Refused
from dingxin.accounts.views.common import answer

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _to_settings() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("accounts:settings"))


@get_or_post
@signed_in
def my_settings(request: StaffRequest) -> HttpResponse:
    """Everything about the own account on one page."""
    member = request.member.member
    now = {"language": member.language, "theme": member.theme, "key_hints": member.key_hints}
    form = forms.Look(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        actions.change_settings(
            current=request.member, language=chosen["language"], theme=chosen["theme"], key_hints=chosen["key_hints"],
        )
        response = _to_settings()
        for name in (settings.LANGUAGE_COOKIE_NAME, "dxt"):
            response.delete_cookie(name, samesite="Strict")  # this machine's choice gives way to the member's
        return response
    context = {
        "form": form, "words": queries.fingerprint(member).split("-"), "sessions": queries.sessions_of(member),
        "this": request.member.session.id, "me": member, "security_keys": queries.security_keys_of(member),
    }
    return answer(request, "accounts/settings.html", context)


@get_or_post
@unlocked
def new_device(request: StaffRequest) -> HttpResponse:
    """Another device for the second factor: passphrase and its first code."""
    session_id = request.member.session.id
    secret = totp.offered(request.POST.get("token", ""), session_id) or totp.new_secret()
    form, refused = forms.NewDevice(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            actions.enrol_second_factor(
                current=request.member, token=form.cleaned_data["token"], code=form.cleaned_data["code"],
                passphrase=form.cleaned_data["passphrase"],
                place=places.place_of(request, request.member.member.username),
            )
            return _to_settings()
        except Refused as error:
            refused = error
    context = {
        "form": form, "token": totp.offer(secret, session_id), "secret": totp.grouped(secret),
        "qr": totp.qr(secret, request.member.member.username),
    }
    return answer(request, "accounts/enrol.html", context, refused)


@get_or_post
@unlocked
def prove(request: StaffRequest) -> HttpResponse:
    """The recovery code, typed back from paper."""
    form, refused = forms.Prove(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            actions.prove_recovery_code(
                current=request.member, code=form.cleaned_data["code"],
                place=places.place_of(request, request.member.member.username),
            )
            return _to_settings()
        except Refused as error:
            refused = error
    return answer(request, "accounts/prove.html", {"form": form}, refused)


@require_POST
@signed_in
def end_session(request: StaffRequest) -> HttpResponse:
    """Sign out another browser of one's own; anybody else's id does nothing."""
    end_other(current=request.member, session_id=request.POST.get("session", ""))
    return _to_settings()
