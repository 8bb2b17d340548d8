"""What goes to one person and comes from them, per link."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.casework import actions
from dingxin.casework.doors import access_link
from dingxin.casework.models import Link
from dingxin.casework.replies import reach
from dingxin.desk.matter.forms import answers as forms
from dingxin.desk.matter.forms.names import Nothing, Why
from dingxin.desk.matter.present.sources import words_beside
from dingxin.desk.matter.present.words import say, submission_name
from dingxin.desk.matter.ritual import Sheet, bound, fill, get_or_post, to_matter


def _reach_note(link: Link) -> str:
    found = reach(link.submission)
    if found.text:
        return _("They left a receipt that shows answers.")
    if found.state:
        return _("Their receipt shows the state alone: tell them by the agreed way, and record that.")
    return _("They have no receipt: tell them by the agreed way, and record that.")


@get_or_post
@unlocked
def answer(request: StaffRequest, id: UUID) -> HttpResponse:
    """The answer to one person."""
    link = access_link(request.member, id)
    form = forms.Answer(
        bound(request), current=request.member, link=link, text_reaches=reach(link.submission).text,
    )

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.answer(current=request.member, link=link, **said)
        return to_matter(link.matter_id, "answered", "links")

    def sheet() -> Sheet:
        return Sheet(
            say(_("Answer %(submission)s"), submission=submission_name(link.submission)), _("Seal and send the answer"),
            matter=link.matter, lead=_reach_note(link), words=words_beside(request.member, link.submission),
            note=_("The person is asked at once whether it is solved. Only their word counts as solved."),
        )

    return fill(request, form, act, sheet)


@get_or_post
@unlocked
def confirmation(request: StaffRequest, id: UUID) -> HttpResponse:
    """The person's word, given to staff."""
    link = access_link(request.member, id)

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.record_confirmation(current=request.member, link=link, **said)
        return to_matter(link.matter_id, "word", "links")

    sheet = Sheet(
        say(_("What the person of %(submission)s says"), submission=submission_name(link.submission)),
        _("Record their word"), matter=link.matter,
        lead=_("By voice or at the counter two of you hear it and read it back. What was merely told to staff is kept, "
               "and never counts as confirmed."),
    )
    form = forms.Word(bound(request), current=request.member, matter=link.matter)
    return fill(request, form, act, lambda: sheet)


@get_or_post
@unlocked
def ask_again(request: StaffRequest, id: UUID) -> HttpResponse:
    """Ask a second time."""
    link = access_link(request.member, id)

    def act(_said: dict[str, Any]) -> HttpResponse:
        actions.ask_again(current=request.member, link=link)
        return to_matter(link.matter_id, "asked-again", "links")

    sheet = Sheet(
        say(_("Ask the person of %(submission)s again?"), submission=submission_name(link.submission)),
        _("Ask once more"), matter=link.matter,
        lead=_("They are asked twice at most. Silence after that is shown as silence, never as a yes."),
    )
    return fill(request, Nothing(bound(request)), act, lambda: sheet)


@get_or_post
@unlocked
def message(request: StaffRequest, id: UUID) -> HttpResponse:
    """A message or a question to the receipt."""
    link = access_link(request.member, id)

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.send_message(current=request.member, submission=link.submission, **said)
        return to_matter(link.matter_id, "message", "links")

    def sheet() -> Sheet:
        return Sheet(
            say(_("Write to the person of %(submission)s"), submission=submission_name(link.submission)),
            _("Seal and send"), matter=link.matter, lead=_reach_note(link),
            words=words_beside(request.member, link.submission),
        )

    return fill(request, forms.Message(bound(request)), act, sheet)


@get_or_post
@unlocked
def acceptance(request: StaffRequest, id: UUID) -> HttpResponse:
    """受理告知."""
    link = access_link(request.member, id)

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.tell_acceptance(current=request.member, submission=link.submission, by=said["by"], text=said["text"])
        return to_matter(link.matter_id, "told", "links")

    sheet = Sheet(
        say(_("Tell the person of %(submission)s that it is taken up"), submission=submission_name(link.submission)),
        _("Record that they are told"), matter=link.matter, lead=_reach_note(link),
    )
    return fill(request, forms.Acceptance(bound(request)), act, lambda: sheet)


@get_or_post
@unlocked
def withdrawal(request: StaffRequest, id: UUID) -> HttpResponse:
    """That the person takes it back."""
    link = access_link(request.member, id)

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.record_withdrawal(current=request.member, link=link, **said)
        return to_matter(link.matter_id, "withdrawn", "links")

    sheet = Sheet(
        say(_("The person of %(submission)s withdraws"), submission=submission_name(link.submission)),
        _("Record the withdrawal"), matter=link.matter, danger=True,
        lead=_("Ask whether somebody presses them. When everybody withdrew, the leader decides whether to go on."),
    )
    form = forms.Withdrawal(bound(request), current=request.member, matter=link.matter)
    return fill(request, form, act, lambda: sheet)


@get_or_post
@unlocked
def unlink(request: StaffRequest, id: UUID) -> HttpResponse:
    """Take a submission off that was put here by mistake."""
    link = access_link(request.member, id)

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.unlink_submission(current=request.member, link=link, reason=said["reason"])
        return to_matter(link.matter_id, "unlinked", "links")

    sheet = Sheet(
        say(_("Take %(submission)s off this matter"), submission=submission_name(link.submission)), _("Take it off"),
        matter=link.matter, danger=True,
        lead=_("Only where it was put here by mistake and has no answer yet. It goes back to what is to be read."),
    )
    return fill(request, Why(bound(request)), act, lambda: sheet)
