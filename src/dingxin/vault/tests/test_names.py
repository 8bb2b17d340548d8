"""Who someone is: the whole database, the pepper, the sessions and one person's keys do not open a name."""

import contextlib

import pytest
from django.conf import settings
from tests.cast_vault import Cast, client_of, found

from dingxin.accounts.models import Session
from dingxin.audit.writing import writing
from dingxin.rules.ids import new_id
from dingxin.sealing.age import identity_from_seed, secret_bytes
from dingxin.sealing.envelope import open_head, open_identity, open_share_b, seal_submission
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.keys import MemberKeys
from dingxin.sealing.statements import RecipientStatement
from dingxin.vault import keyring
from dingxin.vault.models import (
    AnswerKey,
    Certificate,
    CompartmentKey,
    Custody,
    CustodyHolder,
    Inbound,
    Keyset,
    Request,
    RosterRow,
    Statement,
    Wrap,
)

pytestmark = pytest.mark.django_db
NAME = b'{"name":"Mahire"}'


def sealed(cast: Cast):
    """An envelope as a browser makes it: from the published statement alone."""
    said = RecipientStatement.parse(bytes(Statement.objects.get(vault=cast.vault, current=True).statement))
    submission = new_id()
    envelope = seal_submission(
        submission_id=submission.hex, vault=said.vault, epoch=said.epoch, inbound=said.inbound,
        custodians=said.custodians, words=b"{}", identity=NAME, level="confidential",
    )
    return submission, envelope


def test_an_officer_and_a_custodian_together_open_the_name() -> None:
    cast = found()
    submission, envelope = sealed(cast)
    inbound = keyring.inbound_for(cast.vault.pk, None)
    head = open_head(
        keyring.inbound_secret(cast["song"], inbound), envelope.head, submission=submission.hex, vault=cast.vault.pk.hex
    )
    custody = Custody.objects.get(body=cast.body)
    b = open_share_b(keyring.custody_secret(cast["luo"], custody), envelope.share_b, submission.hex)
    assert open_identity(head.a, b, submission.hex, envelope.identity) == NAME
    assert head.b is None


@pytest.mark.parametrize("thief", ["song", "helan", "luo", "guli", "qin", "xue", None])
def test_one_person_alone_does_not(thief: str | None) -> None:
    """Everything stored, every site key, and the keys of one: tried are all private halves that can be had with them."""
    cast = found()
    submission, envelope = sealed(cast)
    client_of(cast, "zhou")  # an unlocked session lies in the store
    halves = _secrets_within_reach(cast, thief)
    shares_a, shares_b = set(), set()
    for half in halves:
        with contextlib.suppress(SealBroken):
            shares_a.add(open_head(half, envelope.head, submission=submission.hex, vault=cast.vault.pk.hex).a)
        with contextlib.suppress(SealBroken):
            shares_b.add(open_share_b(half, envelope.share_b, submission.hex))
    assert not (shares_a and shares_b)
    for first in shares_a or {bytes(32)}:
        for second in shares_b or {bytes(32), first}:
            with pytest.raises(SealBroken):
                open_identity(first, second, submission.hex, envelope.identity)


def _secrets_within_reach(cast: Cast, thief: str | None) -> set[str]:
    """Age identities: what the thief opens, and every 32 bytes lying about in a column or a site key taken as one."""
    assert settings.SITE_KEYS is not None
    found_halves = set()
    if thief is not None:
        keys: MemberKeys = cast[thief].keys()
        found_halves.add(keys.secret)
        for inbound in Inbound.objects.select_related("compartment__vault"):
            with contextlib.suppress(keyring.NotAHolder):
                found_halves.add(keyring.inbound_secret(cast[thief], inbound))
        for custody in Custody.objects.all():
            with contextlib.suppress(keyring.NotAHolder):
                found_halves.add(keyring.custody_secret(cast[thief], custody))
    stored = [bytes(getattr(settings.SITE_KEYS, name)) for name in ("pepper", "staff_pepper", "totp_key", "leak_key")]
    for table in (
        AnswerKey, Certificate, CompartmentKey, CustodyHolder, Inbound, Keyset, Request, RosterRow, Wrap, Session
    ):
        for row in table.objects.all():
            stored += [
                bytes(value) for value in vars(row).values() if isinstance(value, bytes | memoryview) and len(value) >= 32
            ]
    for blob in stored:
        found_halves |= {identity_from_seed(blob[at : at + 32]).secret for at in {0, len(blob) - 32}}
    return found_halves


def test_no_private_half_stands_in_any_column() -> None:
    cast = found()
    with writing():
        keyring.wrap("S", new_id(), bytes(range(32)), current=cast["song"], compartment=cast.main)
    private = [
        bytes(range(32)), keyring.compartment_key(cast["song"], cast.main), keyring.answer_seed(cast["song"], cast.vault),
        secret_bytes(keyring.inbound_secret(cast["song"], keyring.inbound_for(cast.vault.pk, None))),
        secret_bytes(keyring.custody_secret(cast["luo"], Custody.objects.get(body=cast.body))),
        *(cast[name].keys().seed for name in cast.people),
    ]
    for table in (AnswerKey, Certificate, CompartmentKey, CustodyHolder, Inbound, Keyset, Request, RosterRow, Wrap):
        for row in table.objects.all():
            text = b"".join(
                bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                for value in vars(row).values()
            )
            assert not [one for one in private if one in text or one.hex().encode() in text]
