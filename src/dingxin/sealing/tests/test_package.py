"""A package opens for its receiver only, whole or not at all."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dingxin.sealing.errors import SealBroken
from dingxin.sealing.keys import verify_key
from dingxin.sealing.package import Item, pack, read_header, unpack

SEED, DAY = bytes(range(32)), date(2026, 11, 2)
SENDER, RECEIVER = "0a" * 16, "0b" * 16


def item(number: int = 1, **more: object) -> Item:
    facts = {"thread": f"{number:032x}", "epoch": 3, "received": DAY, "persons": 2, "batch": 1, "level": "confidential"}
    return Item(**{**facts, **more}, head=b"h" * 9, words=b"w" * 70, identity=b"i", share_b=b"")  # type: ignore[arg-type]


def made(*items: Item, sequence: int = 1, days: int = 30) -> bytes:
    return pack(SEED, sender=SENDER, receiver=RECEIVER, sequence=sequence, made=DAY, expires=DAY + timedelta(days), items=items)


def opened(data: bytes, *, day: date = DAY, receiver: str = RECEIVER) -> list[Item]:
    return unpack(data, verify_key(SEED), receiver=receiver, today=day)[1]


def test_what_was_packed_comes_out() -> None:
    data = made(item(1), item(2, persons=5))
    assert opened(data) == [item(1), item(2, persons=5)]
    header = read_header(data)
    assert (header.sender, header.sequence, header.items) == (SENDER, 1, 2)


@pytest.mark.parametrize("data", [b"", b"dingxin-package/v1\n", made(item())[:-1], made(item()) + b"x", b"x" + made(item())])
def test_broken_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(SealBroken):
        opened(data)


def test_another_key_receiver_or_day_is_refused() -> None:
    data = made(item())
    with pytest.raises(SealBroken):
        unpack(data, verify_key(bytes(32)), receiver=RECEIVER, today=DAY)
    for refused in ({"receiver": "0c" * 16}, {"day": DAY - timedelta(1)}, {"day": DAY + timedelta(31)}):
        with pytest.raises(SealBroken):
            opened(data, **refused)  # type: ignore[arg-type]


@pytest.mark.parametrize("items", [(), (item(1), item(1)), (item(persons=0),), (item(batch=2),), (item(persons=1_000),),
                                   (item(epoch=10**30),), (item(epoch=-1),)])  # fmt: skip
def test_impossible_packages_are_refused(items: tuple[Item, ...]) -> None:
    with pytest.raises(SealBroken):
        opened(made(*items))
    for sequence in (0, 10**30):
        with pytest.raises(SealBroken):
            made(item(), sequence=sequence)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_changed_byte_passes(data: st.DataObject) -> None:
    whole = bytearray(made(item(1), item(2)))
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SealBroken):
        opened(bytes(whole))
