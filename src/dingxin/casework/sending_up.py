"""Sealing a submission anew for the superior body's openers."""

from uuid import UUID

from django.utils.translation import gettext as _

from dingxin.casework.envelopes import Secrets
from dingxin.casework.refused import Refused
from dingxin.organisation.models import Body
from dingxin.organisation.queries import superior_team
from dingxin.sealing.envelope import SubmissionSecrets, seal_head
from dingxin.sealing.statements import RecipientStatement
from dingxin.vault.models import Vault
from dingxin.vault.readiness import current_statement


def superior_vault(body: Body, own_vault: UUID) -> Vault:
    """The vault of the nearest superior body that takes what is about a team of this one."""
    team = superior_team(body)
    found = Vault.objects.filter(team=team).first() if team else None
    if found is None or found.pk == own_vault:
        raise Refused("no-superior", _("No superior body has a vault that could take this. It stays here, unread."))
    return found


def seal_for(vault: Vault, thread_id: UUID, found: Secrets, b: bytes | None) -> tuple[bytes, RecipientStatement]:
    """A new head to the inbound identity of the vault's signed statement, checked down to the pinned keyset."""
    statement = current_statement(vault.team) if vault.team else None
    if statement is None:
        raise Refused("not-ready", _("The superior body's statement is not signed or has run out. Nothing was sent."))
    secrets = SubmissionSecrets(found.S, found.a, b or bytes(32))
    head = seal_head(statement.inbound, thread_id.hex, vault.pk.hex, statement.epoch, secrets, found.level)
    return head, statement
