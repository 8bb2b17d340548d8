"""The contacts of whoever goes, at the top of the first page: first of all where somebody took their consent back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.casework import actions, queries
from dingxin.casework.contacts import Plan
from dingxin.casework.models import Contact
from dingxin.desk.contact.words import contact_name
from dingxin.desk.matter.present.words import matter_name, on_day, say
from dingxin.desk.queue.rows import Section
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import ContactState
from dingxin.sealing.errors import SealBroken
from dingxin.web.days import today
from dingxin.web.parts import Link, Row

S = ContactState


def contacts_section(current: Current) -> Section | None:
    """None when nothing waits. The days of agreed contacts are sealed: they are opened with one entry, where unlocked."""
    rows = queries.contacts_waiting(current)
    if not rows:
        return None
    plans = _plans(current, [row for row in rows if row.state == S.AGREED])
    shown = sorted((_row(row, plans) for row in rows), key=lambda row: (row.tone != "late", row.due or date.max))
    if shown[0].tone == "late":  # the one filled button of the page
        shown[0] = replace(shown[0], first=True)
    return Section("contacts", _("Contacts"), _("Nobody goes without consent to time, place and way."), shown)


def _plans(current: Current, rows: list[Contact]) -> Mapping[UUID, Plan]:
    if not rows or not current.unlocked:
        return {}
    try:
        return actions.open_plans(current=current, contacts_of=rows)
    except (Refused, SealBroken):  # the contact's own page says why
        return {}


def _day(plan: Plan | None) -> date | None:
    try:
        return date.fromisoformat(plan.day) if plan and plan.day else None
    except ValueError:
        return None


def _row(row: Contact, plans: Mapping[UUID, Plan]) -> Row:
    state = S(row.state)  # type: ignore[call-arg]
    url, due, when, tone = reverse("desk:contact", args=[row.pk]), None, "", ""
    if state is S.WITHDRAWN:
        when, tone, why = _("do not go"), "late", _("The person took their consent back.")
        act = Link(_("I know: nobody goes"), reverse("desk:contact-known", args=[row.pk]))
    elif state is S.AGREED:
        due = _day(plans.get(row.pk))
        when, tone = (_("today"), "due") if due == today() else (_("agreed"), "")
        why, act = _("Time, place and way are agreed to."), Link(_("See the plan"), url)
    elif state is S.TO_READ:
        why = _("The person answered; the answer opens with their submission.")
        act = Link(_("Read the answer"), url)
    else:
        asked = on_day(row.asked_on or row.proposed_on)
        why = say(_("Asked on %(day)s, no answer to everything yet. Silence is no yes."), day=asked)
        act = Link(_("Look at it"), url)
    return Row(
        title=contact_name(row), url=url, due=due, when=when, tone=tone, numbers=(matter_name(row.matter),), state=state,
        why=why, act=act,
    )
