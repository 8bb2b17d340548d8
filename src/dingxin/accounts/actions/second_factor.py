"""The second factor: shown at sign-in, shown again before a change, set up, taken away."""

from django.db import IntegrityError
from django.db.models import Max

from dingxin import audit
from dingxin.accounts import challenges, guard, identity, refusals, security_keys, totp
from dingxin.accounts.actions.mine import check_passphrase
from dingxin.accounts.actions.sessions import refuse
from dingxin.accounts.actions.signing_in import Opened, make_whole
from dingxin.accounts.identity import Current, Locked
from dingxin.accounts.models import Member, SecurityKey, Session
from dingxin.accounts.queries import has_second_factor, security_keys_of
from dingxin.accounts.security_keys import Site
from dingxin.audit.writing import writing
from dingxin.rules import clock
from dingxin.web.days import today

CODES = 0  # stands for the device for codes where a security key has its number


def _named(number: int) -> dict[str, str | int | None]:
    """Which second factor, as a fact of an audit entry."""
    return {"what": "codes"} if number == CODES else {"what": "security key", "number": number}


class _Shown:
    """A second factor that fits, before it is used up: a code's step, or a key and its counter."""

    def __init__(self, current: Current, *, code: str, answer: str, site: Site | None, place: str, step: str) -> None:
        self.member, self.step = current.member, step
        self.ticket = guard.enter("code", self.member.username, place)  # one count for codes and keys: they are one door
        self.number = CODES
        if not answer:
            secret = totp.secret_of(self.member)
            self.at = totp.step_of(secret, code) if secret else None
            if self.at is None:
                refuse(self.member, step=step)
                raise refusals.wrong_code()
            return
        challenge = challenges.take(current.session)
        try:
            if challenge is None or site is None:
                raise refusals.wrong_key()
            known = list(security_keys_of(self.member))
            self.key, self.count = security_keys.asserted(site, challenge, known, answer)
        except refusals.Refused:
            refuse(self.member, step=f"{step}, security key")
            raise
        self.number = self.key.number
        if security_keys.went_back(self.key.sign_count, self.count):
            with writing():
                audit.record(
                    "session.key_copied", actor=current.actor, object=f"member:{self.member.id}",
                    facts={"number": self.number, "step": step, "counter_before": self.key.sign_count, "counter": self.count},
                )
            raise refusals.copied_key()

    def spend(self) -> bool:
        """Use it up, inside the action's `writing()`. False when another request was faster."""
        if self.number == CODES:
            spent = self.at is not None and totp.spend(self.member, self.at)
        else:
            held = SecurityKey.objects.filter(pk=self.key.pk, sign_count=self.key.sign_count)
            spent = held.update(sign_count=self.count) == 1
        if spent:
            guard.succeeded(self.ticket)
        return spent

    def again(self) -> refusals.Refused:
        """What was not spent is a replay."""
        refuse(self.member, step=f"{self.step} again")
        return refusals.wrong_code() if self.number == CODES else refusals.wrong_key()


def confirm_second_factor(
    *, current: Current, code: str = "", answer: str = "", site: Site | None = None, place: str
) -> Opened:
    """The whole session, in a new row with a new cookie; the half-open one is gone. A code, or a security key's answer.

    Raises Refused: code (wrong or used already), key, copied, wait, stale.
    """
    shown = _Shown(current, code=code, answer=answer, site=site, place=place, step="second factor")
    keys = current.keys_before_second_factor()
    if keys is None or identity.is_over(current.session, clock.now()):
        raise refusals.stale()
    with writing():
        spent = shown.spend()
        if spent:
            opened = make_whole(current, keys)
            facts = _named(shown.number)
            audit.record("session.opened", actor=current.actor, object=f"member:{current.id}", facts=facts)
    if not spent:
        raise shown.again()
    return opened


def confirm_again(
    *, current: Current, code: str = "", answer: str = "", site: Site | None = None, place: str
) -> None:
    """For one change of second factors within five minutes (`challenges.LIFE`). Refused as `confirm_second_factor`; Locked."""
    if not current.unlocked:
        raise Locked
    shown = _Shown(current, code=code, answer=answer, site=site, place=place, step="second factor confirmed")
    at = clock.now()
    with writing():
        spent = shown.spend()
        if spent:
            if not Session.objects.filter(pk=current.session.pk, second_factor=True).update(confirmed_at=at):
                raise refusals.stale()
            facts = _named(shown.number)
            audit.record("session.confirmed", actor=current.actor, object=f"member:{current.id}", facts=facts)
    if not spent:
        raise shown.again()
    current.session.confirmed_at = at


def is_confirmed(session: Session) -> bool:
    """Whether one change is open to this session now."""
    return session.confirmed_at is not None and clock.now() - session.confirmed_at <= challenges.LIFE


def _use_up(current: Current) -> None:
    """The confirmation, inside the change's `writing()`: of two changes at once one gets it."""
    held = Session.objects.filter(pk=current.session.pk, confirmed_at=current.session.confirmed_at)
    if not is_confirmed(current.session) or not held.update(confirmed_at=None):
        raise refusals.confirm_first()


def _held(member: Member) -> Member:
    """The row as it is now, kept from other changes of second factors until the end of the transaction."""
    row = Member.objects.select_for_update().filter(pk=member.pk, active=True).first()
    if row is None:
        raise refusals.stale()
    return row


def enrol_second_factor(*, current: Current, token: str, code: str, passphrase: str = "", place: str) -> Opened | None:
    """Keep the offered secret once its code was typed. First time: the whole session begins. Else, with the passphrase,
    the old device, where there is one, is replaced and None returned.

    Raises Refused: code (also for an offer of another session), wrong, wait, busy, stale.
    """
    member, first = current.member, not current.session.second_factor
    if first and has_second_factor(member):
        raise refusals.stale()
    secret = totp.offered(token, current.session.id)
    ticket = guard.enter("code", member.username, place)
    step = totp.step_of(secret, code) if secret else None
    if secret is None or step is None:
        refuse(member, step="second factor enrolment")
        raise refusals.wrong_code()
    asked = None if first else check_passphrase(current, passphrase, place)
    keys = current.keys_before_second_factor()
    with writing():
        guard.succeeded(ticket)
        if asked:
            guard.succeeded(asked)
        row = _held(member)
        if keys is None or row.totp_secret != member.totp_secret or (first and has_second_factor(row)):
            raise refusals.stale()
        Member.objects.filter(pk=member.pk).update(totp_secret=totp.seal(secret, member), totp_last_step=step)
        opened = make_whole(current, keys) if first else None
        audit.record("member.second_factor", actor=current.actor, object=f"member:{current.id}", facts=_named(CODES))
    return opened


def enrol_security_key(*, current: Current, answer: str, site: Site | None, place: str) -> Opened | None:
    """Keep a new security key. As the first second factor of all: the whole session begins. Else the second factor was
    confirmed again just before, and None is returned.

    Raises Refused: key, synced, known, host, confirm, wait, stale; Locked.
    """
    member, first = current.member, not current.session.second_factor
    if not first and not current.unlocked:
        raise Locked
    if first and has_second_factor(member):
        raise refusals.stale()
    if not first and not is_confirmed(current.session):
        raise refusals.confirm_first()
    if site is None:
        raise refusals.no_key_here()
    ticket = guard.enter("code", member.username, place)
    challenge = challenges.take(current.session)
    try:
        if challenge is None:
            raise refusals.wrong_key()
        new = security_keys.registered(site, member, challenge, answer)
    except refusals.Refused:
        refuse(member, step="security key enrolment")
        raise
    keys = current.keys_before_second_factor()
    try:
        with writing():
            guard.succeeded(ticket)
            row = _held(member)
            if keys is None or (first and has_second_factor(row)):
                raise refusals.stale()
            if not first:
                _use_up(current)
            number = (security_keys_of(member).aggregate(last=Max("number"))["last"] or 0) + 1
            SecurityKey.objects.create(
                member=member, number=number, credential_id=new.credential_id, public_key=new.public_key,
                sign_count=new.sign_count, added_on=today(),
            )
            opened = make_whole(current, keys) if first else None
            audit.record("member.second_factor", actor=current.actor, object=f"member:{current.id}", facts=_named(number))
    except IntegrityError:
        raise refusals.known_key() from None
    return opened


def remove_second_factor(*, current: Current, number: int) -> None:
    """Take a security key away, or with CODES the device for codes; never the last. The other second factor, or this
    one, was confirmed again just before. Raises Refused: confirm, last, stale; Locked."""
    if not current.unlocked:
        raise Locked
    member = current.member
    with writing():
        row = _held(member)
        known = set(security_keys_of(row).values_list("number", flat=True))
        known |= {CODES} if row.totp_secret is not None else set()
        if number not in known:
            raise refusals.stale()
        if len(known) == 1:
            raise refusals.last_factor()
        _use_up(current)
        if number == CODES:
            Member.objects.filter(pk=member.pk).update(totp_secret=None)
        else:
            SecurityKey.objects.filter(member=member, number=number).delete()
        audit.record(
            "member.second_factor_removed", actor=current.actor, object=f"member:{current.id}", facts=_named(number),
        )
