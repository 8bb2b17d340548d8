"""What other rooms may ask about people."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, QuerySet

from dingxin.accounts.models import Member, SecurityKey, Session
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
    return member.active and member.own and has_second_factor(member)


def has_second_factor(member: Member) -> bool:
    """Whether a device for codes or a security key is set up. One query at most."""
    return member.totp_secret is not None or security_keys_of(member).exists()


def security_keys_of(member: Member) -> QuerySet[SecurityKey]:
    """In the order they were added."""
    return SecurityKey.objects.filter(member=member).order_by("number")


def security_key_counts(members: Iterable[Member]) -> dict[UUID, int]:
    """How many each has, by the member's id; who has none is left out. One query."""
    found = SecurityKey.objects.filter(member__in=list(members)).values_list("member_id")
    return dict(found.annotate(n=Count("id")))


def has_proved_recovery(member: Member) -> bool:
    """Whether the present recovery code was typed back (a stationing opens only with two such holders)."""
    return member.recovery_proved_at is not None


def fingerprint(member: Member) -> str:
    """Six words over both public keys, for two people to compare aloud (3-sealing, Authenticity)."""
    return spoken_fingerprint(member.recipient.encode() + b"\n" + bytes(member.verify_key))


def sessions_of(member: Member) -> QuerySet[Session]:
    """Whole sessions, last seen first."""
    return Session.objects.filter(member=member, second_factor=True).order_by("-seen_at")
