"""Everything the page of one submission shows without a key."""

from dataclasses import dataclass

from dingxin.accounts.identity import Current
from dingxin.casework import visible
from dingxin.casework.keys import wrapped
from dingxin.casework.models import Clock, Matter, SentUp, Submission
from dingxin.mailbox.models import Message, Thread


@dataclass(frozen=True)
class SubmissionPage:
    """``opened``: somebody opened it already. ``reach``: answers, state, or empty. ``repeats``: later ones that repeat it."""

    submission: Submission
    opened: bool
    reach: str
    known_to_staff: bool
    matters: list[Matter]
    repeats: list[Submission]
    clocks: list[Clock]
    messages: list[Message]
    sent_up: list[SentUp]


def submission_page(current: Current, submission: Submission) -> SubmissionPage:
    """All of it; the submission came through its door. Matters and repeats that the member may not know of are left out."""
    thread = Thread.objects.filter(pk=submission.pk).first()
    inside = visible.matters(current).filter(links__submission=submission, links__ended_on__isnull=True)
    repeats = visible.submissions(current).filter(first=submission)
    return SubmissionPage(
        submission=submission,
        opened=wrapped("S", submission.pk) is not None,
        reach=thread.shows if thread and thread.answer_recipient else "",
        known_to_staff=bool(thread and thread.known_to_staff),
        matters=list(inside.select_related("officer").order_by("year", "number").distinct()),
        repeats=list(repeats.defer("summary").order_by("received_on", "number")),
        clocks=list(submission.clocks.filter(stopped_on__isnull=True).order_by("due", "rule")),
        messages=list(Message.objects.filter(thread_id=submission.pk).defer("body", "signature").order_by("number")),
        sent_up=list(submission.sent_up.order_by("on")),
    )
