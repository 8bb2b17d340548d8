"""Contacts: a form for each act. Every refusal shows what is missing and how to get it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.casework import actions, contacts
from dingxin.casework.contact_doors import access_contact
from dingxin.casework.doors import access_matter
from dingxin.casework.models import Contact, Spoken
from dingxin.desk.contact import forms
from dingxin.desk.contact.acts import lines
from dingxin.desk.contact.words import contact_name
from dingxin.desk.matter.forms.names import Nothing
from dingxin.desk.matter.ritual import Sheet, bound, fill, get_or_post, to_matter
from dingxin.desk.matter.views.refusal import refusal
from dingxin.organisation.refusals import Refused
from dingxin.rules import contacts as rules
from dingxin.sealing.errors import SealBroken
from dingxin.web.days import today
from dingxin.web.parts import Lack


def to_contact(id: UUID, done: str = "") -> HttpResponseRedirect:
    """Back to the contact's page."""
    return HttpResponseRedirect(reverse("desk:contact", args=[id]) + (f"?done={done}" if done else ""))


def back_of(contact: Contact) -> str:
    """Where "leave it" leads."""
    return reverse("desk:contact", args=[contact.pk])


@get_or_post
@unlocked
def propose(request: StaffRequest, id: UUID) -> HttpResponse:
    """Plan a contact with somebody of the matter."""
    matter = access_matter(request.member, id)
    form = forms.Propose(bound(request), matter=matter)
    nobody = not forms.persons_of(matter)

    def act(said: dict[str, Any]) -> HttpResponse:
        made = actions.propose_contact(
            current=request.member, matter=matter, whom=form.person, purpose=said["purpose"], way=said["way"],
            plan=form.plan(),
        )
        return to_contact(made.pk, "proposed")

    sheet = Sheet(
        _("Propose a contact"), _("Seal the plan"), matter=matter,
        lead=_("Nobody is asked yet, and nobody goes. The person answers time, place and way each by itself."),
        lacks=(Lack(_("Nobody of this matter can be met: add a submission or a person spoken to.")),) if nobody else (),
        note=_("Everything written here is sealed, the day too: whoever reads the database cannot wait there."),
    )
    return fill(request, form, act, lambda: sheet)


@get_or_post
@unlocked
def change(request: StaffRequest, id: UUID) -> HttpResponse:
    """Another time, place or way."""
    row = access_contact(request.member, id)
    plan = None
    if request.method != "POST":
        try:
            plan = actions.open_contact(current=request.member, contact=row).plan
        except (Refused, SealBroken):
            plan = None
    form = forms.ChangePlan(bound(request), contact=row, plan=plan)

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.change_plan(
            current=request.member, contact=row, plan=form.plan(), way=said["way"], mine=said["mine"]
        )
        return to_contact(id, "changed")

    return fill(request, form, act, lambda: Sheet(
        contact_name(row), _("Seal the changed plan"), matter=row.matter, back=back_of(row),
        lead=_("A consent holds for what was said then: the part that you change has to be agreed to anew."),
    ))  # fmt: skip


@get_or_post
@unlocked
def ask(request: StaffRequest, id: UUID) -> HttpResponse:
    """Ask the person."""
    row = access_contact(request.member, id)
    form = forms.Ask(bound(request), person=contacts.whom(row))
    lack = rules.against_asking(contacts.standing_of(row))

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.ask_contact(current=request.member, contact=row, by=said["by"])
        return to_contact(id, "asked")

    return fill(request, form, act, lambda: Sheet(
        _("Ask for their consent"), _("Ask"), matter=row.matter, back=back_of(row), lacks=lines([lack]) if lack else (),
        lead=_("Only ask. A no needs no reason and changes nothing for them."),
    ))  # fmt: skip


@require_POST
@unlocked
def answer(request: StaffRequest, id: UUID) -> HttpResponse:
    """Open the submission, audited like any opening: that reads what the person answered."""
    row = access_contact(request.member, id)
    if row.submission is None:
        raise Http404
    try:
        actions.open_submission(current=request.member, submission=row.submission)
    except Refused as refused:
        return refusal(request, refused, row.matter)
    return to_contact(id, "answer")


@get_or_post
@unlocked
def consent(request: StaffRequest, id: UUID) -> HttpResponse:
    """What they say to staff, part by part."""
    row = access_contact(request.member, id)
    form = forms.Consents(bound(request), current=request.member, contact=row)

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.record_consent(
            current=request.member, contact=row, parts=form.parts(), how=said["how"], witness=said["witness"],
            slip=said["slip"],
        )
        return to_contact(id, "consent")

    return fill(request, form, act, lambda: Sheet(
        _("What they say to time, place and way"), _("Write it down"), matter=row.matter, back=back_of(row),
        lead=_("Read the plan to them. A yes counts when two of you hear it and read it back, or on a slip they signed. A "
               "no counts however it comes."),
    ))  # fmt: skip


@get_or_post
@unlocked
def withdraw(request: StaffRequest, id: UUID) -> HttpResponse:
    """They took it back."""
    row = access_contact(request.member, id)

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.withdraw_contact(current=request.member, contact=row, how=said["how"])
        return to_contact(id, "withdrawn")

    return fill(request, forms.TakenBack(bound(request)), act, lambda: Sheet(
        _("They took their consent back"), _("Nobody goes"), matter=row.matter, back=back_of(row), danger=True,
        lead=_("It counts at once, however it came and whoever heard it. Nobody asks for a reason."),
    ))  # fmt: skip


@get_or_post
@unlocked
def known(request: StaffRequest, id: UUID) -> HttpResponse:
    """I know."""
    row = access_contact(request.member, id)

    def act(_said: dict[str, Any]) -> HttpResponse:
        actions.know_withdrawn(current=request.member, contact=row)
        return to_matter(row.matter_id)

    return fill(request, Nothing(bound(request)), act, lambda: Sheet(
        _("Do not go"), _("I know: nobody goes"), matter=row.matter, back=back_of(row),
        lead=_("It stands first in the queue until the one who would have gone knows it."),
    ))  # fmt: skip


@get_or_post
@unlocked
def hold(request: StaffRequest, id: UUID) -> HttpResponse:
    """Log that it happened."""
    row = access_contact(request.member, id)
    form = forms.Hold(bound(request))
    if not form.is_bound:
        form.initial["on"] = today()

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.hold_contact(current=request.member, contact=row, on=said["on"])
        return to_contact(id, "held")

    def sheet() -> Sheet:
        standing = contacts.standing_of(row)
        able = rules.may_hold(standing)
        ways = () if able or rules.against_asking(standing) else contacts.ways_to_ask(row)
        return Sheet(
            _("Log that it happened"), _("It happened"), matter=row.matter, back=back_of(row),
            lacks=() if able else lines((*rules.for_holding(standing), *ways)),
            lead=_("Only with the person's consent to time, place and way. What was opened to reach them closes with it."),
        )

    return fill(request, form, act, sheet)


@get_or_post
@unlocked
def record(request: StaffRequest, id: UUID) -> HttpResponse:
    """What was said."""
    row = access_contact(request.member, id)

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.write_contact_record(current=request.member, contact=row, text=said["text"])
        return to_contact(id, "recorded")

    return fill(request, forms.Record(bound(request)), act, lambda: Sheet(
        _("Record of the contact"), _("Seal the record"), matter=row.matter, back=back_of(row),
        lead=_("What they said, so that it can be read back to them. No name."),
    ))  # fmt: skip


@get_or_post
@unlocked
def read_back(request: StaffRequest, id: UUID) -> HttpResponse:
    """Read back and agreed."""
    row = access_contact(request.member, id)

    def act(said: dict[str, Any]) -> HttpResponse:
        actions.agree_contact_record(current=request.member, contact=row, **said)
        return to_contact(id, "read-back")

    return fill(request, forms.Heard(bound(request), current=request.member, matter=row.matter), act, lambda: Sheet(
        _("The record was read back and agreed"), _("They agreed to it"), matter=row.matter, back=back_of(row),
        lead=_("Where they said something else, write the record anew first."),
    ))  # fmt: skip


@get_or_post
@unlocked
def end(request: StaffRequest, id: UUID) -> HttpResponse:
    """Nothing comes of it."""
    row = access_contact(request.member, id)

    def act(_said: dict[str, Any]) -> HttpResponse:
        actions.end_contact(current=request.member, contact=row)
        return to_contact(id, "ended")

    return fill(request, Nothing(bound(request)), act, lambda: Sheet(
        _("Nothing comes of this contact"), _("End it"), matter=row.matter, back=back_of(row),
        lead=_("Nobody goes, nothing more is asked, and what was opened to reach them closes."),
    ))  # fmt: skip


@get_or_post
@unlocked
def reach(request: StaffRequest, id: UUID) -> HttpResponse:
    """Ask the custodians for the way to this person, for this contact."""
    row = access_contact(request.member, id)

    def act(said: dict[str, Any]) -> HttpResponse:
        asked = {
            "current": request.member, "purpose": "way_to_reach", "ground": "contact", "reason": said["reason"],
            "days": said["days"], "contact": row.pk,
        }
        person = contacts.whom(row)
        if isinstance(person, Spoken):
            actions.request_spoken_name(spoken=person, **asked)
        else:
            actions.request_name(submission=person, **asked)
        return to_contact(id, "reach")

    return fill(request, forms.Reach(bound(request)), act, lambda: Sheet(
        _("Ask for the way to reach them"), _("Ask the custodians"), matter=row.matter, back=back_of(row),
        lead=_("Only for a contact they agreed to, only for the one who goes, and until it is done or taken back."),
    ))  # fmt: skip
