"""A letter: words marked in the transcript, in the picture's own metadata, in its name, and one that is never filed."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from tests.cast_vault import client_of
from tests.world import World

from dingxin.rules.ids import new_id

WANTED = {"letter page": {"302"}, "letter named": {"422"}, "letter filed": {"200"}, "letter unread": {"501", "422"}}


def _scan(mark: str, name: str) -> SimpleUploadedFile:
    told, out = PngInfo(), io.BytesIO()
    told.add_text("Comment", mark)
    Image.new("RGB", (60, 80), "white").save(out, "PNG", pnginfo=told)
    return SimpleUploadedFile(f"{name}.png", out.getvalue(), "image/png")


def plant(world: World, answers: list[str]) -> None:
    said, client, door = world.said, client_of(world.cast, "ding"), reverse("intake_letter:record")
    once, place = new_id(), {"stationing": str(world.cast.stationing.pk)}
    typed = {"what": said.letter_what, "name": said.letter_name, "phone": said.letter_phone, "about": said.letter_about}
    fields = {**place, **typed, "once": once.hex, "post_number": said.letter_post[:12], "contact": said.letter_contact}
    for draft in (once, new_id()):  # the second one is never filed
        to = reverse("intake_drafts:files", args=["letter", draft])
        pdf = SimpleUploadedFile(f"{said.letter_pdf_name}.pdf", b"%PDF-1.4 " + said.letter_pdf.encode(), "application/pdf")
        voice = SimpleUploadedFile(f"{said.letter_voice_name}.ogg", b"OggS" + said.letter_voice.encode(), "audio/ogg")
        files = {"pages": [_scan(said.letter_comment, said.letter_file_name), pdf], "voice": voice}
        answers.append(f"letter page {client.post(to, {**fields, **files}).status_code}")
    page = client.get(f"{door}?draft={once}").content.decode()
    read = page.partition('data-read="')[2].partition('"')[0]
    answers.append(f"letter unread {client.post(read).status_code}")
    named = {**fields, "what": said.letter_named, "name": said.letter_named}
    answers.append(f"letter named {client.post(door, named).status_code}")
    answers.append(f"letter filed {client.post(door, fields).status_code}")
