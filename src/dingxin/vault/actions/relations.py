"""Declaring a relation, reading what was said about it, and ending it. Entering the recusal is ``recusing.recuse``."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from dingxin import audit
from dingxin.audit.writing import writing
from dingxin.organisation.models import Unit
from dingxin.organisation.queries import role_in, serving, teams_of
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import RelationKind, Role
from dingxin.rules.ids import new_id
from dingxin.vault import relations
from dingxin.vault.models import Relation, RelationWords
from dingxin.web.days import today

if TYPE_CHECKING:
    from dingxin.accounts.identity import Current


def declare_relation(*, current: "Current", unit: Unit, kind: str, text: str = "") -> Relation:
    """Say that one has a relation to a unit. At once everything about it, and what is below it, is closed to the member
    by every door; a leader or another holder enters the recusal, so that the keys follow.

    ``text`` is sealed to the leaders of the member's teams. Raises Refused, Locked.
    """
    if kind not in set(RelationKind):
        raise Refused("bad-code", _("Say what kind of relation it is."))
    if len(text) > relations.MOST_WORDS:
        raise Refused("too-long", _("That is too long. A few sentences are enough."))
    current.keys()  # a locked browser is not the member
    to = relations.readers(current.member)
    if not to:
        raise Refused("no-reader", _("Nobody leads you yet who could enter it. Tell the office that keeps the teams."))
    with writing():
        if Relation.objects.filter(serving(), member=current.member, unit=unit).exists():
            raise Refused("declared-already", _("You declared a relation to this unit already."))
        row = Relation.objects.create(id=new_id(), member=current.member, unit=unit, kind=kind, since=today())
        if text.strip():
            relations.seal_words(row, to, text.strip())
        audit.record(
            "vault.relation_declared", actor=current.actor, object=f"member:{current.member.pk}",
            facts={"relation": str(row.pk)},
        )  # fmt: skip
    return row


def open_relation(*, current: "Current", relation: Relation) -> str:
    """What was said about a relation, by one of those it is sealed to. Http404 for everybody else."""
    row = RelationWords.objects.filter(relation=relation, reader=current.member).first()
    if row is None:
        raise Http404
    with writing():
        text = relations.open_words(row, current.keys().secret)
        audit.record(
            "vault.relation_opened", actor=current.actor, object=f"member:{relation.member_id}",
            facts={"relation": str(relation.pk)},
        )  # fmt: skip
    return text


def end_relation(*, current: "Current", relation: Relation) -> None:
    """Say that a relation does not hold, or holds no more, by a leader of a team of the member; never by the member.

    Recusals that were entered for it stand until they are ended themselves.
    """
    leads = any(role_in(current.member, team) is Role.LEADER for team in teams_of(relation.member))
    if not leads or current.member.pk == relation.member_id:
        raise PermissionDenied
    with writing():
        if not Relation.objects.filter(serving(), pk=relation.pk).update(until=today()):
            raise Refused("ended-already", _("This relation has ended already."))
        audit.record(
            "vault.relation_ended", actor=current.actor, object=f"member:{relation.member_id}",
            facts={"relation": str(relation.pk)},
        )  # fmt: skip
