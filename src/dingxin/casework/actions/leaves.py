"""实名兑现授权: leave to be named, asked only where no other way works, given like consent, used once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current, actor_text
from dingxin.accounts.models import Member
from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.casework import contact_doors, contacts, doors, envelopes, leaves, replies, sealed, standing
from dingxin.casework.actions.consents import check_word
from dingxin.casework.leaves import Terms
from dingxin.casework.models import Evidence, Leave, Link, NamedItem, Submission
from dingxin.casework.refused import Refused
from dingxin.casework.witnesses import ENTERED_BY_STAFF
from dingxin.mailbox.codes import Question
from dingxin.mailbox.models import Thread
from dingxin.rules import contacts as rules
from dingxin.rules.codes import AskedBy, ConfirmedHow, LeaveItem, LeavePurpose, LeaveState
from dingxin.rules.ids import new_id
from dingxin.vault import keyring
from dingxin.web import proposals
from dingxin.web.days import today


@dataclass(frozen=True)
class OpenedLeave:
    """``items``: (LeaveItem, text) that may be named."""

    leave: Leave
    terms: Terms = field(repr=False)
    items: list[tuple[str, str]] = field(repr=False)


def ask_leave(*, current: Current, link: Link, purpose: str, terms: Terms, by: str) -> Leave:
    """Ask one complainant whether they may be named: to one unit or person, for one purpose (LeavePurpose), once.

    ``by``: AskedBy. Through the receipt the whole text is sealed to them; else it is read out, and the answer recorded by
    two. One at a time for one purpose. Refused without saying why no other way works.
    """
    with writing():
        row = doors.access_link(current, link.pk, lock=True)
        person, terms = row.submission, terms.checked()
        if purpose not in set(LeavePurpose):
            raise Refused("bad-code", _("One of the codes is not in its table."))
        if by not in {way.value for way in rules.asking_ways(contacts.reached(person))}:
            raise Refused("way", _("This person cannot be asked in this way."))
        if row.ended_on is not None:
            raise Refused("ended", _("This submission was taken off the matter."))
        if Leave.objects.filter(matter=row.matter, submission=person, purpose=purpose, state__in=leaves.LIVE).exists():
            raise Refused("asked-already", _("They were asked for this already."))
        leave = Leave(
            id=new_id(), matter=row.matter, submission=person, purpose=purpose, asked_on=today(), asked_by=by,
            by=current.actor,
        )
        leaves.seal_terms(leave, keyring.unwrap(current, "M", row.matter_id), terms)
        if by == AskedBy.RECEIPT:
            leave.asked = _through_receipt(current, person, purpose, terms)
        leave.save(force_insert=True)
        _record(current, leave, "leave.asked", purpose=purpose, by=by)
    return leave


def _through_receipt(current: Current, person: Submission, purpose: str, terms: Terms) -> bytes:
    if Thread.objects.get(pk=person.pk).question in standing.WAITS_FOR_REPLY:
        raise Refused("asked-else", _("They are asked something else now. One question at a time: wait for the answer."))
    said = envelopes.words(person, keyring.unwrap(current, "S", person.pk))
    text = proposals.naming(purpose, terms.to, terms.text, terms.without, str(said.get("language", "")))
    put = replies.to_person(current, person, text, kind="question")
    standing.show(person, question=Question.NAME, asked=put.hash)
    return put.hash


def record_leave(
    *, current: Current, leave: Leave, agreed: bool, how: str, witness: Sequence[Member] = (), slip: Evidence | None = None
) -> Leave:
    """Enter the person's word when it did not come from their own receipt. A no stands however it came."""
    with writing():
        row = contact_doors.access_leave(current, leave.pk, lock=True)
        if row.state != LeaveState.ASKED:
            raise Refused("state", _("Nothing is asked any more."))
        if how not in ENTERED_BY_STAFF:
            raise Refused("how", _("A receipt's own word comes from the receipt; staff cannot enter it."))
        if agreed:
            check_word(current, row.matter_id, row.matter.team_id, how, witness, slip)
        row.slip = slip
        others = ", ".join(actor_text(one) for one in witness)[:160]
        leaves.give(row, agreed, ConfirmedHow(how), seconded_by=others)  # type: ignore[call-arg]
        _record(current, row, "leave.recorded", how=how)
    return row


def withdraw_leave(*, current: Current, leave: Leave, how: str) -> Leave:
    """Enter that the person took it back, however it came; possible until it is used."""
    with writing():
        row = contact_doors.access_leave(current, leave.pk, lock=True)
        if row.state not in leaves.LIVE:
            raise Refused("over", _("It was used, or is over: there is nothing to take back."))
        if how not in ENTERED_BY_STAFF:
            raise Refused("how", _("A receipt's own word comes from the receipt; staff cannot enter it."))
        leaves.end(row)
        _record(current, row, "leave.withdrawn", how=how)
    return row


def name_items(*, current: Current, leave: Leave, items: Mapping[str, str]) -> list[NamedItem]:
    """Write down, under a leave that was given, what may be named: LeaveItem → words. What stood before is replaced.

    The leak check lets these pass to whom the leave names, and nothing else of the person.
    """
    with writing():
        row = contact_doors.access_leave(current, leave.pk, lock=True)
        if row.state != LeaveState.GIVEN:
            raise Refused("not-given", _("Only what the person gave leave for is written down to be named."))
        kept = {kind: text.strip() for kind, text in items.items() if text.strip()}
        if not kept or not set(kept) <= {kind.value for kind in LeaveItem}:
            raise Refused("empty", _("There is nothing written yet."))
        key = keyring.unwrap(current, "M", row.matter_id)
        row.items.all().delete()
        made = [NamedItem(id=new_id(), leave=row, kind=kind) for kind in kept]
        for item in made:
            item.body = sealed.seal(
                key, kept[item.kind], label=sealed.NAMED, object_id=item.pk, field="body", number=item.key_number
            )
        NamedItem.objects.bulk_create(made)
        _record(current, row, "leave.named", items=" ".join(sorted(kept)))
    return made


def use_leave(*, current: Current, leave: Leave) -> Leave:
    """Note that they were named under it: once, and from then on nothing is to be taken back."""
    with writing():
        row = contact_doors.access_leave(current, leave.pk, lock=True)
        if row.state != LeaveState.GIVEN:
            raise Refused("not-given", _("Without leave nobody is named. It was not given, was taken back, or is used."))
        if not row.items.exists():
            raise Refused("items", _("Write down first what was named."))
        row.state, row.ended_on = LeaveState.USED, today()
        row.save()
        _record(current, row, "leave.used", purpose=row.purpose)
    return row


def open_leave(*, current: Current, leave: Leave) -> OpenedLeave:
    """Read the terms and what may be named. Raises NotAHolder, SealBroken."""
    with writing():
        row = contact_doors.access_leave(current, leave.pk)
        key = keyring.unwrap(current, "M", row.matter_id)
        found = OpenedLeave(row, leaves.open_terms(row, key), leaves.open_items(row, key))
        _record(current, row, "leave.opened")
    return found


def _record(current: Current, row: Leave, kind: str, **facts: str | int | None) -> None:
    audit.record(
        kind, actor=current.actor, object=f"matter:{row.matter_id}", scope=str(row.matter.team_id),
        facts={"leave": str(row.pk), **facts},
    )
