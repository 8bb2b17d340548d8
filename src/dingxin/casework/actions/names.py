"""Asking for the second key to a name, and turning it: two people, a reason, an entry each (3-sealing, Identity)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.casework import contact_doors, contacts, doors, name_doors, names, sealed
from dingxin.casework.models import NameRequest, Spoken, Submission
from dingxin.casework.numbers import next_number
from dingxin.casework.refused import Refused
from dingxin.casework.whose import Whose, audit_object, body_of, key_of, team_of
from dingxin.organisation.queries import holders_of
from dingxin.rules.codes import OpeningReview, RequestState, RequestUse, Role
from dingxin.rules.ids import new_id
from dingxin.rules.names import LEAST_CUSTODIANS, against_reviewing
from dingxin.sealing.release import DECISION, REASON, Release, open_note, seal_note, seal_release
from dingxin.vault import keyring
from dingxin.vault.certificates import TEAM_HOLDERS, verify_member
from dingxin.vault.custodians import verified_custody
from dingxin.vault.trust import trust_of
from dingxin.web.days import today

NUMBERS = "name"
LABEL = "name-request"


@dataclass(frozen=True)
class OpenedRequest:
    """``reason``: why it was asked, in words."""

    request: NameRequest
    reason: str = field(repr=False)


def request_name(
    *, current: Current, submission: Submission, purpose: str, ground: str, reason: str, days: int = names.DAYS,
    contact: UUID | None = None,
) -> NameRequest:
    """Ask the custodians for the second key. ``purpose``: RequestUse; ``ground``: RequestPurpose; ``days``: 1 to 7.

    The words of the reason go to the custodians' verified identity and, for the record, under S. A ground of danger is
    the leader's alone and lasts a day. ``contact``: the agreed contact that a way to reach somebody is for.
    Raises Refused (also "quoted": the reason repeats what was said), NotTrusted, NotAHolder, Http404, PermissionDenied.
    """
    return _ask(current, lambda right: doors.access_submission(current, submission.pk, right, lock=True),
                purpose, ground, reason, days, contact)  # fmt: skip


def request_spoken_name(
    *, current: Current, spoken: Spoken, purpose: str, ground: str, reason: str, days: int = names.DAYS,
    contact: UUID | None = None,
) -> NameRequest:
    """The same for a person spoken to (RequestUse name or way_to_reach): the words of the reason stay under M."""
    def access(right: doors.Right) -> Spoken:
        doors.access_matter(current, spoken.matter_id, right)
        return contact_doors.access_spoken(current, spoken.pk, lock=True)

    return _ask(current, access, purpose, ground, reason, days, contact)


def _ask(
    current: Current, access: Callable[[doors.Right], Whose], purpose: str, ground: str, reason: str, days: int,
    contact: UUID | None,
) -> NameRequest:
    urgent = names.is_urgent(ground)
    with writing():
        right = doors.Right.LEAD if urgent else doors.Right.SEE
        row = access(right)
        team, who = team_of(row), {"spoken" if isinstance(row, Spoken) else "submission": row}
        names.check_asking(row, purpose, ground, days, contact)
        if purpose == RequestUse.WAY:
            contacts.check_release(contact, row, current.member)
        body = body_of(row)
        if holders_of(body, Role.CUSTODIAN).count() < LEAST_CUSTODIANS:
            raise Refused("one-custodian", _("A body has at least two custodians before a name is asked for."))
        if NameRequest.objects.filter(**who, asked_by=current.member, state__in=names.LIVE).exists():
            raise Refused("asked-already", _("You have asked for this already: wait for it, use it, or take it back."))
        verify_member(current.member, scope=team.pk, roles=TEAM_HOLDERS, trust=trust_of(team.body))
        custody = verified_custody(body, trust_of(body))
        text = names.check_reason(current, row, reason)
        lasts = names.URGENT_DAYS if urgent else days
        request = NameRequest(
            id=new_id(), **who, body=body, use=purpose, ground=ground, urgent=urgent, contact_id=contact,
            asked_by=current.member, asked_on=today(), days=lasts, expires_on=today() + timedelta(days=lasts),
            custody=custody, year=today().year, number=next_number(body.pk, NUMBERS, today().year),
        )
        request.asked = seal_note(custody.recipient, REASON, request.pk.hex, text)
        request.reason = sealed.seal(key_of(current, row), text, label=LABEL, object_id=request.pk, field="reason")
        request.save()
        audit.record(
            "name.asked", actor=current.actor, object=audit_object(row), scope=str(team.pk),
            facts={"request": str(request.pk), "use": purpose, "ground": ground, "urgent": int(urgent), "days": lasts},
        )
    return request


def withdraw_name_request(*, current: Current, request: NameRequest) -> NameRequest:
    """Take back what nobody decided yet, by whoever asked."""
    with writing():
        row = name_doors.access_own(current, request.pk, lock=True)
        if row.state != RequestState.ASKED:
            raise Refused("over", _("This does not wait any more."))
        names.end_within(row, RequestState.CANCELLED)
        _record("name.withdrawn", current, row)
    return row


def open_name_request(*, current: Current, request: NameRequest) -> OpenedRequest:
    """Read the reason of a request, as a custodian. Raises NotAHolder for a custodian without this key."""
    with writing():
        row = name_doors.access_as_keeper(current, request.pk)
        secret = keyring.custody_secret(current, row.custody)
        reason = open_note(secret, bytes(row.asked), REASON, row.pk.hex)
        _record("name.reason_opened", current, row)
    return OpenedRequest(row, reason)


def approve_name_request(*, current: Current, request: NameRequest, text: str = "") -> NameRequest:
    """Turn the second key: share b, sealed again to the one officer who asked, for one use, until one day.

    The officer must still read the submission and be certified today. ``text``: words to the officer, or empty.
    An urgent one is due for review by a third on the next working day. Raises Refused, NotAHolder, NotTrusted.
    """
    with writing():
        row = name_doors.access_as_keeper(current, request.pk, lock=True)
        names.check_turning(current.member, row)
        recipient = _recipient(row)
        b = names.share_b(current, row)
        row.release = seal_release(recipient, Release(
            row.pk.hex, row.whose.pk.hex, row.asked_by_id.hex, row.use, row.expires_on, b
        ))  # fmt: skip
        if row.urgent:
            row.review_due = names.review_day(row.whose)
        _decide(current, row, RequestState.APPROVED, recipient, text.strip())
        _record("name.approved", current, row)
    return row


def refuse_name_request(*, current: Current, request: NameRequest, text: str) -> NameRequest:
    """Refuse the second key, with a reason that only the officer who asked can open. Raises Refused, NotTrusted."""
    reason = text.strip()
    if not reason or len(reason) > 2_000:
        raise Refused("reason", _("Write why not, so that the officer can do it another way."))
    with writing():
        row = name_doors.access_as_keeper(current, request.pk, lock=True)
        names.check_turning(current.member, row)
        row.ended_on = today()
        _decide(current, row, RequestState.REFUSED, _recipient(row), reason)
        _record("name.refused", current, row)
    return row


def _recipient(row: NameRequest) -> str:
    """The certified recipient of whoever asked, who must still read it. Raises Refused, NotTrusted."""
    if not names.may_ask(row.asked_by, row.whose):
        raise Refused("asker-left", _("Whoever asked does not read this any more. Nothing is released; it runs out by itself."))
    team = team_of(row.whose)
    return verify_member(row.asked_by, scope=team.pk, roles=TEAM_HOLDERS, trust=trust_of(team.body)).recipient


def _decide(current: Current, row: NameRequest, state: str, recipient: str, text: str) -> None:
    row.state, row.decided_by, row.decided_on = state, current.member, today()
    row.decision = seal_note(recipient, DECISION, row.pk.hex, text) if text else None
    row.save()


def review_opening(*, current: Current, request: NameRequest, word: str) -> NameRequest:
    """A third's finding of an opening that was made at once. ``word``: OpeningReview. Raises Refused."""
    with writing():
        row = name_doors.access_as_keeper(current, request.pk, lock=True)
        if row.review_due is None or row.reviewed_by_id is not None:
            raise Refused("over", _("Nothing here waits to be looked at."))
        who = names.turner(current.member, row.body, row.whose)
        found = against_reviewing(who, names.opened_by(row))
        if found is not None:
            raise names.refusal(found)
        if word not in set(OpeningReview):
            raise Refused("bad-code", _("One of the codes is not in its table."))
        row.reviewed_by, row.reviewed_on, row.review = current.member, today(), word
        row.save(update_fields=["reviewed_by", "reviewed_on", "review"])
        _record("name.reviewed", current, row, review=word)
    return row


def _record(kind: str, current: Current, row: NameRequest, **more: str | int | None) -> None:
    audit.record(
        kind, actor=current.actor, object=audit_object(row.whose), scope=str(team_of(row.whose).pk),
        facts={"request": str(row.pk), "use": row.use, "ground": row.ground, "urgent": int(row.urgent), **more},
    )
