"""Checking a signed word before anything is done with it (3-sealing, The receipt)."""

from uuid import UUID

from dingxin.mailbox import bound, limits
from dingxin.mailbox.models import Receipt, Thread
from dingxin.mailbox.refused import Refused, Why
from dingxin.mailbox.secrets import row_of
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.signing import verify
from dingxin.sealing.statements import ComplainantWord

NOTHING = bytes(32)


def open_thread(lookup: bytes) -> Thread:
    """The thread of an open receipt. Refused(CLOSED) for one unknown, replaced or closed: they look the same."""
    limits.exactly(lookup, 32, "lookup")
    found = Receipt.objects.filter(lookup=row_of(lookup), state="open").select_related("thread").first()
    if found is None:
        raise Refused(Why.CLOSED)
    return found.thread


def check_word(thread: Thread, statement: bytes, signature: bytes, *acts: str) -> ComplainantWord:
    """The word, when it is one of ``acts``, about this thread and signed by its key.

    Refused: BAD (not canonical, another thread or act), SIGNATURE (also where the key was put there by hand).
    """
    try:
        word = ComplainantWord.parse(statement)
    except SealBroken:
        raise Refused(Why.BAD, "statement") from None
    if word.thread != thread.pk.hex or word.act not in acts:
        raise Refused(Why.BAD, "statement")
    if not bound.holds(thread):
        raise Refused(Why.SIGNATURE)
    try:
        verify(bytes(thread.verify_key or b""), ComplainantWord.purpose, statement, signature)
    except SealBroken:
        raise Refused(Why.SIGNATURE) from None
    limits.random_id(UUID(bytes=word.nonce), "nonce")
    return word
