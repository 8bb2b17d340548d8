"""Counting the open children of *acting*, and the clocks that go with them. No audit here."""

from django.utils.translation import gettext as _

from dingxin.casework import terms
from dingxin.casework.kinds import ChildKind
from dingxin.casework.models import Matter, Remedy
from dingxin.casework.refused import Refused
from dingxin.rules.codes import ClockCode, MatterState, RemedyState
from dingxin.rules.small_moves import ON_CHILDREN_DONE
from dingxin.web.days import today

COLUMN = {
    ChildKind.NOTICE: "notices_open", ChildKind.TRANSFER: "transfers_open", ChildKind.REFERRAL: "referrals_open",
}
CLOCK = {ChildKind.NOTICE: ClockCode.NOTICE_BY_DATE, ChildKind.TRANSFER: ClockCode.TRANSFER,
         ChildKind.REFERRAL: ClockCode.HAND_DOWN}


def count(matter: Matter, kind: ChildKind, *, opened: bool) -> None:
    """One more or one less open; the caller saves. The clock stops with the last of its kind."""
    column = COLUMN[kind]
    number: int = getattr(matter, column)
    if not opened and number == 0:
        raise Refused("none-open", _("None of these is open."))
    setattr(matter, column, number + (1 if opened else -1))
    if opened:
        matter.children += 1
        terms.start(matter, CLOCK[kind], today())
    elif number == 1:
        terms.stop(matter, [CLOCK[kind]], today())
    concluded(matter)
    terms.note_due(matter)


def concluded(matter: Matter) -> None:
    """When the last child is done while acting, the term to tell the person the result begins; else it does not run."""
    if matter.state != MatterState.ACTING:
        return
    remedies = Remedy.objects.filter(matter=matter, state=RemedyState.PROMISED, corrected=False, corrects__isnull=True)
    if matter.notices_open or matter.transfers_open or matter.referrals_open or remedies.exists():
        terms.stop(matter, ON_CHILDREN_DONE, today())
        return
    for code in ON_CHILDREN_DONE:
        terms.start(matter, code, today())
