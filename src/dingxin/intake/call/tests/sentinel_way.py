"""A call with a slip, one that was missed, and the slip's opening."""

from django.urls import reverse
from tests.cast_vault import client_of
from tests.world import World

from dingxin.intake.call.models import Slip

WANTED = {"call half": {"422"}, "call missed": {"302"}}


def plant(world: World, answers: list[str]) -> None:
    said, client = world.said, client_of(world.cast, "ding")
    sheet, missed = reverse("intake_call:sheet"), reverse("intake_call:missed")
    fields = {
        "what": said.call_what, "about": said.call_about, "when": said.call_when, "name": said.call_name,
        "phone": said.call_phone, "contact": said.call_contact, "cb_number": said.call_back_phone,
        "cb_say": said.call_back_say, "level": "confidential", "once": "c" * 32, "read_back": "agreed",
        "stationing": str(world.cast.stationing.pk),
    }
    answers.append(f"call half {client.post(sheet, {**fields, 'cb': 'said'}).status_code}")
    fields |= {"cb": "said", "cb_when": said.call_back_when}
    answers.append(f"call {client.post(sheet, fields).status_code}")
    more = {"cb": "left_message", "cb_number": said.missed_phone, "cb_when": said.missed_when, "once": "d" * 32}
    answers.append(f"call missed {client.post(missed, more).status_code}")
    for slip in Slip.objects.all():
        answers.append(f"call slip {client.post(reverse('intake_call:slip_open', args=[slip.pk])).status_code}")
