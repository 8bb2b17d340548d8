"""Who opens what: holders do; every other account of the house does not."""

from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from tests.cast_vault import Cast, found

from dingxin.audit.writing import writing
from dingxin.rules.ids import new_id
from dingxin.sealing.age import identity_from_seed, secret_bytes
from dingxin.sealing.keys import verify_key
from dingxin.vault import keyring
from dingxin.vault.models import AnswerKey, Custody, Inbound, Wrap
from dingxin.vault.recusals import move_wraps
from dingxin.vault.refusals import KeyGone, NotAHolder, NotTrusted

pytestmark = pytest.mark.django_db
SECRET = bytes(range(32))


def put(cast: Cast, purpose: str = "M", secret: bytes = SECRET, by: str = "helan") -> UUID:
    object_id = new_id()
    with writing():
        keyring.wrap(purpose, object_id, secret, current=cast[by], compartment=cast.main)
    return object_id


@pytest.mark.parametrize("username", ["helan", "song", "zhou", "azi"])
def test_each_holder_opens_what_one_wrapped(username: str) -> None:
    cast = found()
    assert keyring.unwrap(cast[username], "M", put(cast)) == SECRET


@pytest.mark.parametrize(
    "username", ["ding", "guli", "shen", "luo", "gao", "qin", "luoyi", "mu", "xue", "yuan"]
)
def test_nobody_else_of_the_house_opens_it(username: str) -> None:
    cast = found()
    object_id = put(cast)
    with pytest.raises(NotAHolder):
        keyring.unwrap(cast[username], "M", object_id)
    assert keyring.unwrap_many(cast[username], "M", [object_id]) == {}
    assert not keyring.holds(cast[username], cast.main)
    with pytest.raises(NotAHolder):
        keyring.inbound_secret(cast[username], keyring.inbound_for(cast.vault.pk, None))
    with pytest.raises(NotAHolder):
        keyring.answer_seed(cast[username], cast.vault)


def test_a_secret_is_wrapped_once_and_under_what_it_is_for() -> None:
    cast = found()
    object_id = put(cast, "S")
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        keyring.wrap("S", object_id, SECRET, current=cast["song"], compartment=cast.main)
    with pytest.raises(KeyGone):
        keyring.unwrap(cast["song"], "M", object_id)
    with pytest.raises(RuntimeError):
        keyring.wrap("M", new_id(), SECRET, current=cast["song"], compartment=cast.main)


def test_a_wrap_moved_to_another_row_by_hand_does_not_open() -> None:
    cast = found()
    one, two = put(cast), put(cast, secret=bytes(32))
    Wrap.objects.filter(object_id=two).update(blob=Wrap.objects.get(object_id=one).blob)
    with pytest.raises(Exception, match="does not open"):
        keyring.unwrap(cast["song"], "M", two)


def test_inbound_and_answer_key_belong_to_their_public_halves() -> None:
    cast = found()
    inbound = keyring.inbound_for(cast.vault.pk, cast.units["maizhan-01"])
    secret = keyring.inbound_secret(cast["zhou"], inbound)
    assert identity_from_seed(secret_bytes(secret)).recipient == inbound.recipient
    assert keyring.inbound_of(cast.vault.pk, inbound.epoch) == inbound
    row = AnswerKey.objects.get(vault=cast.vault, current=True)
    assert verify_key(keyring.answer_seed(cast["azi"], cast.vault)) == bytes(row.verify_key)


def test_an_inbound_public_half_changed_by_hand_is_noticed() -> None:
    cast = found()
    inbound = keyring.inbound_for(cast.vault.pk, None)
    Inbound.objects.filter(pk=inbound.pk).update(recipient=cast.member("guli").recipient)
    with pytest.raises(NotTrusted):
        keyring.inbound_secret(cast["helan"], keyring.inbound_for(cast.vault.pk, None))


def test_custodians_open_theirs_and_only_they() -> None:
    cast = found()
    custody = Custody.objects.get(body=cast.body)
    opened = {keyring.custody_secret(cast[name], custody) for name in ("luo", "tian")}
    assert [identity_from_seed(secret_bytes(secret)).recipient for secret in opened] == [custody.recipient]
    for name in ("helan", "guli", "kang", "shen"):
        with pytest.raises(NotAHolder):
            keyring.custody_secret(cast[name], custody)


def test_wraps_move_between_vaults_of_one_holder_only() -> None:
    cast = found()
    object_id = put(cast)
    other = keyring.compartment_for(cast.stranger_team.vault.pk, None)
    with pytest.raises(NotAHolder), writing():
        move_wraps(cast["helan"], [("M", object_id)], other)
    assert keyring.unwrap(cast["song"], "M", object_id) == SECRET
    with pytest.raises(RuntimeError):
        move_wraps(cast["helan"], [("M", object_id)], cast.main)


def test_thousands_are_unwrapped_in_a_few_queries(django_assert_max_num_queries) -> None:
    cast = found()
    current, main = cast["helan"], cast.main
    ids = [new_id() for _ in range(5_000)]
    from dingxin.sealing.compartments import wrap_secret

    key = keyring.compartment_key(current, main)
    Wrap.objects.bulk_create([
        Wrap(purpose="M", object_id=one, compartment=main, epoch=1, blob=wrap_secret(
            key, SECRET, purpose="M", object_id=one.hex, compartment=main.pk.hex, epoch=1))
        for one in ids
    ])
    current = cast["song"]
    with django_assert_max_num_queries(14):
        opened = keyring.unwrap_many(current, "M", ids)
    assert set(opened) == set(ids)
