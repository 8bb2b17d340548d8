"""A team's inbox of 50,000 submissions: first and deep page of 50, filtered, every title opened."""

import gzip
import re
from datetime import timedelta
from typing import Any

from bench.common import Row, timed
from bench.county import county

TITLE = "Inbox of 50,000 submissions: a page of 50 with its titles opened (server time through all middleware)"
COUNT = 50_000


def fill(count: int = COUNT) -> None:
    """Rows as casework leaves them after reading: facts plain, S under the compartment, the title under S."""
    from dingxin.casework import sealed
    from dingxin.casework.models import Counter, Submission
    from dingxin.mailbox.models import Thread
    from dingxin.rules.ids import new_id
    from dingxin.sealing.compartments import wrap_secret
    from dingxin.sealing.primitives import random_bytes
    from dingxin.vault.keyring import compartment_key
    from dingxin.vault.models import Compartment, Wrap
    from dingxin.web.days import today

    place, team = county(), county().team
    main = Compartment.objects.get(vault=team.vault, without="")
    key, day, units = compartment_key(place["helan"], main), today(), list(place.units.values())
    natures = ("request", "report", "question", "criticism")
    for start in range(0, count, 2_000):
        submissions, wraps, threads = [], [], []
        for number in range(start, min(start + 2_000, count)):
            row = Submission(
                id=new_id(), team=team.team, vault_id=team.vault.pk, channel=("web", "call", "letter")[number % 3],
                year=day.year, number=number + 1, received_on=day - timedelta(days=(count - number) // 1_300),
                registered_on=day, state="linked" if number % 9 else "registered", nature=natures[number % 4],
                unit=units[number % len(units)], level="confidential",
            )
            secret = random_bytes(32)
            row.summary = sealed.seal(
                secret, f"村里第{number}件：补贴没有发到户，问过三次", label=sealed.SUBMISSION, object_id=row.pk, field="summary"
            )
            blob = wrap_secret(
                key, secret, purpose="S", object_id=row.pk.hex, compartment=main.pk.hex, epoch=main.epoch
            )
            wraps.append(Wrap(purpose="S", object_id=row.pk, compartment=main, epoch=main.epoch, blob=blob))
            threads.append(Thread(
                id=row.pk, vault_id=row.vault_id, channel=row.channel, day=row.received_on, sealed_by="browser", registered=True
            ))
            submissions.append(row)
        Thread.objects.bulk_create(threads)
        Submission.objects.bulk_create(submissions)
        Wrap.objects.bulk_create(wraps)
    for channel in ("web", "call", "letter"):
        Counter.objects.update_or_create(vault_id=team.vault.pk, series=channel, year=day.year, defaults={"last": count})


def _next(page: bytes) -> str:
    found = re.search(rb'[?&;]after=([^"&]+)', page)
    return found.group(1).decode() if found else ""


def rows() -> list[Row]:
    """Each page as the browser gets it."""
    from django.conf import settings
    from django.test import Client
    from tests.cast import CastMember, client_for

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    fill()
    person = county().people["songqiming"]
    known = CastMember(person.member, person.secrets.passphrase, person.secrets.recovery_code, person.totp_secret)
    vars(known)["keys"] = person.current.keys()
    client: Client = client_for(known)
    found = []

    def page(path: str) -> Any:
        reply = client.get(path)
        assert reply.status_code == 200, (path, reply.status_code)
        return reply

    first = page("/desk/inbox/")
    body = first.content
    assert "补贴没有发到户".encode() in body
    size = f"{len(gzip.compress(body)) // 1024} KB compressed, {len(body) // 1024} KB plain"
    found.append(Row("first page", timed(lambda: page("/desk/inbox/"), 60, warm=5), size))
    cursor = _next(first.content)
    for _ in range(20):
        cursor = _next(page(f"/desk/inbox/?after={cursor}").content) if cursor else ""
    if cursor:
        found.append(Row("page 21", timed(lambda: page(f"/desk/inbox/?after={cursor}"), 60, warm=5)))
    letters = timed(lambda: page("/desk/inbox/?channel=letter&nature=request"), 60, warm=5)
    found.append(Row("filtered: letters, requests", letters))
    return found
