"""A house visit, sealed on a device as its page seals it, sent by the clerk; once with its words where ids belong."""

import json

from django.urls import reverse
from tests.cast_vault import client_of
from tests.world import World

from dingxin.config.demo.device import enrolled
from dingxin.intake.household.tests.test_sync import body_of

WANTED = {"household refused": {"400"}, "household words": {"409"}}


def plant(world: World, answers: list[str]) -> None:
    said, client = world.said, client_of(world.cast, "ding")
    phone = enrolled(world.cast.stationing, member=world["ding"], leader=world["helan"])
    sent = phone.seals(
        said.household_what, name=said.household_name, about=said.household_about, amount=said.household_amount,
        level="confidential",
    )
    for name, body in (
        ("household", body_of(sent)), (
            "household refused", body_of(sent) | {"shows": said.household_stray, "more": said.household_more},
        ),
    ):
        answer = client.post(reverse("intake_household:sync"), json.dumps(body), content_type="application/json")
        answers.append(f"{name} {answer.status_code}")
    address = reverse("intake_household:confirm", args=[phone.device])
    heard = client_of(world.cast, "helan").post(address, {"heard": said.household_heard})
    answers.append(f"household words {heard.status_code}")
