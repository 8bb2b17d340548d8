"""Which needs of a round's moves are met, from facts: the rules' table asks, this room answers."""

from django.utils.translation import gettext as _

from dingxin.casework.models import Matter
from dingxin.organisation.models import Round, Stationing, Team
from dingxin.organisation.queries import holders_of
from dingxin.rules.codes import Role, RoundState, TeamKind
from dingxin.rules.small_moves import ROUND_MOVES, SMALL_NEEDS, SmallMove, decide_small
from dingxin.vault import readiness
from dingxin.vault.readiness import current_statement
from dingxin.vault.refusals import NotTrusted
from dingxin.vault.trust import trust_of
from dingxin.web.days import today
from dingxin.web.parts import Lack, Link, Move


def there(found: Round) -> frozenset[str]:
    """The codes of ``SMALL_NEEDS`` that are satisfied for this round today. Keyless."""
    teams = list(Team.objects.filter(round=found).select_related("body"))
    stationings = Stationing.objects.filter(team__in=teams)
    met = set()
    if teams and all(_receives(team) for team in teams):
        met.add("statement")
    if stationings.exists() and not stationings.filter(intake_until__gte=today()).exists():
        met.add("intake_over")
    follow_up = Team.objects.filter(body=found.body, kind=TeamKind.FOLLOW_UP)
    if any(current_statement(team) for team in follow_up):
        met.add("follow_up_statement")
    unfinished = Matter.objects.filter(team__in=teams).exclude(state="closed")
    if not unfinished.exists():  # what was handed over belongs to the follow-up team by then
        met.add("all_handed_over")
        if not Matter.objects.filter(team__in=follow_up, topic__round=found).exclude(state="closed").exists():
            met |= {"correction_over", "all_closed"}
    if holders_of(found.body, Role.ARCHIVIST).count() >= 2 and holders_of(found.body, Role.CUSTODIAN).count() >= 2:
        met.add("archivists")
    return frozenset(met)


def _receives(team: Team) -> bool:
    try:
        return current_statement(team) is not None and not readiness._vault_lacks(team, trust_of(team.body))
    except NotTrusted:
        return False


def line_of(code: str) -> SmallMove[RoundState] | None:
    """The line of the round table with this code."""
    return next((line for line in ROUND_MOVES if line.code == code), None)


def moves_of(found: Round, roles: frozenset[Role], url: str) -> list[Move]:
    """The moves from the round's state, each with what it needs; ``url`` is where a possible one is confirmed."""
    met, state = there(found), RoundState(found.state)  # type: ignore[call-arg] # the table's __new__ takes the label too
    listed = []
    for line in ROUND_MOVES:
        if state not in line.source:
            continue
        decision = decide_small(line, state, roles, met)
        lacks = [Lack(_(SMALL_NEEDS[need]), need in met) for need in line.needs]
        lacks += [Lack(_(label)) for code, label in decision.missing if code == "role"]
        if line.two:
            lacks.append(Lack(_("A second person is needed")))
        act = Link(_(line.label), f"{url}?move={line.code}") if decision and not line.two else None
        listed.append(Move(_(line.label), shape="arrow", act=act, lacks=tuple(lacks)))
    return listed
