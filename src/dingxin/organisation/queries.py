"""Reads of this room: who stands where today. Keyless facts only."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from dingxin.accounts.identity import Current
from dingxin.accounts.models import Member
from dingxin.organisation.models import Body, BodyRole, Membership, Stationing, Team, Unit
from dingxin.rules.codes import Role, TeamKind
from dingxin.web.days import today


def serving(on: date | None = None) -> Q:
    """Rows of Membership or BodyRole that hold on a day (default today). ``until`` is the first day on which not."""
    day = on or today()
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


def teams_of(member: Member) -> QuerySet[Team]:
    """The teams that a member belongs to today, the latest round first."""
    mine = Membership.objects.filter(serving(), member=member).values("team_id")
    return Team.objects.filter(pk__in=mine).select_related("body", "round").order_by("-round__starts", "number")


def role_in(member: Member, team: Team | UUID | None) -> Role | None:
    """The member's role in a team today: clerk, officer, leader, or None (also for ``team`` None)."""
    if team is None or not member.active:
        return None
    team_id = team.pk if isinstance(team, Team) else team
    role = Membership.objects.filter(serving(), member=member, team_id=team_id).values_list("role", flat=True).first()
    return Role(role) if role else None  # type: ignore[call-arg] # the table's __new__ takes the label too


def members_of(team: Team, *roles: Role) -> QuerySet[Membership]:
    """Today's memberships of a team, of some roles or of all, with the member at hand; leaders are not sorted first."""
    found = Membership.objects.filter(serving(), team=team, member__active=True).select_related("member")
    return (found.filter(role__in=roles) if roles else found).order_by("since", "member__username")


def body_roles(member: Member) -> QuerySet[BodyRole]:
    """The member's roles in bodies today, each row with its body at hand."""
    return BodyRole.objects.filter(serving(), member=member).select_related("body")


def remembered(current: Current) -> tuple[list[Team], list[BodyRole]]:
    """``teams_of`` and ``body_roles`` of whoever asks, remembered for the request: each page of the desk asks again and
    again."""
    known: tuple[list[Team], list[BodyRole]] | None = vars(current).get("_organisation_standing")
    if known is None:
        known = list(teams_of(current.member)), list(body_roles(current.member))
        vars(current)["_organisation_standing"] = known
    return known


def has_body_role(member: Member, role: Role, body: Body | UUID | None = None) -> bool:
    """Whether an active member holds a role today, in this body or (``body`` None) in any."""
    if not member.active:
        return False
    found = BodyRole.objects.filter(serving(), member=member, role=role)
    if body is not None:
        found = found.filter(body_id=body.pk if isinstance(body, Body) else body)
    return found.exists()


def holders_of(body: Body, role: Role) -> QuerySet[BodyRole]:
    """Today's holders of a body role, with the member at hand."""
    found = BodyRole.objects.filter(serving(), body=body, role=role, member__active=True)
    return found.select_related("member").order_by("since", "member__username")


def bodies_above(body: Body) -> list[Body]:
    """The superiors of a body, nearest first. Bodies have a few tiers, so one query a tier."""
    found: list[Body] = []
    while body.parent is not None and body.parent not in found:
        body = body.parent
        found.append(body)
    return found


def superior_body(body: Body) -> Body | None:
    """The body above, or None at the top."""
    return body.parent


def superior_team(body: Body) -> Team | None:
    """Who takes what is about a team of this body: the nearest superior body's team of kind ``superior``.

    At the top of the tree the body's own such team. It shares no member with other teams (checked at joining).
    """
    for above in [*bodies_above(body), body]:
        team = Team.objects.filter(body=above, kind=TeamKind.SUPERIOR).order_by("number").first()
        if team is not None:
            return team
    return None


def path_and_above(path: str) -> list[str]:
    """The paths of a unit and of every unit above it, from the root down."""
    codes = path.split("/")
    return ["/".join(codes[: count + 1]) for count in range(len(codes))]


def units_under(unit: Unit) -> QuerySet[Unit]:
    """The unit and all below it, in order of the tree."""
    return Unit.objects.filter(Q(path=unit.path) | Q(path__startswith=f"{unit.path}/")).order_by("path")


def units_above(unit: Unit) -> QuerySet[Unit]:
    """The unit and all above it, from the root down."""
    return Unit.objects.filter(path__in=path_and_above(unit.path)).order_by("path")


def find_units(words: str, *, within: Unit | None = None, limit: int = 30) -> list[Unit]:
    """Units whose name holds every word, or whose code starts with the text; exact codes first, then higher units."""
    text = words.strip()
    found = units_under(within) if within else Unit.objects.all()
    named = Q()
    for word in text.split():
        named &= Q(name__icontains=word)
    if text:
        found = found.filter(Q(code__istartswith=text) | named)
    units = found.select_related("parent").order_by("path")[: limit * 4]
    ordered = sorted(units, key=lambda unit: (unit.code.casefold() != text.casefold(), unit.path.count("/"), unit.path))
    return ordered[:limit]


def stationings_of(team: Team) -> QuerySet[Stationing]:
    """All stationings of a team, the latest first."""
    return Stationing.objects.filter(team=team).select_related("unit", "team", "team__body").order_by("-starts")
