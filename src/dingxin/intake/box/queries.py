"""Reads: what stands where, what waits for whom. Facts only."""

from django.db.models import Q, QuerySet

from dingxin.accounts.identity import Current
from dingxin.accounts.models import Member
from dingxin.intake.box import doors
from dingxin.intake.box.models import RUNNING, BoxOpening, PrintOrder
from dingxin.organisation.models import Body, Stationing
from dingxin.organisation.queries import remembered
from dingxin.rules.codes import OpeningState, Role, TeamKind
from dingxin.vault.models import Inbound

DIFFERENCES = Q(state=OpeningState.CLOSED) & ~Q(difference="")


def bodies_below(current: Current) -> list[Body]:
    """The bodies whose differences this member hears of (office of it or above it, or its superior team)."""
    teams, roles = remembered(current)
    if all(row.role != Role.OFFICE for row in roles) and not any(team.kind == TeamKind.SUPERIOR for team in teams):
        return []
    return [body for body in Body.objects.select_related("parent__parent") if doors.above(current, body)]


def reported(current: Current) -> QuerySet[BoxOpening]:
    """Differences in boxes of those bodies, the unseen first; never those of a team that the member is in."""
    bodies = bodies_below(current)
    if not bodies:
        return BoxOpening.objects.none()  # most members, on each page of the desk
    found = BoxOpening.objects.filter(DIFFERENCES, box__stationing__team__body__in=bodies)
    return found.exclude(box__stationing__team__in=remembered(current)[0]).defer("box__photo").select_related(
        "first", "second", "seen_by", "box__stationing__team", "box__stationing__unit"
    ).order_by("seen_on", "-day")


def openings(stationing: Stationing) -> QuerySet[BoxOpening]:
    """Of one place, running ones first."""
    return BoxOpening.objects.filter(box__stationing=stationing).defer("box__photo").select_related(
        "first", "second", "box"
    ).order_by("-day", "pk")


def orders(stationing: Stationing) -> QuerySet[PrintOrder]:
    """Orders of printed receipts, the latest first."""
    return PrintOrder.objects.filter(stationing=stationing).select_related("asked_by", "agreed_by").order_by("-day", "pk")


def for_signers(current: Current) -> QuerySet[PrintOrder]:
    """Orders that wait for a second person, in bodies where the member signs."""
    bodies = [row.body_id for row in remembered(current)[1] if row.role == Role.SIGNER]
    if not bodies:
        return PrintOrder.objects.none()
    found = PrintOrder.objects.filter(state="asked", stationing__team__body__in=bodies)
    return found.exclude(asked_by=current.member).select_related("asked_by", "stationing__unit", "stationing__team")


def in_bar(current: Current) -> bool:
    """Whether the bar shows the boxes beside the page of doors: the office hears of differences; others, while something
    waits for them."""
    return any(row.role == Role.OFFICE for row in remembered(current)[1]) or waiting(current) > 0


def waiting(current: Current) -> int:
    """How much waits for this member: to join, to count, differences to look at, printing to agree to. Remembered for the
    request, because each page of the desk asks."""
    known: int | None = vars(current).get("_boxes_waiting")
    if known is None:
        known = vars(current)["_boxes_waiting"] = _waiting(current)
    return known


def _waiting(current: Current) -> int:
    differences = reported(current).filter(seen_by=None).count()
    return sum(mine(current.member, row) for row in _running(current)) + differences + for_signers(current).count()


def _running(current: Current) -> list[BoxOpening]:
    teams = remembered(current)[0]
    rows = BoxOpening.objects.filter(state__in=RUNNING[:2], box__stationing__team__in=teams)
    if not teams or not rows.exists():
        return []
    rows = rows.defer("box__photo").select_related("box__stationing__unit")
    return [row for row in rows if not doors.kept_from(current, row.box.stationing)]


def mine(member: Member, row: BoxOpening) -> bool:
    """Whether this opening waits for the member: as its second person, or for their count."""
    if row.state == OpeningState.BEGUN:
        return row.first_id != member.pk
    if row.state != OpeningState.COUNTING:
        return False
    return (row.first_id == member.pk and row.first_count is None) or (
        row.second_id == member.pk and row.second_count is None
    )


def still_sealed(inbound: Inbound) -> int:
    """Explanations that only this inbound identity opens: it must not be destroyed before somebody read them."""
    return BoxOpening.objects.filter(vault_id=inbound.vault_id, epoch=inbound.epoch, head__isnull=False).count()
