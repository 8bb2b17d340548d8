"""A matter made, named, coded, given to somebody, joined by submissions."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.casework import actions
from dingxin.casework.doors import Right, access_matter, access_submission
from dingxin.desk.matter.forms import names as forms
from dingxin.desk.matter.present.sources import words_beside
from dingxin.desk.matter.present.words import say, submission_name
from dingxin.desk.matter.ritual import Sheet, bound, fill, get_or_post, to_matter
from dingxin.organisation.refusals import Refused
from dingxin.sealing.errors import SealBroken


@get_or_post
@unlocked
def take(request: StaffRequest, id: UUID) -> HttpResponse:
    """Take a matter that nobody has."""
    matter = access_matter(request.member, id)

    def act(_said: dict[str, Any]) -> HttpResponse:
        actions.take(current=request.member, matter=matter)
        return to_matter(id, "taken")

    sheet = Sheet(_("Take this matter"), _("Take it"), matter=matter, lead=_("It comes into your queue."))
    return fill(request, forms.Nothing(bound(request)), act, lambda: sheet)


@get_or_post
@unlocked
def assign(request: StaffRequest, id: UUID) -> HttpResponse:
    """Give it to an officer; for the leader."""
    matter = access_matter(request.member, id, Right.LEAD)

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.assign(current=request.member, matter=matter, officer=said["officer"], reason=said["reason"])
        return to_matter(id, "assigned")

    sheet = Sheet(
        _("Assign to an officer"), _("Assign it"), matter=matter,
        lead=_("Whoever is kept from this matter is not in the list. After a reopening it goes to somebody new."),
    )
    return fill(request, forms.Assign(bound(request), matter=matter), act, lambda: sheet)


@get_or_post
@unlocked
def code(request: StaffRequest, id: UUID) -> HttpResponse:
    """Set the codes."""
    matter = access_matter(request.member, id)
    form = forms.Coded(bound(request), team=matter.team, row=matter)

    def act(_said: dict[str, Any]) -> HttpResponse:
        actions.code_matter(current=request.member, matter=matter, codes=form.codes())
        return to_matter(id, "coded")

    sheet = Sheet(
        _("Set the codes"), _("Set the codes"), matter=matter,
        lead=_("Codes are facts: they count without a key. The unit also decides who is kept from this matter."),
    )
    return fill(request, form, act, lambda: sheet)


@get_or_post
@unlocked
def retitle(request: StaffRequest, id: UUID) -> HttpResponse:
    """Seal another title and subject."""
    matter = access_matter(request.member, id)
    form = forms.Retitle(bound(request))

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.retitle(current=request.member, matter=matter, title=said["title"], subject=said["subject"])
        return to_matter(id, "retitled")

    def sheet() -> Sheet:
        if not form.is_bound:
            try:
                opened = actions.open_pieces(current=request.member, matter=matter)
            except (Refused, SealBroken):
                pass
            else:
                form.initial = {"title": opened.title, "subject": opened.subject}
        return Sheet(_("Another title"), _("Seal the title"), matter=matter)

    return fill(request, form, act, sheet)


@get_or_post
@unlocked
def compartment(request: StaffRequest, id: UUID) -> HttpResponse:
    """Put its key where recusals say now."""
    matter = access_matter(request.member, id)

    def act(_said: dict[str, Any]) -> HttpResponse:
        actions.move_compartment(current=request.member, matter=matter)
        return to_matter(id, "compartment")

    sheet = Sheet(
        _("Move its key to where recusals say"), _("Move the key"), matter=matter,
        lead=_("After somebody was newly kept from it: the key goes to the compartment without them."),
    )
    return fill(request, forms.Nothing(bound(request)), act, lambda: sheet)


@get_or_post
@unlocked
def link(request: StaffRequest, id: UUID) -> HttpResponse:
    """Add a submission to this matter, by its number."""
    matter = access_matter(request.member, id)
    form = forms.JoinSubmission(bound(request), current=request.member, matter=matter, initial=_asked_for(request))

    def act(_said: dict[str, Any]) -> HttpResponse:
        if form.submission is None:  # the form is valid only with one
            raise Http404
        actions.link_submission(current=request.member, matter=matter, submission=form.submission)
        return to_matter(id, "linked", "links")

    sheet = Sheet(
        _("Add a submission"), _("Add it to this matter"), matter=matter,
        lead=_("Senders never see each other: each gets an answer of their own."),
    )
    return fill(request, form, act, lambda: sheet)


def _asked_for(request: StaffRequest) -> dict[str, Any]:
    """`?submission=id` fills the number in."""
    try:
        wanted = UUID(request.GET.get("submission", ""))
    except ValueError:
        return {}
    row = access_submission(request.member, wanted)
    return {"channel": row.channel, "number": row.number, "year": row.year}


@get_or_post
@unlocked
def link_submission(request: StaffRequest, id: UUID) -> HttpResponse:
    """From a submission: which matter it belongs to."""
    row = access_submission(request.member, id)
    form = forms.IntoMatter(bound(request), current=request.member, vault_id=row.vault_id)

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.link_submission(current=request.member, matter=said["number"], submission=row)
        return to_matter(said["number"].pk, "linked", "links")

    def sheet() -> Sheet:
        return Sheet(
            say(_("Put %(submission)s into a matter"), submission=submission_name(row)), _("Put it there"),
            words=words_beside(request.member, row), back=reverse("desk:submission", args=[row.pk]),
            lead=_("When it is about the same thing as a matter that is there already."),
        )

    return fill(request, form, act, sheet)
