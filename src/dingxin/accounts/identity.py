"""Who asks: `request.member`, and the keys while unlocked."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from dingxin.accounts import cookies
from dingxin.accounts.models import Member, Session
from dingxin.sealing.keys import MemberKeys

HALF_OPEN = timedelta(minutes=15)  # from the passphrase to the second factor, enrolment included


class Locked(Exception):
    """The keys are not here: the session is locked, or the server was started anew."""


def actor_text(member: Member) -> str:
    """How the audit names a member for good: `周砚 (zhou) 1f0c…`, at most 140 characters."""
    return f"{member.name} ({member.username}) {member.id}"


@dataclass(eq=False)
class Current:
    """One member in one browser, for one request. ``language`` and ``theme`` are what this page is shown in."""

    member: Member
    session: Session
    cookie: bytes = field(repr=False)
    language: str = ""
    theme: str = ""

    @property
    def id(self) -> UUID:
        """Of the member."""
        return self.member.id

    @property
    def name(self) -> str:
        """Of the member."""
        return self.member.name

    @property
    def actor(self) -> str:
        """For `audit.record`."""
        return actor_text(self.member)

    @property
    def keys_off(self) -> bool:
        """True where the member wants no single-letter keys."""
        return not self.member.key_hints

    @property
    def settled(self) -> bool:
        """False while a passphrase is due that nobody else has seen: then only that page opens."""
        return self.member.own and not self.session.by_recovery

    @cached_property
    def _keys(self) -> MemberKeys | None:
        return cookies.open_keys(self.cookie, self.session.sealed_keys)

    @property
    def unlocked(self) -> bool:
        """Whether the keys really open now; a restart of the server makes it False everywhere."""
        return self.session.second_factor and self._keys is not None

    def keys(self) -> MemberKeys:
        """The member's private keys. Raises Locked."""
        if not self.session.second_factor or self._keys is None:
            raise Locked
        return self._keys

    def keys_before_second_factor(self) -> MemberKeys | None:
        """For this room only: what the half-open session carries to the whole one."""
        return self._keys


def cookie_of(request: HttpRequest) -> bytes | None:
    """The session cookie's 32 bytes, if the request has one of the right form."""
    return cookies.parse(request.COOKIES.get(settings.SESSION_COOKIE, ""))


def find(cookie: bytes) -> Current | None:
    """The session of a cookie, in one query; None for no row or a closed account. Time limits are the caller's."""
    session = Session.objects.select_related("member").filter(pk=cookies.row_id(cookie), member__active=True).first()
    return Current(session.member, session, cookie) if session else None


def is_over(session: Session, now: datetime) -> bool:
    """Whether a session has lived its whole life, or waited too long for its second factor."""
    life = timedelta(seconds=settings.SESSION_SECONDS) if session.second_factor else HALF_OPEN
    return now - session.created_at > life


def is_idle(session: Session, now: datetime) -> bool:
    """Whether the idle lock is due."""
    return now - session.seen_at > timedelta(seconds=settings.IDLE_LOCK_SECONDS)


def of(request: HttpRequest) -> Current | None:
    """`request.member`, typed."""
    member: Current | None = getattr(request, "member", None)
    return member


def half_open(request: HttpRequest) -> Current | None:
    """Somebody whose passphrase was right and whose second factor is awaited. Never a member to any other room."""
    found: Current | None = getattr(request, "half_open", None)
    return found
