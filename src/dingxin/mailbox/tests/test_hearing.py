"""Words that a person says to staff: signed with their key, kept apart by how, and with whoever heard them."""

from uuid import UUID

import pytest
from tests.world import World, at

from dingxin.audit.models import Entry
from dingxin.casework.ticks import drain_signals
from dingxin.mailbox import actions, speaking
from dingxin.mailbox.coming_back import Visit, by_digits, by_token
from dingxin.mailbox.derive import derive
from dingxin.mailbox.hearing import Heard
from dingxin.mailbox.models import Signal, Thread
from dingxin.mailbox.refused import Refused, Why
from dingxin.mailbox.texts import FromPerson
from dingxin.rules.codes import ConfirmedHow
from dingxin.sealing.primitives import random_bytes
from dingxin.sealing.receipts import new_digits

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings: object) -> World:
    settings.RECEIPT_KDF_COST = (1, 8 * 1024 * 1024)
    return at("answered")


def opened(world: World) -> Visit:
    found = by_digits(world.first.digits)
    assert found is not None
    return found


def heard(world: World, how: ConfirmedHow = ConfirmedHow.BY_VOICE, witness: str = "") -> Heard:
    by = world["ding"]
    return Heard(how, by.member.pk, by.actor, world.cast.member(witness).pk if witness else None)


def facts() -> str:
    return Entry.objects.order_by("-pk")[0].facts


def test_a_word_on_the_outcome_needs_two_and_counts_as_given_by_voice(world: World) -> None:
    visit, nonce = opened(world), random_bytes(16)
    with pytest.raises(Refused) as alone:
        speaking.give(visit, nonce, "confirm", "confirm", heard=heard(world))
    assert alone.value.why is Why.BAD
    assert not Signal.objects.filter(kind="confirm").exists()
    speaking.give(visit, nonce, "confirm", "confirm", heard=heard(world, witness="song"))
    speaking.give(visit, nonce, "confirm", "confirm", heard=heard(world, witness="song"))  # the reply was lost
    assert f"with {world.cast.member('song').pk}" in facts()
    drain_signals()
    assert Signal.objects.get(kind="confirm").how == "by_voice"
    assert (world.link().confirmation, world.link().how) == ("confirmed", "by_voice")


def test_a_refusal_and_an_addition_need_nobody_else(world: World) -> None:
    visit = opened(world)
    speaking.give(visit, random_bytes(16), "withdraw-consent", "withdraw_consent", heard=heard(world))
    speaking.add(visit, random_bytes(16), FromPerson("他们昨天又来问了"), heard=heard(world, ConfirmedHow.AT_COUNTER))
    given = Signal.objects.exclude(how="own_receipt").values_list("kind", "how")
    assert set(given) == {("withdraw_consent", "by_voice"), ("addition", "at_counter")}
    with pytest.raises(Refused):
        speaking.give(visit, random_bytes(16), "withdraw", "withdraw", heard=heard(world))


def test_digits_said_to_staff_are_known_to_them_and_so_are_dictated_new_ones(world: World) -> None:
    visit = opened(world)
    assert not Thread.objects.get(pk=visit.thread).known_to_staff
    actions.hear_digits(thread=visit.thread, heard=heard(world))
    assert Thread.objects.get(pk=visit.thread).known_to_staff
    new, nonce = new_digits(), random_bytes(16)
    speaking.change(visit, derive(new), nonce, heard=heard(world))
    assert Thread.objects.get(pk=visit.thread).known_to_staff
    assert by_digits(world.first.digits) is None
    again = by_digits(new)
    assert again is not None
    later = new_digits()
    speaking.change(again, derive(later), random_bytes(16))
    assert not Thread.objects.get(pk=visit.thread).known_to_staff  # they took these by themselves


def test_a_page_of_staff_is_theirs_alone(world: World) -> None:
    token = opened(world).token("staff-visit", by="one")
    assert by_token(token, purpose="staff-visit", by="one") is not None
    assert by_token(token, purpose="staff-visit", by="two") is None
    assert by_token(token) is None


def test_nobody_is_their_own_witness_and_only_two_ways_are_heard() -> None:
    with pytest.raises(ValueError, match="heard"):
        Heard(ConfirmedHow.BY_VOICE, UUID(int=1), "x", UUID(int=1))
    with pytest.raises(ValueError, match="heard"):
        Heard(ConfirmedHow.OWN_RECEIPT, UUID(int=1), "x")


def test_an_unknown_receipt_is_not_heard(world: World) -> None:
    with pytest.raises(Refused):
        actions.hear_digits(thread=UUID(int=5), heard=heard(world))
