"""The second key to a name: who may ask, who may turn it, and the shares themselves. Used by actions; records nothing."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.accounts.models import Member
from dingxin.casework import envelopes, joining, terms
from dingxin.casework.models import NameRequest, Spoken, Submission
from dingxin.casework.refused import Refused
from dingxin.casework.whose import Whose, about, is_held, sealed_parts, share_a, team_of
from dingxin.mailbox.models import File
from dingxin.organisation.models import Body, Membership
from dingxin.organisation.queries import body_roles, holders_of, role_in, serving
from dingxin.rules.access import READERS
from dingxin.rules.codes import URGENT_PURPOSES, Level, RequestPurpose, RequestState, RequestUse, Role
from dingxin.rules.names import Turner, against_turning, quotes
from dingxin.rules.recusal import Conflict, is_within
from dingxin.sealing.envelope import open_identity, open_share_b
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.release import open_release
from dingxin.vault import keyring, relations
from dingxin.vault.certificates import TEAM_HOLDERS, verify_member
from dingxin.vault.models import CustodyHolder
from dingxin.vault.refusals import KeyGone, NotAHolder
from dingxin.vault.trust import trust_of
from dingxin.web.days import today

DAYS = 7
"""A request and what it released live at most a week: long enough for a weekend and a visit, short enough that the
share of a name nobody needs any more does not lie about. No pack sets a term for it."""
URGENT_DAYS = 1
LIVE = (RequestState.ASKED, RequestState.APPROVED)


def is_kept(member: Member, whose: Whose) -> bool:
    """Whether recusal or a relation keeps somebody from what it is about, or from a matter it is in.

    In every vault it was in, since whoever turns the key stays the same when it is sent up. As ``visible`` says for who
    is signed in.
    """
    vaults, matters, units = about(whose)
    for vault_id in vaults:
        if any(member.pk in keyring.recused(vault_id, unit) for unit in units):
            return True
        if any(member.pk in keyring.recused(vault_id, None, matter.pk) for matter in matters):
            return True
    roots = relations.running(member.pk)
    return any(is_within(unit.path, root) for unit in units for root in roots)


def turner(member: Member, body: Body, whose: Whose) -> Turner:
    """What the rules need to know of somebody towards a request, from today's rows."""
    roles = frozenset(Role(row.role) for row in body_roles(member).filter(body=body))  # type: ignore[call-arg]
    return Turner(
        member.pk, roles if member.active else frozenset(), Membership.objects.filter(serving(), member=member).exists(),
        is_kept(member, whose),
    )


def refusal(conflict: Conflict) -> Refused:
    """What stands against it, in the reader's language."""
    return Refused(conflict.code, _("%(condition)s. ") .strip() % {"condition": _(conflict.label)})


def check_turning(member: Member, request: NameRequest) -> None:
    """Refused unless this member may approve or refuse it now."""
    custodians = holders_of(request.body, Role.CUSTODIAN).count()
    found = against_turning(turner(member, request.body, request.whose), request.asked_by_id, custodians)
    if found is not None:
        raise refusal(found)
    if request.state != RequestState.ASKED or request.expires_on < today():
        raise Refused("over", _("This request does not wait any more: it was decided, taken back, or ran out."))


def may_ask(member: Member, whose: Whose) -> bool:
    """Whether this member reads what holds the name today, told without a key."""
    return role_in(member, team_of(whose).pk) in READERS and not is_kept(member, whose)


def check_asking(row: Whose, use: str, ground: str, days: int, contact: UUID | None) -> None:
    """Refused unless such a request makes sense for this person."""
    if use not in set(RequestUse) or ground not in set(RequestPurpose) or not 1 <= days <= DAYS:
        raise Refused("bad-code", _("One of the codes is not in its table."))
    if not is_held(row):
        raise Refused("unopened", _("Open it first: nobody needs a name for what nobody has read."))
    if (use == RequestUse.NEW_DIGITS) != (ground == RequestPurpose.NEW_DIGITS):
        raise Refused("bad-code", _("One of the codes is not in its table."))
    if (use == RequestUse.WAY) != (contact is not None):
        raise Refused("contact", _("A way to reach somebody is opened for one agreed contact, and for nothing else."))
    if isinstance(row, Spoken):
        if use not in (RequestUse.NAME, RequestUse.WAY):
            raise Refused("bad-code", _("One of the codes is not in its table."))
        return
    if use == RequestUse.FILES:
        if not File.objects.filter(thread_id=row.pk, held_by_identity=True).exists():
            raise Refused("no-files", _("Nothing of it is held under the two keys but the name."))
    elif row.level == Level.ANONYMOUS:
        raise Refused("anonymous", _("No name was given, and nobody looks for one."))
    if row.level == Level.OPEN and use != RequestUse.NEW_DIGITS:
        raise Refused("open", _("This person is open to the team by their own choice: no second key is needed."))


def is_urgent(ground: str) -> bool:
    """Whether leader and custodian open at once, with a third looking at it afterwards."""
    return ground in URGENT_PURPOSES


def check_reason(current: Current, row: Whose, reason: str) -> str:
    """The reason without blanks around it. Refused when it is empty, too long, or repeats what a person said.

    Of a person spoken to, what counts is what those said whose submissions are in the matter and open for who asks.
    """
    text = reason.strip()
    if not text or len(text) > 2_000:
        raise Refused("reason", _("Write why it cannot be done without the name."))
    if any(quotes(text, said) for said in _said(current, row)):
        raise Refused(
            "quoted", _("The custodian reads the reason, but must not read what was said. Write it without quoting.")
        )
    return text


def _said(current: Current, row: Whose) -> Iterator[str]:
    """What people said whom a reason could quote."""
    if not isinstance(row, Spoken):
        yield _words(row, keyring.unwrap(current, "S", row.pk))
        return
    for submission in joining.inside(row.matter):
        with suppress(NotAHolder, KeyGone):  # not read yet, or closed to who asks: they cannot quote it
            yield _words(submission, keyring.unwrap(current, "S", submission.pk))


def _words(row: Submission, S: bytes) -> str:
    return " ".join(str(value) for value in envelopes.words(row, S).values())


def share_b(current: Current, request: NameRequest) -> bytes:
    """Share b, with whichever of the custodians' keys this member holds it was sealed to, old ones included."""
    blob, _identity = sealed_parts(request.whose)
    held = CustodyHolder.objects.filter(member=current.member, custody__body=request.body).select_related("custody")
    for row in held.order_by("-custody__epoch"):
        with suppress(NotAHolder, SealBroken):
            return open_share_b(keyring.custody_secret(current, row.custody), blob, request.whose.pk.hex)
    raise NotAHolder(
        _("You hold no key that this name was sealed to. A custodian who holds the older key can pass it on to you.")
    )


def shares(current: Current, request: NameRequest) -> tuple[bytes, bytes]:
    """(a, b) of a release that may be used now, by whom it was made for: still certified, and holding the words."""
    row, team = request.whose, team_of(request.whose)
    if request.release is None or request.state != RequestState.APPROVED:
        raise Refused("over", _("This was used, ended, or never approved. Ask again if the name is still needed."))
    verify_member(current.member, scope=team.pk, roles=TEAM_HOLDERS, trust=trust_of(team.body))
    try:
        found = open_release(
            current.keys().secret, bytes(request.release), request=request.pk.hex, submission=row.pk.hex,
            member=current.member.pk.hex, use=request.use, today=today(),
        )
    except SealBroken:
        raise Refused("over", _("This release has run out, or was made for another key of yours. Ask again.")) from None
    return share_a(current, row), found.b


def identity_of(whose: Whose, a: bytes, b: bytes) -> dict[str, Any] | None:
    """name, phone, other as they were written; None when no name was given after all."""
    _share, blob = sealed_parts(whose)
    opened = open_identity(a, b, whose.pk.hex, blob)
    found: dict[str, Any] | None = json.loads(opened) if opened is not None else None
    return found


def end_within(request: NameRequest, state: str) -> None:
    """End a request inside the caller's ``writing()``: from then on nothing of a key is left. The caller records it."""
    request.state, request.release, request.ended_on = state, None, today()
    request.save(update_fields=["state", "release", "ended_on"])


def ended_state(request: NameRequest) -> str:
    """How a release ends that is not used up by itself."""
    return RequestState.USED if request.opened else RequestState.CANCELLED


def opened_by(request: NameRequest) -> frozenset[UUID]:
    """The two by whom a name was opened at once: who asked, and who turned the key."""
    return frozenset(pk for pk in (request.asked_by_id, request.decided_by_id) if pk is not None)


def review_day(whose: Whose) -> date:
    """The next working day, by which a third looks at an opening that was made at once."""
    return terms.pack_of_team(team_of(whose)).calendar.next_workday(today() + timedelta(days=1))
