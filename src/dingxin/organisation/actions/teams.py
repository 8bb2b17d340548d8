"""Teams and who is in them. Whoever holds keys leaves by re-keying, which is the vault's action."""

from typing import TYPE_CHECKING

from django.db import IntegrityError
from django.utils.translation import gettext as _

from dingxin import audit
from dingxin.accounts.models import Member
from dingxin.audit.writing import writing
from dingxin.organisation.actions.bodies import Texts, _code_taken, _refuse_clash, roles_of
from dingxin.organisation.models import Body, Membership, Round, Team
from dingxin.organisation.queries import serving
from dingxin.organisation.refusals import Refused
from dingxin.organisation.roles import KEY_ROLES, is_team_role
from dingxin.rules.codes import Role, TeamKind
from dingxin.web.days import today

if TYPE_CHECKING:
    from dingxin.accounts.identity import Current


def create_team(
    *, current: "Current", body: Body, number: int, name: str, round: Round | None = None,
    kind: TeamKind = TeamKind.TEAM, texts: Texts | None = None,
) -> Team:  # fmt: skip
    """The people of a round; follow-up and superior teams belong to none. Raises Refused when the number is taken."""
    if (round is None) == (kind is TeamKind.TEAM):
        raise Refused("team-round", _("An inspection team belongs to a round; follow-up and superior teams to none."))
    if round is None and Team.objects.filter(body=body, round=None, number=number).exists():
        raise _code_taken()  # NULL rounds are outside the database's own constraint
    try:
        with writing():
            team = Team.objects.create(body=body, round=round, number=number, name=name, kind=kind, texts=texts or {})
            audit.record(
                "team.created", actor=current.actor, object=f"team:{team.pk}", scope=str(team.pk),
                facts={"number": number, "kind": kind},
            )  # fmt: skip
    except IntegrityError:
        raise _code_taken() from None
    return team


def change_team(*, current: "Current", team: Team, name: str, texts: Texts) -> None:
    """Name and texts."""
    with writing():
        Team.objects.filter(pk=team.pk).update(name=name, texts=texts)
        audit.record("team.changed", actor=current.actor, object=f"team:{team.pk}", scope=str(team.pk))
    team.refresh_from_db()


def join_team(*, current: "Current", team: Team, member: Member, role: Role) -> Membership:
    """A member joins as clerk, officer or leader from today. Keys come later: certificate and grant.

    Raises Refused when roles clash, when the member is in the team already, or when a superior team would share a
    member with the inspection teams it hears complaints about.
    """
    if not is_team_role(role):
        raise ValueError("not a role of a team")
    if not member.active:
        raise Refused("closed-account", _("This account is closed."))
    teams, bodies = roles_of(member)
    _refuse_clash({*teams, role}, bodies)
    _refuse_both_sides(team, member)
    try:
        with writing():
            row = Membership.objects.create(member=member, team=team, role=role, since=today())
            audit.record(
                "team.joined", actor=current.actor, object=f"member:{member.pk}", scope=str(team.pk),
                facts={"role": role},
            )  # fmt: skip
    except IntegrityError:
        raise Refused("in-team", _("%(name)s is in this team already.") % {"name": member.name}) from None
    return row


def _refuse_both_sides(team: Team, member: Member) -> None:
    mine = Membership.objects.filter(serving(), member=member)
    other = mine.exclude(team__kind=TeamKind.SUPERIOR) if team.kind == TeamKind.SUPERIOR else mine.filter(
        team__kind=TeamKind.SUPERIOR
    )
    if other.exists():
        raise Refused("both-sides", _("Who hears what is said about teams cannot be in a team themselves."))


def leave_team(*, current: "Current", row: Membership) -> None:
    """A clerk leaves today. Officers and leaders leave by the vault's ``leave_team``, which re-keys."""
    if row.role in KEY_ROLES:
        raise Refused("rekey-first", _("Officers and leaders leave by re-keying the vault."))
    with writing():
        if not Membership.objects.filter(serving(), pk=row.pk).update(until=today()):
            raise Refused("left-already", _("This member has left already."))
        audit.record(
            "team.left", actor=current.actor, object=f"member:{row.member_id}", scope=str(row.team_id),
            facts={"keys": 0},
        )  # fmt: skip
