"""Who of the team can be named in a form of this matter."""

from django.db.models import QuerySet

from dingxin.accounts.identity import Current
from dingxin.accounts.models import Member
from dingxin.casework.models import Matter
from dingxin.casework.visible import READERS
from dingxin.organisation.models import Membership, Team
from dingxin.organisation.queries import serving
from dingxin.vault import keyring, relations


def _members(team: Team, *roles: str) -> QuerySet[Member]:
    rows = Membership.objects.filter(serving(), team=team)
    if roles:
        rows = rows.filter(role__in=roles)
    return Member.objects.filter(pk__in=rows.values("member_id"), active=True).order_by("name")


def officers(matter: Matter) -> QuerySet[Member]:
    """Officers and leaders of the team who are not recused from the matter."""
    kept = keyring.recused(matter.vault_id, matter.unit, matter.pk)
    if matter.unit is not None:
        kept |= relations.related(matter.unit.path)
    return _members(matter.team, *READERS).exclude(pk__in=kept)


def others_than_now(matter: Matter) -> QuerySet[Member]:
    """Those who could take it over from its present officer."""
    found = officers(matter)
    return found.exclude(pk=matter.officer_id) if matter.officer_id else found


def colleagues(current: Current, matter: Matter) -> QuerySet[Member]:
    """The others of the team, clerks too: who can have been there as the second person."""
    return _members(matter.team).exclude(pk=current.member.pk)


def name_of(actor: str) -> str:
    """The name in an actor text of the audit (`周砚 (zhou) 1f0c…`); empty for what nobody of the staff did."""
    return actor.partition(" (")[0] if " (" in actor else ""
