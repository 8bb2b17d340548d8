"""Keys: who can open what in one table, what waits for a second person, what is due."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dingxin.accounts.doors import StaffRequest, signed_in
from dingxin.accounts.identity import Current
from dingxin.accounts.models import Member
from dingxin.accounts.queries import can_be_sealed_to, security_key_counts
from dingxin.audit.models import Entry
from dingxin.desk.keys import doors, matrix
from dingxin.desk.keys.audit import without_kept
from dingxin.desk.keys.due_words import lines_of
from dingxin.desk.keys.kind_words import word_of_kind
from dingxin.desk.keys.name_counts import names_opened
from dingxin.desk.keys.plain_words import said
from dingxin.desk.organisation.common import page
from dingxin.desk.organisation.steps import trust_or_none
from dingxin.organisation.doors import roles_over
from dingxin.organisation.models import Team
from dingxin.organisation.queries import role_in
from dingxin.organisation.roles import KEY_ROLES
from dingxin.rules.codes import TEAM_ROLES, Role
from dingxin.sealing.statements import MemberCertificate
from dingxin.vault.certificates import verify_member
from dingxin.vault.models import Vault
from dingxin.vault.refusals import NotTrusted
from dingxin.vault.trust import Trust

LEFT_OUT = ("vault.recused", "vault.recusal_ended", "vault.recusals_signed", "vault.rewrapped", "vault.requested")


@require_safe
@signed_in
def table(request: StaffRequest) -> HttpResponse:
    """The table of one team; with several to choose from, the choice above it."""
    team, shown = doors.team_asked(request)
    if team is None:
        return page(request, "keys/none", {"bodies": [], "mine": doors.waiting(request.member)})
    member = request.member.member
    role = role_in(member, team)
    vault = Vault.objects.filter(team=team).first()
    asked = [one for one in doors.waiting(request.member) if one.body.pk == team.body_id]
    return page(request, "keys/table", {
        "team": team, "shown": shown, "vault": vault, "matrix": matrix.build(team, request.member),
        "waiting": [(one, said(one), doors.may_second(request.member, one)) for one in asked],
        "due": lines_of(vault, request.member, role) if vault else [],
        "recent": _recent(request.member, team), "leads": role is Role.LEADER, "holds": role in KEY_ROLES,
        "certificates": _certificates(request, team), "names": names_opened(request.member, team),
        "factors": _factors(team),
    })  # fmt: skip


def _factors(team: Team) -> list[tuple[Member, int]]:
    """Who of the team signs in with what: each member with the number of their security keys."""
    people = {one.member.pk: one.member for one in matrix.people_of(team) if one.group == team.name and len(one.members) == 1}
    counts = security_key_counts(people.values())
    return [(member, counts.get(pk, 0)) for pk, member in people.items()]


def _certificates(request: StaffRequest, team: Team) -> list[dict[str, object]]:
    """Members of the team with their certificate, and for signers the way to make it."""
    trust, own = trust_or_none(team.body), request.member.member
    signer = Role.SIGNER in roles_over(own, team.body) and trust is not None
    listed: list[dict[str, object]] = []
    for person in matrix.people_of(team):
        if person.group != team.name or person.role not in TEAM_ROLES:
            continue
        proof = _proof(person.member, team, trust)
        why = "" if can_be_sealed_to(person.member) else _("has not signed in yet")
        may = signer and not why and person.member.pk != own.pk
        url = reverse("desk:keys_certify_team", args=[team.pk, person.member.pk]) if may else ""
        listed.append({
            "person": person, "holds": proof is not None, "until": proof.not_after if proof else None, "url": url,
            "why": why or _("two signers have to certify"),
        })  # fmt: skip
    return listed


def _proof(member: Member, team: Team, trust: Trust | None) -> MemberCertificate | None:
    try:
        return verify_member(member, scope=team.pk, roles=TEAM_ROLES, trust=trust) if trust else None
    except NotTrusted:
        return None


def _recent(current: Current, team: Team) -> list[tuple[Entry, str]]:
    rows = without_kept(current, Entry.objects.filter(scope=str(team.pk), kind__startswith="vault."))
    rows = rows.exclude(kind__in=LEFT_OUT).order_by("-id")[:6]
    return [(row, word_of_kind(row.kind)) for row in rows]


@require_safe
@signed_in
def loss(request: StaffRequest) -> HttpResponse:
    """What loss means, before it happens."""
    return page(request, "keys/loss")


