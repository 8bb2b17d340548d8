"""What a stationing still lacks before it may open or close. Keyless: facts and signatures, no private key."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dingxin.accounts.models import Member
from dingxin.accounts.queries import has_proved_recovery
from dingxin.organisation.models import Body, Stationing, Team
from dingxin.organisation.queries import superior_team
from dingxin.rules.codes import TeamKind
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.statements import RecipientStatement, verify_statement
from dingxin.vault import rosters
from dingxin.vault.certificates import CUSTODIANS, TEAM_HOLDERS, is_certified
from dingxin.vault.custodians import check, verified_custody
from dingxin.vault.models import Compartment, CompartmentKey, CustodyHolder, Statement, Vault
from dingxin.vault.refusals import NotTrusted
from dingxin.vault.signed import unpack
from dingxin.vault.trust import Trust, trust_of
from dingxin.web.days import today


@dataclass(frozen=True)
class Lack:
    """One thing that is missing. ``code`` is fixed, ``text`` a whole sentence."""

    code: str
    text: str | Promise


KEYSET = Lack("keyset", _("The body has no keyset that holds: two signers make it."))
VAULT = Lack("vault", _("The team has no vault yet: its leader makes it."))
HOLDERS = Lack("holders", _("At least two members have to hold the vault with certificates that hold."))
RECOVERY = Lack(
    "recovery",
    _("At least two holders have to type back their recovery code. Without it a lost passphrase would be the end of "
      "what is sealed."),
)  # fmt: skip
STATEMENT = Lack(
    "statement", _("The recipient statement is not signed by the leader and one more signer, or has run out.")
)
CUSTODIANS_TWO = Lack("custodians", _("At least two custodians have to hold the second key."))
SUPERIOR = Lack(
    "superior",
    _("The superior body cannot receive yet what is about the team itself: its vault has no signed statement."),
)
PREPARING = Lack("state", _("It is not in preparation any more."))
OPEN = Lack("state", _("It is not open."))
FOLLOW_UP = Lack(
    "follow_up",
    _("The body's follow-up team has no signed statement yet: disputes and interference that come later would have "
      "nowhere to go."),
)  # fmt: skip


def holders(compartment: Compartment, trust: Trust) -> list[Member]:
    """Members on the signed list who have a copy of the key, at the present epoch. Raises NotTrusted."""
    listed = rosters.read(compartment, compartment.epoch, trust).recipients
    rows = CompartmentKey.objects.filter(compartment=compartment, epoch=compartment.epoch, member__in=listed)
    return [row.member for row in rows.select_related("member") if listed[row.member_id] == row.member.recipient]


def current_statement(team: Team) -> RecipientStatement | None:
    """The statement of a team's vault for all but units set apart, if it holds today down to the pinned keyset."""
    vault = Vault.objects.filter(team=team).first()
    row = Statement.objects.filter(vault=vault, inbound__unit__isnull=True, current=True).first() if vault else None
    if vault is None or row is None:
        return None
    try:
        statement = RecipientStatement.parse(bytes(row.statement))
        signers = trust_of(vault.body_id).current.keys
        verify_statement(statement, unpack(row.signatures), signers=signers, today=today())
    except (SealBroken, NotTrusted):
        return None
    return statement if (statement.vault, statement.scope) == (vault.pk.hex, "") else None


def custodians_ready(body: Body, trust: Trust) -> bool:
    """Whether two certified custodians hold the body's present second key and have proved their recovery codes."""
    try:
        custody = verified_custody(body, trust)
        named = set(check(custody, trust).custodians)
    except NotTrusted:
        return False
    rows = CustodyHolder.objects.filter(custody=custody).select_related("member")
    able = [
        row.member for row in rows
        if row.member_id.hex in named and has_proved_recovery(row.member)
        and is_certified(row.member, scope=body.pk, roles=CUSTODIANS, trust=trust)
    ]  # fmt: skip
    return len(able) >= 2


def _vault_lacks(team: Team, trust: Trust) -> list[Lack]:
    main = Compartment.objects.select_related("vault").filter(vault__team=team, without="").first()
    if main is None:
        return [VAULT]
    try:
        able = [m for m in holders(main, trust) if is_certified(m, scope=team.pk, roles=TEAM_HOLDERS, trust=trust)]
    except NotTrusted as refusal:
        return [Lack(refusal.code, str(refusal))]
    if len(able) < 2:
        return [HOLDERS]
    return [RECOVERY] if sum(has_proved_recovery(member) for member in able) < 2 else []


def can_open(stationing: Stationing) -> list[Lack]:
    """What is missing before the public may be let in; empty when nothing is."""
    team, body = stationing.team, stationing.team.body
    if stationing.state != "preparing":
        return [PREPARING]
    try:
        trust = trust_of(body)
    except NotTrusted:
        return [KEYSET]
    lacks = _vault_lacks(team, trust)
    if not custodians_ready(body, trust):
        lacks.append(CUSTODIANS_TWO)
    if current_statement(team) is None:
        lacks.append(STATEMENT)
    above = superior_team(body)
    if above is None or above == team or current_statement(above) is None:
        lacks.append(SUPERIOR)
    return lacks


def can_close(stationing: Stationing) -> list[Lack]:
    """What is missing before intake may end (3-sealing, Archive): the follow-up vault's signed statement."""
    if stationing.state != "open":
        return [OPEN]
    teams = Team.objects.filter(body=stationing.team.body, kind=TeamKind.FOLLOW_UP)
    return [] if any(current_statement(team) for team in teams) else [FOLLOW_UP]
