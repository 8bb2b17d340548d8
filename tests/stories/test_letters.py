"""A letter out of the box: two pages, one upside down, a name moved away by a key, a sealed card; and what the officer reads."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect
from tests.browser.script_pages import chromium
from tests.cast_vault import found
from tests.stories.walk import Walk

from dingxin.casework import actions, ticks
from dingxin.casework.models import Submission
from dingxin.casework.refused import Refused
from dingxin.intake.drafts.models import Draft, DraftFile
from dingxin.mailbox import inlets, printing, serials
from dingxin.mailbox.models import PrintedReceipt, Thread

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME, PHONE = "许桂兰", "五五五〇一六四"
STORY = f"我是村民{NAME}，拉了四天树苗，一千〇六十元没给。电话{PHONE}。{NAME}"
WIDE = """() => {
  const shown = document.querySelector(".sheets > li:not([hidden]) img");
  return shown?.complete && shown.naturalWidth > shown.naturalHeight;
}"""
SELECT = """text => {
  const field = document.querySelector("[name=what]");
  field.focus();
  field.setSelectionRange(field.value.indexOf(text), field.value.indexOf(text) + text.length);
}"""


def page_of(folder: Path, name: str) -> str:
    picture = Image.new("RGB", (300, 400), "#f5f0e0")
    ImageDraw.Draw(picture).text((40, 60), name, fill="#25303f", font_size=40)
    out = io.BytesIO()
    picture.save(out, "JPEG")
    file = folder / f"{name}.jpg"
    file.write_bytes(out.getvalue())
    return str(file)


def mark(clerk: Page, text: str) -> None:
    clerk.evaluate(SELECT, text)
    clerk.keyboard.press("Control+m")


def test_a_letter_with_a_card(live_server: Any, tmp_path: Path) -> None:
    cast = found()
    inlets.refresh()
    serial = serials.new_serial("card")
    printing.make(cast.vault.pk, "card", serial).row.save()
    with chromium() as browser:
        walk = Walk(browser, live_server.url, cast)
        clerk, officer = walk.staff("ding"), walk.staff("song")
        walk.go(clerk, "/desk/letter/")
        clerk.keyboard.type(STORY[:4])
        clerk.set_input_files("#pages", [page_of(tmp_path, "one"), page_of(tmp_path, "two")])
        expect(clerk.locator("[data-at]")).to_have_text("1 / 2")  # the first of the new pages
        clerk.keyboard.press("Alt+r")
        clerk.wait_for_function(WIDE)
        clerk.locator('[name="what"]').fill(STORY)
        mark(clerk, NAME)
        mark(clerk, PHONE)
        assert clerk.locator('[name="name"]').input_value() == NAME
        assert clerk.locator('[name="phone"]').input_value() == "5550164"
        expect(clerk.locator('[name="what"]')).to_have_value(
            "我是村民［姓名］，拉了四天树苗，一千〇六十元没给。电话［电话］。［姓名］"
        )
        expect(clerk.locator("[data-kept]")).to_have_attribute("data-state", "kept")

        clerk.goto("about:blank")  # the window is closed; the draft and both pages are there again
        draft = Draft.objects.get()
        stored = bytes(draft.body) + b"".join(bytes(one.head) + bytes(one.body) for one in DraftFile.objects.all())
        assert not any(mark.encode() in stored for mark in (NAME, "树苗", "JFIF"))
        walk.go(clerk, f"/desk/letter/?draft={draft.pk}")
        expect(clerk.locator("[data-at]")).to_have_text("1 / 2")
        clerk.locator('[name="card"]').fill(serial.lower())
        with clerk.expect_navigation():
            clerk.keyboard.press("Control+Enter")
        expect(clerk.locator("main")).to_contain_text(serials.shown(serial))
        assert NAME not in clerk.content()

        ticks.register_arrivals()
        row, thread = Submission.objects.get(), Thread.objects.get()
        assert (thread.known_to_staff, PrintedReceipt.objects.get().state) == (False, "used")
        assert not DraftFile.objects.exists()
        walk.go(officer, f"/desk/submissions/{row.pk}/")
        officer.locator("[data-open]").click()
        officer.wait_for_load_state()
        read = officer.locator("main")
        expect(read).to_contain_text("拉了四天树苗")
        expect(read.locator(".hid").first).to_have_text("姓名")
        assert NAME not in officer.content()
        assert officer.locator(".files .look").count() == 0
        held = actions.open_submission(current=cast["song"], submission=row).files
        assert [one.by_identity for one in held] == [True, True]
        for one in held:
            with pytest.raises(Refused):
                actions.open_file(current=cast["song"], submission=row, file_id=one.id)
