"""A new matter: from one submission, from several, or from none (the team's own finding)."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.casework import actions
from dingxin.casework.doors import access_submission
from dingxin.casework.models import Submission
from dingxin.desk.matter.forms.names import Made
from dingxin.desk.matter.present.opened import words_of
from dingxin.desk.matter.present.words import listed, say, submission_name
from dingxin.desk.matter.ritual import Sheet, bound, fill, get_or_post, to_matter
from dingxin.desk.place import place_of
from dingxin.organisation.refusals import Refused
from dingxin.sealing.errors import SealBroken
from dingxin.web.parts import Fact
from dingxin.web.templatetags.dx import ltr

MOST = 50
"""Submissions in one go; more join it afterwards."""


def _submissions(request: StaffRequest) -> list[Submission]:
    try:
        ids = list(dict.fromkeys(UUID(text) for text in request.GET.getlist("submission")[:MOST]))
    except ValueError:
        raise Http404 from None
    return [access_submission(request.member, pk) for pk in ids]


@get_or_post
@unlocked
def new(request: StaffRequest) -> HttpResponse:
    """The submissions stand in the address: `?submission=…&submission=…`."""
    rows = _submissions(request)
    place = place_of(request)
    team = rows[0].team if rows else place.team
    if team is None or not (rows or place.reads):
        raise PermissionDenied
    form = Made(bound(request), team=team, row=rows[0] if rows else None)

    def act(said: dict[str, Any]) -> HttpResponse:
        matter = actions.make_matter(
            current=request.member, title=said["title"], subject=said["subject"], submissions=rows, codes=form.codes(),
            team=None if rows else team,
        )
        return to_matter(matter.pk, "made")

    def sheet() -> Sheet:
        if not rows:
            return Sheet(
                _("A finding of our own"), _("Make the matter"), back=reverse("desk:matters"),
                lead=_("What the team found itself. It runs through the same life and is counted apart."),
            )
        return Sheet(
            _("Make a matter of it"), _("Make the matter"), back=reverse("desk:submission", args=[rows[0].pk]),
            lead=_("One matter is one problem to solve. Each person keeps an answer and a word of their own."),
            facts=_listed(rows), words=_first(request, form, rows[0]),
        )

    return fill(request, form, act, sheet)


def _listed(rows: list[Submission]) -> tuple[Fact, ...]:
    return (Fact(say(_("%(count)s submissions"), count=ltr(len(rows))), listed(submission_name(row) for row in rows)),)


def _first(request: StaffRequest, form: Made, row: Submission) -> tuple[Any, ...]:
    """Opens the first one's words, and offers its summary as the title."""
    try:
        opened = actions.open_submission(current=request.member, submission=row)
    except (Refused, SealBroken):
        return ()
    if not form.is_bound:
        form.initial["title"] = opened.title
    return (words_of(opened, submission_name(row)),)
