"""Somebody says their digits, adds to it, and takes new ones."""

import re

from django.urls import reverse
from tests.cast_vault import client_of
from tests.world import World

WANTED = {"back unknown": {"422"}, "back mistyped": {"422"}, "back no words": {"422"}}


def plant(world: World, answers: list[str]) -> None:
    said, client = world.said, client_of(world.cast, "ding")
    told = {"what": said.back_told, "once": "e" * 32, "stationing": str(world.cast.stationing.pk)}
    filed = client.post(reverse("intake_visit:record"), told)
    mine = "".join(re.findall(r'pattern="(\d{3})"', filed.content.decode()))
    answers.append(f"back filed {filed.status_code if len(mine) == 18 else 0}")
    world.said.marks["digits said aloud"] = mine
    digits, act, new = (reverse(f"intake_back:{name}") for name in ("digits", "act", "new"))
    answers.append(f"back mistyped {client.post(digits, {'digits': '1' * 18}).status_code}")
    shown = client.post(digits, {"digits": mine, "how": "by_voice"})
    answers.append(f"back state {shown.status_code}")
    fields = dict(re.findall(r'name="(visit|nonce|how)" value="([^"]*)"', shown.content.decode()))
    answers.append(f"back no words {client.post(act, {**fields, 'act': 'add', 'text': ''}).status_code}")
    answers.append(f"back add {client.post(act, {**fields, 'act': 'add', 'text': said.back_added}).status_code}")
    other = {**fields, "nonce": "7" * 32, "act": "pressed", "text": said.back_pressed}
    answers.append(f"back pressed {client.post(act, other).status_code}")
    dictated = client.post(new, fields)
    answers.append(f"back dictate {dictated.status_code}")
    groups = re.findall(r'pattern="(\d{3})"', dictated.content.decode())
    world.said.marks["digits dictated aloud"] = "".join(groups)
    fields = dict(re.findall(r'name="(visit|nonce|how|new)" value="([^"]*)"', dictated.content.decode()))
    answers.append(f"back new {client.post(new, {**fields, 'group': groups}).status_code}")
    answers.append(f"back unknown {client.post(digits, {'digits': mine}).status_code}")
