"""Doors of boxes: members of the team who are not kept from its unit; of a difference also who is above."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from dingxin.accounts.identity import Current
from dingxin.casework import visible
from dingxin.intake.box.models import BoxOpening, PrintOrder, PrintSheet
from dingxin.organisation.doors import roles_over
from dingxin.organisation.models import Body, Box, Stationing
from dingxin.organisation.queries import has_body_role, role_in, superior_team
from dingxin.rules.codes import TEAM_ROLES, OpeningState, Role
from dingxin.vault.models import Vault

PATHS = ("stationing__team__body__parent", "stationing__unit")
READERS = frozenset({Role.OFFICER, Role.LEADER})


def kept_from(current: Current, stationing: Stationing) -> bool:
    """Whether the member is kept from the unit where the team is stationed, by a recusal or a relation: then its boxes are
    not theirs to open."""
    vault = Vault.objects.filter(team=stationing.team_id).only("pk").first()
    return vault is not None and visible.kept_from(current).path(vault.pk, stationing.unit.path)


def _inside(current: Current, stationing: Stationing) -> Role | None:
    role = role_in(current.member, stationing.team_id)
    return role if role in TEAM_ROLES and not kept_from(current, stationing) else None


def access_place(current: Current, stationing: Stationing, *, lead: bool = False) -> Stationing:
    """The register of boxes there. Http404 for strangers and recused; ``lead``: leaders, else PermissionDenied."""
    role = _inside(current, stationing)
    if role is None:
        raise Http404
    if lead and role is not Role.LEADER:
        raise PermissionDenied
    return stationing


def access_box(current: Current, id: UUID, *, lead: bool = False) -> Box:
    """A box, through the door of its place."""
    box = Box.objects.select_related(*PATHS).defer("photo").filter(pk=id).first()
    if box is None:
        raise Http404
    access_place(current, box.stationing, lead=lead)
    return box


def above(current: Current, body: Body) -> bool:
    """Whether the member hears of a difference in this body's boxes: its office, offices above, the superior team."""
    team = superior_team(body)
    return Role.OFFICE in roles_over(current.member, body) or (
        team is not None and role_in(current.member, team) in READERS
    )


def access_opening(current: Current, id: UUID, *, one_of_two: bool = False, read: bool = False) -> BoxOpening:
    """An opening, for the team; and once it is closed with a difference, for those above.

    ``one_of_two``: who opens it; ``read``: officers and leaders of the team. Else PermissionDenied.
    """
    found = BoxOpening.objects.select_related(
        "first", "second", "closed_by", "seen_by", *(f"box__{path}" for path in PATHS)
    ).defer("box__photo").filter(pk=id).first()
    if found is None:
        raise Http404
    role = _inside(current, found.box.stationing)
    reported = found.state == OpeningState.CLOSED and bool(found.difference)
    if role is None and not (reported and above(current, found.box.stationing.team.body)):
        raise Http404
    if (one_of_two and current.member.pk not in (found.first_id, found.second_id)) or (read and role not in READERS):
        raise PermissionDenied
    return found


def access_difference(current: Current, id: UUID) -> BoxOpening:
    """A difference, for those above who had no part in it."""
    found = access_opening(current, id)
    outside = role_in(current.member, found.box.stationing.team_id) is None
    if not (outside and found.difference and above(current, found.box.stationing.team.body)):
        raise PermissionDenied
    return found


def access_order(current: Current, id: UUID, *, lead: bool = False) -> PrintOrder:
    """An order of printed receipts, for its team and the signers of its body."""
    found = PrintOrder.objects.select_related("asked_by", "agreed_by", *PATHS).filter(pk=id).first()
    if found is None:
        raise Http404
    role = _inside(current, found.stationing)
    if role is None and not signs(current, found.stationing):
        raise Http404
    if lead and role is not Role.LEADER:
        raise PermissionDenied
    return found


def access_sheet(current: Current, id: UUID) -> PrintSheet:
    """A sheet, for the leaders of its team."""
    found = PrintSheet.objects.filter(pk=id).first()
    if found is None:
        raise Http404
    found.order = access_order(current, found.order_id, lead=True)
    return found


def signs(current: Current, stationing: Stationing) -> bool:
    """Whether the member is a signer of the body."""
    return has_body_role(current.member, Role.SIGNER, stationing.team.body_id)


def reads(current: Current, stationing: Stationing) -> bool:
    """Whether the member is an officer or leader of the team and not kept from its unit."""
    return _inside(current, stationing) in READERS
