"""The receipt itself: new digits, show less, delete what was read, close. All signed, all safe to send twice."""

from uuid import UUID

from django.db import IntegrityError

from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.mailbox import bound, limits
from dingxin.mailbox.hearing import Heard
from dingxin.mailbox.models import Message, Receipt, Thread
from dingxin.mailbox.refused import Refused, Why
from dingxin.mailbox.secrets import boxed, row_of
from dingxin.mailbox.signed import NOTHING, check_word, open_thread
from dingxin.sealing.primitives import sha256


def _checked(lookup: bytes, statement: bytes, signature: bytes, act: str, word: str) -> Thread:
    thread = open_thread(lookup)
    found = check_word(thread, statement, signature, act)
    if found.word != word or found.answered != NOTHING:
        raise Refused(Why.BAD, "statement")
    return thread


def change_receipt(
    *, lookup: bytes, statement: bytes, signature: bytes, new_lookup: bytes, new_W: bytes, heard: Heard | None = None
) -> None:
    """New digits: the old ones die with their box, and what staff may have known is no longer good for anything.

    ``heard``: they were dictated, so staff know these as well, until the person takes others by themselves.
    ``word`` is the hex SHA-256 of new_lookup ‖ new_W. Sent again after the line broke, it changes nothing.
    """
    limits.exactly(new_lookup, 32, "new_lookup")
    limits.exactly(new_W, limits.W, "new_w")
    row = row_of(new_lookup)
    if _changed_before(lookup, statement, signature, row):
        return
    thread = _checked(lookup, statement, signature, "change", sha256(new_lookup, new_W).hex())
    box = boxed(new_W, row)
    try:
        with writing():
            gone = Receipt.objects.filter(lookup=row_of(lookup), state="open").update(state="replaced", box=None)
            if gone != 1:  # closed or replaced by another request meanwhile
                raise Refused(Why.CLOSED)
            Receipt.objects.create(lookup=row, box=box, thread=thread)
            bound.change(thread.pk, known_to_staff=heard is not None)
            audit.record("receipt.changed", actor=heard.actor if heard else "person", object=f"submission:{thread.pk}",
                         facts=heard.facts if heard else {})
    except IntegrityError:
        raise Refused(Why.DIFFERS, "new_lookup") from None


def _changed_before(lookup: bytes, statement: bytes, signature: bytes, row: bytes) -> bool:
    old = Receipt.objects.filter(lookup=row_of(lookup), state="replaced").select_related("thread").first()
    if old is None or not Receipt.objects.filter(lookup=row, state="open", thread=old.thread).exists():
        return False
    check_word(old.thread, statement, signature, "change")
    return True


def narrow(*, lookup: bytes, statement: bytes, signature: bytes) -> None:
    """From now on the state alone: what was answered is destroyed here, and no text is sealed to this receipt again."""
    thread = _checked(lookup, statement, signature, "narrow", "state")
    with writing():
        bound.change(thread.pk, shows="state")
        Message.objects.filter(thread=thread, direction="out").update(body=None, signature=None, deleted=True)
        audit.record("receipt.narrowed", actor="person", object=f"submission:{thread.pk}")


def close_receipt(*, lookup: bytes, statement: bytes, signature: bytes) -> None:
    """Destroys W: nobody comes back with these digits, and nothing can be sealed to the person any more."""
    thread = _checked(lookup, statement, signature, "close", "close")
    with writing():
        if Receipt.objects.filter(lookup=row_of(lookup), state="open").update(state="closed", box=None) != 1:
            raise Refused(Why.CLOSED)
        bound.change(thread.pk, answer_recipient="")
        Message.objects.filter(thread=thread, direction="out").update(body=None, signature=None, deleted=True)
        audit.record("receipt.closed", actor="person", object=f"submission:{thread.pk}")


def delete_message(*, lookup: bytes, statement: bytes, signature: bytes, number: int) -> None:
    """Destroys one message *to* the person; ``word`` is its number. What the person wrote is the team's to keep."""
    thread = _checked(lookup, statement, signature, "delete", str(number))
    with writing():
        found = Message.objects.filter(thread=thread, direction="out", number=number)
        if found.update(body=None, signature=None, deleted=True) != 1:
            raise Refused(Why.BAD, "number")
        audit.record("message.deleted", actor="person", object=f"submission:{thread.pk}", facts={"number": number})




def hear_digits(*, thread: UUID, heard: Heard) -> None:
    """The person said their digits to staff, who read them the state: from now on staff know this receipt."""
    with writing():
        bound.change(thread, known_to_staff=True)
        audit.record(
            "receipt.looked_up_for_person", actor=heard.actor, object=f"submission:{thread}", facts=heard.facts
        )
