"""Entering and ending a recusal: the compartment, the inbound identity and the wraps follow in the same transaction."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from dingxin import audit
from dingxin.accounts.models import Member
from dingxin.audit.writing import writing
from dingxin.organisation.models import Unit
from dingxin.organisation.queries import role_in
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import Role
from dingxin.vault import recusal_lists
from dingxin.vault.actions.statements import propose_within
from dingxin.vault.inbounds import new_inbound, units_apart
from dingxin.vault.keyring import compartment_for, compartment_key, recused
from dingxin.vault.models import Inbound, Recusal, Vault
from dingxin.vault.recusals import main_of, make_without
from dingxin.vault.refusals import NotAHolder
from dingxin.vault.trust import trust_of
from dingxin.web.days import today

if TYPE_CHECKING:
    from dingxin.accounts.identity import Current


def recuse(
    *, current: "Current", vault: Vault, member: Member, unit: Unit | None = None, matter_id: UUID | None = None,
    move: Callable[[], int] | None = None,
) -> Recusal:  # fmt: skip
    """Close a unit (and all below it) or one matter to a member, by key.

    By another holder, never by the member: who is kept from something must not see its key while it is made.
    ``move``: casework's own, moves S, a, b and M of what is about it already (``recusals.move_wraps``) and returns how
    many; it runs in the same transaction, once the recusal stands and the compartments are made. For a unit, new
    inbound identities are made and, where the acting member is the leader, their statements proposed; until a second
    signer signs them, what comes in still goes to the old one. Raises Refused, NotAHolder, NotTrusted, Locked.
    """
    if (unit is None) == (matter_id is None):
        raise ValueError("a recusal is from a unit or from a matter")
    if current.member.pk == member.pk:
        raise Refused("by-another", _("Tell another holder: somebody who stays enters the recusal."))
    compartment_key(current, main_of(vault))
    running = Recusal.objects.filter(member=member, vault=vault, unit=unit, matter_id=matter_id, until__isnull=True)
    if running.exists():
        raise Refused("recused-already", _("%(name)s is recused from this already.") % {"name": member.name})
    with writing():
        recusal_lists.check(current, vault)
        recusal = Recusal.objects.create(member=member, vault=vault, unit=unit, matter_id=matter_id, since=today())
        signed = recusal_lists.sign(current, vault)
        inbounds = _follow(current, vault, unit) if unit is not None else 0
        moved = move() if move else 0
        audit.record(
            "vault.recused", actor=current.actor, object=f"vault:{vault.pk}", scope=str(vault.team_id),
            facts={
                "member": str(member.pk), "unit": unit.code if unit else None,
                "matter": str(matter_id) if matter_id else None, "moved": moved, "inbounds": inbounds,
                "list": signed,
            },
        )  # fmt: skip
    return recusal


def _follow(current: "Current", vault: Vault, unit: Unit) -> int:
    """Compartments and inbound identities for the unit and for each unit below it that another recusal names.

    Where the acting member is recused too, another holder has to do it (``due.of`` says so).
    """
    made = 0
    leads = role_in(current.member, vault.team) is Role.LEADER
    signs = leads and current.keys().verify in trust_of(vault.body_id).current.keys
    for apart in units_apart(vault):
        inside = apart.path == unit.path or apart.path.startswith(f"{unit.path}/")
        left_out = recused(vault.pk, apart)
        if not inside or current.member.pk in left_out:
            continue
        make_without(current, vault, left_out)
        inbound = new_inbound(current, vault, apart)
        made += 1
        if signs:
            propose_within(current, inbound)
    return made


def catch_up(*, current: "Current", vault: Vault) -> int:
    """Make what recusals still lack and the acting member may make; returns how many inbound identities were made."""
    compartment_key(current, main_of(vault))
    with writing():
        made = sum(_follow(current, vault, unit) for unit in units_behind(vault))
        audit.record(
            "vault.inbound_rotated", actor=current.actor, object=f"vault:{vault.pk}", scope=str(vault.team_id),
            facts={"why": "recusals", "made": made},
        )  # fmt: skip
    return made


def units_behind(vault: Vault) -> list[Unit]:
    """Units that a recusal names and whose inbound is missing or opened by somebody recused."""
    behind = []
    for unit in units_apart(vault):
        rows = Inbound.objects.filter(vault=vault, unit=unit, state__in=["waiting", "current"]).order_by("-epoch")
        newest = rows.first()
        try:
            wanted = compartment_for(vault.pk, unit).pk
        except NotAHolder:
            wanted = None
        if newest is None or newest.compartment_id != wanted:
            behind.append(unit)
    return behind


def end_recusal(*, current: "Current", recusal: Recusal) -> None:
    """End a recusal from today, by a leader who is not the recused member.

    What was sealed apart stays apart until somebody moves it; only what comes from now on follows the new state.
    """
    if role_in(current.member, recusal.vault.team) is not Role.LEADER or current.member.pk == recusal.member_id:
        raise Refused("not-the-leader", _("A leader of the team ends a recusal, never their own."))
    with writing():
        recusal_lists.check(current, recusal.vault)
        if not Recusal.objects.filter(pk=recusal.pk, until__isnull=True).update(until=today()):
            raise Refused("ended-already", _("This recusal has ended already."))
        signed = recusal_lists.sign(current, recusal.vault)
        audit.record(
            "vault.recusal_ended", actor=current.actor, object=f"vault:{recusal.vault_id}",
            scope=str(recusal.vault.team_id), facts={"member": str(recusal.member_id), "list": signed},
        )  # fmt: skip


def sign_recusals(*, current: "Current", vault: Vault) -> None:
    """Sign the recusals as they stand, by a holder whom none ever concerned: after an upgrade, a backup put back, or a
    change by hand. They have compared them with the audit before; what is missing is entered anew first of all.
    """
    compartment_key(current, main_of(vault))
    if recusal_lists.ever_named(vault, current.member.pk):
        raise Refused("by-another", _("You are or were recused from something here. Another holder signs this list."))
    with writing():
        signed = recusal_lists.sign(current, vault)
        audit.record(
            "vault.recusals_signed", actor=current.actor, object=f"vault:{vault.pk}", scope=str(vault.team_id),
            facts={"list": signed},
        )  # fmt: skip
