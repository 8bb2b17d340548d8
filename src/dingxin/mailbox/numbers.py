"""Gapless numbers of the messages of one thread, both ways."""

from uuid import UUID

from django.db.models import Max

from dingxin.mailbox.models import Message


def next_number(thread: UUID) -> int:
    """The number after the last, from 1. Inside ``writing()``; the constraint on (thread, number) settles a race."""
    return (Message.objects.filter(thread_id=thread).aggregate(last=Max("number"))["last"] or 0) + 1
