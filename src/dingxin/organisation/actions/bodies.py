"""Bodies, their roles, units and rounds. Who may is decided by the doors."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db import IntegrityError
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from dingxin import audit
from dingxin.accounts.models import Member
from dingxin.audit.writing import writing
from dingxin.organisation.models import Body, BodyRole, FocusTopic, Membership, Round, Unit
from dingxin.organisation.queries import serving
from dingxin.organisation.refusals import Refused
from dingxin.organisation.roles import clash, is_body_role
from dingxin.rules.codes import Role, RoundState
from dingxin.rules.small_moves import ROUND_MOVES, decide_small
from dingxin.web.days import today

if TYPE_CHECKING:
    from dingxin.accounts.identity import Current

Texts = dict[str, dict[str, str]]


def create_body(
    *, current: "Current", code: str, name: str, tier: str, parent: Body | None = None, pack: str = "cn-inspection",
    texts: Texts | None = None,
) -> Body:  # fmt: skip
    """An oversight office below another, or at the top. Raises Refused when the code is taken."""
    try:
        with writing():
            body = Body.objects.create(parent=parent, code=code, name=name, tier=tier, pack=pack, texts=texts or {})
            audit.record(
                "body.created", actor=current.actor, object=f"body:{body.pk}", facts={"code": code, "tier": tier}
            )
    except IntegrityError:
        raise _code_taken() from None
    return body


def change_body(*, current: "Current", body: Body, name: str, tier: str, pack: str, texts: Texts) -> None:
    """Name, tier, pack and texts. Code and place in the tree stay: keysets and figures hang on them."""
    with writing():
        Body.objects.filter(pk=body.pk).update(name=name, tier=tier, pack=pack, texts=texts)
        audit.record("body.changed", actor=current.actor, object=f"body:{body.pk}", facts={"tier": tier, "pack": pack})
    body.refresh_from_db()


def give_role(*, current: "Current", body: Body, member: Member, role: Role) -> BodyRole:
    """A role in a body from today. Raises Refused when it clashes with another role of the same person."""
    if not is_body_role(role):
        raise ValueError("not a role of a body")
    teams, bodies = roles_of(member)
    _refuse_clash(teams, {*bodies, role})
    try:
        with writing():
            row = BodyRole.objects.create(member=member, body=body, role=role, since=today())
            audit.record(
                "body.role_given", actor=current.actor, object=f"body:{body.pk}",
                facts={"member": str(member.pk), "role": role},
            )  # fmt: skip
    except IntegrityError:
        raise Refused("has-role", _("%(name)s has this role already.") % {"name": member.name}) from None
    return row


def take_role(*, current: "Current", row: BodyRole) -> None:
    """End a role today. Keyset and custodians' identity change by their own people, afterwards."""
    with writing():
        if not BodyRole.objects.filter(serving(), pk=row.pk).update(until=today()):
            raise Refused("ended-already", _("This role has ended already."))
        audit.record(
            "body.role_taken", actor=current.actor, object=f"body:{row.body_id}",
            facts={"member": str(row.member_id), "role": row.role},
        )  # fmt: skip


def roles_of(member: Member) -> tuple[set[str], set[str]]:
    """(team roles, body roles) of a member today, in all teams and bodies."""
    teams = Membership.objects.filter(serving(), member=member).values_list("role", flat=True)
    bodies = BodyRole.objects.filter(serving(), member=member).values_list("role", flat=True)
    return set(teams), set(bodies)


def _refuse_clash(team_roles: set[str], body_roles: set[str]) -> None:
    reason = clash(team_roles, body_roles)
    if reason:
        raise Refused("roles-clash", str(reason))


def create_unit(
    *, current: "Current", code: str, name: str, parent: Unit | None = None, kind: str = "", texts: Texts | None = None
) -> Unit:
    """A unit in the tree. ``code`` is unique and has no ``/``. Raises Refused when it is taken."""
    try:
        with writing():
            path = f"{parent.path}/{code}" if parent else code
            unit = Unit.objects.create(parent=parent, code=code, name=name, kind=kind, path=path, texts=texts or {})
            audit.record("unit.created", actor=current.actor, object=f"unit:{unit.pk}", facts={"code": code})
    except IntegrityError:
        raise _code_taken() from None
    return unit


def change_unit(*, current: "Current", unit: Unit, name: str, kind: str, texts: Texts) -> None:
    """Name, kind and texts. A unit moves in the tree by import only."""
    with writing():
        Unit.objects.filter(pk=unit.pk).update(name=name, kind=kind, texts=texts)
        audit.record("unit.changed", actor=current.actor, object=f"unit:{unit.pk}", facts={"kind": kind or None})
    unit.refresh_from_db()


def create_round(
    *, current: "Current", body: Body, number: int, name: str, starts: date, ends: date, pack: str = "",
    topics: Sequence[tuple[str, str]] = (),
) -> Round:  # fmt: skip
    """A campaign with its focus topics, (code, name) each. ``pack`` empty: the body's, frozen from now on."""
    _in_order(starts, ends)
    try:
        with writing():
            found = Round.objects.create(
                body=body, number=number, name=name, starts=starts, ends=ends, pack=pack or body.pack
            )
            FocusTopic.objects.bulk_create([FocusTopic(round=found, code=code, name=text) for code, text in topics])
            audit.record(
                "round.created", actor=current.actor, object=f"round:{found.pk}",
                facts={"number": number, "topics": len(topics)},
            )  # fmt: skip
    except IntegrityError:
        raise _code_taken() from None
    return found


def change_round(
    *, current: "Current", round: Round, name: str, starts: date, ends: date, topics: Sequence[tuple[str, str]]
) -> None:
    """Name, days and topics; a topic keeps its rows under a new name. Refused to leave out one that is coded to somewhere."""
    _in_order(starts, ends)
    wanted = dict(topics)
    with writing():
        Round.objects.filter(pk=round.pk).update(name=name, starts=starts, ends=ends)
        for topic in FocusTopic.objects.filter(round=round):
            if topic.code in wanted:
                FocusTopic.objects.filter(pk=topic.pk).update(name=wanted.pop(topic.code))
            else:
                _drop(topic)
        FocusTopic.objects.bulk_create([FocusTopic(round=round, code=code, name=text) for code, text in wanted.items()])
        audit.record("round.changed", actor=current.actor, object=f"round:{round.pk}", facts={"topics": len(topics)})
    round.refresh_from_db()


def _drop(topic: FocusTopic) -> None:
    try:
        topic.delete()
    except ProtectedError:
        said = _("“%(topic)s” is coded to submissions or matters: it cannot be left out. Give it another name instead.")
        raise Refused("topic-in-use", said % {"topic": topic.name}) from None


def move_round(
    *, current: "Current", round: Round, move: str, roles: frozenset[Role], there: frozenset[str] = frozenset(),
    proposer: Member | None = None,
) -> None:  # fmt: skip
    """Walk one line of the round table of the rules. ``there``: needs that are met, answered by the rooms above.

    Where the table wants two people, ``proposer`` is the one who asked. Raises Refused with what is missing.
    """
    line = next((line for line in ROUND_MOVES if line.code == move), None)
    if line is None:
        raise ValueError("no such move of a round")
    decision = decide_small(
        line, RoundState(round.state), roles, there,  # type: ignore[call-arg] # the table's __new__ takes the label too
        proposer=proposer.pk if proposer else None, actor=current.member.pk,
    )  # fmt: skip
    missing = [_(label) for _code, label in decision.missing]
    if line.two and proposer is None:
        missing.append(_("A second person is needed"))
    if missing:
        raise Refused("not-now", "; ".join(missing))
    with writing():
        if not Round.objects.filter(pk=round.pk, state=round.state).update(state=line.target):
            raise Refused("moved-already", _("Somebody moved this round meanwhile."))
        audit.record(
            "round.moved", actor=current.actor, object=f"round:{round.pk}",
            facts={
                "move": move, "from": round.state, "to": line.target, "first": str(proposer.pk) if proposer else None,
            },
        )  # fmt: skip
    round.state = line.target


def _in_order(starts: date, ends: date) -> None:
    if ends < starts:
        raise Refused("days", _("The last day is before the first."))


def _code_taken() -> Refused:
    return Refused("code-taken", _("This code or number is taken."))
