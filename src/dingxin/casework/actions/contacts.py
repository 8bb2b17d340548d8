"""Contacts: proposed, planned, asked for, and ended. What is agreed stands in ``actions.consents``."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.casework import contact_doors, contacts, doors, envelopes, replies, sealed, standing
from dingxin.casework.contacts import Plan
from dingxin.casework.models import Consent, Contact, Matter, Spoken, Submission
from dingxin.casework.refused import Refused
from dingxin.mailbox.codes import Question
from dingxin.mailbox.models import Thread
from dingxin.rules import contacts as rules
from dingxin.rules.codes import AskedBy, ConsentPart, ConsentState, ContactPurpose, ContactState, ContactWay
from dingxin.rules.ids import new_id
from dingxin.rules.moves import Lack
from dingxin.vault import keyring
from dingxin.web import proposals
from dingxin.web.days import today


@dataclass(frozen=True)
class OpenedContact:
    """The words of a contact. ``record`` is empty before one is written."""

    contact: Contact
    plan: Plan = field(repr=False)
    record: str = field(repr=False)


def propose_contact(
    *, current: Current, matter: Matter, whom: "Submission | Spoken", purpose: str, way: str, plan: Plan
) -> Contact:
    """Plan a contact with one person of a matter. Nothing is asked yet, and nobody goes.

    Refused where the person left no way to be asked. The one who proposes goes, until the plan names another.
    """
    with writing():
        row = doors.access_matter(current, matter.pk, lock=True)
        person = _person(current, row, whom)
        if purpose not in set(ContactPurpose) or way not in set(ContactWay):
            raise Refused("bad-code", _("One of the codes is not in its table."))
        lack = rules.against_proposing(contacts.reached(person))
        if lack is not None:
            raise contacts.refusal(lack)
        contact = Contact(
            id=new_id(), matter=row, officer=current.member, purpose=purpose, way=way, proposed_on=today(),
            **{"spoken" if isinstance(person, Spoken) else "submission": person},
        )
        contacts.seal_plan(contact, keyring.unwrap(current, "M", row.pk), plan.checked())
        contact.save(force_insert=True)
        Consent.objects.bulk_create(Consent(id=new_id(), contact=contact, part=part) for part in rules.PARTS)
        record(current, contact, "contact.proposed", purpose=purpose, way=way)
    return contact


def _person(current: Current, matter: Matter, whom: "Submission | Spoken") -> "Submission | Spoken":
    if isinstance(whom, Spoken):
        found = contact_doors.access_spoken(current, whom.pk)
        if found.matter_id == matter.pk:
            return found
    elif matter.links.filter(submission_id=whom.pk, ended_on__isnull=True).exists():
        return doors.access_submission(current, whom.pk)
    raise Refused("other-matter", _("This person does not belong to this matter."))


def change_plan(*, current: Current, contact: Contact, plan: Plan, way: str = "", mine: bool = False) -> Contact:
    """Change what is planned. A consent holds for what was said then: where a part changes, it has to be given anew.

    ``way``: ContactWay, empty as before. ``mine``: whoever changes it goes from now on. Who goes and how is no part of
    what is agreed to, but a plan that goes to somebody else ends what was released to the one before.
    """
    with writing():
        row = contact_doors.access_contact(current, contact.pk, lock=True)
        if row.state not in rules.CHANGEABLE:
            raise contacts.refusal(_over(row))
        if row.state == ContactState.TO_READ:
            raise Refused("to-read", _("They answered. Open their submission first: it reads the answer."))
        if way and way not in set(ContactWay):
            raise Refused("bad-code", _("One of the codes is not in its table."))
        key = keyring.unwrap(current, "M", row.matter_id)
        plan, before = plan.checked(), contacts.open_plan(row, key)
        changed = plan.changed(before)
        if way and way != row.way:
            row.way, changed = way, changed | {ConsentPart.WAY}
        contacts.seal_plan(row, key, plan)
        for part, consent in contacts.consents_of(row).items():
            if part in changed or consent.state == ConsentState.ASKED:  # asked for something that holds no more
                contacts.write(consent, ConsentState.NONE, by=current.actor)
        contacts.stop_asking(row)
        if mine and row.officer_id != current.member.pk:
            row.officer = current.member
            contacts.end_releases([row.pk])
        contacts.settle(row)
        if row.state != ContactState.AGREED:
            contacts.end_releases([row.pk])
        record(current, row, "contact.changed", parts=" ".join(sorted(changed)) or None)
    return row


def _over(row: Contact) -> Lack:
    return Lack(row.state, rules.ENDS[ContactState(row.state)], False)  # type: ignore[call-arg]


def ask_contact(*, current: Current, contact: Contact, by: str) -> Contact:
    """Ask the person for consent to time, place and way. ``by``: AskedBy, of those that are open for this person.

    Through the receipt the proposal is sealed to them and signed; they answer part by part, and it is read when their
    submission is opened. Any other way only notes that they were asked: the answer is recorded by two. A first approach
    is made once. Refused while they are asked something else, and for what they said no to until it was changed.
    """
    with writing():
        row = contact_doors.access_contact(current, contact.pk, lock=True)
        person = contacts.whom(row)
        lack = rules.against_asking(contacts.standing_of(row))
        if lack is not None:
            raise contacts.refusal(lack)
        if by not in {way.value for way in rules.asking_ways(contacts.reached(person))}:
            raise Refused("way", _("This person cannot be asked in this way."), contacts.ways_to_ask(row))
        again = row.asked_on is not None
        contacts.stop_asking(row)
        if isinstance(person, Submission):
            row.asked = _through_receipt(current, row, person, again) if by == AskedBy.RECEIPT else None
        elif by == AskedBy.FIRST_APPROACH:
            Spoken.objects.filter(pk=person.pk).update(approached_on=today())
        for consent in contacts.consents_of(row).values():
            if consent.state == ConsentState.NONE:
                contacts.write(consent, ConsentState.ASKED, by=current.actor)
        row.state, row.asked_by, row.asked_on = ContactState.ASKED, by, today()
        row.answered_on = row.ended_on = None
        row.save()
        record(current, row, "contact.asked", by=by)
    return row


def _through_receipt(current: Current, row: Contact, person: Submission, again: bool) -> bytes:
    thread = Thread.objects.get(pk=person.pk)
    if thread.question in standing.WAITS_FOR_REPLY:
        raise Refused("asked-else", _("They are asked something else now. One question at a time: wait for the answer."))
    plan = contacts.open_plan(row, keyring.unwrap(current, "M", row.matter_id))
    said = envelopes.words(person, keyring.unwrap(current, "S", person.pk))
    proposed = proposals.Meeting(plan.time, plan.place, plan.way, plan.why, again)
    text = proposals.meeting(proposed, str(said.get("language", "")))
    put = replies.to_person(current, person, text, kind="question")
    standing.show(person, question=Question.CONTACT, asked=put.hash)
    return put.hash


def end_contact(*, current: Current, contact: Contact) -> Contact:
    """End a contact that will not be: nobody goes, nothing more is asked, what was released is gone."""
    with writing():
        row = contact_doors.access_contact(current, contact.pk, lock=True)
        if row.state not in rules.LIVE:
            raise Refused("over", _("This contact is over already."))
        contacts.stop_asking(row)
        row.state, row.ended_on, row.answer_id = ContactState.LAPSED, today(), None
        row.save()
        contacts.end_releases([row.pk])
        record(current, row, "contact.ended")
    return row


def open_contact(*, current: Current, contact: Contact) -> OpenedContact:
    """Read the plan and the record. Raises NotAHolder, SealBroken."""
    with writing():
        row = contact_doors.access_contact(current, contact.pk)
        key = keyring.unwrap(current, "M", row.matter_id)
        plan = contacts.open_plan(row, key)
        text = sealed.opened_or_none(key, row.record, label=sealed.CONTACT, object_id=row.pk, field="record")
        record(current, row, "contact.opened")
    return OpenedContact(row, plan, text)


def open_plans(*, current: Current, contacts_of: Sequence[Contact]) -> dict[UUID, Plan]:
    """The plans of a page of contacts, for their days: what one holds no key to is left out. One entry."""
    with writing():
        seen = {row.pk: contact_doors.access_contact(current, row.pk) for row in contacts_of}
        keys = keyring.unwrap_many(current, "M", [row.matter_id for row in seen.values()])
        found = {
            pk: contacts.open_plan(row, keys[row.matter_id]) for pk, row in seen.items() if row.matter_id in keys
        }
        audit.record("contact.plans_opened", actor=current.actor, facts={"contacts": len(found)})
    return found


def record(current: Current, row: Contact, kind: str, **facts: str | int | None) -> None:
    """The one audit entry of an act on a contact: codes and days, never what was answered."""
    audit.record(
        kind, actor=current.actor, object=f"matter:{row.matter_id}", scope=str(row.matter.team_id),
        facts={"contact": str(row.pk), **facts},
    )
