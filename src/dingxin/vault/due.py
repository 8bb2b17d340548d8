"""What waits for somebody with keys: shown on the leader's and the signers' pages. Counted when asked, without keys."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, QuerySet

from dingxin.accounts.models import Member
from dingxin.organisation.models import Unit
from dingxin.organisation.queries import members_of
from dingxin.organisation.roles import KEY_ROLES
from dingxin.vault.actions.recusing import units_behind
from dingxin.vault.actions.rekeying import shut_out
from dingxin.vault.inbounds import KEEP_OLD, ROTATE_AFTER
from dingxin.vault.models import Certificate, Compartment, CompartmentKey, Inbound, Request, Vault, Wrap
from dingxin.vault.trust import trust_of
from dingxin.web.days import today

SOON = timedelta(days=30)


@dataclass(frozen=True)
class Due:
    """All that a vault waits for today. ``without_key``: (member, compartment) pairs that a grant would fill."""

    rotations: tuple[Inbound, ...]
    unsigned: tuple[Inbound, ...]
    destructions: tuple[Inbound, ...]
    requests: tuple[Request, ...]
    certificates: tuple[Certificate, ...]
    units_behind: tuple[Unit, ...]
    to_rekey: tuple[Compartment, ...]
    few_holders: tuple[Compartment, ...]
    without_key: tuple[tuple[Member, Compartment], ...]
    wraps_waiting: int

    def __len__(self) -> int:
        parts = (
            self.rotations, self.unsigned, self.destructions, self.requests, self.certificates, self.units_behind,
            self.to_rekey, self.few_holders, self.without_key,
        )  # fmt: skip
        return sum(len(part) for part in parts) + bool(self.wraps_waiting)


def rotations(day_of: QuerySet[Inbound] | None = None) -> QuerySet[Inbound]:
    """Inbound identities in use for 14 days or more, of all vaults or of those given."""
    rows = Inbound.objects.all() if day_of is None else day_of
    return rows.filter(state="current", not_before__lte=today() - ROTATE_AFTER)


def of(vault: Vault) -> Due:
    """What one vault waits for. Raises NotTrusted when a list of holders does not hold."""
    day, trust = today(), trust_of(vault.body_id)
    inbounds = Inbound.objects.filter(vault=vault).select_related("unit", "compartment")
    compartments = list(Compartment.objects.filter(vault=vault).select_related("vault").order_by("without"))
    held = set(
        CompartmentKey.objects.filter(compartment__vault=vault, epoch=F("compartment__epoch"))
        .values_list("compartment_id", "member_id")
    )  # fmt: skip
    people = [row.member for row in members_of(vault.team, *sorted(KEY_ROLES))]
    return Due(
        rotations=tuple(rotations(inbounds)),
        unsigned=tuple(inbounds.filter(state="waiting")),
        destructions=tuple(inbounds.filter(state="old", retired_on__lte=day - KEEP_OLD)),
        requests=tuple(Request.objects.filter(vault=vault, done=False).select_related("first_by").order_by("at")),
        certificates=tuple(
            Certificate.objects.filter(scope=vault.team_id, current=True, not_after__lt=day + SOON)
            .select_related("member")
        ),
        units_behind=tuple(units_behind(vault)),
        to_rekey=tuple(one for one in compartments if shut_out(one, trust)),
        few_holders=tuple(one for one in compartments if sum(pk == one.pk for pk, _member in held) < 2),
        without_key=tuple(
            (member, one) for one in compartments for member in people
            if (one.pk, member.pk) not in held and member.pk.hex not in one.without.split(",")
        ),
        wraps_waiting=Wrap.objects.filter(compartment__vault=vault).exclude(epoch=F("compartment__epoch")).count(),
    )  # fmt: skip
