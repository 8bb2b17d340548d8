"""What the portal may read of this room."""

import hashlib

from django.conf import settings

from dingxin.ledger.counted import counted_under as counted_under
from dingxin.ledger.outbox import Entry as Entry
from dingxin.ledger.outbox import Promised as Promised
from dingxin.ledger.outbox import new_entry as new_entry
from dingxin.ledger.outbox import promised as promised
from dingxin.sealing.keys import verify_key


def promise_key() -> bytes:
    """The Ed25519 key, 32 bytes, that checks promises and proof slips of this site."""
    if settings.SITE_KEYS is None:
        raise RuntimeError("no site keys yet")
    return verify_key(settings.SITE_KEYS.promise_seed)


def log_name() -> str:
    """The name of this log as slips carry it: the deployment's LEDGER_NAME, else one made of its key."""
    named = str(getattr(settings, "LEDGER_NAME", ""))
    return named or f"dingxin-log-{hashlib.sha256(promise_key()).hexdigest()[:16]}"


def publishes() -> bool:
    """Whether entries are published yet; the public page says so either way."""
    return bool(getattr(settings, "LEDGER_PUBLISHES", False))
