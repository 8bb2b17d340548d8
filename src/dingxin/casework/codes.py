"""The codes of a submission or matter, checked against the tables, the pack and the round."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from dingxin.casework import terms
from dingxin.casework.models import Matter, Submission
from dingxin.casework.refused import Refused
from dingxin.organisation.models import FocusTopic, Unit
from dingxin.rules.codes import Authority, Nature, Rank


@dataclass(frozen=True)
class Codes:
    """Codes and ids as they come from a form; empty or None: not known (yet). ``topic``, ``unit``: ids."""

    nature: str = ""
    category: str = ""
    topic: UUID | None = None
    unit: UUID | None = None
    rank: str = ""
    authority: str = ""
    first_hand: bool | None = None


def put(row: Submission | Matter, codes: Codes) -> bool:
    """Set the codes on the row without saving it; True when the unit changed. Refused for what no table has."""
    _known(codes)
    if codes.category and terms.pack_of(row).category(codes.category) is None:
        raise _bad(_("This category is not in the pack of this round."))
    topic = FocusTopic.objects.filter(pk=codes.topic, round=row.team.round_id).first() if codes.topic else None
    if codes.topic and topic is None:
        raise _bad(_("This topic is not one of this round."))
    unit = Unit.objects.filter(pk=codes.unit).first() if codes.unit else None
    if codes.unit and unit is None:
        raise _bad(_("This unit is not in the tree."))
    changed = row.unit_id != (unit.pk if unit else None)
    row.nature, row.category, row.topic, row.unit = codes.nature, codes.category, topic, unit
    row.rank, row.authority, row.first_hand = codes.rank, codes.authority, codes.first_hand
    return changed


def _known(codes: Codes) -> None:
    tables = ((codes.nature, Nature), (codes.rank, Rank), (codes.authority, Authority))
    if any(code and code not in set(table) for code, table in tables):
        raise _bad(_("One of the codes is not in its table."))


def _bad(text: str) -> Refused:
    return Refused("bad-code", text)
