"""A whole organisation from a description, through the real actions: for the demo and the tests.

Each key-bearing step is an act of an unlocked member. Here everybody's passphrase was generated a moment ago in this
process, so everybody can be unlocked in it; a living organisation does the same steps in the sessions of its people.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dingxin.accounts import derive, totp
from dingxin.accounts.actions import NewMember, create_member, prove_recovery_code
from dingxin.accounts.actions.mine import Secrets
from dingxin.accounts.identity import Current
from dingxin.accounts.models import Member, Session
from dingxin.accounts.queries import fingerprint
from dingxin.organisation import actions as organisation
from dingxin.organisation.models import Body, Round, Stationing, Team
from dingxin.organisation.queries import holders_of
from dingxin.organisation.roles import KEY_ROLES
from dingxin.rules.clock import now
from dingxin.rules.codes import Role, TeamKind
from dingxin.sealing.keys import MemberKeys, unwrap_member_keys
from dingxin.vault import actions as vaults
from dingxin.vault.models import Inbound, Statement, Vault
from dingxin.vault.trust import trust_of


def current_of(member: Member, keys: MemberKeys) -> Current:
    """An unlocked member in this process: no cookie, no session row, gone with the process."""
    current = Current(member, Session(id="", member=member, created_at=now(), seen_at=now(), second_factor=True), b"")
    vars(current)["_keys"] = keys
    return current


@dataclass
class Person:
    """A member whose secrets are still at hand. ``totp_secret``: base32, as their device has it."""

    current: Current
    secrets: Secrets = field(repr=False)
    totp_secret: str = field(repr=False)

    @property
    def member(self) -> Member:
        return self.current.member


def found_person(*, actor: str, username: str, name: str, language: str = "zh-hans") -> Person:
    """An account that is its owner's from the start: second factor set, recovery code typed back."""
    second = totp.new_secret()
    new: NewMember = create_member(
        actor=actor, username=username, name=name, language=language, own=True, second_factor=second
    )
    wrap = derive.derive(new.secrets.passphrase, new.member.salt).wrap
    current = current_of(new.member, unwrap_member_keys(wrap, bytes(new.member.wrapped_keys)))
    prove_recovery_code(current=current, code=new.secrets.recovery_code, place="network:founding")
    new.member.refresh_from_db()
    return Person(current, new.secrets, second)


@dataclass(kw_only=True)
class BodyPlan:
    """A body and who holds which of its roles. ``signers``: at least two; leaders of teams are added."""

    code: str
    name: str
    tier: str
    pack: str = "cn-inspection"
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    signers: Sequence[Person] = ()
    custodians: Sequence[Person] = ()
    archivists: Sequence[Person] = ()
    office: Sequence[Person] = ()
    admins: Sequence[Person] = ()

    def roles(self) -> Iterable[tuple[Role, Person]]:
        """Every role with its holder."""
        for role, people in (
            (Role.SIGNER, self.signers), (Role.CUSTODIAN, self.custodians), (Role.ARCHIVIST, self.archivists),
            (Role.OFFICE, self.office), (Role.ADMIN, self.admins),
        ):  # fmt: skip
            for person in people:
                yield role, person


def found_body(*, founder: Current, plan: BodyPlan, parent: Body | None = None) -> Body:
    """The body, its roles, its keyset signed by two, its custodians certified, their identity made."""
    body = organisation.create_body(
        current=founder, code=plan.code, name=plan.name, tier=plan.tier, parent=parent, pack=plan.pack, texts=plan.texts
    )
    for role, person in plan.roles():
        organisation.give_role(current=founder, body=body, member=person.member, role=role)
    sign_keyset(body, plan.signers)
    for person in plan.custodians:
        certify(person.member, plan.signers, body=body)
    if plan.custodians:
        vaults.make_custody(
            current=plan.custodians[0].current, body=body, custodians=[person.member for person in plan.custodians]
        )
    return body


def sign_keyset(body: Body, granters: Sequence[Person]) -> None:
    """The next keyset: all who hold the role of signer now, proposed and seconded by the first two of ``granters``."""
    members = [row.member for row in holders_of(body, Role.SIGNER)]
    request = vaults.propose_keyset(current=granters[0].current, body=body, signers=members)
    vaults.second_keyset(current=granters[1].current, request=request)


def certify(member: Member, granters: Sequence[Person], *, team: Team | None = None, body: Body | None = None) -> None:
    """Two granters other than the member compare the words and sign."""
    first, second = [person.current for person in granters if person.member.pk != member.pk][:2]
    heard = fingerprint(member)
    request = vaults.propose_certificate(current=first, member=member, heard=heard, team=team, body=body)
    vaults.second_certificate(current=second, request=request, heard=heard)


@dataclass(kw_only=True)
class TeamPlan:
    """A team and its people. The first leader makes the vault and signs its statement."""

    number: int
    name: str
    kind: TeamKind = TeamKind.TEAM
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    leaders: Sequence[Person] = ()
    officers: Sequence[Person] = ()
    clerks: Sequence[Person] = ()


@dataclass
class FoundedTeam:
    """A team whose vault receives."""

    team: Team
    vault: Vault
    statement: Statement


def found_team(
    *, founder: Current, body: Body, plan: TeamPlan, granters: Sequence[Person], round: Round | None = None
) -> FoundedTeam:
    """The team, its people, their certificates, its vault and the statement signed by its leader and one granter.

    ``granters``: at least three signers of the present keyset, or two who are not in the team. The leader is made a
    signer and the keyset changed where that is needed.
    """
    team = organisation.create_team(
        current=founder, body=body, number=plan.number, name=plan.name, round=round, kind=plan.kind, texts=plan.texts
    )
    for role, people in ((Role.LEADER, plan.leaders), (Role.OFFICER, plan.officers), (Role.CLERK, plan.clerks)):
        for person in people:
            organisation.join_team(current=founder, team=team, member=person.member, role=role)
            if role in KEY_ROLES:
                certify(person.member, granters, team=team)
    leader = plan.leaders[0]
    if leader.current.keys().verify not in trust_of(body).current.keys:
        organisation.give_role(current=founder, body=body, member=leader.member, role=Role.SIGNER)
        sign_keyset(body, granters)
    vault = vaults.make_vault(
        current=leader.current, team=team, members=[person.member for person in (*plan.leaders, *plan.officers)]
    )
    return FoundedTeam(team, vault, sign_inbound(vault, leader, granters))


def sign_inbound(vault: Vault, leader: Person, granters: Sequence[Person]) -> Statement:
    """The newest inbound identity of a vault put into use: signed by the leader and another granter."""
    inbound = Inbound.objects.select_related("vault__team__body", "compartment__vault").filter(
        vault=vault, state="waiting"
    ).order_by("-epoch")[0]
    request = vaults.propose_statement(current=leader.current, inbound=inbound)
    other = next(person for person in granters if person.member.pk != leader.member.pk)
    return vaults.second_statement(current=other.current, request=request)


def open_to_public(*, founder: Current, stationing: Stationing) -> None:
    """Open a stationing; raises ``Refused`` with what is missing."""
    vaults.open_stationing(current=founder, stationing=stationing)
