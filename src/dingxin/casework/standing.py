"""Where links and matters stand towards the persons, as facts for counting, and the status card of each receipt."""

from collections.abc import Sequence

from dingxin.casework import terms
from dingxin.casework.models import Clock, Link, Matter, Remedy, Submission
from dingxin.mailbox.codes import CardState, NextStep, Question
from dingxin.mailbox.models import Thread
from dingxin.mailbox.outbound import set_card
from dingxin.rules.codes import (
    ClockCode,
    Confirmation,
    ConfirmedHow,
    MatterState,
    Outcome,
    Overlay,
    RemedyState,
    SubmissionState,
)
from dingxin.rules.confirmation import LinkFacts, is_evidenced, link_outcome, matter_outcome, matter_outcome_from_counts
from dingxin.web.days import today

S, OV, C, N = MatterState, Overlay, CardState, NextStep

STATE_CARD: dict[MatterState, tuple[CardState, NextStep]] = {
    S.OPEN: (C.READ, N.ASSESS),
    S.ASSESSED: (C.ASSESSED, N.VERIFY),
    S.REDIRECTED: (C.REDIRECTED, N.OTHER_OFFICE),
    S.VERIFYING: (C.VERIFYING, N.VERIFY),
    S.FOUND: (C.FOUND, N.ACT),
    S.ACTING: (C.ACTING, N.ANSWER),
    S.ANSWERED: (C.ANSWERED, N.ANSWER),
    S.CLOSED: (C.CLOSED, N.NONE),
    S.UNDER_REVIEW: (C.UNDER_REVIEW, N.REVIEW),
}
OVERLAY_CARD: dict[Overlay, tuple[CardState, NextStep]] = {
    OV.WAITING: (C.WAITING, N.YOUR_ANSWER), OV.PENDING: (C.PENDING, N.LATER), OV.WITHDRAWN: (C.WITHDRAWN, N.NONE),
}
SUBMISSION_CARD: dict[SubmissionState, tuple[CardState, NextStep]] = {
    SubmissionState.REGISTERED: (C.REGISTERED, N.READ),
    SubmissionState.READ: (C.READ, N.ASSESS),
    SubmissionState.LINKED: (C.READ, N.ASSESS),
    SubmissionState.THANKS: (C.THANKS, N.NONE),
    SubmissionState.ADVICE: (C.ADVICE, N.NONE),
    SubmissionState.SET_ASIDE: (C.SET_ASIDE, N.NONE),
}
WAITS_FOR_REPLY = frozenset({Question.MORE, Question.CONTACT, Question.HAND_ON, Question.NAME, Question.FOLLOW_UP})
FIRST = (
    C.WAITING, C.ANSWERED, C.DISPUTED, C.UNDER_REVIEW, C.REDIRECTED, C.READ, C.ASSESSED, C.VERIFYING, C.FOUND, C.ACTING,
    C.PENDING, C.CONFIRMED, C.CLOSED, C.WITHDRAWN,
)
"""Of several matters that one submission speaks of, the card tells of the one that asks most of the person."""


def outcome_of(link: Link, evidenced: bool) -> Outcome:
    """rules.confirmation.link_outcome over the row."""
    return link_outcome(
        LinkFacts(
            answered=link.answered_on is not None,
            confirmation=Confirmation(link.confirmation),  # type: ignore[call-arg]
            how=ConfirmedHow(link.how) if link.confirmation else None,  # type: ignore[call-arg]
            asked=link.asked_on is not None,
            asked_again=link.asked_again_on is not None,
            term_ends=link.word_due,
            evidenced=evidenced,
        ),
        today(),
    )


def settle(matter: Matter, *, save: bool = True) -> None:
    """Write the standing of each live link and of the matter, inside the caller's ``writing()``.

    What fell silent stays so until a word or a new answer changes it.
    """
    links = list(matter.links.filter(ended_on__isnull=True))
    proof = evidenced(matter)
    for link in links:
        link.evidenced = proof
        link.standing = outcome_of(link, proof)
    Link.objects.bulk_update(links, ["standing", "evidenced"])
    confirmed = sum(link.confirmation == Confirmation.CONFIRMED for link in links)
    disputed = sum(link.confirmation == Confirmation.DISPUTED for link in links)
    found = matter_outcome_from_counts(confirmed, disputed)
    matter.confirmation = found
    matter.standing = matter_outcome(Outcome(link.standing) for link in links)  # type: ignore[call-arg]
    if save:
        matter.save(update_fields=["confirmation", "standing"])


def evidenced(matter: Matter) -> bool:
    """Whether silence may later count as evidenced: proof of the finding, or every remedy delivered."""
    live = Remedy.objects.filter(matter=matter, corrected=False, corrects__isnull=True)
    remedies = [RemedyState(state) for state in live.values_list("state", flat=True)]  # type: ignore[call-arg]
    return is_evidenced(bool(matter.finding) and matter.evidence_count > 0, remedies)


def _of_link(link: Link, matter: Matter) -> tuple[CardState, NextStep]:
    if link.withdrawn_on is not None:
        return OVERLAY_CARD[OV.WITHDRAWN]
    if matter.overlay != OV.NONE:
        return OVERLAY_CARD[OV(matter.overlay)]  # type: ignore[call-arg]
    if link.confirmation == Confirmation.DISPUTED:
        return C.DISPUTED, N.VERIFY_AGAIN
    if link.answered_on is not None and matter.state != S.UNDER_REVIEW:
        if link.confirmation == Confirmation.CONFIRMED:
            return C.CONFIRMED, N.NONE
        if matter.state != S.CLOSED:
            return C.ANSWERED, N.YOUR_WORD
    return STATE_CARD[S(matter.state)]  # type: ignore[call-arg]


def show(submission: Submission, *, question: str | None = None, asked: bytes | None = None) -> None:
    """Write the status card of one submission, inside the caller's ``writing()``.

    ``question``: asked from now on, with ``asked`` the hash that a consent to it names; empty ends one; None leaves a
    question that waits for a reply, and else asks about an outcome where there is one to ask about.
    A submission without a thread (its receipt data shredded at term) has no card.
    """
    thread = Thread.objects.filter(pk=submission.pk).first()
    if thread is None:
        return
    state, step = SUBMISSION_CARD[SubmissionState(submission.state)]  # type: ignore[call-arg]
    links = list(submission.links.filter(ended_on__isnull=True).select_related("matter"))
    if question is None and thread.question in WAITS_FOR_REPLY:
        question, asked = thread.question, bytes(thread.asked) if thread.asked else None
    if links:
        found = [(_of_link(link, link.matter), link) for link in links]
        (state, step), shown = min(found, key=lambda pair: FIRST.index(pair[0][0]))
        asked = asked or _asked(links, shown)
        if question is None:
            question = _question(shown, state)
    if question == Question.FOLLOW_UP:
        step = N.FOLLOW_UP
    elif question and state not in (C.ANSWERED, C.WAITING):
        state, step = C.ASK_MORE, N.YOUR_ANSWER
    clock = terms.first_due(submission)
    due_day = clock.due if clock else (links[0].matter.due_day if links else None)
    if state is C.ANSWERED and links:
        due_day = shown.word_due
    set_card(
        thread_id=submission.pk, state=state, next_step=step, due_day=due_day, question=question or "", asked=asked,
        holder=submission.vault_id,
    )


def show_arrival(submission: Submission, clocks: Sequence[Clock]) -> None:
    """The card of a submission that has its number and ``clocks`` since this transaction, and nothing else yet."""
    state, step = SUBMISSION_CARD[SubmissionState.REGISTERED]
    due = min((clock.due for clock in clocks if clock.clock != ClockCode.REVIEW_ASKED), default=None)
    set_card(
        thread_id=submission.pk, state=state, next_step=step, due_day=due, holder=submission.vault_id, registered=True
    )


def _asked(links: list[Link], shown: Link) -> bytes | None:
    """What a word answers now: the answer on the matter that the card tells of, else the latest one."""
    answered = [link for link in links if link.answer_hash and link.answered_on]
    last = max(answered, key=lambda link: (link == shown, link.answered_on), default=None)
    return bytes(last.answer_hash) if last and last.answer_hash else None


def _question(link: Link, state: CardState) -> str:
    if state is C.ANSWERED and link.asked_on is not None:
        return Question.OUTCOME_AGAIN if link.asked_again_on else Question.OUTCOME
    return ""


def show_all(matter: Matter, *, question: str | None = None) -> None:
    """Write the cards of everybody in a matter."""
    for link in matter.links.filter(ended_on__isnull=True).select_related("submission__team"):
        show(link.submission, question=question)
