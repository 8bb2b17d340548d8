"""New secrets on their way to paper: shown, then typed back, and only then kept.

Between the two pages nothing is stored: the form carries a MAC over session, passphrase and code. So a page that was
lost half-way changes nothing, and nobody can choose a passphrase of their own.
"""

import hmac
from dataclasses import dataclass, field

from django.conf import settings

from dingxin.accounts import refusals
from dingxin.accounts.actions.mine import Secrets, new_secrets
from dingxin.sealing.errors import DigitsWrong
from dingxin.sealing.keys import check_recovery_code
from dingxin.sealing.primitives import hkdf


@dataclass(frozen=True)
class Offer:
    """``token`` goes into the form, the secrets onto the page."""

    secrets: Secrets = field(repr=False)
    token: str


def _normal(passphrase: str) -> str:
    return "-".join(passphrase.replace("-", " ").lower().split())


def _token(secrets: Secrets, session_id: str) -> str:
    if settings.SITE_KEYS is None:
        raise RuntimeError("no site keys: run ./dingxin setup")
    key = hkdf(settings.SITE_KEYS.secret_key, "offered-secrets")
    words = "\n".join((session_id, _normal(secrets.passphrase), secrets.recovery_code))
    return hmac.digest(key, words.encode(), "sha256").hex()


def make(session_id: str) -> Offer:
    """Fresh secrets for this session."""
    secrets = new_secrets()
    return Offer(secrets, _token(secrets, session_id))


def accept(session_id: str, *, token: str, passphrase: str, code: str) -> Secrets:
    """The secrets as typed back, if they are the offered ones. Raises Refused("mistyped")."""
    try:
        typed = Secrets(_normal(passphrase), check_recovery_code(code))
    except DigitsWrong:
        raise refusals.mistyped() from None
    if not hmac.compare_digest(_token(typed, session_id).encode(), token.encode()):
        raise refusals.mistyped()
    return typed
