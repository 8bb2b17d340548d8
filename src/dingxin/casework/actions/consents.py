"""The person's consent as staff hears it, taken back at once, and what happened only with all three standing."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current, actor_text
from dingxin.accounts.models import Member
from dingxin.audit.writing import writing
from dingxin.casework import contact_doors, contacts, sealed
from dingxin.casework.actions.contacts import record
from dingxin.casework.models import Contact, Evidence
from dingxin.casework.refused import Refused
from dingxin.casework.witnesses import ENTERED_BY_STAFF
from dingxin.organisation.queries import role_in
from dingxin.rules import contacts as rules
from dingxin.rules.codes import ConfirmedHow, ConsentPart, ConsentState, ContactState
from dingxin.vault import keyring
from dingxin.web.days import today


def record_consent(
    *, current: Current, contact: Contact, parts: Mapping[str, str], how: str, witness: Sequence[Member] = (),
    slip: Evidence | None = None,
) -> Contact:
    """Enter what the person says to one or more parts: part → ``agree`` or ``decline``; ``how`` as in ENTERED_BY_STAFF.

    A yes needs what a confirmation needs: two of the staff who read it back, or the slip they signed; merely told to
    staff it does not stand. A no stands however it came. Refused for a contact that ended or waits to be read.
    """
    with writing():
        row = contact_doors.access_contact(current, contact.pk, lock=True)
        if row.state not in rules.CHANGEABLE or row.state == ContactState.TO_READ:
            raise Refused("state", _("This contact takes no answer now."), rules.for_holding(contacts.standing_of(row)))
        _codes(parts, how)
        if "agree" in parts.values():
            check_word(current, row.matter_id, row.matter.team_id, how, witness, slip)
        others = ", ".join(actor_text(one) for one in witness)[:160]
        for part, consent in contacts.consents_of(row).items():
            if part.value in parts:
                given = ConsentState.GIVEN if parts[part.value] == "agree" else ConsentState.DECLINED
                contacts.write(consent, given, how, by=current.actor, seconded_by=others)
                if slip is not None:
                    consent.slip = slip
                    consent.save(update_fields=["slip"])
        row.answered_on = today()
        contacts.stop_asking(row)
        contacts.settle(row)
        record(current, row, "contact.consent_recorded", how=how, parts=" ".join(sorted(parts)))
    return row


def _codes(parts: Mapping[str, str], how: str) -> None:
    known = {part.value for part in ConsentPart}
    if not parts or not set(parts) <= known or not set(parts.values()) <= {"agree", "decline"}:
        raise Refused("bad-code", _("Say for at least one of time, place and way whether they agree."))
    if how not in ENTERED_BY_STAFF:
        raise Refused("how", _("A receipt's own word comes from the receipt; staff cannot enter it."))


def check_word(
    current: Current, matter_id: object, team_id: object, how: str, witness: Sequence[Member], slip: Evidence | None
) -> None:
    """Refused unless a yes that is given this way stands."""
    given = ConfirmedHow(how)  # type: ignore[call-arg]
    if not given.counts:
        raise Refused("told", _("Merely told to staff, a yes does not stand. Two of you hear it and read it back."))
    present = {one.pk for one in witness} | {current.member.pk}
    if not rules.counts(given, len(present)) or any(role_in(one, team_id) is None for one in witness):  # type: ignore[arg-type]
        raise Refused("witnesses", _("Two of the staff hear it and read it back; name the other one, of this team."))
    if given is ConfirmedHow.SIGNED_SLIP and (slip is None or slip.matter_id != matter_id or slip.manifest is None):
        raise Refused("slip", _("Add the scan of the signed slip to this matter first."))


def withdraw_contact(*, current: Current, contact: Contact, how: str, witness: Sequence[Member] = ()) -> Contact:
    """Enter that the person took it back, however it came: it counts at once, with nobody else to be asked."""
    with writing():
        row = contact_doors.access_contact(current, contact.pk, lock=True)
        if row.state not in rules.LIVE:
            raise Refused("over", _("This contact is over; there is nothing to take back."))
        if how not in ENTERED_BY_STAFF:
            raise Refused("how", _("A receipt's own word comes from the receipt; staff cannot enter it."))
        others = ", ".join(actor_text(one) for one in witness)[:160]
        contacts.take_back(row, how, by=current.actor, seconded_by=others)
        record(current, row, "contact.withdrawn", how=how)
    return row


def know_withdrawn(*, current: Current, contact: Contact) -> Contact:
    """Say that one knows: nobody goes. Until then it stands at the top of the officer's queue."""
    with writing():
        row = contact_doors.access_contact(current, contact.pk, lock=True)
        if row.state != ContactState.WITHDRAWN or row.known_on is not None:
            raise Refused("known", _("Nothing here waits to be known."))
        row.known_on = today()
        row.save(update_fields=["known_on"])
        record(current, row, "contact.seen")
    return row


def hold_contact(*, current: Current, contact: Contact, on: date | None = None) -> Contact:
    """Log that it happened. Only with consent to time, place and way, each given and none taken back.

    Refused otherwise: ``missing`` lists each part, what is not there, and how to ask. What was released for it ends.
    """
    day = on or today()
    with writing():
        row = contact_doors.access_contact(current, contact.pk, lock=True)
        standing = contacts.standing_of(row)
        if not rules.may_hold(standing):
            ways = contacts.ways_to_ask(row) if rules.against_asking(standing) is None else ()
            raise Refused(
                "no-consent", _("Without the person's consent to time, place and way no contact is logged."),
                (*rules.for_holding(standing), *ways),
            )
        if day > today():
            raise Refused("future", _("That day is still to come."))
        row.state, row.ended_on = ContactState.HELD, day
        row.save()
        contacts.end_releases([row.pk])
        record(current, row, "contact.held", on=day.isoformat())
    return row


def write_contact_record(*, current: Current, contact: Contact, text: str) -> Contact:
    """Seal what was said under M. Written anew it has to be read back anew."""
    with writing():
        row = contact_doors.access_contact(current, contact.pk, lock=True)
        if row.state != ContactState.HELD:
            raise Refused("not-held", _("A record is of what happened: log the contact first."))
        if not text.strip():
            raise Refused("empty", _("There is nothing written yet."))
        if row.read_back_on is not None:
            raise Refused("agreed", _("The person agreed to this record. What comes later is a note."))
        key = keyring.unwrap(current, "M", row.matter_id)
        row.record = sealed.seal(
            key, text.strip(), label=sealed.CONTACT, object_id=row.pk, field="record", number=row.key_number
        )
        row.recorded_on = today()
        row.save()
        record(current, row, "contact.recorded")
    return row


def agree_contact_record(
    *, current: Current, contact: Contact, how: str, witness: Sequence[Member] = (), slip: Evidence | None = None
) -> Contact:
    """Enter that the record was read back to the person and that they agreed to it. A step of its own."""
    with writing():
        row = contact_doors.access_contact(current, contact.pk, lock=True)
        if row.record is None or row.read_back_on is not None:
            raise Refused("nothing-yet", _("There is no record that waits to be read back."))
        if how not in ENTERED_BY_STAFF:
            raise Refused("how", _("A receipt's own word comes from the receipt; staff cannot enter it."))
        check_word(current, row.matter_id, row.matter.team_id, how, witness, slip)
        row.read_back_on, row.read_back_how = today(), how
        row.save()
        record(current, row, "contact.read_back", how=how)
    return row
