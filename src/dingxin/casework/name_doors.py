"""Doors of requests for the second key: for whoever asked, for custodians, for whoever looks at it afterwards.

404 for strangers and for whoever is recused from what it is about: they do not learn that somebody asked.
"""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from dingxin.accounts.identity import Current
from dingxin.casework import names
from dingxin.casework.models import NameRequest
from dingxin.casework.whose import access
from dingxin.organisation.models import Body, Membership
from dingxin.organisation.queries import body_roles, serving
from dingxin.rules.codes import RequestState, Role
from dingxin.rules.names import REVIEWERS, Turner, against_reviewing

RELATED = (
    "submission__team__round", "submission__team__body", "submission__unit", "spoken__matter__team__round",
    "spoken__matter__team__body", "spoken__matter__unit", "spoken__body", "body", "asked_by", "decided_by", "custody",
)


def _found(id: UUID, lock: bool) -> NameRequest:
    if lock:
        NameRequest.objects.select_for_update().filter(pk=id).first()
    row = NameRequest.objects.select_related(*RELATED).filter(pk=id).first()
    if row is None:
        raise Http404
    return row


def access_own(current: Current, id: UUID, *, lock: bool = False) -> NameRequest:
    """A request of one's own about something one may still see. Colleagues who see what it is about: 403."""
    row = _found(id, lock)
    access(current, row.whose)
    if row.asked_by_id != current.member.pk:
        raise PermissionDenied
    return row


def access_as_keeper(current: Current, id: UUID, *, lock: bool = False) -> NameRequest:
    """A request for a custodian or signer of the body that holds the second key. A signer sees urgent ones only."""
    row = _found(id, lock)
    who = names.turner(current.member, row.body, row.whose)
    if who.stranger or (Role.CUSTODIAN not in who.roles and row.review_due is None):
        raise Http404
    return row


def kept_bodies(current: Current) -> dict[Body, frozenset[Role]]:
    """The bodies where the member turns keys or looks at openings, with the roles that say so. Remembered for the request."""
    known: dict[Body, frozenset[Role]] | None = vars(current).get("_bodies_kept")
    if known is not None:
        return known
    found: dict[Body, set[Role]] = {}
    in_team = Membership.objects.filter(serving(), member=current.member).exists()
    parts = Turner(current.member.pk, frozenset(REVIEWERS), in_team).keeps
    for row in body_roles(current.member).filter(role__in=parts):
        found.setdefault(row.body, set()).add(Role(row.role))  # type: ignore[call-arg]
    known = vars(current)["_bodies_kept"] = {body: frozenset(roles) for body, roles in found.items()}
    return known


def _whole(rows: QuerySet[NameRequest]) -> list[NameRequest]:
    """With all that each is about. Every page of a custodian asks: the wide query only where there is something."""
    return list(rows.select_related(*RELATED)) if rows.exists() else []


def _seen(current: Current, rows: QuerySet[NameRequest]) -> list[NameRequest]:
    return [row for row in _whole(rows) if not names.turner(current.member, row.body, row.whose).recused]


def waiting_for_key(current: Current) -> list[NameRequest]:
    """Requests that wait for the second key, urgent ones first, then by the day on which they run out."""
    bodies = [body for body, roles in kept_bodies(current).items() if Role.CUSTODIAN in roles]
    rows = NameRequest.objects.filter(body__in=bodies, state=RequestState.ASKED)
    return _seen(current, rows.order_by("-urgent", "expires_on", "year", "number"))


def to_review(current: Current) -> list[NameRequest]:
    """Openings made at once that nobody looked at yet, and that this member may look at."""
    rows = NameRequest.objects.filter(body__in=kept_bodies(current), review_due__isnull=False, reviewed_by__isnull=True)
    found = []
    for row in _whole(rows.order_by("review_due", "year", "number")):
        who = names.turner(current.member, row.body, row.whose)
        if against_reviewing(who, names.opened_by(row)) is None:
            found.append(row)
    return found


def decided(current: Current, limit: int) -> list[NameRequest]:
    """What became of requests that do not wait any more, the latest first."""
    bodies = [body for body, roles in kept_bodies(current).items() if Role.CUSTODIAN in roles]
    rows = NameRequest.objects.filter(body__in=bodies).exclude(state=RequestState.ASKED)
    return _seen(current, rows.order_by("-asked_on", "-year", "-number")[:limit])
