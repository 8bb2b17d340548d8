"""Matters that stand with somebody who cannot work on them: they left the team, or are kept from what it is about.

Whoever it stands with does not find it any more, so it has to come up with the leader. Told without a key; as ``visible``
says for who is signed in.
"""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from dingxin.casework.models import Link
from dingxin.casework.visible import Kept
from dingxin.organisation.models import Membership, MemberUnit
from dingxin.organisation.queries import serving
from dingxin.rules.access import READERS
from dingxin.vault.models import Recusal, Relation
from dingxin.web.days import today


def without_hands(teams: Collection[UUID]) -> Q:
    """Which matters of these teams stand so (four queries, however many matters there are)."""
    serve = Membership.objects.filter(serving(), team__in=teams, role__in=READERS, member__active=True)
    readers: dict[UUID, set[UUID]] = {team: set() for team in teams}
    for team, member in serve.values_list("team_id", "member_id"):
        readers[team].add(member)
    found = Q(pk__in=[])
    for team, here in readers.items():
        found |= Q(team=team, officer__isnull=False) & ~Q(officer__in=here)
    for member, kept in _kept(set().union(*readers.values())).items():
        closed = Q(pk__in=kept.matters)
        if kept.any_unit:
            inside = Link.objects.filter(kept.unit("submission__"), ended_on__isnull=True)
            closed |= kept.unit() | Q(pk__in=inside.values("matter_id"))
        found |= Q(officer=member) & closed
    return found


def _kept(members: Collection[UUID]) -> dict[UUID, Kept]:
    """What each is kept from; who is kept from nothing is left out."""
    units: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    matters: dict[UUID, set[UUID]] = defaultdict(set)
    ties: dict[UUID, set[str]] = defaultdict(set)
    running = Recusal.objects.filter(Q(until__isnull=True) | Q(until__gt=today()), member__in=members)
    for member, vault, path, matter in running.values_list("member_id", "vault_id", "unit__path", "matter_id"):
        if path:
            units[member].append((vault, path))
        if matter:
            matters[member].add(matter)
    for table in (Relation, MemberUnit):
        rows = table.objects.filter(serving(), member__in=members)
        for member, path in rows.values_list("member_id", "unit__path"):
            ties[member].add(path)
    return {
        member: Kept(tuple(units[member]), frozenset(matters[member]), tuple(sorted(ties[member])))
        for member in {*units, *matters, *ties}
    }
