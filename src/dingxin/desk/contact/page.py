"""The page of one contact: what is agreed part by part, the plan and the record opened, and what can be done."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dingxin.accounts.doors import StaffRequest, unlocked
from dingxin.casework import actions, contacts
from dingxin.casework.contact_doors import access_contact
from dingxin.casework.models import Contact
from dingxin.desk.contact.acts import contact_acts
from dingxin.desk.contact.done import done_line
from dingxin.desk.contact.panel import contact_line
from dingxin.desk.contact.words import sentence
from dingxin.desk.custody.panel import Line as RequestLine
from dingxin.desk.matter.present.head import head_of
from dingxin.desk.matter.present.words import person_name
from dingxin.desk.place import place_of
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import ContactPurpose
from dingxin.sealing.errors import SealBroken
from dingxin.web.parts import Fact
from dingxin.web.templatetags.dx import ltr


def plan_facts(row: Contact, plan: actions.Plan) -> list[Fact]:
    """What only the team knows; what is not written says so, since somebody must have thought of it."""
    return [
        *([Fact(_("On which day"), ltr(plan.day))] if plan.day else []),
        *([Fact(_("What they are told it is for"), plan.why)] if plan.why else []),
        Fact(_("Who goes"), plan.goes or row.officer.name),
        Fact(_("How they are reached without being seen"), plan.unseen or _("Not written yet")),
        Fact(_("What to do if somebody else answers"), plan.otherwise or _("Not written yet")),
    ]


@require_safe
@unlocked
def contact(request: StaffRequest, id: UUID) -> HttpResponse:
    """One contact: what is agreed part by part, the plan and the record opened, and what can be done."""
    row = access_contact(request.member, id)
    opened, shut = None, ""
    try:
        opened = actions.open_contact(current=request.member, contact=row)
    except Refused as refused:
        shut = str(refused)
    except SealBroken:
        shut = _("The seal on this does not hold.")
    release = contacts.released(row, request.member.member)
    return render(request, "desk/contact/contact.html", {
        "place": place_of(request), "head": head_of(row.matter), "row": row, "line": contact_line(row), "shut": shut,
        "opened": opened, "sentence": sentence(row), "acts": contact_acts(row), "person": person_name(contacts.whom(row)),
        "release": RequestLine(release, True) if release else None, "done": done_line(request.GET.get("done", "")),
        "plan": plan_facts(row, opened.plan) if opened else [],
        "purpose": ContactPurpose(row.purpose), "mine": row.officer_id == request.member.member.pk,  # type: ignore[call-arg]
    })  # fmt: skip
