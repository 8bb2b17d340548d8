"""Keyless periodic work: what a browser that never came back left open."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q

from dingxin.accounts import guard, identity
from dingxin.accounts.actions import sessions
from dingxin.accounts.models import Session
from dingxin.rules import clock

BATCH = 100


def lock_idle() -> int:
    """Remove unlocked keys of idle sessions; returns how many."""
    before = clock.now() - timedelta(seconds=settings.IDLE_LOCK_SECONDS)
    idle = Session.objects.select_related("member").filter(
        seen_at__lt=before, sealed_keys__isnull=False, second_factor=True,
    )[:BATCH]
    return sum(sessions.lock_row(row, actor=identity.actor_text(row.member), why="idle") for row in idle)


def end_old() -> int:
    """End sessions past their life, and half-open ones whose second factor never came; returns how many."""
    now = clock.now()
    half, whole = now - identity.HALF_OPEN, now - timedelta(seconds=settings.SESSION_SECONDS)
    over = Session.objects.select_related("member").filter(
        Q(second_factor=False, created_at__lt=half) | Q(created_at__lt=whole)
    )[:BATCH]
    return sum(sessions.end(row, actor=identity.actor_text(row.member), why="over") for row in over)


TICKS = [lock_idle, end_old, guard.forget]
