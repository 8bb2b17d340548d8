"""What a member does with the own account."""

from dataclasses import dataclass, field

from django.conf import settings

from dingxin import audit
from dingxin.accounts import cookies, derive, guard, refusals
from dingxin.accounts.actions.sessions import derived_for, refuse
from dingxin.accounts.identity import Current, Locked
from dingxin.accounts.models import Member, Session
from dingxin.audit.writing import writing
from dingxin.rules import clock
from dingxin.sealing.errors import DigitsWrong
from dingxin.sealing.keys import (
    MemberKeys,
    check_recovery_code,
    generate_passphrase,
    new_member_keys,
    recovery_code,
    wrap_member_keys,
)

THEMES = ("auto", "light", "dark")


@dataclass(frozen=True)
class Secrets:
    """A generated passphrase and recovery code, to be shown once and kept by the member alone."""

    passphrase: str = field(repr=False)
    recovery_code: str = field(repr=False)


def new_secrets() -> Secrets:
    """96 random bits as six words, and 130 as a code with check signs."""
    return Secrets(generate_passphrase(), recovery_code())


def locked_up(secrets: Secrets, keys: MemberKeys) -> dict[str, object]:
    """The columns that hold `keys` under both secrets. Two derivations, so never in a transaction. Refused: busy."""
    salt, recovery_salt = derive.new_salt(), derive.new_salt()
    usual, recovery = derive.derive(secrets.passphrase, salt), derive.derive(secrets.recovery_code, recovery_salt)
    return {
        "salt": salt, "verifier": usual.verifier, "wrapped_keys": wrap_member_keys(usual.wrap, keys),
        "recovery_salt": recovery_salt, "recovery_verifier": recovery.verifier,
        "recovery_wrapped_keys": wrap_member_keys(recovery.wrap, keys),
    }


def check_passphrase(current: Current, passphrase: str, place: str) -> guard.Ticket:
    """One try, entered as a failure until the action is through. Raises Refused: wrong, wait, busy."""
    ticket = guard.enter("passphrase", current.member.username, place)
    if not derive.fits(derived_for(passphrase, current.member.salt, ticket), current.member.verifier):
        refuse(current.member, step="passphrase asked again")
        raise refusals.wrong_passphrase()
    return ticket


def _replace(current: Current, columns: dict[str, object], sealed: bytes) -> int:
    """Write the columns, end the member's other sessions and return how many, keep this one under ``sealed``.

    Conditional on the verifier read before: of two requests at once one is refused (stale).
    """
    member = current.member
    changed = Member.objects.filter(pk=member.pk, active=True, verifier=member.verifier).update(**columns)
    if not changed:
        raise refusals.stale()
    Session.objects.filter(pk=current.session.pk).update(by_recovery=False, sealed_keys=sealed)
    return Session.objects.filter(member=member).exclude(pk=current.session.pk).delete()[0]


def change_passphrase(*, current: Current, new: Secrets, old: str = "", place: str) -> None:
    """New passphrase and recovery code, typed back before (`offers.accept`), around the same keys; others signed out.

    ``old`` is asked except right after the recovery code was used. Raises Refused (wrong, wait, busy, stale), Locked.
    """
    keys, ticket = current.keys(), None
    if not current.session.by_recovery:
        ticket = check_passphrase(current, old, place)
    columns = locked_up(new, keys) | {"own": True, "recovery_proved_at": clock.now()}
    with writing():
        if ticket:
            guard.succeeded(ticket)
        ended = _replace(current, columns, cookies.seal_keys(current.cookie, keys))
        audit.record(
            "member.passphrase_changed", actor=current.actor, object=f"member:{current.id}",
            facts={"sessions_ended": ended, "after_recovery": int(current.session.by_recovery)},
        )


def take_over(*, current: Current, new: Secrets) -> None:
    """Make an account one's own that somebody else has made: new keys under secrets that only the member has seen.

    Whoever kept the first passphrase opens nothing with it. Raises Refused (busy, stale), Locked.
    """
    if not current.unlocked:
        raise Locked
    if current.member.own:
        raise refusals.stale()
    keys = new_member_keys()
    columns = locked_up(new, keys) | {
        "own": True, "recovery_proved_at": clock.now(), "recipient": keys.recipient, "verify_key": keys.verify,
        "key_number": current.member.key_number + 1,
    }
    with writing():
        ended = _replace(current, columns, cookies.seal_keys(current.cookie, keys))
        audit.record(
            "member.keys_reset", actor=current.actor, object=f"member:{current.id}",
            facts={"key_number": current.member.key_number + 1, "sessions_ended": ended, "why": "taken over"},
        )


def prove_recovery_code(*, current: Current, code: str, place: str) -> None:
    """The member has the paper: the code was typed back. Raises Refused (mistyped, wait, busy, stale)."""
    try:
        typed = check_recovery_code(code)
    except DigitsWrong:
        raise refusals.mistyped() from None
    member = current.member
    ticket = guard.enter("recovery", member.username, place)
    if not derive.fits(derived_for(typed, member.recovery_salt, ticket), member.recovery_verifier):
        refuse(member, step="recovery code typed back")
        raise refusals.mistyped()
    with writing():
        guard.succeeded(ticket)
        held = Member.objects.filter(pk=member.pk, recovery_verifier=member.recovery_verifier)
        if not held.update(recovery_proved_at=clock.now()):
            raise refusals.stale()
        audit.record("vault.recovery_proved", actor=current.actor, object=f"member:{current.id}")


def change_settings(*, current: Current, language: str, theme: str, key_hints: bool) -> None:
    """How pages look for this member. Raises ValueError for what no form offers."""
    if language not in dict(settings.LANGUAGES) or theme not in THEMES:
        raise ValueError("unknown language or theme")
    with writing():
        Member.objects.filter(pk=current.id).update(language=language, theme=theme, key_hints=key_hints)
        audit.record("member.changed", actor=current.actor, object=f"member:{current.id}", facts={"what": "look"})
