"""Making a vault: main compartment, answer key, first inbound identity, sealed to the team's certified members."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from dingxin import audit
from dingxin.accounts.models import Member
from dingxin.audit.writing import writing
from dingxin.organisation.models import Team
from dingxin.organisation.queries import role_in
from dingxin.organisation.refusals import Refused
from dingxin.organisation.roles import KEY_ROLES
from dingxin.rules.codes import Role
from dingxin.sealing import compartments
from dingxin.vault import recusal_lists
from dingxin.vault.hand_out import hand_out
from dingxin.vault.inbounds import new_answer_key, new_inbound, units_apart
from dingxin.vault.keyring import recused
from dingxin.vault.models import Compartment, Vault
from dingxin.vault.recusals import carry_over, make_without
from dingxin.vault.trust import trust_of

if TYPE_CHECKING:
    from dingxin.accounts.identity import Current


def make_vault(*, current: "Current", team: Team, members: Sequence[Member]) -> Vault:
    """Found a team's vault, by its leader. ``members``: its first holders, the leader among them or added.

    Each is certified for this team by two granters, which is the two signatures of a first grant; later ones come by
    ``propose_grant``. Their recusals from units in other vaults come along. Raises Refused, NotTrusted, Locked.
    """
    people = {member.pk: member for member in [current.member, *members]}
    if role_in(current.member, team) is not Role.LEADER:
        raise Refused("not-the-leader", _("The leader of the team makes its vault."))
    if Vault.objects.filter(team=team).exists():
        raise Refused("vault-there", _("This team has a vault already."))
    for member in people.values():
        if role_in(member, team) not in KEY_ROLES:
            raise Refused("no-key-role", _("%(name)s is neither officer nor leader of this team. Clerks hold no key.")
                          % {"name": member.name})  # fmt: skip
    trust = trust_of(team.body_id)
    with writing():
        vault = Vault.objects.create(body=team.body, team=team)
        main = Compartment.objects.create(vault=vault)
        key = compartments.new_compartment_key()
        hand_out(
            current, main, key, list(people.values()), epoch=1, trust=trust,
            seconded_by="two granters of the certificate",
        )  # fmt: skip
        new_answer_key(key, vault, main, 1)
        for member in people.values():
            carry_over(vault, member)
        signed = recusal_lists.sign(current, vault)
        new_inbound(current, vault, None)
        for unit in units_apart(vault):
            left_out = recused(vault.pk, unit)
            if current.member.pk not in left_out:
                make_without(current, vault, left_out)
                new_inbound(current, vault, unit)
        audit.record(
            "vault.made", actor=current.actor, object=f"vault:{vault.pk}", scope=str(team.pk),
            facts={"holders": len(people), "list": signed},
        )  # fmt: skip
    return vault
