"""Persons spoken to, and leave to be named."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.casework import actions, visible
from dingxin.casework.actions import Terms
from dingxin.casework.contact_doors import access_leave, access_spoken
from dingxin.casework.doors import access_link, access_matter
from dingxin.casework.models import Leave
from dingxin.desk.contact import forms
from dingxin.desk.contact.acts import leave_acts
from dingxin.desk.contact.done import done_line
from dingxin.desk.contact.panel import contact_line
from dingxin.desk.custody.forms import AskForm
from dingxin.desk.custody.panel import panel_of_spoken
from dingxin.desk.inbox.done import done_line as inbox_line
from dingxin.desk.matter.forms.names import Nothing
from dingxin.desk.matter.present.head import head_of
from dingxin.desk.matter.present.words import person_name, say, submission_name, word
from dingxin.desk.matter.ritual import Sheet, bound, fill, get_or_post, to_matter
from dingxin.desk.place import place_of
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import ConfirmedHow, LeaveItem, LeavePurpose, LeaveState, RequestUse, Role
from dingxin.sealing.errors import SealBroken
from dingxin.web.parts import Fact


@get_or_post
@unlocked
def spoken(request: StaffRequest, id: UUID) -> HttpResponse:
    """Write down somebody whom the team speaks to."""
    matter = access_matter(request.member, id)

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.add_spoken(current=request.member, matter=matter, **said)
        return to_matter(id, "", "contact")

    return fill(request, forms.NewSpoken(bound(request)), act, lambda: Sheet(
        _("Write down a person spoken to"), _("Seal it"), matter=matter,
        lead=_("The name goes under both keys at once, as a complainant's: it is not shown here again. The first approach "
               "may only ask whether they will speak with you."),
    ))  # fmt: skip


@require_safe
@unlocked
def one(request: StaffRequest, id: UUID) -> HttpResponse:
    """A person spoken to: facts, contacts, and the second key to the name."""
    row = access_spoken(request.member, id)
    done = request.GET.get("done", "")
    return render(request, "desk/contact/spoken.html", {
        "place": place_of(request), "head": head_of(row.matter), "row": row, "name": person_name(row),
        "panel": panel_of_spoken(request.member, row), "done": done_line(done) or inbox_line(done),
        "contacts": [contact_line(one) for one in row.contacts.prefetch_related("consents").order_by("-pk")],
    })  # fmt: skip


@get_or_post
@unlocked
def name(request: StaffRequest, id: UUID) -> HttpResponse:
    """Ask the custodians for the second key to their name."""
    row = access_spoken(request.member, id)
    leads = visible.roles(request.member).get(row.matter.team_id) is Role.LEADER

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.request_spoken_name(current=request.member, spoken=row, **said)
        return HttpResponseRedirect(reverse("desk:spoken", args=[id]) + "?done=name-asked")

    return fill(request, AskForm(bound(request), uses=[RequestUse.NAME], leads=leads), act, lambda: Sheet(
        say(_("The name of %(person)s"), person=person_name(row)), _("Ask the custodians"), matter=row.matter,
        back=reverse("desk:spoken", args=[id]),
        lead=_("Ask only when neither the record nor any lighter way will do. To reach them, ask from the contact instead."),
    ))  # fmt: skip


def to_leave(id: UUID, done: str = "") -> HttpResponseRedirect:
    """Back to the leave's page."""
    return HttpResponseRedirect(reverse("desk:leave", args=[id]) + (f"?done={done}" if done else ""))


@require_safe
@unlocked
def leave(request: StaffRequest, id: UUID) -> HttpResponse:
    """One leave: what was asked, what was said, and what may be named."""
    row = access_leave(request.member, id)
    facts: list[Fact] = []
    shut = ""
    try:
        opened = actions.open_leave(current=request.member, leave=row)
        terms = opened.terms
        facts = [
            Fact(_("To which one unit or person"), terms.to), Fact(_("What the person is told"), terms.text),
            Fact(_("What cannot be done without it"), terms.without), Fact(_("Why no other way works"), terms.why),
            *(Fact(word(LeaveItem, kind), text) for kind, text in opened.items),
        ]
    except Refused as refused:
        shut = str(refused)
    except SealBroken:
        shut = _("The seal on this does not hold.")
    return render(request, "desk/contact/leave.html", {
        "place": place_of(request), "head": head_of(row.matter), "row": row, "facts": facts, "shut": shut,
        "acts": leave_acts(row), "name": submission_name(row.submission), "done": done_line(request.GET.get("done", "")),
        "purpose": LeavePurpose(row.purpose), "state": LeaveState(row.state),  # type: ignore[call-arg]
        "how": ConfirmedHow(row.how) if row.how else None,  # type: ignore[call-arg]
    })  # fmt: skip


def _back(row: Leave) -> str:
    return reverse("desk:leave", args=[row.pk])


@get_or_post
@unlocked
def ask(request: StaffRequest, id: UUID) -> HttpResponse:
    """Ask one complainant whether they may be named."""
    link = access_link(request.member, id)
    form = forms.AskLeave(bound(request), person=link.submission)

    def act(said: dict[str, Any]) -> HttpResponse:
        terms = Terms(to=said["to"], why=said["why"], text=said["text"], without=said["without"])
        made = actions.ask_leave(current=request.member, link=link, purpose=said["purpose"], terms=terms, by=said["by"])
        return to_leave(made.pk, "leave-asked")

    return fill(request, form, act, lambda: Sheet(
        say(_("Ask %(submission)s for leave to be named"), submission=submission_name(link.submission)), _("Ask"),
        matter=link.matter,
        lead=_("Only where no other way works. To one unit or person, for one purpose, once. A no costs them nothing, and "
               "what they read says so."),
    ))  # fmt: skip


@get_or_post
@unlocked
def given(request: StaffRequest, id: UUID) -> HttpResponse:
    """Their word, as staff heard it."""
    row = access_leave(request.member, id)

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.record_leave(
            current=request.member, leave=row, agreed=said["word"] == "agree", how=said["how"], witness=said["witness"],
            slip=said["slip"],
        )
        return to_leave(id, "leave-word")

    form = forms.LeaveWord(bound(request), current=request.member, matter=row.matter)
    return fill(request, form, act, lambda: Sheet(
        _("What they say to being named"), _("Write it down"), matter=row.matter, back=_back(row),
        lead=_("Read all of it out first, also what cannot be done without it and that a no costs nothing."),
    ))  # fmt: skip


@get_or_post
@unlocked
def withdraw(request: StaffRequest, id: UUID) -> HttpResponse:
    """They took it back."""
    row = access_leave(request.member, id)

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.withdraw_leave(current=request.member, leave=row, how=said["how"])
        return to_leave(id, "leave-withdrawn")

    return fill(request, forms.TakenBack(bound(request)), act, lambda: Sheet(
        _("They took the leave back"), _("Nobody names them"), matter=row.matter, back=_back(row), danger=True,
        lead=_("It counts at once. What was written down to be named is destroyed."),
    ))  # fmt: skip


@get_or_post
@unlocked
def items(request: StaffRequest, id: UUID) -> HttpResponse:
    """What may be named."""
    row = access_leave(request.member, id)

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.name_items(current=request.member, leave=row, items=said)
        return to_leave(id, "leave-items")

    return fill(request, forms.Items(bound(request)), act, lambda: Sheet(
        _("What may be named"), _("Seal it"), matter=row.matter, back=_back(row),
        lead=_("Only what this one purpose needs. What stood here before is replaced."),
    ))  # fmt: skip


@get_or_post
@unlocked
def use(request: StaffRequest, id: UUID) -> HttpResponse:
    """They were named."""
    row = access_leave(request.member, id)

    def act(_said: dict[str, Any]) -> HttpResponse:
        actions.use_leave(current=request.member, leave=row)
        return to_leave(id, "leave-used")

    return fill(request, Nothing(bound(request)), act, lambda: Sheet(
        _("They were named under this leave"), _("It was used"), matter=row.matter, back=_back(row), danger=True,
        lead=_("Once. From now on there is nothing to take back."),
    ))  # fmt: skip
