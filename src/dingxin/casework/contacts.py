"""Contacts, their sealed words, and what the person's signed word does to them. Used by actions; records nothing itself."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dingxin.accounts.models import Member
from dingxin.casework import names, replies, sealed, standing
from dingxin.casework.models import Consent, Contact, NameRequest, Spoken, Submission
from dingxin.casework.refused import Refused
from dingxin.mailbox.codes import Question
from dingxin.mailbox.models import Signal, Thread
from dingxin.rules import contacts as rules
from dingxin.rules.codes import AskedBy, ConfirmedHow, ConsentPart, ConsentState, ContactState
from dingxin.rules.moves import Lack
from dingxin.sealing.statements import ComplainantWord
from dingxin.web.days import today

PERSON = "person"
S, C = ConsentState, ContactState
LIVE = [state.value for state in rules.LIVE]


@dataclass(frozen=True)
class Plan:
    """Words of a plan. ``goes``: who goes; ``unseen``: how the person is reached without being seen; ``otherwise``: what
    to do if somebody else answers; ``day``: the agreed day as YYYY-MM-DD, sealed too; ``why``: told to the person."""

    time: str = field(repr=False)
    place: str = field(repr=False)
    way: str = field(repr=False)
    day: str = ""
    goes: str = field(default="", repr=False)
    unseen: str = field(default="", repr=False)
    otherwise: str = field(default="", repr=False)
    why: str = field(default="", repr=False)

    def checked(self) -> "Plan":
        """Without blanks around; Refused where one of the three parts is not written."""
        found = Plan(**{name: str(value).strip() for name, value in asdict(self).items()})
        if not (found.time and found.place and found.way):
            raise Refused("plan", _("Write time, place and way: the person answers each by itself."))
        return found

    def changed(self, other: "Plan") -> set[ConsentPart]:
        """The parts of which the person would be asked something else. The day belongs to the time."""
        found = {part for part in rules.PARTS if getattr(self, part.value) != getattr(other, part.value)}
        return found | ({ConsentPart.TIME} if self.day != other.day else set())


def seal_plan(contact: Contact, key: bytes, plan: Plan) -> None:
    """Under M; not saved."""
    contact.plan = sealed.seal_json(
        key, asdict(plan), label=sealed.CONTACT, object_id=contact.pk, field="plan", number=contact.key_number
    )


def open_plan(contact: Contact, key: bytes) -> Plan:
    """The plan, or SealBroken."""
    return Plan(**sealed.opened_json(
        key, contact.plan, label=sealed.CONTACT, object_id=contact.pk, field="plan", number=contact.key_number
    ))  # fmt: skip


def reached(contact_of: "Submission | Spoken") -> rules.Reached:
    """How this person can be asked, from today's rows."""
    if isinstance(contact_of, Spoken):
        return rules.Reached(spoken=True, approached=contact_of.approached_on is not None)
    reach = replies.reach(contact_of)
    return rules.Reached(way=bool(contact_of.contactable), receipt=reach.state, text=reach.text)


def whom(contact: Contact) -> "Submission | Spoken":
    """The one person of a contact."""
    found = contact.submission or contact.spoken
    assert found is not None
    return found


def consents_of(contact: Contact) -> dict[ConsentPart, Consent]:
    """Part → its row."""
    return {ConsentPart(row.part): row for row in contact.consents.all()}  # type: ignore[call-arg]


def standing_of(contact: Contact, rows: Mapping[ConsentPart, Consent] | None = None) -> rules.Standing:
    """What the rules need to know."""
    rows = consents_of(contact) if rows is None else rows
    return rules.Standing(
        C(contact.state), {part: S(row.state) for part, row in rows.items()}  # type: ignore[call-arg]
    )


def refusal(lack: Lack, more: Iterable[Lack] = ()) -> Refused:
    """One thing that stands against it, in the reader's language, and all else that is listed."""
    return Refused(lack.code, _("%(condition)s. ").strip() % {"condition": _(lack.label)}, more)


def ways_to_ask(contact: Contact) -> tuple[Lack, ...]:
    """How consent can be got now, as lines of a refusal."""
    ways = rules.asking_ways(reached(whom(contact)))
    return tuple(Lack(f"ask-{way.value}", rules.HOW_TO_GET[way], False) for way in ways)


def write(row: Consent, state: ConsentState, how: str = "", *, by: str = PERSON, seconded_by: str = "") -> None:
    """Set one consent, today."""
    row.state, row.how, row.by, row.seconded_by, row.on = state, how, by, seconded_by, today()
    row.slip = None
    row.save()


def settle(contact: Contact) -> None:
    """Write the state that its consents make; an end ends it today. Held and lapsed are no business of consents."""
    contact.state = rules.settled(standing_of(contact).consents)
    contact.ended_on = today() if contact.state in rules.ENDED else None
    contact.save()


def stop_asking(contact: Contact) -> None:
    """Take the question off the person's card where it is this contact's."""
    asked, contact.asked = contact.asked, None
    if asked is None or contact.submission is None:
        return
    thread = Thread.objects.filter(pk=contact.submission.pk, question=Question.CONTACT).first()
    if thread is not None and bytes(thread.asked or b"") == bytes(asked):
        standing.show(contact.submission, question="")


def end_releases(contact_ids: Iterable[UUID]) -> None:
    """What was released for a contact that will not be, or was: nothing of a key is left."""
    for request in NameRequest.objects.filter(contact_id__in=list(contact_ids), state__in=names.LIVE):
        names.end_within(request, names.ended_state(request))


def take_back(contact: Contact, how: str, *, by: str = PERSON, seconded_by: str = "") -> None:
    """The person takes it back: at once, whatever stood. What was not given is not made to look as if it had been."""
    for row in contact.consents.filter(state__in=[S.GIVEN, S.ASKED]):
        write(row, S.WITHDRAWN if row.state == S.GIVEN else S.NONE, how, by=by, seconded_by=seconded_by)
    stop_asking(contact)
    contact.state, contact.ended_on, contact.known_on, contact.answer_id = C.WITHDRAWN, today(), None, None
    contact.save()
    end_releases([contact.pk])


def live_of(submission: Submission) -> QuerySet[Contact]:
    """Contacts with this person that did not end."""
    found = Contact.objects.filter(submission=submission, state__in=LIVE)
    return found.select_related("submission", "matter")


def answered(submission: Submission, signal: Signal, word: ComplainantWord) -> bool:
    """A signed answer to a question for a meeting came: which parts it agrees to is sealed, so nothing is agreed yet."""
    waiting = live_of(submission).filter(state=C.ASKED, asked=word.answered, asked_by=AskedBy.RECEIPT)
    contact = waiting.select_for_update(of=("self",)).first()
    if contact is None:
        return False
    contact.state, contact.answer_id, contact.answered_on, contact.asked = C.TO_READ, signal.pk, today(), None
    contact.save()
    standing.show(submission, question="")
    return True


def read_answers(submission: Submission, key: bytes) -> list[Contact]:
    """Write the parts of answers that can be opened now with S. One that is broken or says two things gives nothing."""
    found = []
    for contact in live_of(submission).filter(state=C.TO_READ):
        addition = submission.additions.filter(pk=contact.answer_id or submission.pk).first()
        if addition is None:  # not opened yet, or sealed to an inbound that this member does not hold
            continue
        said = sealed.opened_json(key, addition.body, label=sealed.ADDITION, object_id=addition.pk, field="body")
        signal = Signal.objects.select_related("thread").get(pk=addition.pk)
        word = ComplainantWord.parse(bytes(signal.statement)).word.partition(" ")[0]
        parts = rules.answers(word, said.get("parts") or {})
        for part, row in consents_of(contact).items():
            write(row, parts[part] if parts else S.NONE, _how(signal) if parts else "")
        contact.answer_id = None
        settle(contact)
        found.append(contact)
    return found


def _how(signal: Signal) -> str:
    known = signal.thread.known_to_staff and signal.how in (ConfirmedHow.OWN_RECEIPT, ConfirmedHow.WITHOUT_SCRIPT)
    return ConfirmedHow.KNOWN_TO_STAFF if known else signal.how


def check_release(contact_id: UUID | None, person: Submission | Spoken, member: Member) -> None:
    """Refused unless a way to reach this person is for a contact they agreed to, by the one who goes.

    To ask by the way they left is what they said at filing that they want; so that is opened before they agreed too. So
    is the way to a person spoken to for the one first approach, which may only ask.
    """
    who = {"spoken" if isinstance(person, Spoken) else "submission": person}
    contact = Contact.objects.filter(pk=contact_id, **who).first() if contact_id else None
    if contact is None or contact.officer_id != member.pk:
        raise Refused("contact", _("A way to reach somebody is opened for one contact, to the one officer who goes."))
    way = AskedBy.FIRST_APPROACH if isinstance(person, Spoken) else AskedBy.LEFT_WAY
    asks = contact.asked_by == way and contact.state == C.ASKED and (
        isinstance(person, Spoken) or bool(person.contactable)
    )
    if contact.state != C.AGREED and not asks:
        raise Refused(
            "contact", _("The person has not agreed to this contact. Until they do, nobody opens the way to them."),
            (*rules.for_holding(standing_of(contact)), *ways_to_ask(contact)),
        )


def taken_back_on(submission: Submission) -> date | None:
    """The day on which this person took their consent to a contact back, where nothing else was begun with them since."""
    rows = Contact.objects.filter(submission=submission)
    last = rows.filter(state=C.WITHDRAWN).order_by("-ended_on").values_list("ended_on", flat=True).first()
    return None if last is None or rows.filter(state__in=LIVE).exists() else last


def released(contact: Contact, member: Member) -> NameRequest | None:
    """The request of this member for the way to this person, waiting or approved."""
    rows = NameRequest.objects.filter(contact_id=contact.pk, asked_by=member, state__in=[*names.LIVE])
    return rows.order_by("-asked_on").first()
