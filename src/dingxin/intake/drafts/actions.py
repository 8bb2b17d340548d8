"""Keeping and ending drafts. A save every few seconds is no act: one entry when a draft begins, one when it ends (ADR 8)."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Max, Q

from dingxin.accounts.identity import Current
from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.intake.drafts import files, taking
from dingxin.intake.drafts.files import access_file
from dingxin.intake.drafts.keeping import Fields, access_draft, sealed
from dingxin.intake.drafts.models import Draft, DraftFile
from dingxin.organisation.models import Stationing
from dingxin.organisation.refusals import Refused
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
        last = Draft.objects.filter(member=current.member, kind=kind).aggregate(last=Max("number"))["last"] or 0
        Draft.objects.create(
            pk=draft, member=current.member, kind=kind, number=last + 1, stationing_id=stationing.pk if stationing else None,
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


def add_files(*, current: Current, draft: UUID, came: Sequence[files.New]) -> list[UUID]:
    """Seal files beside the member's own draft, behind those that are there; their ids.

    Raises Refused when there are too many or too much, Locked, Http404 for a draft of somebody else.
    """
    with writing():
        row = access_draft(current, draft)
        if why := files.check_room(current, row, came):
            raise Refused(why, taking.why(why))
        last = DraftFile.objects.filter(draft=row).aggregate(last=Max("number"))["last"] or 0
        rows = DraftFile.objects.bulk_create(files.new_rows(current, row.pk, last, came))
        audit.record("draft.files_added", actor=current.actor, object=f"draft:{draft}", facts={"files": len(rows)})
    return [one.pk for one in rows]


def change_file(*, current: Current, file: UUID, act: str) -> None:
    """``act``: turn, nobody, person, up, down, or drop. Raises Locked, SealBroken, Http404."""
    with writing():
        row = access_file(current, file)
        if act == "drop":
            row.delete()
        elif act in ("up", "down"):
            _move(row, up=act == "up")
        else:
            row.head = files.sealed_head(current, row.draft_id, files.changed(files.opened_head(current, row), act))
            row.save(update_fields=["head"])
        audit.record("draft.file_changed", actor=current.actor, object=f"draft:{row.draft_id}", facts={"act": act})


def _move(row: DraftFile, *, up: bool) -> None:
    """Changes places with its neighbour; the first stays first and the last stays last."""
    others = DraftFile.objects.filter(draft_id=row.draft_id).defer("body")
    beside = others.filter(number__lt=row.number).last() if up else others.filter(number__gt=row.number).first()
    if beside is not None:
        DraftFile.objects.filter(pk=row.pk).update(number=beside.number)
        DraftFile.objects.filter(pk=beside.pk).update(number=row.number)
