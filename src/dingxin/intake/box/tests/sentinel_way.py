"""A letter out of a box, and the words that explain why a count did not come out."""

from django.urls import reverse
from tests.cast_vault import client_of
from tests.world import World

from dingxin.intake.box.tests.one_entry import counted, printed

WANTED = {
    "box letter": {"302"}, "box close": {"302"}, "box unequal": {"422"}, "box wrong card": {"422"},
    "box open words": {"200"}, "box print": {"200"},
}


def plant(world: World, answers: list[str]) -> None:
    said, client, opening = world.said, client_of(world.cast, "ding"), counted(world, 2)
    fields = {
        "what": said.box_what, "about": said.box_about, "name": said.box_name, "phone": said.box_phone,
        "other": said.box_other, "contact": said.box_contact, "level": "confidential", "once": "b" * 32,
    }
    envelope, close = (reverse(f"intake_box:opening_{name}", args=[opening.pk]) for name in ("envelope", "close"))
    answers.append(f"box wrong card {client.post(envelope, {**fields, 'card': said.box_card}).status_code}")
    answers.append(f"box letter {client.post(envelope, fields).status_code}")
    answers.append(f"box unequal {client.post(close, {'words': said.box_unchosen}).status_code}")
    answers.append(f"box close {client.post(close, {'difference': 'missing', 'words': said.box_words}).status_code}")
    words = client_of(world.cast, "song").post(reverse("intake_box:opening_words", args=[opening.pk]))
    answers.append(f"box open words {words.status_code}")
    _sheet, made = printed(world)
    world.said.marks |= {f"printed digits {at}": one.digits for at, one in enumerate(made)}
    answers.append(f"box print {200 if len(made) == 3 else 0}")
