"""Keeping and ending drafts. A save every few seconds is no act: one entry when a draft begins, one when it ends (ADR 8)."""

from uuid import UUID

from django.db.models import Q

from dingxin.accounts.identity import Current
from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.intake.drafts.keeping import Fields, access_draft, sealed
from dingxin.intake.drafts.models import Draft
from dingxin.organisation.models import Stationing
from dingxin.web.days import today


def keep_draft(
    *, current: Current, draft: UUID, kind: str, stationing: Stationing | None, turn: int, fields: Fields
) -> bool:
    """Keep what is written so far; False when a later save was here first, which stays.

    ``draft``: the id that the form was given when it was shown; ``turn``: which save of the page this is, from 1.
    Conditional update on ``turn``. Raises Locked, TooLong, Http404 for a draft of somebody else.
    """
    body = sealed(current, draft, kind, fields)
    key = current.member.key_number
    with writing():
        if Draft.objects.filter(pk=draft).exists():
            row = access_draft(current, draft)
            later = Draft.objects.filter(Q(turn__lt=turn), pk=row.pk)
            return later.update(body=body, turn=turn, key_number=key, day=today()) == 1
        Draft.objects.create(
            pk=draft, member=current.member, kind=kind, stationing_id=stationing.pk if stationing else None,
            day=today(), turn=turn, key_number=key, body=body,
        )
        audit.record(
            "draft.begun", actor=current.actor, object=f"draft:{draft}",
            scope=str(stationing.team_id) if stationing else "", facts={"kind": kind},
        )
    return True


def end_draft(*, current: Current, draft: UUID, why: str) -> bool:
    """Forget the member's own draft: ``why`` is filed or dropped. False when there is none; then nothing is recorded."""
    with writing():
        row = Draft.objects.filter(pk=draft, member=current.member).first()
        if row is None:
            return False
        kind = row.kind
        row.delete()
        audit.record("draft.ended", actor=current.actor, object=f"draft:{draft}", facts={"kind": kind, "why": why})
    return True
