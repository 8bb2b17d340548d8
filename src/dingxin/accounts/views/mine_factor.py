"""Second factors of the own account: adding and removing, each after one was shown again."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dingxin.accounts import actions, forms, places, refusals, security_keys
from dingxin.accounts.actions.second_factor import CODES, is_confirmed
from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.accounts.queries import security_keys_of
from dingxin.accounts.refusals import Refused
from dingxin.accounts.views.common import answer, asks_keys, next_of
from dingxin.accounts.views.factor import about_keys, asked

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _confirm(request: StaffRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('accounts:confirm')}?{urlencode({'next': request.path})}")


def _done() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("accounts:settings") + "#factors")


@asks_keys
@get_or_post
@unlocked
def confirm(request: StaffRequest) -> HttpResponse:
    """A code, or a security key, once more; then on to the change that was wanted."""
    current, target = request.member, next_of(request)
    form, refused = forms.Code(request.POST if "code" in request.POST else None), None
    by_key = forms.Answer(request.POST)
    if request.method == "POST":
        typed = by_key if by_key.is_valid() else form if form.is_valid() else None
        try:
            if typed is not None:
                actions.confirm_again(
                    current=current, **typed.cleaned_data, site=security_keys.site_of(request),
                    place=places.place_of(request, current.member.username),
                )
                return HttpResponseRedirect(target)
        except Refused as error:
            refused = error
    context = {"form": form, "next": target} | about_keys(request, current)
    return answer(request, "accounts/confirm.html", context, refused)


@asks_keys
@get_or_post
@unlocked
def new_key(request: StaffRequest) -> HttpResponse:
    """Another security key."""
    current, form, refused = request.member, forms.Answer(request.POST), None
    if not is_confirmed(current.session):
        return _confirm(request)
    if request.method == "POST" and form.is_valid():
        try:
            actions.enrol_security_key(
                current=current, answer=form.cleaned_data["answer"], site=security_keys.site_of(request),
                place=places.place_of(request, current.member.username),
            )
            return _done()
        except Refused as error:
            refused = error
    return answer(request, "accounts/new_key.html", about_keys(request, current), refused)


@get_or_post
@unlocked
def remove(request: StaffRequest, number: int) -> HttpResponse:
    """Take a security key away; number 0 is the device for codes. 404 for what is not set up."""
    current, refused = request.member, None
    key = security_keys_of(current.member).filter(number=number).first()
    if key is None and (number != CODES or current.member.totp_secret is None):
        raise Http404
    if not is_confirmed(current.session):
        return _confirm(request)
    if request.method == "POST":
        try:
            actions.remove_second_factor(current=current, number=number)
            return _done()
        except Refused as error:
            refused = error
    return answer(request, "accounts/remove_factor.html", {"key": key}, refused)


@require_POST
@unlocked
def challenge(request: StaffRequest) -> HttpResponse:
    """For the page's script: what the browser is to ask a key for. ``what``: create, after a confirmation, or get."""
    create = request.POST.get("what") == "create"
    if create and not is_confirmed(request.member.session):
        return JsonResponse({"error": "confirm", "text": str(refusals.confirm_first())}, status=409)
    return asked(request, request.member, create=create)
