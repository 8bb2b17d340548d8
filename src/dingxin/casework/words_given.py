"""The person's signed words, taken into links and matters without any key.

Each is checked again here: the mailbox may stand on another machine, and a row that somebody wrote by hand must do
nothing. What does not hold is marked as drained, recorded, and changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.casework import confirming_rules as rules
from dingxin.casework import contacts, follow_ups, interference, leaves, log, standing, walking
from dingxin.casework.models import Link, Matter, Submission
from dingxin.casework.refused import Refused
from dingxin.mailbox import bound
from dingxin.mailbox.codes import WORDS, Question
from dingxin.mailbox.models import Signal
from dingxin.rules.codes import Confirmation, ConfirmedHow, LedgerKind
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.signing import verify
from dingxin.sealing.statements import ComplainantWord
from dingxin.web.days import today

BATCH = 200
PERSON = "person"
SATISFIED = {"no": 1, "partly": 2, "yes": 3}
NOTHING = bytes(32)


@dataclass(frozen=True)
class Given:
    """A checked word. ``fixed``: the closed word in it (mailbox.codes.WORDS)."""

    signal: Signal
    word: ComplainantWord
    submission: Submission
    fixed: str


def drain_signals() -> int:
    """Take in up to BATCH waiting signals, each in its own transaction with one audit entry; how many."""
    waiting = Signal.objects.filter(drained=False).order_by("day", "pk").values_list("pk", flat=True)[:BATCH]
    return sum(_try(pk) for pk in list(waiting))


def _try(pk: UUID) -> bool:
    try:
        return _drain(pk)
    except Refused:  # somebody changed the matter at this very moment: the next tick takes it
        return False


def _drain(pk: UUID) -> bool:
    with writing():
        if Signal.objects.filter(pk=pk, drained=False).update(drained=True) != 1:
            return False
        signal = Signal.objects.select_related("thread").get(pk=pk)
        submission = Submission.objects.select_related("team__round", "team__body").filter(pk=signal.thread_id).first()
        if submission is None:  # not registered yet: the next tick comes after that
            Signal.objects.filter(pk=pk).update(drained=False)
            return False
        word = checked(signal)
        applied = _apply(signal, word, submission) if word else "refused"
        audit.record(
            "submission.word_applied", actor=PERSON, object=f"submission:{submission.pk}",
            scope=str(submission.team_id), facts={"signal": signal.kind, "how": signal.how, "applied": applied},
        )
    return True


def checked(signal: Signal) -> ComplainantWord | None:
    """The word of a signal whose every part holds: signature of the thread's key, act, thread, nonce, fixed word.

    ``told_to_staff`` comes without a signature and is no word of the person: None here, recorded by staff elsewhere.
    """
    try:
        word = ComplainantWord.parse(bytes(signal.statement))
        key, signature = bytes(signal.thread.verify_key or b""), bytes(signal.signature or b"")
        verify(key, ComplainantWord.purpose, bytes(signal.statement), signature)
    except SealBroken:
        return None
    if not bound.holds(signal.thread):  # a key that the mailbox did not write signs for nobody
        return None
    kind = "addition" if word.act == "message" else word.act.replace("-", "_")
    fits = word.thread == signal.thread_id.hex and kind == signal.kind and word.nonce.hex() == signal.nonce
    if not fits or signal.how == ConfirmedHow.TOLD_TO_STAFF:
        return None
    if kind != "addition" and word.word.partition(" ")[0] not in WORDS.get(kind, ()):
        return None
    return word


def how_given(signal: Signal) -> ConfirmedHow:
    """How the word counts: while the digits were dictated to staff, nothing from them counts as the person's alone."""
    if signal.thread.known_to_staff and signal.how in (ConfirmedHow.OWN_RECEIPT, ConfirmedHow.WITHOUT_SCRIPT):
        return ConfirmedHow.KNOWN_TO_STAFF
    return ConfirmedHow(signal.how)  # type: ignore[call-arg]


def _apply(signal: Signal, word: ComplainantWord, submission: Submission) -> str:
    fixed = word.word.partition(" ")[0]
    if signal.body is not None or signal.kind in ("addition", "interference"):
        Submission.objects.filter(pk=submission.pk).update(news=True)
    _lock(submission)
    handler = HANDLERS.get(signal.kind)
    return handler(Given(signal, word, submission, fixed)) if handler else "kept"


def _lock(submission: Submission) -> None:
    """Hold the matters before their links are read: an answer given at this moment must not be overwritten."""
    held = Matter.objects.filter(links__submission=submission, links__ended_on__isnull=True).order_by("pk")
    list(held.select_for_update(of=("self",)).values_list("pk", flat=True))


def _outcome(given: Given) -> str:
    link = _asked(given)
    if link is None:
        return "answers-nothing"
    said = Confirmation.CONFIRMED if given.signal.kind == "confirm" else Confirmation.DISPUTED
    rules.give(link, said, how_given(given.signal))
    return said.value


def _asked(given: Given) -> Link | None:
    """The live link whose answer was signed for; a word on an answer that was replaced since answers nothing."""
    if given.word.answered == NOTHING:
        return None
    live = given.submission.links.filter(ended_on__isnull=True, answer_hash=given.word.answered)
    return live.select_related("matter__team__round", "matter__team__body", "submission").first()


def _satisfied(given: Given) -> str:
    link = _asked(given)
    if link is None:
        return "answers-nothing"
    Link.objects.filter(pk=link.pk).update(satisfied=SATISFIED[given.fixed])
    return given.fixed


def _withdraw(given: Given) -> str:
    Submission.objects.filter(pk=given.submission.pk, withdrawn_on__isnull=True).update(withdrawn_on=today())
    taken_back(given.submission, how_given(given.signal))
    for link in _live(given.submission):
        rules.withdraw(link)
    if not given.submission.links.filter(ended_on__isnull=True).exists():
        standing.show(given.submission)
    return "withdrawn"


def _addition(given: Given) -> str:
    resumed = False
    for link in _live(given.submission):
        resumed = walking.by_person(link.matter, "resume") is not None or resumed
    if not resumed and given.signal.thread.question == Question.MORE:
        standing.show(given.submission, question="")
    return "resumed" if resumed else "kept"


def _interference(given: Given) -> str:
    Submission.objects.filter(pk=given.submission.pk).update(interference=True)
    live: list[Matter | None] = [link.matter for link in _live(given.submission)]
    for matter in live or [None]:
        interference.raise_flags(interference.by_receipt(given.submission, matter, given.fixed))
    follow_ups.pressed_again(given.submission)
    log.of_submission(given.submission.pk, LedgerKind.INTERFERENCE)
    return given.fixed


def _consent(given: Given) -> str:
    thread = given.signal.thread
    if given.word.answered != NOTHING and thread.question == Question.CONTACT:
        return "answered" if contacts.answered(given.submission, given.signal, given.word) else "answers-nothing"
    if given.word.answered != NOTHING and thread.question == Question.NAME:
        said = leaves.answered(given.submission, given.word.answered, given.fixed == "agree", how_given(given.signal))
        return "answered" if said else "answers-nothing"
    if thread.question != Question.HAND_ON or given.word.answered != bytes(thread.asked or NOTHING):
        return "kept"
    agreed = given.signal.kind == "consent" and given.fixed == "agree"
    live = Matter.objects.filter(links__submission=given.submission, links__ended_on__isnull=True)
    live.update(redirect_agreed=agreed)
    standing.show(given.submission, question="")
    return "agreed" if agreed else "declined"


def _consent_withdrawn(given: Given) -> str:
    live = Matter.objects.filter(links__submission=given.submission, links__ended_on__isnull=True, redirect_agreed=True)
    found = live.update(redirect_agreed=False) + taken_back(given.submission, how_given(given.signal))
    Submission.objects.filter(pk=given.submission.pk).update(contactable=False)  # they come back with their digits
    return "withdrawn" if found else "kept"


def taken_back(submission: Submission, how: ConfirmedHow) -> int:
    """End every contact and every leave of this person, inside the caller's ``writing()``; how many."""
    found = list(contacts.live_of(submission).select_for_update(of=("self",)))
    for contact in found:
        contacts.take_back(contact, how)
    return len(found) + leaves.taken_back(submission)


def _live(submission: Submission) -> list[Link]:
    found = submission.links.filter(ended_on__isnull=True)
    return list(found.select_related("matter__team__round", "matter__team__body", "matter__unit", "submission"))


def _well(given: Given) -> str:
    return "well" if follow_ups.well(given.submission, given.word.answered) else "answers-nothing"


Handler = Callable[[Given], str]
HANDLERS: dict[str, Handler] = {
    "confirm": _outcome, "dispute": _outcome, "satisfied": _satisfied, "withdraw": _withdraw, "addition": _addition,
    "well": _well, "interference": _interference, "consent": _consent, "withdraw_consent": _consent_withdrawn,
}
