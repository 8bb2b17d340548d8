"""Sealing a compartment's key to its holders: the only place where that happens.

Plain functions inside the ``writing()`` of the actions. Each seal checks the member's certificate down to the pinned
keyset; the list of holders is signed and carries a commitment to the key.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dingxin.accounts.models import Member
from dingxin.sealing import compartments
from dingxin.sealing.statements import Signature
from dingxin.vault.certificates import TEAM_HOLDERS, verify_member
from dingxin.vault.models import Compartment, CompartmentKey, RosterRow
from dingxin.vault.refusals import NotTrusted
from dingxin.vault.requests import signature_of
from dingxin.vault.rosters import Roster, commitment
from dingxin.vault.signed import pack
from dingxin.vault.trust import Trust

if TYPE_CHECKING:
    from dingxin.accounts.identity import Current


def certified(members: Sequence[Member], compartment: Compartment, trust: Trust) -> list[Member]:
    """Those whose certificate as officer or leader of the vault's team holds today."""
    found = []
    for member in members:
        try:
            verify_member(member, scope=compartment.vault.team_id, roles=TEAM_HOLDERS, trust=trust)
        except NotTrusted:
            continue
        found.append(member)
    return found


def seal_to_member(
    compartment: Compartment, key: bytes, member: Member, *, epoch: int, trust: Trust, granted_by: str, seconded_by: str
) -> None:
    """One holder's copy of the key. Raises NotTrusted when the member's certificate does not hold."""
    proof = verify_member(member, scope=compartment.vault.team_id, roles=TEAM_HOLDERS, trust=trust)
    sealed = compartments.seal_compartment_key(
        proof.recipient, key, compartment=compartment.pk.hex, epoch=epoch, member=member.pk.hex
    )
    CompartmentKey.objects.update_or_create(
        compartment=compartment, epoch=epoch, member=member,
        defaults={"sealed": sealed, "granted_by": granted_by, "seconded_by": seconded_by},
    )  # fmt: skip


def roster_of(
    compartment: Compartment, key: bytes, members: Sequence[Member], *, epoch: int, number: int = 1
) -> Roster:
    """The list of holders, to be signed."""
    pairs = tuple(sorted((member.pk.hex, member.recipient) for member in members))
    return Roster(
        compartment.vault_id.hex, compartment.pk.hex, compartment.without, epoch, number, commitment(key), pairs
    )


def replace_roster(old: Roster, new: Roster, signatures: Sequence[Signature]) -> bool:
    """Put the next list of the same epoch in place of exactly this one; False when another was faster."""
    rows = RosterRow.objects.filter(compartment_id=old.compartment, epoch=old.epoch, statement=old.canonical())
    return rows.update(statement=new.canonical(), signatures=pack(signatures)) == 1


def hand_out(
    current: "Current", compartment: Compartment, key: bytes, members: Sequence[Member],
    *, epoch: int, trust: Trust, seconded_by: str,
) -> None:  # fmt: skip
    """A new key to all of ``members`` (the acting one among them), with its roster signed by the acting member.

    For holders who were granted before: a new vault's certified first holders, a compartment made for a recusal, a new
    epoch. New holders come by ``actions.grants`` only.
    """
    roster = roster_of(compartment, key, members, epoch=epoch)
    RosterRow.objects.create(
        compartment=compartment, epoch=epoch, statement=roster.canonical(),
        signatures=pack([signature_of(current, roster)]),
    )  # fmt: skip
    for member in members:
        seal_to_member(
            compartment, key, member, epoch=epoch, trust=trust, granted_by=current.actor, seconded_by=seconded_by
        )
