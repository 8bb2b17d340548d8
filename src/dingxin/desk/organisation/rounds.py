"""Rounds: days, focus topics, and the walk through their states."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.desk.organisation.common import REFUSED, act, go, page, posted, show_form
from dingxin.desk.organisation.forms import RoundForm, round_initial
from dingxin.desk.organisation.round_needs import line_of, moves_of, there
from dingxin.desk.organisation.scope import scope_of
from dingxin.organisation import actions
from dingxin.organisation.doors import access_body, access_round, roles_over
from dingxin.organisation.models import Stationing
from dingxin.rules.codes import Role, RoundState

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@unlocked
def round_page(request: StaffRequest, id: UUID) -> HttpResponse:
    """One round: its days, topics, teams with stationings, and what it may do next."""
    found = access_round(request.member, id)
    roles = roles_over(request.member.member, found.body)
    scope = scope_of(request.member)
    stationings = Stationing.objects.filter(team__round=found).select_related("unit", "team").order_by("team__number")
    return page(request, "organisation/round", {
        "round": found, "state": RoundState(found.state),  # type: ignore[call-arg]
        "topics": found.topics.order_by("code"), "teams": [row for row in found.teams.order_by("number") if scope.opens(row)],
        "stationings": [row for row in stationings if scope.opens(row.team)],
        "moves": moves_of(found, roles, reverse("desk:organisation_round_move", args=[found.pk])),
        "administers": Role.ADMIN in roles,
    })  # fmt: skip


def _body_id(request: StaffRequest) -> UUID:
    try:
        return UUID(request.GET.get("body", ""))
    except ValueError:
        raise Http404 from None


@get_or_post
@unlocked
def new_round(request: StaffRequest) -> HttpResponse:
    """A round of the body named in the address."""
    body = access_body(request.member, _body_id(request), administer=True)
    last = body.rounds.order_by("-number").first()
    initial = {"number": last.number + 1 if last else 1}
    form, refused = RoundForm(posted(request), initial=initial), None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.create_round(
                current=request.member, body=body, number=given["number"], name=given["name"], starts=given["starts"],
                ends=given["ends"], topics=given["topics"],
            )  # fmt: skip
            return go("organisation_round", made.pk, done="round-made")
        except REFUSED as error:
            refused = error
    return show_form(
        request, form, heading=_("A new round of %(body)s") % {"body": body.name}, button=_("Make the round"),
        back=reverse("desk:organisation_body", args=[body.pk]), refused=refused,
        lead=_("It keeps the body's policy pack (%(pack)s) as it is today.") % {"pack": body.pack},
    )  # fmt: skip


@get_or_post
@unlocked
def change_round(request: StaffRequest, id: UUID) -> HttpResponse:
    """Name, days, topics."""
    found = access_round(request.member, id, administer=True)
    form, refused = RoundForm(posted(request), made=True, initial=round_initial(found)), None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.change_round(
                current=request.member, round=found, name=given["name"], starts=given["starts"], ends=given["ends"],
                topics=given["topics"],
            )  # fmt: skip
            return go("organisation_round", found.pk, done="round-changed")
        except REFUSED as error:
            refused = error
    back = reverse("desk:organisation_round", args=[found.pk])
    return show_form(request, form, heading=found.name, button=_("Keep it"), back=back, refused=refused)


@get_or_post
@unlocked
def move_round(request: StaffRequest, id: UUID) -> HttpResponse:
    """Confirm a move, then make it."""
    found = access_round(request.member, id)
    line = line_of(request.POST.get("move", "") or request.GET.get("move", ""))
    if line is None:
        raise Http404
    back = reverse("desk:organisation_round", args=[found.pk])
    if request.method != "POST":
        return page(request, "organisation/round_move", {
            "round": found, "line": line, "back": back,
            "state": RoundState(found.state),  # type: ignore[call-arg]
        })  # fmt: skip
    roles = roles_over(request.member.member, found.body)
    return act(
        request, back=back, to=go("organisation_round", found.pk, done="round-moved"),
        do=lambda: actions.move_round(
            current=request.member, round=found, move=line.code, roles=roles, there=there(found)
        ),
    )  # fmt: skip
