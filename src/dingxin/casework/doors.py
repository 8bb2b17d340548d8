"""One door per protected object: 404 for strangers and those recused, 403 for too little right.

A clerk of the team is no stranger, but reads nothing after filing: 403. Actions pass the door again inside their
transaction with ``lock=True``, so that a view that forgot it changes nothing.
"""

from enum import Enum
from typing import TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404

from dingxin.accounts.identity import Current
from dingxin.casework import visible
from dingxin.casework.models import Evidence, InterferenceReport, Link, Matter, Proposal, Remedy, Submission
from dingxin.rules.codes import Role

RowT = TypeVar("RowT", bound=Model)


class Right(Enum):
    """SEE: officers and leaders of the team. LEAD: its leaders."""

    SEE = "see"
    LEAD = "lead"


def access_submission(current: Current, id: UUID, right: Right = Right.SEE, *, lock: bool = False) -> Submission:
    """The submission, with its team, unit and topic at hand. Raises Http404, PermissionDenied."""
    seen = visible.submissions(current).select_related("team", "unit", "topic")
    return _through(current, seen, Submission.objects.filter(pk=id).values_list("team_id", flat=True), id, right, lock)


def access_matter(current: Current, id: UUID, right: Right = Right.SEE, *, lock: bool = False) -> Matter:
    """The matter, with its team, unit, topic and officer at hand. Raises Http404, PermissionDenied."""
    seen = visible.matters(current).select_related("team", "unit", "topic", "officer")
    return _through(current, seen, Matter.objects.filter(pk=id).values_list("team_id", flat=True), id, right, lock)


def access_link(current: Current, id: UUID, right: Right = Right.SEE, *, lock: bool = False) -> Link:
    """The link, with matter and submission at hand; the door is the matter's."""
    link = _found(Link.objects.select_related("submission"), id)
    link.matter = access_matter(current, link.matter_id, right, lock=lock)
    return _found(Link.objects.select_related("submission", "matter__team", "matter__unit"), id) if lock else link


def access_proposal(current: Current, id: UUID, right: Right = Right.SEE, *, lock: bool = False) -> Proposal:
    """A proposal, with its matter at hand; the door is the matter's."""
    proposal = _found(Proposal.objects.all(), id)
    proposal.matter = access_matter(current, proposal.matter_id, right, lock=lock)
    return proposal


def access_remedy(current: Current, id: UUID, right: Right = Right.SEE, *, lock: bool = False) -> Remedy:
    """A remedy, with its matter at hand; the door is the matter's."""
    remedy = _found(Remedy.objects.all(), id)
    remedy.matter = access_matter(current, remedy.matter_id, right, lock=lock)
    return _reloaded(remedy) if lock else remedy


def access_evidence(current: Current, id: UUID, right: Right = Right.SEE, *, lock: bool = False) -> Evidence:
    """A file of a matter, with its matter at hand; the door is the matter's."""
    evidence = _found(Evidence.objects.all(), id)
    evidence.matter = access_matter(current, evidence.matter_id, right, lock=lock)
    return evidence


def access_interference(
    current: Current, id: UUID, right: Right = Right.SEE, *, lock: bool = False
) -> InterferenceReport:
    """A report of interference. 404 for whoever it names, whoever is recused from what it is about, and strangers."""
    seen = visible.interference(current).select_related(
        "team__round", "team__body", "unit", "matter__unit", "matter__team", "submission__unit", "submission__team",
        "told_in__unit", "told_in__team",
    )
    team_of = InterferenceReport.objects.filter(pk=id).values_list("team_id", flat=True)
    return _through(current, seen, team_of, id, right, lock)


def _reloaded(remedy: Remedy) -> Remedy:
    matter = remedy.matter  # locked now: what another writer changed before must be read again
    remedy.refresh_from_db()
    remedy.matter = matter
    return remedy


def _found(rows: QuerySet[RowT], id: UUID) -> RowT:
    row = rows.filter(pk=id).first()
    if row is None:
        raise Http404
    return row


def _through(
    current: Current, seen: QuerySet[RowT], team_of: "QuerySet[RowT, UUID]", id: UUID, right: Right, lock: bool
) -> RowT:
    row = (seen.select_for_update(of=("self",)) if lock else seen).filter(pk=id).first()
    mine = visible.roles(current)
    if row is None:
        team = team_of.first()
        if team is not None and mine.get(team) is Role.CLERK:
            raise PermissionDenied
        raise Http404
    team_id: UUID = row.team_id  # type: ignore[attr-defined]
    if right is Right.LEAD and mine.get(team_id) is not Role.LEADER:
        raise PermissionDenied
    return row
