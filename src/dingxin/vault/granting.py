"""What a grant request asks for, read from its signed bytes: for the page that asks and for the action."""

from uuid import UUID

from dingxin.accounts.models import Member
from dingxin.vault import rosters
from dingxin.vault.models import Compartment, Request
from dingxin.vault.rosters import Roster
from dingxin.vault.trust import trust_of


def granted_by(request: Request) -> list[Member]:
    """Whom a grant request would add: those on its list who are not on the present one (for the page that asks)."""
    wanted = Roster.parse(bytes(request.payload))
    compartment = Compartment.objects.select_related("vault").get(pk=wanted.compartment)
    now = rosters.read(compartment, compartment.epoch, trust_of(compartment.vault.body_id)).recipients
    added = [UUID(hex=pk) for pk, recipient in wanted.members if now.get(UUID(hex=pk)) != recipient]
    return list(Member.objects.filter(pk__in=added).order_by("username"))
