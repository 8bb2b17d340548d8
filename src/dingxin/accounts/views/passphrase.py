"""A new passphrase and recovery code: shown, written down, typed back, kept."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from dingxin.accounts import actions, forms, offers, places
from dingxin.accounts.actions import NewMember
from dingxin.accounts.doors import StaffRequest, present_unlocked
from dingxin.accounts.refusals import Refused
from dingxin.accounts.views.common import answer, next_of


def shown_once(request: StaffRequest, new: NewMember, *, back: str) -> HttpResponse:
    """For the rooms above, right after `create_member` or `reset_keys`: the first passphrase, to hand over."""
    words = new.secrets.passphrase.split("-")
    return render(request, "accounts/shown_once.html", {"new": new, "back": back, "words": words})


def _form(request: StaffRequest) -> forms.TypeBack:
    data = request.POST if request.POST.get("step") == "keep" else None
    initial = {"token": request.POST.get("token", "")}
    asks_old = request.member.settled
    return (forms.TypeBackAndOld if asks_old else forms.TypeBack)(data, initial=initial)


@require_http_methods(["GET", "HEAD", "POST"])
@present_unlocked
def passphrase(request: StaffRequest) -> HttpResponse:
    """Four faces of one address: why, the two papers, typing back, done. Nothing changes before the last."""
    current, target = request.member, next_of(request)
    context = {"next": target, "first": not current.member.own, "after_recovery": current.session.by_recovery}
    step = request.POST.get("step", "")
    if step == "offer":
        offer = offers.make(current.session.id)
        words = offer.secrets.passphrase.split("-")
        return render(request, "accounts/offer.html", context | {"offer": offer, "words": words})
    if step not in ("type", "keep"):
        return render(request, "accounts/passphrase.html", context)
    form, refused = _form(request), None
    if step == "keep" and form.is_valid():
        try:
            _keep(request, form)
            return HttpResponseRedirect(target)
        except Refused as error:
            refused = error
    return answer(request, "accounts/type_back.html", context | {"form": form}, refused)


def _keep(request: StaffRequest, form: forms.TypeBack) -> None:
    current, typed = request.member, form.cleaned_data
    new = offers.accept(
        current.session.id, token=typed["token"], passphrase=typed["passphrase"], code=typed["code"],
    )
    if not current.member.own:
        actions.take_over(current=current, new=new)
        return
    place = places.place_of(request, current.member.username)
    actions.change_passphrase(current=current, new=new, old=typed.get("old", ""), place=place)
