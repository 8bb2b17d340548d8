"""What a hotline hands over, once right and once wrong."""

import json

from django.test import Client
from django.urls import reverse
from tests.world import World

from dingxin.intake.transferred.actions import add_sender

WANTED = {"hotline": {"201"}, "hotline refused": {"422"}}


def plant(world: World, answers: list[str]) -> None:
    said = world.said
    _row, token = add_sender(current=world["helan"], team=world.cast.team.team, name="hotline")
    world.said.marks["hotline token"] = token
    told = {
        "v": 1, "reference": said.hotline_reference, "received_on": "2026-01-05", "name": said.hotline_name,
        "phone": said.hotline_phone, "words": {"what": said.hotline_what, "about": said.hotline_about},
    }
    for answer, more in (("hotline refused", {"received_on": said.hotline_wrong}), ("hotline", {})):
        sent = Client().post(
            reverse("intake_transferred_api:submissions"), json.dumps({**told, **more}), "application/json",
            headers={"authorization": f"Bearer {token}"},
        )
        answers.append(f"{answer} {sent.status_code}")
