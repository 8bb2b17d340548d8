"""The desk's half: what casework writes here inside its own ``writing()``. Plain functions without audit entries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dingxin.audit.writing import is_writing
from dingxin.mailbox import bound, limits
from dingxin.mailbox.codes import CardState, NextStep, Question
from dingxin.mailbox.models import CardDay, Envelope, Message, Receipt, Signal, Thread
from dingxin.mailbox.numbers import next_number as next_number
from dingxin.mailbox.refused import Refused, Why
from dingxin.mailbox.secrets import boxed, row_of
from dingxin.sealing.primitives import sha256
from dingxin.sealing.statements import Answer
from dingxin.web.days import today


@dataclass(frozen=True)
class Put:
    """``number`` in the thread; ``hash``: SHA-256 of the canonical Answer, what a confirmation names (Thread.asked)."""

    number: int
    hash: bytes


def statement_of(thread: UUID, number: int, body: bytes, day: date) -> Answer:
    """What the team's answer key signs for a message (sealing.statements.Answer; purpose ``answer``)."""
    return Answer(thread.hex, number, sha256(body), day)


def put_answer(
    *, thread_id: UUID, number: int, body: bytes, signature: bytes, link_id: UUID | None = None, kind: str = "answer"
) -> Put:
    """Store a sealed, signed answer (``body``: texts.seal_to_person to Thread.answer_recipient).

    Take ``number`` from ``next_number`` in the same ``writing()``; sign ``statement_of(thread, number, body, today)``.
    Refused(STATE_ONLY) when the person chose that no text goes to this receipt, Refused(CLOSED) when there is none, or
    its keys were changed by hand: then the answer goes by the agreed way. RuntimeError outside ``writing()``.
    """
    if not is_writing():
        raise RuntimeError("put_answer outside writing()")
    thread = Thread.objects.get(pk=thread_id)
    if not thread.answer_recipient or not bound.holds(thread):
        raise Refused(Why.CLOSED)
    if thread.shows == "state":
        raise Refused(Why.STATE_ONLY)
    limits.one_of(body, limits.MESSAGE, "body")
    limits.exactly(signature, 64, "signature")
    day = today()
    Message.objects.create(
        thread=thread, number=number, direction="out", kind=kind, day=day, body=body, signature=signature,
        link_id=link_id,
    )
    return Put(number, sha256(statement_of(thread_id, number, body, day).canonical()))


def set_card(
    *, thread_id: UUID, state: str, next_step: str, due_day: date | None = None, question: str = "",
    asked: bytes | None = None, holder: UUID | None = None, registered: bool | None = None,
) -> None:
    """Write the status card. Codes are mailbox.codes (ValueError for others). A new state adds its day to the line.

    ``asked``: Put.hash of what is asked about, with ``question``. ``holder``: the vault that reads now, or None.
    """
    if not is_writing():
        raise RuntimeError("set_card outside writing()")
    for value, table in ((state, CardState), (next_step, NextStep), (question, Question)):
        if value not in set(table):
            raise ValueError(f"{value} is not in {table.__name__}")
    if asked is not None and len(asked) != 32:
        raise ValueError("asked is a SHA-256")
    thread = Thread.objects.get(pk=thread_id)
    if thread.state != state:
        CardDay.objects.create(thread=thread, state=state, day=today())
    thread.state, thread.next_step, thread.question = state, next_step, question
    thread.asked, thread.due_day = asked, due_day
    if holder is not None:
        thread.holder = holder
    if registered is not None:
        thread.registered = registered
    thread.save(update_fields=["state", "next_step", "question", "asked", "due_day", "holder", "registered"])


def replace_receipt(thread_id: UUID, *, lookup: bytes, W: bytes, answer_recipient: str, verify_key: bytes) -> None:
    """New digits and a new secret for somebody who lost theirs: the old box goes, and with it the only way to what was
    sealed to the old secret, so that is destroyed too. Known to staff until the person changes them.
    """
    if not is_writing():
        raise RuntimeError("replace_receipt outside writing()")
    limits.exactly(lookup, 32, "lookup")
    limits.exactly(W, limits.W, "w")
    row = row_of(lookup)
    Receipt.objects.filter(thread_id=thread_id, state="open").update(state="replaced", box=None)
    Receipt.objects.create(lookup=row, box=boxed(W, row), thread_id=thread_id)
    bound.change(thread_id, answer_recipient=answer_recipient, verify_key=verify_key, known_to_staff=True)
    Message.objects.filter(thread_id=thread_id, direction="out").update(body=None, signature=None, deleted=True)


def drop_head(thread_id: UUID) -> None:
    """Forget the head: its secrets are wrapped for those who may read, and the inbound identity has more openers."""
    if not is_writing():
        raise RuntimeError("drop_head outside writing()")
    Envelope.objects.filter(thread_id=thread_id).update(head=None)


def drop_bodies(ids: Iterable[UUID]) -> None:
    """Forget what messages and words of the person hold sealed to an inbound identity: it is sealed anew under S."""
    if not is_writing():
        raise RuntimeError("drop_bodies outside writing()")
    taken = list(ids)
    Message.objects.filter(pk__in=taken, direction="in").update(body=None)
    Signal.objects.filter(pk__in=taken).update(body=None)
