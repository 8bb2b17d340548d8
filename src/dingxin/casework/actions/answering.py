"""Answers and questions to the person, per link."""

from hashlib import sha256

from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current, actor_text
from dingxin.accounts.models import Member
from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.casework import answers, doors, log, replies, standing, terms, walking
from dingxin.casework.kinds import AnswerBy, PieceKind
from dingxin.casework.models import Link, Submission
from dingxin.casework.refused import Refused
from dingxin.mailbox.codes import Question
from dingxin.rules.codes import LedgerKind
from dingxin.web.days import today


def answer(
    *, current: Current, link: Link, text: str, outcome: str, by: str = "receipt", told_by: Member | None = None
) -> Link:
    """Give one person the answer to their matter, in plain words in their language, and ask whether it is solved.

    ``by`` receipt: sealed to their age recipient and signed by the team's answer key. Else (AnswerBy: voice, counter,
    letter) it was said or sent by ``told_by`` (None: by oneself) and the words stand under M alone; the receipt shows
    that they were answered. ``outcome``: FindingResult, or ``redirected``. The term for the person's word begins.
    Refused (no-receipt, state-only) where nothing can come to a receipt, and before there is anything to answer with.
    """
    with writing():
        row = doors.access_link(current, link.pk, lock=True)
        answers.may_answer(row, text, outcome, by)
        teller = actor_text(told_by) if told_by is not None else ""
        piece = walking.add_piece(
            current, row.matter, PieceKind.ANSWER, text.strip(), follows=row.pk, result=outcome, method=by,
            seconded_by=teller,
        )
        if by == AnswerBy.RECEIPT:
            put = replies.to_person(current, row.submission, text.strip(), kind="answer", link_id=row.pk)
            asked = put.hash
        else:
            asked = sha256(bytes(piece.body)).digest()
        answers.given(row, outcome, by, asked)
        log.of_submission(row.submission_id, LedgerKind.ANSWERED)
        audit.record(
            "matter.answered", actor=current.actor, object=f"matter:{row.matter_id}", scope=str(row.matter.team_id),
            facts={"link": str(row.pk), "outcome": outcome, "by": by},
        )
    return row


def ask_again(*, current: Current, link: Link) -> Link:
    """Ask a second time whether it is solved, before the term does it by itself. Refused a third time."""
    with writing():
        row = doors.access_link(current, link.pk, lock=True)
        if row.asked_on is None or row.confirmation or row.asked_again_on is not None:
            raise Refused("asked", _("They were not asked yet, answered already, or were asked twice."))
        row.asked_again_on = today()
        row.word_due = terms.word_due(row.submission, today())
        row.save(update_fields=["asked_again_on", "word_due"])
        standing.show(row.submission)
        audit.record(
            "matter.asked_again", actor=current.actor, object=f"matter:{row.matter_id}", scope=str(row.matter.team_id),
            facts={"link": str(row.pk)},
        )
    return row


def send_message(*, current: Current, submission: Submission, text: str, question: str = "") -> int:
    """Seal a message, or a question (mailbox.codes.Question: more, hand_on), to the person; its number.

    A question shows on the card until they reply. Refused where the receipt takes no text, and for a question that
    belongs to a contact or a leave (``ask_contact``, ``ask_leave``).
    """
    with writing():
        row = doors.access_submission(current, submission.pk, lock=True)
        if question not in set(Question) or question in (Question.OUTCOME, Question.OUTCOME_AGAIN):
            raise Refused("bad-code", _("One of the codes is not in its table."))
        if question in (Question.CONTACT, Question.NAME):
            raise Refused("own-page", _("Propose the contact, or ask for leave, on the matter's page: then the answer has "
                                        "something to be an answer to."))  # fmt: skip
        put = replies.to_person(current, row, text, kind="question" if question else "message")
        if question:
            standing.show(row, question=question, asked=put.hash)
        audit.record(
            "matter.message_sent", actor=current.actor, object=f"submission:{row.pk}", scope=str(row.team_id),
            facts={"question": question or None, "number": put.number},
        )
    return put.number


def tell_acceptance(*, current: Current, submission: Submission, by: str = "receipt", text: str = "") -> Submission:
    """Tell the person that it was taken up (受理告知): through the receipt, or by another way (AnswerBy)."""
    with writing():
        row = doors.access_submission(current, submission.pk, lock=True)
        if by not in set(AnswerBy):
            raise Refused("bad-code", _("One of the codes is not in its table."))
        if by == AnswerBy.RECEIPT:
            replies.to_person(current, row, text, kind="message")
        answers.told_acceptance(row)
        audit.record(
            "matter.message_sent", actor=current.actor, object=f"submission:{row.pk}", scope=str(row.team_id),
            facts={"acceptance": by},
        )
    return row
