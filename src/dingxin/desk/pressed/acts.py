"""Entering interference, and each thing that is done about it: one form page and one action each."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms as django_forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.accounts.models import Member
from dingxin.casework import actions
from dingxin.casework.doors import access_interference, access_matter, access_submission
from dingxin.casework.following import follow_recusal
from dingxin.casework.models import FollowUp, InterferenceReport, Matter, Submission
from dingxin.desk.matter.ritual import Sheet, bound, fill, get_or_post
from dingxin.desk.place import place_of
from dingxin.desk.pressed import forms
from dingxin.organisation.models import Membership, Unit
from dingxin.organisation.queries import serving
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import Role
from dingxin.rules.text import N_
from dingxin.vault import keyring
from dingxin.vault.actions import recuse
from dingxin.vault.models import Vault


def _to(report_id: UUID, done: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('desk:pressed-one', args=[report_id])}?{urlencode({'done': done})}")


def _id(request: StaffRequest, name: str) -> UUID | None:
    try:
        return UUID(request.GET[name]) if request.GET.get(name) else None
    except ValueError:
        raise Http404 from None


@get_or_post
@unlocked
def new(request: StaffRequest) -> HttpResponse:
    """Entered by staff: on a matter, on a submission, or free."""
    current, place = request.member, place_of(request)
    if not place.reads or place.team is None:
        raise PermissionDenied
    matter_id, submission_id = _id(request, "matter"), _id(request, "submission")
    matter: Matter | None = access_matter(current, matter_id) if matter_id else None
    submission: Submission | None = access_submission(current, submission_id) if submission_id else None
    team = (matter or submission or place).team
    assert team is not None

    def act(said: dict[str, Any]) -> HttpResponse:
        if matter is not None:
            _close(request, matter, said["named"])
        made = actions.report_interference(
            current=current, kind=said["kind"], text=said["text"], matter=matter, submission=submission, team=team,
            unit=_unit(said["unit"]), named=list(said["named"]),
        )
        return _to(made.pk, "reported")

    back = reverse("desk:submission", args=[submission.pk]) if submission else "" if matter else reverse("desk:pressed")
    sheet = Sheet(
        _("Somebody is asked, warned or threatened"), _("Enter the report"), matter=matter, back=back,
        lead=_("It goes on the shortest clock and before everything else. If it is about whoever leads this team, send it "
               "to the body above instead."),
    )  # fmt: skip
    return fill(request, forms.Report(bound(request), team=team, current=current), act, lambda: sheet)


def _unit(found: Any) -> Any:
    return Unit.objects.get(pk=found) if isinstance(found, UUID) else found


def _close(request: StaffRequest, matter: Matter, named: Any) -> None:
    """What it interferes with is closed to whom it names, before anything marks it."""
    vault = Vault.objects.select_related("team__body", "body").get(pk=matter.vault_id)
    kept = keyring.recused(matter.vault_id, matter.unit, matter.pk)
    current = request.member
    leaders = Membership.objects.filter(serving(), team=vault.team, role=Role.LEADER).values_list("member_id", flat=True)
    if set(leaders) <= {member.pk for member in named}:
        return  # the action refuses it, and nothing is closed before that
    for member in named:
        if member.pk not in kept:
            recuse(
                current=current, vault=vault, member=member, matter_id=matter.pk,
                move=lambda: follow_recusal(current, vault.pk, matter_id=matter.pk),
            )  # fmt: skip


@get_or_post
@unlocked
def do(request: StaffRequest, id: UUID, code: str) -> HttpResponse:
    """One step of a report."""
    report = access_interference(request.member, id)
    if code not in SHEETS:
        raise Http404
    heading, button = SHEETS[code]
    made = _form(request, report, code)

    def act(said: dict[str, Any]) -> HttpResponse:
        ACTS[code](request, report, said)
        if code == "named":
            return HttpResponseRedirect(reverse("desk:pressed"))
        return _to(report.pk, code)

    sheet = Sheet(str(_(heading)), str(_(button)), back=reverse("desk:pressed-one", args=[report.pk]))
    return fill(request, made, act, lambda: sheet)


def _form(request: StaffRequest, report: InterferenceReport, code: str) -> django_forms.Form:
    if code == "named":
        return forms.Whom(bound(request), team=report.team, current=request.member)
    if code == "protect":
        return forms.Protect(bound(request))
    return forms.Said(bound(request))


def _name(request: StaffRequest, report: InterferenceReport, said: dict[str, Any]) -> None:
    named: list[Member] = list(said["named"])
    if not named and not said["unit"]:
        raise Refused("nobody", _("Say whom it names, or whose people press."))
    if report.matter is not None:
        _close(request, report.matter, named)
    actions.name_in_interference(current=request.member, report=report, named=named, unit=_unit(said["unit"]))


SHEETS = {
    "verify": (N_("It is so"), N_("Record it as verified")),
    "protect": (N_("A protective step"), N_("Record the step")),
    "hand-over": (N_("Handed to the body that disciplines"), N_("Record it")),
    "settle": (N_("It was dealt with"), N_("Record it")),
    "unfounded": (N_("There was nothing in it"), N_("Record it")),
    "named": (N_("It names somebody of ours"), N_("Close it to them")),
}
Do = Callable[[StaffRequest, InterferenceReport, dict[str, Any]], object]
ACTS: dict[str, Do] = {
    "verify": lambda r, report, said: actions.verify_interference(current=r.member, report=report, text=said["text"]),
    "protect": lambda r, report, said: actions.protect(
        current=r.member, report=report, kind=said["kind"], text=said["text"]),
    "hand-over": lambda r, report, said: actions.hand_over_interference(
        current=r.member, report=report, text=said["text"]),
    "settle": lambda r, report, said: actions.settle_report(current=r.member, report=report, text=said["text"]),
    "unfounded": lambda r, report, said: actions.settle_report(
        current=r.member, report=report, text=said["text"], unfounded=True),
    "named": _name,
}  # fmt: skip


@require_POST
@unlocked
def asked(request: StaffRequest, id: UUID) -> HttpResponse:
    """What somebody without a receipt said when they were asked."""
    row = FollowUp.objects.filter(pk=id).first()
    if row is None:
        raise Http404
    access_interference(request.member, row.report_id)
    form = forms.Answer(request.POST)
    back = HttpResponseRedirect(f"{reverse('desk:pressed')}?done=asked")
    if not form.is_valid():
        return HttpResponseRedirect(reverse("desk:pressed"))
    actions.record_follow_up(current=request.member, follow_up=row, state=form.cleaned_data["state"])
    return back


@get_or_post
@unlocked
def told(request: StaffRequest, id: UUID) -> HttpResponse:
    """A submission that tells of interference is linked to what it interferes with."""
    row = access_submission(request.member, id)

    def act(said: dict[str, Any]) -> HttpResponse:
        made = actions.link_interference(
            current=request.member, told_in=row, kind=said["kind"], matter=said["number"]
        )
        return _to(made.pk, "told")

    sheet = Sheet(
        _("This tells of interference"), _("Link it"), back=reverse("desk:submission", args=[row.pk]),
        lead=_("Somebody new says that another is asked, warned or threatened, or that they are themselves."),
    )  # fmt: skip
    made = forms.Told(bound(request), current=request.member, vault_id=row.vault_id)
    return fill(request, made, act, lambda: sheet)
