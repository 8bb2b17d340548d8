"""Stationings: prepare, see what is missing, open to the public, end the intake."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.desk.organisation.common import REFUSED, Refusal, go, page, posted, refuse, show_form
from dingxin.desk.organisation.notice_forms import LANGUAGES, StationingForm
from dingxin.desk.organisation.steps import parts_of, trust_or_none
from dingxin.mailbox import inlets
from dingxin.organisation import actions
from dingxin.organisation.doors import access_stationing, access_team, roles_over
from dingxin.organisation.models import Stationing
from dingxin.organisation.queries import role_in
from dingxin.rules.codes import Role
from dingxin.vault import actions as vaults
from dingxin.vault.readiness import can_close, can_open

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def may_change(request: StaffRequest, found: Stationing) -> bool:
    """The door's own rule for ``change=True``, for showing or hiding the links."""
    member, team = request.member.member, found.team
    return role_in(member, team) is Role.LEADER or Role.ADMIN in roles_over(member, team.body)


@require_safe
@unlocked
def stationing(request: StaffRequest, id: UUID) -> HttpResponse:
    """One stationing: its notice at a glance, what is missing, what can be done next."""
    found = access_stationing(request.member, id)
    preparing = found.state == "preparing"
    lacks = can_open(found) if preparing else can_close(found) if found.state == "open" else []
    parts = parts_of(found.team.body, found) if preparing else []
    return page(request, "organisation/stationing", {
        "stationing": found, "lacks": lacks, "parts": parts, "changes": may_change(request, found),
        "boxes": found.boxes.count(), "written": [(code, bool(found.texts.get(code))) for code in LANGUAGES],
        "trust": trust_or_none(found.team.body), "shown": LANGUAGES,
    })  # fmt: skip


@get_or_post
@unlocked
def new_stationing(request: StaffRequest) -> HttpResponse:
    """The team named in the address goes to a unit."""
    try:
        team = access_team(request.member, UUID(request.GET.get("team", "")), administer=True)
    except ValueError:
        raise Http404 from None
    days = {"starts": team.round.starts, "ends": team.round.ends, "intake_until": team.round.ends} if team.round else {}
    form, refused = StationingForm(posted(request), initial=days), None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.create_stationing(
                current=request.member, team=team, unit=given["unit"], code=given["code"], starts=given["starts"],
                ends=given["ends"], intake_until=given["intake_until"], phone=given["phone"],
            )  # fmt: skip
            return go("organisation_stationing", made.pk, done="stationing-made")
        except REFUSED as error:
            refused = error
    return show_form(
        request, form, heading=_("%(team)s goes to a unit") % {"team": team.name}, button=_("Prepare it"),
        back=reverse("desk:organisation_team", args=[team.pk]), refused=refused,
        lead=_("Nothing is public before you open it, and it opens only when the keys are ready."),
    )  # fmt: skip


@get_or_post
@unlocked
def change_stationing(request: StaffRequest, id: UUID) -> HttpResponse:
    """Days and telephone."""
    found = access_stationing(request.member, id, change=True)
    names = ("starts", "ends", "intake_until", "phone")
    form = StationingForm(posted(request), made=True, initial={name: getattr(found, name) for name in names})
    refused: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.change_stationing(
                current=request.member, stationing=found, starts=given["starts"], ends=given["ends"],
                intake_until=given["intake_until"], phone=given["phone"], texts=found.texts,
            )  # fmt: skip
            return go("organisation_stationing", found.pk, done="stationing-changed")
        except REFUSED as error:
            refused = error
    return show_form(
        request, form, heading=_("Days and telephone"), button=_("Keep it"), refused=refused,
        back=reverse("desk:organisation_stationing", args=[found.pk]),
        lead=_("Team, unit and address stay as they are: receipts and posters name them."),
    )  # fmt: skip


@require_POST
@unlocked
def open_stationing(request: StaffRequest, id: UUID) -> HttpResponse:
    """Let the public in."""
    found = access_stationing(request.member, id, change=True)
    return _turn(request, found, "opened")


@require_POST
@unlocked
def close_stationing(request: StaffRequest, id: UUID) -> HttpResponse:
    """End the intake."""
    found = access_stationing(request.member, id, change=True)
    return _turn(request, found, "closed")


def _turn(request: StaffRequest, found: Stationing, done: str) -> HttpResponse:
    turn = vaults.open_stationing if done == "opened" else vaults.close_stationing
    try:
        turn(current=request.member, stationing=found)
    except REFUSED as error:
        return refuse(request, error, back=reverse("desk:organisation_stationing", args=[found.pk]))
    inlets.refresh()  # the portal reads the copies of the statements: it must not wait for the next tick
    return go("organisation_stationing", found.pk, done=done)
