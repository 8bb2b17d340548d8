"""Where a member stands: the team whose work this page shows, and what the bar says of it."""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.casework import name_doors
from dingxin.organisation import bar
from dingxin.organisation.models import Stationing, Team
from dingxin.organisation.queries import remembered, role_in, stationings_of
from dingxin.rules.codes import Role
from dingxin.web.sent import token_of as token_of

TURNS = frozenset({"custodian", "signer"})
DOORS = tuple(f"/desk/{door}/" for door in ("visit", "call", "letter", "box", "household", "transferred", "receipt"))
"""Where the doors stand: all of them belong to the tab "Record"."""
OF_MATTERS = tuple(f"/desk/{one}/" for one in ("contacts", "spoken", "leaves", "remedy", "evidence"))
"""Pages of one thing in a matter."""
TEAM_COOKIE = "dxteam"  # an id of a team the member is in; says nothing a row of the database does not


@dataclass(frozen=True)
class Tab:
    """One entry of the bar."""

    label: str
    url: str
    current: bool
    waits: int = 0


@dataclass(frozen=True)
class Place:
    """``team`` None for members who are in no team (custodian, signer, administrator)."""

    team: Team | None
    role: Role | None
    stationing: Stationing | None
    others: tuple[Team, ...]
    body_roles: frozenset[str]
    tabs: tuple[Tab, ...]

    @property
    def reads(self) -> bool:
        """Officers and leaders read; clerks only record."""
        return self.role in (Role.OFFICER, Role.LEADER)

    @property
    def leads(self) -> bool:
        """True for a leader of the team."""
        return self.role is Role.LEADER


def _wanted(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("team") or request.COOKIES.get(TEAM_COOKIE, ""))
    except ValueError:
        return None


def place_of(request: HttpRequest) -> Place:
    """The place of this request; two queries for the team, one for roles. The result is kept on the request."""
    kept = getattr(request, "_dx_place", None)
    if kept is not None:
        return cast(Place, kept)
    current: Current = request.member  # type: ignore[attr-defined] # set by the middleware; the door came first
    teams, held = remembered(current)
    wanted = _wanted(request)
    team = next((one for one in teams if one.id == wanted), teams[0] if teams else None)
    role = role_in(current.member, team) if team else None
    roles = frozenset(str(one.role) for one in held)
    place = Place(
        team=team, role=role, stationing=stationings_of(team).order_by("-starts").first() if team else None,
        others=tuple(one for one in teams if team and one.id != team.id), body_roles=roles,
        tabs=_tabs(request.path, role, roles, _keys_waiting(current) if roles & TURNS else 0, current),
    )
    request._dx_place = place  # type: ignore[attr-defined]
    return place


def _keys_waiting(current: Current) -> int:
    """How many requests for a second key, and openings to be looked at, wait for this member."""
    return len(name_doors.waiting_for_key(current)) + len(name_doors.to_review(current))


def _tabs(
    path: str, role: Role | None, roles: frozenset[str], waits: int, current: Current
) -> tuple[Tab, ...]:
    listed = [(_("My queue"), "desk:home")]
    if Role.CUSTODIAN in roles or waits:  # a signer has something to do here only when something was opened at once
        listed.append((_("Second key"), "desk:custody"))
    if role in (Role.OFFICER, Role.LEADER):
        listed += [(_("Incoming"), "desk:inbox"), (_("Matters"), "desk:matters"), (_("Remedies"), "desk:remedies")]
    if role is not None:
        listed.append((_("Record"), "intake_common:doors"))
    brought = [entry for entry in bar.ENTRIES if entry.shown(current)]
    listed += [(str(entry.label), entry.route) for entry in brought]
    if role in (Role.OFFICER, Role.LEADER) or roles & {"admin", "signer", "custodian"}:
        listed.append((_("Who holds keys"), "desk:keys"))
    if role is Role.LEADER or roles & {"admin", "office", "signer"}:
        listed.append((_("Organisation"), "desk:organisation"))
    tabs = [(label, reverse(name)) for label, name in listed]
    doors = reverse("intake_common:doors")
    own = any(path.startswith(reverse(entry.route)) for entry in brought)
    if path.startswith(OF_MATTERS):
        path = reverse("desk:matters")
    path = doors if path.startswith(DOORS) and not own else path
    here = max((url for _label, url in tabs if path.startswith(url)), key=len, default="")
    waiting = {reverse("desk:custody"): waits} | {reverse(entry.route): entry.waits(current) for entry in brought}
    for route, asked in bar.WAITS.items():
        if (url := reverse(route)) in (shown for _label, shown in tabs):
            waiting[url] = waiting.get(url, 0) + sum(one(current) for one in asked)
    return tuple(Tab(label, url, url == here, waiting.get(url, 0)) for label, url in tabs)
