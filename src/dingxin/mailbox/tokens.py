"""What a page must carry between two forms without script, sealed for this server alone and short-lived.

The server keeps nothing meanwhile: no session, no row. A token is XChaCha20 under HKDF(SECRET_KEY, purpose) of
canonical JSON with the second it was made; it opens for its own purpose only. Whoever has the page has what the token
stands for: such pages are no-store, and the token of a receipt is good for TWENTY minutes.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from typing import Any

from django.conf import settings

from dingxin.mailbox.texts import canonical_json
from dingxin.rules import clock
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.primitives import aead_open, aead_seal, associated, hkdf

TWENTY = 20 * 60
DAY = 24 * 3600
MOST = 20_000  # characters


def _key(purpose: str) -> bytes:
    if settings.SITE_KEYS is None:
        raise RuntimeError("no site keys yet: nothing can be carried")
    return hkdf(settings.SITE_KEYS.secret_key, f"token-{purpose}")


def _ad(purpose: str) -> bytes:
    return associated("token", "-", purpose)


def seal(purpose: str, **facts: Any) -> str:
    """A token of these facts (JSON values), made now. ``purpose``: lower-case words joined by hyphens."""
    made = canonical_json({**facts, "at": int(clock.now().timestamp())})
    return urlsafe_b64encode(aead_seal(_key(purpose), made, ad=_ad(purpose))).rstrip(b"=").decode()


def read(purpose: str, token: str, *, seconds: int) -> dict[str, Any] | None:
    """The facts and ``at``, or None: made elsewhere, altered, for another purpose, or older than ``seconds``."""
    if not token or len(token) > MOST:
        return None
    try:
        sealed = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
        facts = json.loads(aead_open(_key(purpose), sealed, ad=_ad(purpose)))
    except (Error, ValueError, SealBroken):
        return None
    return facts if age(facts) <= seconds else None


def age(facts: dict[str, Any]) -> int:
    """Seconds since a token was made."""
    return int(clock.now().timestamp()) - int(facts["at"])
