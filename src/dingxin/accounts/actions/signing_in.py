"""Passphrase or recovery code, then the second factor, then the session."""

from dataclasses import dataclass, field

from dingxin import audit
from dingxin.accounts import derive, guard, refusals
from dingxin.accounts.actions.sessions import begin, derived_for, refuse
from dingxin.accounts.identity import Current, actor_text
from dingxin.accounts.models import Member, Session
from dingxin.audit.writing import writing
from dingxin.sealing.errors import DigitsWrong
from dingxin.sealing.keys import MemberKeys, check_recovery_code, unwrap_member_keys
from dingxin.sealing.primitives import sha256


@dataclass(frozen=True)
class Opened:
    """A session that has just begun: the cookie goes to the browser, nowhere else."""

    cookie: bytes = field(repr=False)
    session: Session

    @property
    def current(self) -> Current:
        """As the next request will see it."""
        return Current(self.session.member, self.session, self.cookie)


def _dummy_salt(username: str) -> bytes:
    return sha256(b"dingxin/no-such-member\n", username.encode())[:16]


def _open(username: str, secret: str, place: str, *, recovery: bool) -> Opened:
    """One path for both secrets and for known and unknown names: same queries, one derivation, one text."""
    what = "recovery" if recovery else "passphrase"
    name = username.strip().lower()[:80]
    member = Member.objects.filter(username=name, active=True).first()
    ticket = guard.enter(what, name, place)
    if member is None:
        salt, verifier = _dummy_salt(name), bytes(32)
    elif recovery:
        salt, verifier = bytes(member.recovery_salt), bytes(member.recovery_verifier)
    else:
        salt, verifier = bytes(member.salt), bytes(member.verifier)
    derived = derived_for(secret, salt, ticket)
    if not derive.fits(derived, verifier) or member is None:
        refuse(member, step=what)
        raise refusals.wrong_recovery() if recovery else refusals.wrong()
    keys = unwrap_member_keys(derived.wrap, bytes(member.recovery_wrapped_keys if recovery else member.wrapped_keys))
    with writing():
        guard.succeeded(ticket)
        field_name = "recovery_verifier" if recovery else "verifier"
        held = {"pk": member.pk, "active": True, field_name: verifier}
        if not Member.objects.select_for_update().filter(**held).exists():
            raise refusals.stale()
        cookie, session = begin(member, keys, by_recovery=recovery)
        audit.record(
            "member.recovery_used" if recovery else "session.begun", actor=actor_text(member),
            object=f"member:{member.id}",
        )
    return Opened(cookie, session)


def sign_in(*, username: str, passphrase: str, place: str) -> Opened:
    """A half-open session: the second factor is next. ``place``: `places.place_of(request, username)`.

    Raises Refused: wrong (whatever was wrong, after the same work), wait, busy, stale.
    """
    return _open(username, passphrase, place, recovery=False)


def use_recovery_code(*, username: str, code: str, place: str) -> Opened:
    """A half-open session; after its second factor a new passphrase is due first of all. Refused as `sign_in`."""
    try:
        typed = check_recovery_code(code)
    except DigitsWrong:
        typed = code  # as slow as a code of the right form, and refused in the same words
    return _open(username, typed, place, recovery=True)


def make_whole(current: Current, keys: MemberKeys) -> Opened:
    """Swap the half-open row for a whole one. Exactly one request gets it: deleting is the condition."""
    if not Session.objects.filter(pk=current.session.pk, second_factor=False).delete()[0]:
        raise refusals.stale()
    cookie, session = begin(current.member, keys, second_factor=True, by_recovery=current.session.by_recovery)
    return Opened(cookie, session)
