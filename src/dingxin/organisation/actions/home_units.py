"""Which unit a member comes from, as the office keeps it: recusal is derived from it."""

from typing import TYPE_CHECKING

from dingxin import audit
from dingxin.accounts.models import Member
from dingxin.audit.writing import writing
from dingxin.organisation.models import MemberUnit, Unit
from dingxin.organisation.queries import serving
from dingxin.web.days import today

if TYPE_CHECKING:
    from dingxin.accounts.identity import Current


def set_home_unit(*, current: "Current", member: Member, unit: Unit | None) -> MemberUnit | None:
    """The unit that a member belongs to from today; None: to none that could be inspected. The earlier one ends."""
    with writing():
        MemberUnit.objects.filter(serving(), member=member).update(until=today())
        row = MemberUnit.objects.create(member=member, unit=unit, since=today()) if unit is not None else None
        audit.record(
            "member.home_unit", actor=current.actor, object=f"member:{member.pk}",
            facts={"unit": unit.code if unit else None},
        )  # fmt: skip
    return row
