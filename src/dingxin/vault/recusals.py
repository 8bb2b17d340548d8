"""Recusal by key: compartments "all but X", made when they are needed, and moving wraps into them.

Plain functions inside the ``writing()`` of this room's and of casework's actions.
"""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from dingxin.accounts.models import Member
from dingxin.audit.writing import is_writing
from dingxin.organisation.models import Unit
from dingxin.organisation.refusals import Refused
from dingxin.sealing import compartments
from dingxin.vault import recusal_lists, rosters
from dingxin.vault.hand_out import certified, hand_out
from dingxin.vault.keyring import compartment_for, compartment_key, recused, unwrap, without_text
from dingxin.vault.models import Compartment, Recusal, Vault, Wrap
from dingxin.vault.refusals import NotAHolder
from dingxin.vault.trust import trust_of
from dingxin.web.days import today

if TYPE_CHECKING:
    from dingxin.accounts.identity import Current

MOST_RECUSED = 12


def main_of(vault: Vault) -> Compartment:
    """The compartment that leaves nobody out."""
    return Compartment.objects.select_related("vault").get(vault=vault, without="")


def make_without(current: "Current", vault: Vault, left_out: Collection[UUID]) -> Compartment:
    """The compartment of all holders of main but these, made when it is not there yet.

    Its key goes to the certified holders on main's signed roster; the acting member must be one of them and not left
    out: who is kept from something never sees its key, not even while it is made.
    """
    if not is_writing():
        raise RuntimeError("make_without outside writing()")
    recusal_lists.check(current, vault)
    if len(left_out) > MOST_RECUSED:
        raise Refused("too-many-recused", _("More than twelve members are recused from one thing: send it to the body "
                                            "above."))  # fmt: skip
    wanted = without_text(left_out)
    found = Compartment.objects.select_related("vault").filter(vault=vault, without=wanted).first()
    if found is not None:
        return found
    if current.member.pk in left_out:
        raise NotAHolder(_("You are recused from this. Another holder has to make the compartment."))
    main, trust = main_of(vault), trust_of(vault.body_id)
    compartment_key(current, main)
    holders = rosters.read(main, main.epoch, trust).recipients
    members = [
        member for member in Member.objects.filter(pk__in=holders.keys() - set(left_out))
        if member.recipient == holders[member.pk]
    ]  # fmt: skip
    made = Compartment.objects.create(vault=vault, without=wanted)
    hand_out(
        current, made, compartments.new_compartment_key(), certified(members, made, trust), epoch=1, trust=trust,
        seconded_by="holders of main",
    )  # fmt: skip
    return made


def ensure_compartment(
    current: "Current", vault_id: UUID, unit: Unit | None, matter_id: UUID | None = None
) -> Compartment:
    """As ``keyring.compartment_for``, and makes the compartment when it is needed for the first time.

    Raises NotAHolder when the acting member is recused or holds nothing here.
    """
    vault = Vault.objects.get(pk=vault_id)
    recusal_lists.check(current, vault)
    left_out = recused(vault_id, unit, matter_id)
    if Compartment.objects.filter(vault_id=vault_id, without=without_text(left_out)).exists():
        return compartment_for(vault_id, unit, matter_id)
    return make_without(current, vault, left_out)


def move_wraps(current: "Current", wraps: Iterable[tuple[str, UUID]], target: Compartment) -> int:
    """Re-wrap secrets, (purpose, object id) each, under a compartment; returns how many moved.

    The target may be of this vault or (hand-over, sending up) of another one that the member holds as well. A secret
    that was never wrapped is passed over. Raises NotAHolder unless both compartments are held.
    """
    if not is_writing():
        raise RuntimeError("move_wraps outside writing()")
    target = Compartment.objects.select_related("vault").get(pk=target.pk)
    rows = [Wrap.objects.filter(purpose=purpose, object_id=object_id).first() for purpose, object_id in wraps]
    return sum(_move(current, row, target) for row in rows if row is not None)


def _move(current: "Current", row: Wrap, target: Compartment) -> bool:
    if (row.compartment_id, row.epoch) == (target.pk, target.epoch):
        return False
    blob = compartments.wrap_secret(
        compartment_key(current, target), unwrap(current, row.purpose, row.object_id),
        purpose=row.purpose, object_id=row.object_id.hex, compartment=target.pk.hex, epoch=target.epoch,
    )  # fmt: skip
    Wrap.objects.filter(pk=row.pk).update(compartment=target, epoch=target.epoch, blob=blob)
    return True


def carry_over(vault: Vault, member: Member) -> list[Recusal]:
    """Bring a member's running recusals from units along from the other vaults: one's own unit stays one's own."""
    elsewhere = Recusal.objects.filter(member=member, unit__isnull=False, until__isnull=True).exclude(vault=vault)
    here = set(
        Recusal.objects.filter(member=member, vault=vault, until__isnull=True, unit__isnull=False)
        .values_list("unit_id", flat=True)
    )  # fmt: skip
    units = {row.unit_id for row in elsewhere} - here
    made = [Recusal(member=member, vault=vault, unit_id=unit_id, since=today()) for unit_id in units]
    Recusal.objects.bulk_create(made)
    return made
