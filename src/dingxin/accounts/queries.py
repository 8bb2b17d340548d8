"""What other rooms may ask about people."""

from uuid import UUID

from django.db.models import QuerySet

from dingxin.accounts.models import Member, Session
from dingxin.sealing.keys import spoken_fingerprint


def member_by_id(member_id: UUID) -> Member | None:
    """Active or not."""
    return Member.objects.filter(pk=member_id).first()


def member_by_username(username: str) -> Member | None:
    """Active or not; user names are lower case."""
    return Member.objects.filter(username=username.strip().lower()).first()


def members(*, active_only: bool = True) -> QuerySet[Member]:
    """Everyone, by user name."""
    found = Member.objects.order_by("username")
    return found.filter(active=True) if active_only else found


def can_be_sealed_to(member: Member) -> bool:
    """Whether keys may be granted to this member: open account, passphrase seen by nobody else, second factor set."""
    return member.active and member.own and member.totp_secret is not None


def has_proved_recovery(member: Member) -> bool:
    """Whether the present recovery code was typed back (a stationing opens only with two such holders)."""
    return member.recovery_proved_at is not None


def fingerprint(member: Member) -> str:
    """Six words over both public keys, for two people to compare aloud (3-sealing, Authenticity)."""
    return spoken_fingerprint(member.recipient.encode() + b"\n" + bytes(member.verify_key))


def sessions_of(member: Member) -> QuerySet[Session]:
    """Whole sessions, last seen first."""
    return Session.objects.filter(member=member, second_factor=True).order_by("-seen_at")
