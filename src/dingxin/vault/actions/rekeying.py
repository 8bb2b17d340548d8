"""Re-keying when somebody leaves or loses a device: one action shuts them out, short steps re-wrap what is there.

After ``rekey`` nothing new is sealed to anything the leaver knows: new compartment keys, a new answer key, new inbound
identities (in use once their statements are signed by two), sessions ended, their copies of keys deleted.
``rekey_step`` then moves the old wraps; until it is done the others keep the key of the epoch before.
"""

import time
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from dingxin import audit
from dingxin.accounts.models import Member, Session
from dingxin.audit.writing import writing
from dingxin.organisation.models import Membership, Team
from dingxin.organisation.queries import members_of, role_in, serving
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import Role
from dingxin.sealing import compartments
from dingxin.vault import rosters
from dingxin.vault.actions.statements import propose_within
from dingxin.vault.hand_out import certified, hand_out
from dingxin.vault.inbounds import new_answer_key, new_inbound, rewrap_inbound, units_apart
from dingxin.vault.keyring import compartment_for, compartment_key, holds
from dingxin.vault.models import Certificate, Compartment, CompartmentKey, Inbound, RosterRow, Vault, Wrap
from dingxin.vault.refusals import NotAHolder
from dingxin.vault.trust import Trust, trust_of
from dingxin.web.days import today

if TYPE_CHECKING:
    from dingxin.accounts.identity import Current

CHUNK = 2_000


def rekey(*, current: "Current", vault: Vault, member: Member, left: bool) -> int:
    """Shut a member out of a vault; returns how many wraps wait for ``rekey_step``.

    ``left`` True: leaves the team. False: lost a device, stays, and gets a key again by a new grant. Any other holder
    may do it, because it only takes away. Holders whose certificate does not hold today are left out and need a grant.
    A compartment the acting member does not hold loses the member's copy at once and is re-keyed by its own holders
    (``due.of``). A leader leaves by another leader only, and never as the last one. Raises
    Refused, NotAHolder, NotTrusted, Locked.
    """
    if current.member.pk == member.pk:
        raise Refused("by-another", _("Another holder has to do this: whoever is shut out must not see the new key."))
    if left:
        _check_leader(member, vault.team, role_in(current.member, vault.team))
    trust = trust_of(vault.body_id)
    main = Compartment.objects.select_related("vault").get(vault=vault, without="")
    compartment_key(current, main)
    if _old_wraps(vault).filter(compartment__holders__member=current.member).exists():
        raise Refused("under-way", _("An earlier re-keying of this vault is not finished yet. Finish it first."))
    with writing():
        done = 0
        for compartment in Compartment.objects.select_related("vault").filter(vault=vault):
            concerned = member.pk in rosters.read(compartment, compartment.epoch, trust).ids
            if concerned and holds(current, compartment):
                _new_epoch(current, compartment, member, trust)
                done += 1
        deleted = CompartmentKey.objects.filter(compartment__vault=vault, member=member).delete()[0]
        _new_inbounds(current, vault)
        ended = Session.objects.filter(member=member).delete()[0]
        if left:
            day = today()
            Membership.objects.filter(serving(), member=member, team=vault.team).update(until=day)
            Certificate.objects.filter(member=member, scope=vault.team_id).update(current=False)
        waiting = _old_wraps(vault).count()
        audit.record(
            "vault.rekeyed", actor=current.actor, object=f"vault:{vault.pk}", scope=str(vault.team_id),
            facts={
                "member": str(member.pk), "why": "left" if left else "lost", "compartments": done, "keys": deleted,
                "sessions": ended, "waiting": waiting,
            },
        )  # fmt: skip
    return waiting


def _check_leader(member: Member, team: Team | None, by: Role | None) -> None:
    """A leader leaves only where another leads on, and is shut out of the team by nobody below."""
    if team is None or role_in(member, team) is not Role.LEADER:
        return
    if not members_of(team, Role.LEADER).exclude(member=member).exists():
        raise Refused("last-leader", _("Nobody would lead this team. Give it another leader first."))
    if by in (Role.OFFICER, Role.CLERK):
        raise Refused("by-leader", _("Only another leader can take a leader off the team."))


def rekey_own(*, current: "Current", compartment: Compartment) -> int:
    """Re-key a compartment whose signed list still names somebody who was shut out; returns how many wraps wait."""
    trust = trust_of(compartment.vault.body_id)
    compartment_key(current, compartment)
    gone = shut_out(compartment, trust)
    if not gone:
        raise Refused("nothing-due", _("Nobody was shut out of this compartment."))
    with writing():
        _new_epoch(current, compartment, gone, trust)
        waiting = _old_wraps(compartment.vault).count()
        audit.record(
            "vault.rekeyed", actor=current.actor, object=f"compartment:{compartment.pk}",
            scope=str(compartment.vault.team_id), facts={"why": "caught-up", "waiting": waiting},
        )  # fmt: skip
    return waiting


def shut_out(compartment: Compartment, trust: Trust) -> set[Member]:
    """Who stands on a compartment's signed list without having a copy of its key any more."""
    named = rosters.read(compartment, compartment.epoch, trust).ids
    having = CompartmentKey.objects.filter(compartment=compartment, epoch=compartment.epoch).values("member_id")
    return set(Member.objects.filter(pk__in=named).exclude(pk__in=having))


def _new_epoch(current: "Current", compartment: Compartment, gone: Member | set[Member], trust: Trust) -> None:
    out = {gone.pk} if isinstance(gone, Member) else {member.pk for member in gone}
    before = rosters.read(compartment, compartment.epoch, trust)
    old_key, key = compartment_key(current, compartment), compartments.new_compartment_key()
    epoch = compartment.epoch + 1
    stay = [m for m in Member.objects.filter(pk__in=before.ids - out) if m.recipient == before.recipients[m.pk]]
    hand_out(
        current, compartment, key, certified(stay, compartment, trust), epoch=epoch, trust=trust,
        seconded_by="holders of the epoch before",
    )  # fmt: skip
    for inbound in Inbound.objects.select_related("compartment").filter(compartment=compartment, wrapped__isnull=False):
        rewrap_inbound(inbound, old_key, key, epoch)
    if not Compartment.objects.filter(pk=compartment.pk, epoch=epoch - 1).update(epoch=epoch):
        raise Refused("under-way", _("Somebody else is re-keying this vault at this moment."))
    compartment.epoch = epoch
    if not compartment.without:
        new_answer_key(key, compartment.vault, compartment, epoch)


def _new_inbounds(current: "Current", vault: Vault) -> None:
    """Fresh identities in place of those the leaver could open; proposed at once where a leader is acting."""
    leads = role_in(current.member, vault.team) is Role.LEADER
    signs = leads and current.keys().verify in trust_of(vault.body_id).current.keys
    for unit in [None, *units_apart(vault)]:
        try:
            if not holds(current, compartment_for(vault.pk, unit)):
                continue
        except NotAHolder:
            continue
        inbound = new_inbound(current, vault, unit)
        if signs:
            propose_within(current, inbound)


def _old_wraps(vault: Vault) -> QuerySet[Wrap]:
    return Wrap.objects.filter(compartment__vault=vault).exclude(epoch=F("compartment__epoch"))


def rekey_step(*, current: "Current", vault: Vault, seconds: float = 1.5) -> int:
    """Re-wrap for at most ``seconds``, then store in one short transaction; returns how many wait still.

    May be left and taken up again, by any holder: its state is the wraps themselves. Keys of the epoch before are
    deleted with the last wrap. Two at once do no harm: each row changes only from the epoch that was read.
    """
    ends = time.monotonic() + seconds
    changes: list[tuple[Wrap, bytes]] = []
    mine = CompartmentKey.objects.filter(member=current.member, compartment__vault=vault)
    held = {(row.compartment_id, row.epoch) for row in mine}
    rows = _old_wraps(vault).filter(compartment_id__in={pk for pk, _epoch in held}).select_related("compartment__vault")
    for at, row in enumerate(rows.order_by("pk").iterator(chunk_size=CHUNK)):
        if at % 100 == 0 and time.monotonic() > ends:
            break
        compartment = row.compartment
        if (compartment.pk, row.epoch) not in held or (compartment.pk, compartment.epoch) not in held:
            continue
        names = {"purpose": row.purpose, "object_id": row.object_id.hex, "compartment": compartment.pk.hex}
        secret = compartments.unwrap_secret(
            compartment_key(current, compartment, epoch=row.epoch), bytes(row.blob), epoch=row.epoch, **names
        )
        blob = compartments.wrap_secret(
            compartment_key(current, compartment), secret, epoch=compartment.epoch, **names
        )
        changes.append((row, blob))
    with writing():
        _store(changes)
        left = _old_wraps(vault).count()
        _drop_old_keys(vault)
        audit.record(
            "vault.rewrapped", actor=current.actor, object=f"vault:{vault.pk}", scope=str(vault.team_id),
            facts={"moved": len(changes), "waiting": left},
        )  # fmt: skip
    return left


def _store(changes: list[tuple[Wrap, bytes]]) -> None:
    ready = Wrap._meta.pk.get_db_prep_value
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {Wrap._meta.db_table} SET blob = %s, epoch = %s WHERE id = %s AND epoch = %s",  # noqa: S608 - our table
            [(blob, row.compartment.epoch, ready(row.pk, connection), row.epoch) for row, blob in changes],
        )


def _drop_old_keys(vault: Vault) -> None:
    """Delete keys and lists of an epoch under which nothing is wrapped any more."""
    for compartment in Compartment.objects.filter(vault=vault):
        in_use = set(Wrap.objects.filter(compartment=compartment).values_list("epoch", flat=True).distinct())
        in_use.add(compartment.epoch)
        CompartmentKey.objects.filter(compartment=compartment).exclude(epoch__in=in_use).delete()
        RosterRow.objects.filter(compartment=compartment).exclude(epoch__in=in_use).delete()


def leave_team(*, current: "Current", member: Member, team: Team) -> int:
    """End a membership and, where the member holds keys, re-key; returns how many wraps wait for ``rekey_step``."""
    vault = Vault.objects.filter(team=team).first()
    if vault is not None and CompartmentKey.objects.filter(compartment__vault=vault, member=member).exists():
        return rekey(current=current, vault=vault, member=member, left=True)
    if vault is not None:
        _check_leader(member, team, role_in(current.member, team))
    with writing():
        ended = Membership.objects.filter(serving(), member=member, team=team).update(until=today())
        if not ended:
            raise Refused("not-a-member", _("%(name)s is not in this team.") % {"name": member.name})
        Certificate.objects.filter(member=member, scope=team.pk).update(current=False)
        audit.record(
            "team.left", actor=current.actor, object=f"member:{member.pk}", scope=str(team.pk), facts={"keys": 0}
        )
    return 0
