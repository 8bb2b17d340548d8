"""Who may do what to which object, as data. Doors in the upper rooms ask here and nowhere else.

A refusal keeps its reason and says whether the object may be known at all: 404 for strangers and the recused (they
must not learn that it exists), 403 for too little right. Keys are apart: what the table allows is still unreadable
without a compartment key, and the table never stands in for one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from dingxin.rules.codes import Role
from dingxin.rules.recusal import is_recused
from dingxin.rules.text import N_

NONE: frozenset[Role] = frozenset()
TEAM = frozenset({Role.CLERK, Role.OFFICER, Role.LEADER})
READERS = frozenset({Role.OFFICER, Role.LEADER})
LEAD = frozenset({Role.LEADER})


@dataclass(frozen=True)
class MemberFacts:
    """A member of the staff. `teams`, `bodies`: roles held now, by id. `recused_units`: paths, own unit included.

    `contact_of`: paths of the units whose notices the member answers.
    """

    id: UUID
    teams: Mapping[UUID, frozenset[Role]] = field(default_factory=dict)
    bodies: Mapping[UUID, frozenset[Role]] = field(default_factory=dict)
    recused_units: frozenset[str] = frozenset()
    recused_matters: frozenset[UUID] = frozenset()
    contact_of: frozenset[str] = frozenset()
    active: bool = True


@dataclass(frozen=True)
class ObjectFacts:
    """What is asked for. `team`: the one that holds it (None: the body itself). `bodies`: its body and those above.

    `unit`: the path of the subject's unit, or of the unit a notice goes to. `recorded_by`, `filed`: of a draft.
    `asked_by`: whose request for the second key it is.
    """

    team: UUID | None = None
    bodies: tuple[UUID, ...] = ()
    matter: UUID | None = None
    unit: str = ""
    recorded_by: UUID | None = None
    filed: bool = True
    asked_by: UUID | None = None


@dataclass(frozen=True)
class Action:
    """One line of the registry. `team`: roles in the holding team; `body`: roles in the object's own body.

    `above`: roles in that body or any above it. `see`: the action that decides whether the object may be known.
    `key`: cannot be done without an unlocked compartment key. `own`: only by whoever recorded it, until filed.
    """

    code: str
    label: str
    team: frozenset[Role] = NONE
    body: frozenset[Role] = NONE
    above: frozenset[Role] = NONE
    see: str = ""
    key: bool = False
    own: bool = False
    contact: bool = False
    not_own_request: bool = False


def _body(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


OPENER = _body(Role.OPENER)
ADMIN = _body(Role.ADMIN)
REGISTRY: tuple[Action, ...] = (
    Action("draft.record", N_("Record a submission"), team=TEAM, body=OPENER),
    Action("draft.see", N_("Open an own draft before filing"), team=TEAM, own=True),
    Action("receipt.read_state", N_("Read the state to a person"), team=TEAM, body=OPENER),
    Action("submission.see", N_("See a submission's facts"), team=READERS, body=OPENER),
    Action(
        "submission.open", N_("Open a submission's words"), team=READERS, body=OPENER, see="submission.see", key=True
    ),
    Action("submission.code", N_("Read and code"), team=READERS, body=OPENER, see="submission.see", key=True),
    Action("submission.set_aside", N_("Set aside, or second it"), team=READERS, body=OPENER, see="submission.see"),
    Action("matter.see", N_("See a matter's facts"), team=READERS, body=OPENER),
    Action("matter.open", N_("Open a matter's pieces"), team=READERS, body=OPENER, see="matter.see", key=True),
    Action("matter.write", N_("Add to a matter"), team=READERS, body=OPENER, see="matter.see", key=True),
    Action("matter.move", N_("Make or propose a move"), team=READERS, body=OPENER, see="matter.see"),
    Action("matter.approve", N_("Approve a move"), team=LEAD, body=OPENER, see="matter.see"),
    Action("matter.assign", N_("Assign"), team=LEAD, body=OPENER, see="matter.see"),
    Action("matter.answer", N_("Answer a person"), team=READERS, body=OPENER, see="matter.see", key=True),
    Action("matter.export", N_("Export opened words"), team=READERS, see="matter.see", key=True),
    Action("identity.ask", N_("Ask for the second key"), team=READERS, body=OPENER, see="matter.see", key=True),
    Action("identity.approve", N_("Turn the second key"), body=_body(Role.CUSTODIAN), not_own_request=True),
    Action("identity.refuse", N_("Refuse the second key"), body=_body(Role.CUSTODIAN)),
    Action("register.import", N_("Import a register"), team=READERS, key=True),
    Action("register.export", N_("Export the register's facts"), team=READERS, body=_body(Role.OFFICE)),
    Action("box.open", N_("Open an opinion box"), team=TEAM),
    Action("notice.see", N_("See a notice"), team=READERS, contact=True),
    Action("notice.answer", N_("Answer a notice"), see="notice.see", contact=True),
    Action("figures.see", N_("See figures"), team=LEAD, above=_body(Role.OFFICE)),
    Action("figures.publish", N_("Publish figures"), body=_body(Role.OFFICE), see="figures.see"),
    Action("vault.see", N_("See who can open what"), team=READERS, body=_body(Role.SIGNER, Role.ADMIN)),
    Action("vault.grant", N_("Grant a compartment key"), team=READERS, body=OPENER, see="vault.see", key=True),
    Action("vault.sign", N_("Sign a statement or certificate"), team=LEAD, body=_body(Role.SIGNER), see="vault.see"),
    Action("archive.open", N_("Open an archived matter"), body=_body(Role.ARCHIVIST)),
    Action("audit.read", N_("Read the audit"), body=_body(Role.OFFICE)),
    Action("round.manage", N_("Prepare rounds, teams and stationings"), body=_body(Role.OFFICE, Role.ADMIN)),
    Action("round.see", N_("See a round"), team=TEAM, above=_body(Role.OFFICE, Role.ADMIN)),
    Action("body.manage", N_("Manage bodies and units"), body=ADMIN),
    Action("member.manage", N_("Manage accounts and roles"), body=ADMIN),
)
ACTIONS: dict[str, Action] = {action.code: action for action in REGISTRY}


@dataclass(frozen=True)
class Allowed:
    """It may be done, with `by`: the role that allows it. `key`: a compartment key is needed besides."""

    by: Role
    key: bool

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Refused:
    """It may not be done. `known` False: answer as if the object did not exist (404), else 403."""

    code: str
    reason: str
    known: bool

    def __bool__(self) -> bool:
        return False


Decision = Allowed | Refused

INACTIVE = Refused("inactive", N_("The account is closed"), False)
RECUSED = Refused("recused", N_("You are recused from it"), False)
STRANGER = Refused("stranger", N_("It is not there"), False)


def may(action: str, member: MemberFacts, thing: ObjectFacts) -> Decision:
    """Whether `member` may do `action` to `thing`. An action that is not in the registry raises `KeyError`."""
    line = ACTIONS[action]
    if not member.active:
        return INACTIVE
    if is_recused(member.recused_units, member.recused_matters, thing.unit, thing.matter):
        return RECUSED
    by = _role_for(line, member, thing)
    if by is None:
        if line.see and may(line.see, member, thing):
            return Refused("role", N_("Your role may not do this"), True)
        return STRANGER
    if line.own and (thing.filed or thing.recorded_by != member.id):
        return Refused("own", N_("What was filed is gone for whoever recorded it"), False)
    if line.not_own_request and thing.asked_by == member.id:
        return Refused("own_request", N_("Nobody approves their own request"), True)
    return Allowed(by, line.key)


def _role_for(line: Action, member: MemberFacts, thing: ObjectFacts) -> Role | None:
    """The first role, in table order, that allows it."""
    held: set[Role] = set()
    if thing.team is not None:
        held |= line.team & member.teams.get(thing.team, NONE)
    for height, body in enumerate(thing.bodies):
        roles = line.above if height else line.above | line.body
        # The body's openers read what came to the body itself, never what lies with one of its teams.
        own = roles - OPENER if thing.team is not None else roles
        held |= own & member.bodies.get(body, NONE)
    if line.contact and thing.unit and thing.unit in member.contact_of:
        held.add(Role.CONTACT)
    return next((role for role in Role if role in held), None)
