"""What the person says later: messages, additions, words on the outcome; each signed by the key that comes from cs."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db import IntegrityError

from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.mailbox import codes, limits
from dingxin.mailbox.actions.parts import NewFile, check_files, store_files
from dingxin.mailbox.hearing import Heard
from dingxin.mailbox.models import Inlet, Message, Signal, Thread
from dingxin.mailbox.numbers import next_number
from dingxin.mailbox.refused import Refused, Why
from dingxin.mailbox.signed import NOTHING, check_word, open_thread
from dingxin.sealing.primitives import sha256
from dingxin.sealing.statements import ComplainantWord
from dingxin.web.days import today

MESSAGES = ("message", "addition")
BEFORE_TWO = frozenset({"confirm", "dispute", "withdraw"})
"""Words that count for a figure or end something: said to staff, two of them are named. A refusal needs nobody else."""
KINDS = {kind.replace("_", "-"): kind for kind in codes.WORDS if kind != "addition"}
"""Act of a signed word → kind of signal."""


@dataclass(frozen=True)
class SealedText:
    """``body``: sealing.age.seal_text to the inbound identity ``epoch`` of ``vault``, holding mailbox.texts."""

    vault: UUID
    epoch: int
    body: bytes = field(repr=False)


def _check_text(thread: Thread, text: SealedText) -> None:
    limits.one_of(text.body, limits.MESSAGE, "body")
    if text.vault not in (thread.holder, thread.vault_id):
        raise Refused(Why.STALE)
    if not Inlet.objects.filter(vault_id=text.vault, epoch=text.epoch, not_after__gte=today()).exists():
        raise Refused(Why.STALE)


def _how(thread: Thread, how: str, heard: Heard | None) -> str:
    if heard is not None:
        return heard.how.value
    if how not in ("own_receipt", "without_script"):
        raise ValueError("a receipt's word is given by own_receipt or without_script")
    return "known_to_staff" if thread.known_to_staff else how


def add_message(
    *, lookup: bytes, statement: bytes, signature: bytes, text: SealedText, files: tuple[NewFile, ...] = (),
    how: str = "own_receipt", heard: Heard | None = None,
) -> None:
    """Store a message or addition of the person and tell casework by a signal.

    The statement's act is ``message`` or ``addition``, its ``word`` the hex SHA-256 of ``text.body``, its nonce the
    message's id: the same one again changes nothing, other bytes under it are Refused(DIFFERS). Refused(FULL) when the
    thread holds more messages than a person writes. ``heard``: said to staff, who typed it.
    """
    thread = open_thread(lookup)
    word = check_word(thread, statement, signature, *MESSAGES)
    if word.answered != NOTHING or word.word != sha256(text.body).hex():
        raise Refused(Why.BAD, "statement")
    _check_text(thread, text)
    check_files(files)
    if _told(word, statement):
        return
    if Message.objects.filter(thread=thread, direction="in").count() >= limits.MESSAGES_OF_THREAD:
        raise Refused(Why.FULL)
    day = today()
    try:
        with writing():
            Message.objects.create(
                id=UUID(bytes=word.nonce), thread=thread, number=next_number(thread.pk), direction="in", day=day,
                inbound_vault=text.vault, inbound_epoch=text.epoch, body=text.body, signature=signature,
            )
            store_files(thread, files, day)
            _signal(thread, "addition", _how(thread, how, heard), statement, signature, word, None)
            audit.record("message.received", actor=_actor(heard), object=f"submission:{thread.pk}",
                         facts={"files": len(files), **_facts(heard)})
    except IntegrityError:
        if not _told(word, statement):
            raise


def give_word(
    *, lookup: bytes, statement: bytes, signature: bytes, text: SealedText | None = None, how: str = "own_receipt",
    heard: Heard | None = None,
) -> None:
    """Store the person's word: confirm, dispute, satisfied, consent, withdraw_consent, withdraw, interference.

    ``word`` in the statement is one of mailbox.codes.WORDS of that act, then, with a sealed text, a space and the hex
    SHA-256 of its body. ``answered`` is Thread.asked for what answers something, else zeros: Refused(OTHER) when
    something else is asked by now. The nonce counts once. ``heard``: the person said it to staff; Refused(BAD) for a word
    on the outcome or a withdrawal that one of the staff alone heard.
    """
    thread = open_thread(lookup)
    word = check_word(thread, statement, signature, *KINDS)
    kind = KINDS[word.act]
    fixed, _, hashed = word.word.partition(" ")
    if fixed not in codes.WORDS[kind] or hashed != (sha256(text.body).hex() if text else ""):
        raise Refused(Why.BAD, "statement")
    if heard is not None and kind in BEFORE_TWO and not heard.enough:
        raise Refused(Why.BAD, "witness")
    expected = bytes(thread.asked or NOTHING) if kind in codes.ANSWERS else NOTHING
    if word.answered != expected or (kind in codes.ANSWERS and expected == NOTHING):
        raise Refused(Why.OTHER)
    if text is not None:
        _check_text(thread, text)
    if _told(word, statement):
        return
    if Signal.objects.filter(thread=thread).count() >= limits.MESSAGES_OF_THREAD:
        raise Refused(Why.FULL)
    try:
        with writing():
            _signal(thread, kind, _how(thread, how, heard), statement, signature, word, text)
            audit.record("signal.received", actor=_actor(heard), object=f"submission:{thread.pk}",
                         facts={"signal": kind, **_facts(heard)})
    except IntegrityError:
        if not _told(word, statement):
            raise


def _actor(heard: Heard | None) -> str:
    return heard.actor if heard else "person"


def _facts(heard: Heard | None) -> dict[str, str | int | None]:
    return heard.facts if heard else {}


def _told(word: ComplainantWord, statement: bytes) -> bool:
    """Whether this very statement is held already; Refused(DIFFERS) when its nonce was used for another."""
    held = Signal.objects.filter(nonce=word.nonce.hex()).first()
    if held is None:
        return False
    if bytes(held.statement) != statement:
        raise Refused(Why.DIFFERS, "nonce")
    return True


def _signal(
    thread: Thread, kind: str, how: str, statement: bytes, signature: bytes, word: ComplainantWord,
    text: SealedText | None,
) -> None:
    Signal.objects.create(
        thread=thread, kind=kind, how=how, statement=statement, signature=signature, day=today(),
        nonce=word.nonce.hex(), body=text.body if text else None, inbound_vault=text.vault if text else None,
        inbound_epoch=text.epoch if text else None,
    )
