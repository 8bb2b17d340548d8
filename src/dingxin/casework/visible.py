"""What a member may know of: the one place that says so, for doors, lists, counts and searches alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from dingxin.accounts.identity import Current
from dingxin.casework.models import InterferenceReport, Link, Matter, Submission
from dingxin.organisation.models import Membership
from dingxin.organisation.queries import serving
from dingxin.rules.access import READERS as READERS
from dingxin.rules.codes import Role
from dingxin.rules.recusal import is_within
from dingxin.vault import relations
from dingxin.vault.models import Recusal, Wrap
from dingxin.web.days import today


@dataclass(frozen=True)
class Kept:
    """What a member is kept from: (vault, unit path) with all below it, and single matters. ``everywhere``: unit paths
    of a relation that the member declared, or of the unit they come from: closed in every vault, entered there or not."""

    units: tuple[tuple[UUID, str], ...]
    matters: frozenset[UUID]
    everywhere: tuple[str, ...] = ()

    @property
    def any_unit(self) -> bool:
        """Whether some unit is closed to them."""
        return bool(self.units or self.everywhere)

    def unit(self, prefix: str = "") -> Q:
        """Rows about such a unit; ``prefix`` leads from the row to the matter or submission."""
        found = Q()
        for vault_id, path in self.units:
            below = Q(**{f"{prefix}unit__path": path}) | Q(**{f"{prefix}unit__path__startswith": f"{path}/"})
            found |= Q(**{f"{prefix}vault_id": vault_id}) & below
        for path in self.everywhere:
            found |= Q(**{f"{prefix}unit__path": path}) | Q(**{f"{prefix}unit__path__startswith": f"{path}/"})
        return found

    def path(self, vault_id: UUID, path: str) -> bool:
        """Whether what is about the unit of this path, in this vault, is closed to them."""
        roots = [root for vault, root in self.units if vault == vault_id]
        return any(is_within(path, root) for root in (*roots, *self.everywhere))


def kept_from(current: Current) -> Kept:
    """The member's own recusals and relations that run today (three queries, remembered for the request)."""
    known: Kept | None = vars(current).get("_casework_kept")
    if known is None:
        running = Recusal.objects.filter(Q(until__isnull=True) | Q(until__gt=today()), member=current.member)
        rows = list(running.values_list("vault_id", "unit__path", "matter_id"))
        known = Kept(
            tuple((vault, path) for vault, path, _matter in rows if path),
            frozenset(matter for _vault, _path, matter in rows if matter),
            tuple(relations.running(current.member.pk)),
        )
        vars(current)["_casework_kept"] = known
    return known


def roles(current: Current) -> dict[UUID, Role]:
    """The member's role in each team today (one query, remembered for the request)."""
    known: dict[UUID, Role] | None = vars(current).get("_casework_roles")
    if known is None:
        rows = Membership.objects.filter(serving(), member=current.member).values_list("team_id", "role")
        known = {team: Role(role) for team, role in rows} if current.member.active else {}  # type: ignore[call-arg]
        vars(current)["_casework_roles"] = known
    return known


def reading_teams(current: Current) -> list[UUID]:
    """Teams whose submissions and matters the member reads."""
    return [team for team, role in roles(current).items() if role in READERS]


def closed_matters(current: Current) -> "QuerySet[Matter]":
    """The matters, of any team, that recusal or a relation closes to the member: what counts of other rooms leave out."""
    kept = kept_from(current)
    closed = Q(pk__in=kept.matters)
    if kept.any_unit:
        about = Link.objects.filter(kept.unit("submission__"), ended_on__isnull=True)
        closed |= kept.unit() | Q(pk__in=about.values("matter_id"))
    return Matter.objects.filter(closed)


def hidden_firsts(current: Current, rows: Iterable[Submission]) -> set[UUID]:
    """Of what these repeat, what the member may not know of: to them such a row is no repeat (no query for others)."""
    kept = kept_from(current)
    firsts = {row.first_id for row in rows if row.first_id is not None}
    if not firsts or not (kept.any_unit or kept.matters):
        return set()
    return firsts - set(submissions(current).filter(pk__in=firsts).values_list("pk", flat=True))


def matters(current: Current) -> QuerySet[Matter]:
    """The matters that the member may know of."""
    kept = kept_from(current)
    found = Matter.objects.filter(team__in=reading_teams(current))
    if kept.matters:
        found = found.exclude(pk__in=kept.matters)
    if kept.any_unit:
        about: Any = Link.objects.filter(kept.unit("submission__"), matter=OuterRef("pk"), ended_on__isnull=True)
        found = found.exclude(kept.unit()).exclude(Exists(about))
    return found


def interference(current: Current) -> QuerySet[InterferenceReport]:
    """The reports of interference that the member may know of: none that names them, by the compartment of its key."""
    kept = kept_from(current)
    mine = Wrap.objects.filter(
        purpose="I", object_id=OuterRef("pk"), compartment__without__contains=current.member.pk.hex
    )
    found = InterferenceReport.objects.filter(team__in=reading_teams(current)).exclude(Exists(mine))
    if kept.any_unit or kept.matters:
        seen_matters, seen = matters(current).values("pk"), submissions(current).values("pk")
        found = found.exclude(kept.unit()) if kept.any_unit else found
        found = found.filter(Q(matter=None) | Q(matter__in=seen_matters))
        found = found.filter(Q(submission=None) | Q(submission__in=seen), Q(told_in=None) | Q(told_in__in=seen))
    return found


def submissions(current: Current) -> QuerySet[Submission]:
    """The submissions that the member may know of: none about a unit, or in a matter, that they are kept from."""
    kept = kept_from(current)
    found = Submission.objects.filter(team__in=reading_teams(current))
    if kept.any_unit or kept.matters:
        closed = Q(matter__in=kept.matters) | kept.unit("matter__")
        inside = Link.objects.filter(closed, submission=OuterRef("pk"), ended_on__isnull=True)
        found = found.exclude(Exists(inside))
    if kept.any_unit:
        found = found.exclude(kept.unit())
    return found
