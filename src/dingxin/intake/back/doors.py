"""Whose receipts a clerk may hear: those of the team that holds them now. All others answer like unknown digits."""

from uuid import UUID

from dingxin.accounts.identity import Current
from dingxin.casework import visible
from dingxin.casework.models import Link, Submission
from dingxin.mailbox.coming_back import Visit
from dingxin.organisation.models import Team
from dingxin.organisation.queries import role_in
from dingxin.rules.codes import TEAM_ROLES
from dingxin.vault.models import Vault


def team_of(current: Current, visit: Visit) -> Team | None:
    """The team that holds it, when the member records there and is not kept from what it is about; else None."""
    vault = Vault.objects.select_related("team__body").filter(pk=UUID(hex=visit.card["holder"])).first()
    if vault is None or vault.team is None or role_in(current.member, vault.team) not in TEAM_ROLES:
        return None
    return None if _kept_from(current, vault, visit.thread) else vault.team


def _kept_from(current: Current, vault: Vault, thread: UUID) -> bool:
    kept = visible.kept_from(current)
    row = Submission.objects.select_related("unit").filter(pk=thread).first()
    if row is not None and row.unit is not None and kept.path(vault.pk, row.unit.path):
        return True
    matters = Link.objects.filter(submission_id=thread, ended_on__isnull=True).values_list("matter_id", "matter__unit__path")
    return any(id in kept.matters or bool(path and kept.path(vault.pk, path)) for id, path in matters)
