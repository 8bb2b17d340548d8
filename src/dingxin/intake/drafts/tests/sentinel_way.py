"""What a clerk types and never files."""

from django.urls import reverse
from tests.cast_vault import client_of
from tests.world import World

from dingxin.rules.ids import new_id

WANTED = {"draft locked": {"423"}}


def plant(world: World, answers: list[str]) -> None:
    said, address = world.said, reverse("intake_drafts:keep", args=["visit", new_id()])
    fields = {"what": said.draft_what, "name": said.draft_name, "stationing": str(world.cast.stationing.pk)}
    answers.append(f"draft {client_of(world.cast, 'ding').post(address, fields).status_code}")
    answers.append(f"draft locked {client_of(world.cast, 'ding', unlocked=False).post(address, fields).status_code}")
