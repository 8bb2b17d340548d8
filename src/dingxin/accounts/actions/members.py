"""Making, resetting and closing accounts. Who may is decided by the rooms above; ``actor`` says who did."""

import re
from dataclasses import dataclass, field

from django.db import IntegrityError

from dingxin import audit
from dingxin.accounts import refusals, totp
from dingxin.accounts.actions.mine import Secrets, locked_up, new_secrets
from dingxin.accounts.models import Member, SecurityKey, Session
from dingxin.audit.writing import writing
from dingxin.rules import clock
from dingxin.rules.ids import new_id
from dingxin.sealing.keys import new_member_keys

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}\Z")


@dataclass(frozen=True)
class NewMember:
    """``secrets`` are nowhere else: shown once, then gone."""

    member: Member
    secrets: Secrets = field(repr=False)


def create_member(
    *, actor: str, username: str, name: str, language: str = "zh-hans", own: bool = False,
    second_factor: str | None = None,
) -> NewMember:
    """A new account with generated secrets.

    ``own`` True only where the person sits before the screen alone (setup, demo); else the first sign-in makes new
    keys. ``second_factor``: a base32 secret already in the person's device. Raises ValueError (malformed name),
    Refused: taken, busy.
    """
    if not USERNAME.match(username) or not name.strip() or len(name) > 60 or "\n" in name:
        raise ValueError("a user name is 2 to 40 of a-z 0-9 . _ -; a name is one line of at most 60 characters")
    secrets, keys = new_secrets(), new_member_keys()
    member = Member(
        id=new_id(), username=username, name=name.strip(), language=language, own=own, created_at=clock.now(),
        recipient=keys.recipient, verify_key=keys.verify, **locked_up(secrets, keys),
    )
    if second_factor:
        member.totp_secret = totp.seal(second_factor, member)
    try:
        with writing():
            member.save(force_insert=True)
            audit.record("member.created", actor=actor, object=f"member:{member.id}", facts={"own": int(own)})
    except IntegrityError:
        raise refusals.taken() from None
    return NewMember(member, secrets)


def reset_keys(*, member: Member, actor: str) -> NewMember:
    """For who lost passphrase and recovery code: a new pair, a new passphrase, no second factor, nobody signed in.

    What was sealed to the old pair stays closed to it; new grants are needed. Raises Refused: busy, stale.
    """
    secrets, keys = new_secrets(), new_member_keys()
    columns = locked_up(secrets, keys) | {
        "recipient": keys.recipient, "verify_key": keys.verify, "key_number": member.key_number + 1, "own": False,
        "recovery_proved_at": None, "totp_secret": None,
    }
    with writing():
        if not Member.objects.filter(pk=member.pk, key_number=member.key_number, active=True).update(**columns):
            raise refusals.stale()
        SecurityKey.objects.filter(member=member).delete()
        ended = Session.objects.filter(member=member).delete()[0]
        audit.record(
            "member.keys_reset", actor=actor, object=f"member:{member.id}",
            facts={"key_number": member.key_number + 1, "sessions_ended": ended, "why": "lost"},
        )
    member.refresh_from_db()
    return NewMember(member, secrets)


def clear_second_factor(*, member: Member, actor: str) -> None:
    """For who lost the device, or a security key and has no other: device and all keys are cleared, all sessions end;
    after the passphrase a new one is enrolled. Opens nothing."""
    with writing():
        Member.objects.filter(pk=member.pk).update(totp_secret=None)
        keys = SecurityKey.objects.filter(member=member).delete()[0]
        ended = Session.objects.filter(member=member).delete()[0]
        audit.record(
            "member.changed", actor=actor, object=f"member:{member.id}",
            facts={"what": "second factor cleared", "security_keys": keys, "sessions_ended": ended},
        )


def deactivate(*, member: Member, actor: str) -> None:
    """Close the account and end its sessions. Re-keying what it held is the vault's."""
    with writing():
        if not Member.objects.filter(pk=member.pk, active=True).update(active=False):
            raise refusals.stale()
        ended = Session.objects.filter(member=member).delete()[0]
        audit.record("member.deactivated", actor=actor, object=f"member:{member.id}", facts={"sessions_ended": ended})
