"""The working rhythm: from one that nobody has read to the next, the oldest first."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from dingxin.accounts.identity import Current
from dingxin.casework import visible
from dingxin.casework.models import Submission
from dingxin.rules.codes import SubmissionState


@dataclass(frozen=True)
class Neighbours:
    """Ids of the unread ones beside this one; ``left``: how many are unread in all of the member's teams."""

    before: UUID | None
    after: UUID | None
    left: int


def neighbours(current: Current, row: Submission) -> Neighbours:
    """Four queries. After the last one the first of all comes again, so that nothing is passed over."""
    unread = visible.submissions(current).filter(state=SubmissionState.REGISTERED, historic=False).exclude(pk=row.pk)
    ids = unread.order_by("received_on", "pk").values_list("pk", flat=True)
    here = Q(received_on=row.received_on)
    later = ids.filter(Q(received_on__gt=row.received_on) | here & Q(pk__gt=row.pk)).first()
    before = ids.filter(Q(received_on__lt=row.received_on) | here & Q(pk__lt=row.pk)).last()
    first = ids.first()
    return Neighbours(before, later or first, ids.count())
