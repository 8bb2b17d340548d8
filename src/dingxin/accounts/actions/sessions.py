"""Locking, unlocking, ending sessions."""

from dingxin import audit
from dingxin.accounts import cookies, derive, guard, refusals
from dingxin.accounts.identity import Current
from dingxin.accounts.models import Member, Session
from dingxin.audit.writing import is_writing, writing
from dingxin.rules import clock
from dingxin.sealing.keys import MemberDerived, MemberKeys, unwrap_member_keys


def begin(
    member: Member, keys: MemberKeys, *, second_factor: bool = False, by_recovery: bool = False
) -> tuple[bytes, Session]:
    """A new row and its cookie, unlocked. Inside the action's own `writing()`."""
    if not is_writing():
        raise RuntimeError("sessions.begin outside writing()")
    cookie, now = cookies.new_cookie(), clock.now()
    session = Session.objects.create(
        id=cookies.row_id(cookie), member=member, created_at=now, seen_at=now, second_factor=second_factor,
        by_recovery=by_recovery, sealed_keys=cookies.seal_keys(cookie, keys),
    )
    return cookie, session


def refuse(member: Member | None, *, step: str) -> None:
    """Enter a refused try; for an unknown user name without naming anybody."""
    with writing():
        audit.record("session.refused", actor="", object=f"member:{member.id}" if member else "", facts={"step": step})


def lock_row(session: Session, *, actor: str, why: str) -> bool:
    """Remove the unlocked keys. False, without an entry, when they were gone already (conditional update)."""
    with writing():
        locked = Session.objects.filter(pk=session.pk, sealed_keys__isnull=False).update(sealed_keys=None) == 1
        if locked:
            audit.record("session.locked", actor=actor, object=f"member:{session.member_id}", facts={"why": why})
    return locked


def lock(*, current: Current) -> bool:
    """Lock this browser: the page asks for the passphrase again. False when it was locked already."""
    return lock_row(current.session, actor=current.actor, why="asked")


def unlock(*, current: Current, passphrase: str, place: str) -> Current:
    """The same session with its keys. Raises Refused: wrong, wait, busy; stale when the session ended meanwhile."""
    member = current.member
    ticket = guard.enter("passphrase", member.username, place)
    derived = derived_for(passphrase, member.salt, ticket)
    if not derive.fits(derived, member.verifier):
        refuse(member, step="unlock")
        raise refusals.wrong_passphrase()
    sealed = cookies.seal_keys(current.cookie, unwrap_member_keys(derived.wrap, bytes(member.wrapped_keys)))
    now = clock.now()
    with writing():
        guard.succeeded(ticket)
        # the verifier stands in the condition: a passphrase replaced a moment ago unlocks nothing
        done = Session.objects.filter(
            pk=current.session.pk, second_factor=True, member__active=True, member__verifier=member.verifier,
        ).update(sealed_keys=sealed, seen_at=now)
        if not done:
            raise refusals.stale()
        audit.record("session.unlocked", actor=current.actor, object=f"member:{member.id}")
    current.session.sealed_keys, current.session.seen_at = sealed, now
    return Current(member, current.session, current.cookie, current.language, current.theme)


def derived_for(secret: str, salt: bytes | memoryview, ticket: guard.Ticket) -> MemberDerived:
    """Derive, and give the try back when there was no room for it."""
    try:
        return derive.derive(secret, salt)
    except refusals.Refused:
        guard.released(ticket)
        raise


def end(session: Session, *, actor: str, why: str) -> bool:
    """Delete a session's row. False, without an entry, when it was gone already."""
    with writing():
        ended = Session.objects.filter(pk=session.pk).delete()[0] > 0
        if ended:
            audit.record("session.closed", actor=actor, object=f"member:{session.member_id}", facts={"why": why})
    return ended


def sign_out(*, current: Current) -> bool:
    """End this browser's session. False when it had ended already."""
    return end(current.session, actor=current.actor, why="asked")


def end_other(*, current: Current, session_id: str) -> bool:
    """End another browser's session of the same member. False for anything else."""
    other = Session.objects.filter(pk=session_id, member=current.member).exclude(pk=current.session.pk).first()
    return other is not None and end(other, actor=current.actor, why="ended from another browser")
