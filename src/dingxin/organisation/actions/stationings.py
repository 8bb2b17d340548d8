"""Stationings and their public notice. Opening and closing hang on keys: they are the vault's actions."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db import IntegrityError
from django.utils.translation import gettext as _

from dingxin import audit
from dingxin.audit.writing import writing
from dingxin.organisation.actions.bodies import Texts, _code_taken, _in_order
from dingxin.organisation.actions.boxes import put_boxes
from dingxin.organisation.models import Stationing, Team, Unit
from dingxin.organisation.refusals import Refused

if TYPE_CHECKING:
    from dingxin.accounts.identity import Current


def create_stationing(
    *, current: "Current", team: Team, unit: Unit, code: str, starts: date, ends: date, intake_until: date,
    phone: str = "", texts: Texts | None = None, boxes: Sequence[Texts] = (),
) -> Stationing:  # fmt: skip
    """One team in one unit, in preparation: nothing is public yet. Raises Refused: days out of order, code taken."""
    _days(starts, ends, intake_until)
    try:
        with writing():
            found = Stationing.objects.create(
                team=team, unit=unit, code=code, starts=starts, ends=ends, intake_until=intake_until, phone=phone,
                texts=texts or {},
            )  # fmt: skip
            put_boxes(found, boxes)
            audit.record(
                "stationing.created", actor=current.actor, object=f"stationing:{found.pk}", scope=str(team.pk),
                facts={"code": code, "boxes": len(boxes)},
            )  # fmt: skip
    except IntegrityError:
        raise _code_taken() from None
    return found


def change_stationing(
    *, current: "Current", stationing: Stationing, starts: date, ends: date, intake_until: date, phone: str,
    texts: Texts,
) -> None:  # fmt: skip
    """Days and words of the public notice. The address (code), team and unit stay: receipts and posters name them."""
    _days(starts, ends, intake_until)
    with writing():
        Stationing.objects.filter(pk=stationing.pk).update(
            starts=starts, ends=ends, intake_until=intake_until, phone=phone, texts=texts
        )
        audit.record(
            "stationing.changed", actor=current.actor, object=f"stationing:{stationing.pk}",
            scope=str(stationing.team_id),
            facts={"intake_until": intake_until.isoformat()},
        )  # fmt: skip
    stationing.refresh_from_db()


def _days(starts: date, ends: date, intake_until: date) -> None:
    _in_order(starts, ends)
    if not starts <= intake_until <= ends:
        raise Refused("days", _("The last day of receiving lies outside the stationing."))
