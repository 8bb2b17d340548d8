"""Leave to be named: its sealed words, and what the person's signed word does to it. Used by actions; records nothing."""

from dataclasses import asdict, dataclass, field

from django.utils.translation import gettext as _

from dingxin.casework import sealed, standing
from dingxin.casework.models import Leave, NamedItem, Submission
from dingxin.casework.refused import Refused
from dingxin.mailbox.codes import Question
from dingxin.mailbox.models import Thread
from dingxin.rules.codes import AskedBy, ConfirmedHow, LeaveState
from dingxin.web.days import today

LIVE = [LeaveState.ASKED.value, LeaveState.GIVEN.value]


@dataclass(frozen=True)
class Terms:
    """``to``: one unit or person; ``why``: why no other way works, for the record; ``text``: what the person was told;
    ``without``: what cannot be done without it."""

    to: str = field(repr=False)
    why: str = field(repr=False)
    text: str = field(repr=False)
    without: str = field(repr=False)

    def checked(self) -> "Terms":
        """Without blanks around; Refused where one is not written."""
        found = Terms(**{name: value.strip() for name, value in asdict(self).items()})
        if not all(asdict(found).values()):
            raise Refused("terms", _(
                "Write to whom, why no other way works, what the person is told, and what cannot be done without it."
            ))  # fmt: skip
        return found


def seal_terms(leave: Leave, key: bytes, terms: Terms) -> None:
    """Under M; not saved."""
    leave.terms = sealed.seal_json(
        key, asdict(terms), label=sealed.LEAVE, object_id=leave.pk, field="terms", number=leave.key_number
    )


def open_terms(leave: Leave, key: bytes) -> Terms:
    """The terms, or SealBroken."""
    return Terms(**sealed.opened_json(
        key, leave.terms, label=sealed.LEAVE, object_id=leave.pk, field="terms", number=leave.key_number
    ))  # fmt: skip


def open_items(leave: Leave, key: bytes) -> list[tuple[str, str]]:
    """(kind, text) of what may be named: the leak check of a notice lets these pass while the leave is given or used."""
    return [
        (row.kind, sealed.opened(
            key, row.body, label=sealed.NAMED, object_id=row.pk, field="body", number=row.key_number
        ))
        for row in leave.items.order_by("kind", "pk")
    ]  # fmt: skip


def stop_asking(leave: Leave) -> None:
    """Take the question off the person's card where it is this leave's."""
    asked, leave.asked = leave.asked, None
    thread = Thread.objects.filter(pk=leave.submission_id, question=Question.NAME).first()
    if asked is not None and thread is not None and bytes(thread.asked or b"") == bytes(asked):
        standing.show(leave.submission, question="")


def give(leave: Leave, agreed: bool, how: ConfirmedHow, *, seconded_by: str = "") -> None:
    """Write the person's word. The caller checked that it counts."""
    stop_asking(leave)
    leave.state = LeaveState.GIVEN if agreed else LeaveState.DECLINED
    leave.how, leave.seconded_by, leave.answered_on = how, seconded_by, today()
    leave.ended_on = None if agreed else today()
    leave.save()


def end(leave: Leave) -> None:
    """The person takes it back: what was written down to be named goes with it."""
    stop_asking(leave)
    NamedItem.objects.filter(leave=leave).delete()
    leave.state, leave.ended_on = LeaveState.WITHDRAWN, today()
    leave.save()


def answered(submission: Submission, asked: bytes, agreed: bool, how: ConfirmedHow) -> bool:
    """A signed answer to the question whether they may be named; whether one waits for it."""
    waiting = Leave.objects.filter(
        submission=submission, state=LeaveState.ASKED, asked=asked, asked_by=AskedBy.RECEIPT
    ).select_related("submission")
    leave = waiting.select_for_update(of=("self",)).first()
    if leave is None:
        return False
    give(leave, agreed, how)
    return True


def taken_back(submission: Submission) -> int:
    """End every leave that was not used; how many."""
    found = list(Leave.objects.filter(submission=submission, state__in=LIVE).select_related("submission"))
    for leave in found:
        end(leave)
    return len(found)
