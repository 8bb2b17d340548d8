"""Recording one envelope of a box: a submission like any other, and one more on the opening's count, or neither."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.casework import actions as casework
from dingxin.casework.recording import Original, Recorded, Said
from dingxin.intake.box import doors
from dingxin.intake.box.models import BoxOpening
from dingxin.mailbox.models import PrintedReceipt
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import Channel, Level, OpeningState

MOST = 999


def record_envelope(
    *, current: Current, opening: UUID, said: Said, received_on: date, thread: UUID, about_team: bool = False,
    card: PrintedReceipt | None = None, originals: Sequence[Original] = (),
) -> Recorded:
    """What one envelope held. ``thread``: of the form, so that sending it twice records and counts it once. ``card``: the
    slip that lay in it; without one there is no receipt, because nobody is there to hear digits. ``originals``: its
    pages. Raises as ``record_submission`` does; Refused where the opening is closed meanwhile."""
    found = going(current, opening)
    return casework.record_submission(
        current=current, stationing=found.box.stationing, channel=Channel.BOX, said=said, received_on=received_on,
        receipt=False, about_team=about_team, thread=thread, card=card, originals=originals,
        beside=lambda: _one_more(found.pk),
    )


def nothing_in_it(why: str) -> Said:
    """A blank sheet, or advertising: recorded all the same, and set aside later by two."""
    text = _("Blank: nothing is written in it.") if why == "blank" else _("Advertising.")
    return Said(words={"what": text, "language": "zh-hans", "about_team": "no"}, level=Level.ANONYMOUS)


def going(current: Current, id: UUID) -> BoxOpening:
    """The opening, for one of its two people, while envelopes are recorded."""
    found = doors.access_opening(current, id, one_of_two=True)
    if found.state != OpeningState.FILING:
        raise PermissionDenied
    return found


def _one_more(opening: UUID) -> None:
    """Counts a recorded envelope, inside the transaction that stores it. Refused once the opening is closed."""
    going = BoxOpening.objects.filter(pk=opening, state=OpeningState.FILING, registered__lt=MOST)
    if not going.update(registered=F("registered") + 1):
        raise Refused("closed", _("This opening is closed, or not counted yet. Nothing was stored."))
