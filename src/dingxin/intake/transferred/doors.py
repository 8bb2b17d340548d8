"""Who of the team does what here, and whom a token belongs to."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from dingxin.accounts.identity import Current
from dingxin.intake.transferred.models import Sender
from dingxin.organisation.models import Team
from dingxin.organisation.queries import role_in
from dingxin.rules.codes import TEAM_ROLES, Role
from dingxin.sealing.primitives import sha256

TOKEN = "dxt_"  # noqa: S105 - how a token begins, so that it is known for one where it should not be


def access_sender(current: Current, id: UUID) -> Sender:
    """A sender of the member's team, for its leader: 404 for strangers, 403 for the others of the team."""
    found = Sender.objects.select_related("team__body", "team__round", "team__vault").filter(pk=id).first()
    if found is None or role_in(current.member, found.team_id) is None:
        raise Http404
    leads(current, found.team)
    return found


def leads(current: Current, team: Team) -> None:
    """Nothing for a leader of the team; PermissionDenied for its others, Http404 for strangers."""
    role = role_in(current.member, team.pk)
    if role is None or role not in TEAM_ROLES:
        raise Http404
    if role is not Role.LEADER:
        raise PermissionDenied


def sender_of(token: str) -> Sender | None:
    """The active sender of a token; None for any other text, at the cost of one look-up whatever it is."""
    found = Sender.objects.select_related("team__body", "team__round", "team__vault").filter(
        token_hash=sha256(token.encode()), state="active"
    )
    return found.first() if token.startswith(TOKEN) else None
