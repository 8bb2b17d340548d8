"""Granting a vault to a member: the leader proposes the next list of holders, one holder signs the same and seals."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from dingxin import audit
from dingxin.accounts.identity import actor_text
from dingxin.accounts.models import Member
from dingxin.audit.writing import writing
from dingxin.organisation.queries import role_in
from dingxin.organisation.refusals import Refused
from dingxin.organisation.roles import KEY_ROLES
from dingxin.rules.codes import Role
from dingxin.sealing.errors import CanonicalBroken
from dingxin.vault import requests, rosters
from dingxin.vault.certificates import TEAM_HOLDERS, holder_of_key, verify_member
from dingxin.vault.granting import granted_by
from dingxin.vault.hand_out import replace_roster, roster_of, seal_to_member
from dingxin.vault.keyring import compartment_key
from dingxin.vault.models import Compartment, Recusal, Request
from dingxin.vault.refusals import NotTrusted
from dingxin.vault.rosters import Roster
from dingxin.vault.trust import Trust, trust_of

if TYPE_CHECKING:
    from dingxin.accounts.identity import Current


def _people(roster: Roster, *more: Member) -> list[Member]:
    """Holders whose keys are still those that were granted, and the new one (in place of an earlier pair of theirs)."""
    new = {member.pk: member for member in more}
    old = [m for m in Member.objects.filter(pk__in=roster.ids - new.keys()) if m.recipient == roster.recipients[m.pk]]
    return [*old, *new.values()]


def _check(compartment: Compartment, member: Member, trust: Trust) -> None:
    vault = compartment.vault
    if member.pk.hex in compartment.without.split(","):
        text = _("%(name)s is recused from what this compartment holds. No key is ever sealed to them.")
        raise Refused("recused", text % {"name": member.name})
    if role_in(member, vault.team) not in KEY_ROLES:
        raise Refused("no-key-role", _("%(name)s is neither officer nor leader of this team. Clerks hold no key.")
                      % {"name": member.name})  # fmt: skip
    carried = Recusal.objects.filter(member=member, unit__isnull=False, until__isnull=True)
    here = set(carried.filter(vault=vault).values_list("unit_id", flat=True))
    if not compartment.without and set(carried.values_list("unit_id", flat=True)) - here:
        text = _("%(name)s is recused from a unit in another team. Enter that recusal here first, so that what is "
                 "about the unit is closed to them before they get the key.")  # fmt: skip
        raise Refused("recusal-first", text % {"name": member.name})
    verify_member(member, scope=vault.team_id, roles=TEAM_HOLDERS, trust=trust)


def propose_grant(*, current: "Current", compartment: Compartment, member: Member) -> Request:
    """The leader signs the list of holders with this member on it. Raises Refused, NotAHolder, NotTrusted, Locked."""
    if role_in(current.member, compartment.vault.team) is not Role.LEADER:
        raise Refused("not-the-leader", _("The leader of the team proposes who is granted a key."))
    trust = trust_of(compartment.vault.body_id)
    _check(compartment, member, trust)
    key = compartment_key(current, compartment)
    roster = rosters.read(compartment, compartment.epoch, trust)
    if roster.recipients.get(member.pk) == member.recipient:
        raise Refused("holds-already", _("%(name)s holds this already.") % {"name": member.name})
    next_roster = roster_of(
        compartment, key, _people(roster, member), epoch=compartment.epoch, number=roster.number + 1
    )
    with writing():
        request = requests.propose(current, "grant", next_roster, vault=compartment.vault)
        audit.record(
            "vault.requested", actor=current.actor, object=f"compartment:{compartment.pk}",
            scope=str(compartment.vault.team_id),
            facts={"what": "grant", "member": str(member.pk), "request": str(request.pk)},
        )  # fmt: skip
    return request


def second_grant(*, current: "Current", request: Request) -> Compartment:
    """A holder signs the same list and seals the key to the new one. Raises Refused, NotAHolder, NotTrusted, Locked."""
    wanted = Roster.parse(bytes(request.payload))
    compartment = Compartment.objects.select_related("vault__team").get(pk=wanted.compartment)
    trust = trust_of(compartment.vault.body_id)
    key = compartment_key(current, compartment)
    roster = rosters.read(compartment, compartment.epoch, trust)
    added = granted_by(request)
    for member in added:
        _check(compartment, member, trust)
    if not _follows(wanted, roster, key, compartment, added):
        raise _stale()
    proposer = holder_of_key(bytes(request.first_by.verify_key), scope=compartment.vault.team_id,
                             roles=frozenset({str(Role.LEADER)}), trust=trust)  # fmt: skip
    if proposer is None or UUID(hex=proposer) not in roster.ids or request.first_by_id.hex != proposer:
        raise NotTrusted("not-the-leader", _("The first signature is not that of a leader who holds this compartment."))
    with writing():
        signatures = requests.second(current, request, wanted)
        rosters.check_signatures(wanted, signatures, compartment.vault.team_id, trust)
        if not replace_roster(roster, wanted, signatures):
            raise _stale()
        for member in added:
            seal_to_member(
                compartment, key, member, epoch=compartment.epoch, trust=trust,
                granted_by=actor_text(request.first_by), seconded_by=current.actor,
            )  # fmt: skip
        audit.record(
            "vault.granted", actor=current.actor, object=f"compartment:{compartment.pk}",
            scope=str(compartment.vault.team_id),
            facts={"members": _ids(added), "first": str(request.first_by_id), "epoch": compartment.epoch},
        )  # fmt: skip
    return compartment


def _stale() -> Refused:
    return Refused(
        "out-of-date", _("The holders have changed since this was proposed. The leader has to propose it anew.")
    )


def _follows(wanted: Roster, now: Roster, key: bytes, compartment: Compartment, added: list[Member]) -> bool:
    try:
        expected = roster_of(compartment, key, _people(now, *added), epoch=compartment.epoch, number=now.number + 1)
    except CanonicalBroken:
        return False
    return len(added) == 1 and expected == wanted


def _ids(members: Iterable[Member]) -> str:
    return ",".join(sorted(str(member.pk) for member in members))
