"""Second factor: time-based codes (RFC 6238). Secrets are encrypted under a key outside the database."""

import hmac

import pyotp
import segno
from django.conf import settings
from django.db.models import Q
from django.utils.safestring import SafeString, mark_safe

from dingxin.accounts.models import Member
from dingxin.audit.writing import is_writing
from dingxin.rules import clock
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.primitives import aead_open, aead_seal, associated

ISSUER = "Dingxin"
WINDOW = 1  # steps of 30 s before and after now
STEP = 30


def site_key() -> bytes:
    """What second factors are kept under: a file outside the database. Raises RuntimeError before set-up."""
    if settings.SITE_KEYS is None:
        raise RuntimeError("no site keys: run ./dingxin setup")
    return settings.SITE_KEYS.totp_key


def new_secret() -> str:
    """160 random bits in base32."""
    return pyotp.random_base32()


def grouped(secret: str) -> str:
    """In groups of four, for typing."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def seal(secret: str, member: Member) -> bytes:
    """For the member's row, and bound to it."""
    return aead_seal(site_key(), secret.encode(), ad=associated("totp", str(member.id), "secret"))


def secret_of(member: Member) -> str | None:
    """The member's secret in base32; None where none is enrolled. Raises SealBroken for another member's."""
    if member.totp_secret is None:
        return None
    return aead_open(site_key(), bytes(member.totp_secret), ad=associated("totp", str(member.id), "secret")).decode()


def offer(secret: str, session_id: str) -> str:
    """A secret on its way through the enrolment form, readable by this server and valid in this session only."""
    return aead_seal(site_key(), secret.encode(), ad=associated("totp-offer", session_id, "secret")).hex()


def offered(token: str, session_id: str) -> str | None:
    """What `offer` gave this session; None for anything else."""
    try:
        return aead_open(site_key(), bytes.fromhex(token), ad=associated("totp-offer", session_id, "secret")).decode()
    except (SealBroken, ValueError):
        return None


def code_at(secret: str, step: int) -> str:
    """Six digits."""
    return pyotp.TOTP(secret).generate_otp(step)


def now_step() -> int:
    """The present step."""
    return int(clock.now().timestamp()) // STEP


def step_of(secret: str, code: str) -> int | None:
    """The step within WINDOW of now whose code this is. All are compared, in constant time each."""
    typed = "".join(code.split()).encode()
    now, found = now_step(), None
    for step in range(now - WINDOW, now + WINDOW + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), typed):
            found = step
    return found


def spend(member: Member, step: int) -> bool:
    """Use a step up, inside the action's `writing()`. False when it, or a later one, was used: a replay.

    Concurrency: one conditional update; of two requests with the same code exactly one changes the row.
    """
    if not is_writing():
        raise RuntimeError("totp.spend outside writing()")
    return Member.objects.filter(Q(pk=member.pk) & Q(totp_last_step__lt=step)).update(totp_last_step=step) == 1


def qr(secret: str, username: str) -> SafeString:
    """The enrolment address as inline SVG, dark on white whatever the theme (cameras want that)."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)
    svg = segno.make(uri, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff", svgclass="qr")
    return mark_safe(svg)  # noqa: S308 - drawn from a base32 secret and a checked username
