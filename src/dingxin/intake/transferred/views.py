"""Who may hand over to the team, and taking in a package."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dingxin.accounts.doors import StaffRequest, signed_in, unlocked
from dingxin.intake.common import place
from dingxin.intake.transferred import actions
from dingxin.intake.transferred.doors import access_sender, leads
from dingxin.intake.transferred.forms import PackageForm, SenderForm
from dingxin.intake.transferred.models import Sender
from dingxin.intake.transferred.taking import PackageTaken, take_package
from dingxin.mailbox.refused import Refused as NotTaken
from dingxin.organisation.models import Stationing
from dingxin.organisation.queries import role_in
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import Role


@require_safe
@signed_in
def home(request: StaffRequest) -> HttpResponse:
    """The senders of the team, and the form for a package."""
    stationing = place.stationing_for(request)
    if stationing is None:
        return render(request, "intake_common/nowhere.html", {"door": {"title": _("Transferred")}})
    return _home(request, stationing)


def _home(
    request: StaffRequest, stationing: Stationing, *, sender: SenderForm | None = None, package: PackageForm | None = None,
    refused: object = None, taken: PackageTaken | None = None, status: int = 200,
) -> HttpResponse:
    team = stationing.team
    context = {
        "stationing": stationing, "senders": Sender.objects.filter(team=team).order_by("-state", "name", "pk"),
        "leads": role_in(request.member.member, team) is Role.LEADER, "sender": sender or SenderForm(),
        "package": package or PackageForm(), "refused": refused, "taken": taken, "vault": team.vault.pk.hex,
    }
    return render(request, "intake_transferred/home.html", context, status=status)


def _here(request: StaffRequest) -> Stationing:
    """The stationing that the form names; the door of ``place`` keeps strangers out."""
    found = place.stationing_for(request)
    if found is None:
        raise Http404
    return found


@require_POST
@signed_in
def package(request: StaffRequest) -> HttpResponse:
    """Take a package in, whole or not at all; broken off, the same file goes on."""
    stationing = _here(request)
    form = PackageForm(request.POST, request.FILES)
    if not form.is_valid():
        return _home(request, stationing, package=form, status=422)
    try:
        taken = take_package(form.cleaned_data["file"], actor=request.member.actor, team=stationing.team_id)
    except Refused as refused:
        return _home(request, stationing, refused=refused, status=409)
    except NotTaken:
        text = _("One of its items cannot be stored. Those before it are in; ask the sender to make the package anew.")
        return _home(request, stationing, refused=text, status=409)
    return _home(request, stationing, taken=taken)


@require_POST
@unlocked
def add(request: StaffRequest) -> HttpResponse:
    """A new sender; its token is shown once."""
    stationing = _here(request)
    leads(request.member, stationing.team)
    form = SenderForm(request.POST)
    if not form.is_valid():
        return _home(request, stationing, sender=form, status=422)
    try:
        row, token = actions.add_sender(
            current=request.member, team=stationing.team, name=form.cleaned_data["name"],
            may=form.cleaned_data["may"] or "file", verify_key=form.cleaned_data["key"],
        )
    except Refused as refused:
        return _home(request, stationing, sender=form, refused=refused, status=409)
    return _shown(request, stationing, row, token)


@require_POST
@unlocked
def renew(request: StaffRequest, id: UUID) -> HttpResponse:
    """A new token; the one before ends."""
    row = access_sender(request.member, id)
    stationing = _here(request)
    try:
        token = actions.renew_token(current=request.member, sender=row)
    except Refused as refused:
        return _home(request, stationing, refused=refused, status=409)
    return _shown(request, stationing, row, token)


def _shown(request: StaffRequest, stationing: Stationing, row: Sender, token: str) -> HttpResponse:
    address = request.build_absolute_uri(reverse("intake_transferred_api:submissions"))
    context = {"stationing": stationing, "row": row, "token": token, "address": address, "vault": row.team.vault.pk.hex}
    return render(request, "intake_transferred/token.html", context)


@require_POST
@unlocked
def end(request: StaffRequest, id: UUID) -> HttpResponse:
    """End a sender."""
    row = access_sender(request.member, id)
    try:
        actions.end_sender(current=request.member, sender=row)
    except Refused as refused:
        return _home(request, _here(request), refused=refused, status=409)
    return HttpResponseRedirect(reverse("intake_transferred:home"))
