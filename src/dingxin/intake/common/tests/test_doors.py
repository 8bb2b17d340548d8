"""The page of doors: every door once, its key its own, one's drafts beside it."""

import pytest
from django.urls import reverse
from tests.cast_vault import client_of, found

from dingxin.intake.doors import doors, of_draft
from dingxin.rules.codes import Channel
from dingxin.rules.ids import new_id

pytestmark = pytest.mark.django_db


def test_every_door_has_its_own_key_order_and_address() -> None:
    found_doors = doors()
    for name in ("code", "order", "address"):
        assert len({getattr(door, name) for door in found_doors}) == len(found_doors), name
    keys = [door.key for door in found_doors] + [door.beside.key for door in found_doors if door.beside]
    assert len(set(keys)) == len(keys)
    assert {door.code for door in found_doors if door.drafts} <= set(Channel)
    assert all(reverse(door.address) for door in found_doors)
    assert of_draft("nothing") is None


def test_a_clerk_begins_here_and_finds_what_is_not_filed() -> None:
    cast = found()
    clerk, id = client_of(cast, "ding"), new_id()
    assert clerk.get("/desk/").headers["Location"] == reverse("intake_common:doors")
    kept = {"what": "x", "stationing": cast.stationing.pk.hex}
    assert clerk.post(reverse("intake_drafts:keep", args=["visit", id]), kept).status_code == 200
    page = clerk.get(reverse("intake_common:doors")).content.decode()
    assert f"?draft={id}" in page
    assert all(f'data-key="{door.key}"' in page for door in doors())
    other = client_of(cast, "song").get(reverse("intake_common:doors")).content.decode()
    assert str(id) not in other
