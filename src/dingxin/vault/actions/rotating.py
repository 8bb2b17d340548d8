"""New inbound identities, and the end of old ones."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from dingxin import audit
from dingxin.audit.writing import writing
from dingxin.organisation.models import Unit
from dingxin.organisation.queries import role_in
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import Role
from dingxin.vault.actions.statements import propose_within
from dingxin.vault.inbounds import KEEP_OLD, STILL_SEALED, new_inbound
from dingxin.vault.keyring import compartment_key
from dingxin.vault.models import Inbound, Request, Vault
from dingxin.web.days import today

if TYPE_CHECKING:
    from dingxin.accounts.identity import Current


def rotate_inbound(*, current: "Current", vault: Vault, unit: Unit | None = None) -> Request:
    """A new inbound identity and the leader's signature under its statement; a second signer puts it into use.

    Due every 14 days and when openers change. Raises Refused, NotAHolder, NotTrusted, Locked.
    """
    with writing():
        inbound = new_inbound(current, vault, unit)
        request = propose_within(current, inbound)
        audit.record(
            "vault.inbound_rotated", actor=current.actor, object=f"vault:{vault.pk}", scope=str(vault.team_id),
            facts={"epoch": inbound.epoch, "unit": unit.code if unit else None, "request": str(request.pk)},
        )  # fmt: skip
    return request


def destroy_inbound(*, current: "Current", inbound: Inbound, untriaged: int) -> None:
    """Delete an old private half: what was sealed to it can then be opened through its wraps only.

    ``untriaged``: how many envelopes and messages of this vault and epoch are not wrapped yet (counted by casework);
    it must be 0, and 30 days must have passed. By a leader who could open it. Raises Refused, NotAHolder.
    """
    if role_in(current.member, inbound.vault.team) is not Role.LEADER:
        raise Refused("not-the-leader", _("The leader destroys old identities."))
    compartment_key(current, inbound.compartment, epoch=inbound.key_epoch)
    if inbound.state != "old" or inbound.retired_on is None:
        raise Refused("not-old", _("Only an identity that was replaced can be destroyed."))
    if untriaged + sum(count(inbound) for count in STILL_SEALED):
        raise Refused("untriaged", _("Some of what came in is not opened yet. It would be lost."))
    if today() < inbound.retired_on + KEEP_OLD:
        raise Refused("too-early", _("Thirty days have to pass after it was replaced."))
    with writing():
        changed = Inbound.objects.filter(pk=inbound.pk, state="old").update(state="destroyed", wrapped=None)
        if not changed:
            raise Refused("not-old", _("Only an identity that was replaced can be destroyed."))
        audit.record(
            "vault.inbound_destroyed", actor=current.actor, object=f"vault:{inbound.vault_id}",
            scope=str(inbound.vault.team_id), facts={"epoch": inbound.epoch},
        )  # fmt: skip
