"""The log-in guard: failures are counted before the answer is known, in buckets that name nobody.

A wait grows from the failures of one user at one place (a known browser or a network); other places' failures on the
same user only make it grow sooner. So a stranger can slow himself down and never keep a member out for good. A
passphrase has 96 random bits: the guard bounds cost and noise, it is not what protects the keys.
A store that fails refuses everybody: no exception is caught here.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F

from dingxin.accounts import refusals
from dingxin.accounts.models import Attempts
from dingxin.audit.writing import is_writing, writing
from dingxin.rules import clock
from dingxin.sealing.primitives import hkdf

FREE = 4  # failures of one user at one place before any wait
FREE_UNDER_ATTACK = 1
ATTACK = 20  # failures of one user at all places together that count as an attack
LONGEST = 15 * 60  # seconds
NETWORK_FREE = 30  # failures of one network, whoever is tried
NETWORK_WAIT = 10  # seconds between two tries from there after that
FORGET = timedelta(hours=1)


@dataclass(frozen=True)
class Ticket:
    """One try that was let in and is counted as a failure until `succeeded` or `released`."""

    pair: str
    user: str
    network: str | None

    def buckets(self) -> list[str]:
        """In one order, so that two requests never wait for each other's rows."""
        return sorted({self.pair, self.user, self.network} - {None})  # type: ignore[arg-type]


def delay(own: int, everywhere: int) -> int:
    """Seconds to wait after the `own`th failure at one place, with `everywhere` failures on the user in all places."""
    over = own - (FREE_UNDER_ATTACK if everywhere >= ATTACK else FREE)
    return 0 if over <= 0 else int(min(LONGEST, 2 ** min(over, 20)))


def _bucket(now: datetime, *words: str) -> str:
    if settings.SITE_KEYS is None:
        raise RuntimeError("no site keys: run ./dingxin setup")
    key = hkdf(settings.SITE_KEYS.secret_key, "log-in-guard", context=now.date().isoformat().encode())
    return hmac.digest(key, "\n".join(words).encode(), "sha256").hex()


def enter(what: str, username: str, place: str) -> Ticket:
    """Let one try in, or raise Refused("wait"). ``what``: the kind of secret that is tried (passphrase, code …).

    Its own transaction, finished before the slow derivation: tries sent side by side are counted one by one.
    """
    now = clock.now()
    name = username.casefold()[:80]
    network = _bucket(now, "net", place) if place.startswith("network:") else None
    ticket = Ticket(_bucket(now, "pair", what, name, place), _bucket(now, "user", what, name), network)
    with writing():
        Attempts.objects.bulk_create(
            [Attempts(bucket=bucket, wait_until=now, forget_at=now + FORGET) for bucket in ticket.buckets()],
            ignore_conflicts=True,
        )
        rows = Attempts.objects.select_for_update().filter(bucket__in=ticket.buckets()).order_by("bucket")
        found = {row.bucket: row for row in rows}
        now = clock.now()  # only now: whoever held these rows before has written an earlier moment than this
        until = max(row.wait_until for row in found.values())
        if until > now:
            raise refusals.wait(until)
        for row in found.values():
            row.failures += 1
            row.forget_at = now + FORGET
        pair = found[ticket.pair]
        pair.wait_until = now + timedelta(seconds=delay(pair.failures, found[ticket.user].failures))
        if network and found[network].failures > NETWORK_FREE:
            found[network].wait_until = now + timedelta(seconds=NETWORK_WAIT)
        Attempts.objects.bulk_update(found.values(), ["failures", "wait_until", "forget_at"])
    return ticket


def succeeded(ticket: Ticket) -> None:
    """Forget this place's failures on this user. Inside the action's own `writing()`."""
    if not is_writing():
        raise RuntimeError("guard.succeeded outside writing()")
    Attempts.objects.filter(bucket=ticket.pair).delete()
    _uncount(ticket)


def released(ticket: Ticket) -> None:
    """Nothing was tried after all (busy): as if it had not come."""
    with writing():
        _uncount(ticket)


def _uncount(ticket: Ticket) -> None:
    Attempts.objects.filter(bucket__in=ticket.buckets(), failures__gt=0).update(
        failures=F("failures") - 1, wait_until=clock.now(),
    )


def forget() -> int:
    """Delete what is an hour old; returns how many rows."""
    with writing():
        return Attempts.objects.filter(forget_at__lt=clock.now()).delete()[0]
