"""What a security key is to sign: 32 random bytes in the session's row, for five minutes and for one answer."""

from datetime import timedelta

from dingxin.accounts.models import Session
from dingxin.audit.writing import writing
from dingxin.rules import clock
from dingxin.sealing.primitives import random_bytes

LIFE = timedelta(minutes=5)


def give(session: Session) -> bytes:
    """A new one; whatever was given to this session before is void."""
    challenge = random_bytes(32)
    with writing():
        Session.objects.filter(pk=session.pk).update(challenge=challenge, challenge_at=clock.now())
    return challenge


def take(session: Session) -> bytes | None:
    """The one that was given, and it is gone from now on, whatever comes of the answer. None: none, or too old.

    Concurrency: one conditional update; of two answers to the same challenge exactly one gets it.
    """
    with writing():
        row = Session.objects.filter(pk=session.pk).only("challenge", "challenge_at").first()
        if row is None or row.challenge is None or row.challenge_at is None:
            return None
        held = Session.objects.filter(pk=session.pk, challenge=row.challenge, challenge_at=row.challenge_at)
        once = held.update(challenge=None, challenge_at=None) == 1
    return bytes(row.challenge) if once and clock.now() - row.challenge_at <= LIFE else None
