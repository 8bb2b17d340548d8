"""The letter desk: pages sealed beside the draft, names out of the words, originals under both keys, filed once."""

import io
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image
from tests.cast_vault import Cast, client_of, found

from dingxin.casework import actions
from dingxin.casework.models import Submission
from dingxin.casework.refused import Refused
from dingxin.intake.drafts.models import Draft, DraftFile
from dingxin.mailbox import inlets
from dingxin.mailbox.models import File, Thread
from dingxin.rules.ids import new_id
from dingxin.web.days import today

pytestmark = pytest.mark.django_db
FORM = "/desk/letter/"
SECRET = "我家出车拉了四天树苗，一千〇六十元到现在没给"
NAME, PHONE = "许桂兰", "5550164"


@pytest.fixture
def cast() -> Cast:
    made = found()
    inlets.refresh()
    return made


def browser(cast: Cast, name: str = "ding", **options: Any) -> Client:
    client = client_of(cast, name, **options)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def file(cast: Cast, client: Client | None = None, once: str = "", **more: Any) -> HttpResponse:
    fields = {"stationing": str(cast.stationing.pk), "once": once or new_id().hex, "what": SECRET, **more}
    return (client or browser(cast)).post(FORM, fields)


def scan(width: int = 60, height: int = 80, kind: str = "PNG") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, kind)
    return SimpleUploadedFile("许桂兰的信.png", out.getvalue(), "image/png")


def add(cast: Cast, once: str, *pages: SimpleUploadedFile, client: Client | None = None, **more: Any) -> HttpResponse:
    fields = {"stationing": str(cast.stationing.pk), "pages": list(pages), "what": SECRET, **more}
    return (client or browser(cast)).post(reverse("intake_drafts:files", args=["letter", once_id(once)]), fields)


def once_id(once: str) -> str:
    return f"{once[:8]}-{once[8:12]}-{once[12:16]}-{once[16:20]}-{once[20:]}"


def opened(cast: Cast) -> actions.OpenedSubmission:
    return actions.open_submission(current=cast["song"], submission=Submission.objects.get())


def test_no_name_and_no_way_back_is_normal(cast: Cast) -> None:
    answer = file(cast)
    assert answer.status_code == 200
    row = Submission.objects.get()
    assert (row.channel, row.persons, row.batch, row.received_on) == ("letter", 1, 0, today())
    assert Thread.objects.get().answer_recipient == ""
    assert "Without a receipt" in answer.content.decode()
    assert "The scans are sealed" not in answer.content.decode()  # there was none
    assert (opened(cast).level, opened(cast).words["what"]) == ("anonymous", SECRET)


def test_a_joint_letter_is_a_batch_and_its_days_are_kept(cast: Cast) -> None:
    file(cast, persons="七", postmark="2020-03-21", written_on="2020-03-20", post_number="XA 123")
    row = Submission.objects.get()
    assert (row.persons, row.batch) == (7, 1)
    words = opened(cast).words
    assert [words[key] for key in ("postmark", "written_on", "post_number")] == ["2020-03-21", "2020-03-20", "XA 123"]


def test_a_day_to_come_is_refused(cast: Cast) -> None:
    assert file(cast, postmark="2999-01-01").status_code == 422


def test_pages_are_filed_under_both_keys_and_their_draft_is_gone(cast: Cast) -> None:
    once, client = new_id().hex, browser(cast)
    assert add(cast, once, scan(), scan(100, 30), client=client).status_code == 302
    assert DraftFile.objects.count() == 2
    assert file(cast, client, once).status_code == 200
    assert not DraftFile.objects.exists()
    assert not Draft.objects.exists()
    assert set(File.objects.values_list("held_by_identity", flat=True)) == {True}
    found_files = opened(cast).files
    assert [one.by_identity for one in found_files] == [True, True]
    assert [one.name for one in found_files] == ["", ""]
    with pytest.raises(Refused):
        actions.open_file(current=cast["song"], submission=Submission.objects.get(), file_id=found_files[0].id)


@pytest.mark.parametrize("whole", [True, False])
def test_what_names_nobody_opens_with_the_words(cast: Cast, whole: bool) -> None:
    once, client = new_id().hex, browser(cast)
    add(cast, once, scan(60, 80), client=client)
    page = DraftFile.objects.get().pk
    to = reverse("intake_drafts:file_change", args=["letter", once_id(once), page, "turn"])
    assert client.post(to, {"stationing": str(cast.stationing.pk), "files_only": "1"}).status_code == 302
    if not whole:
        mark = to.replace("turn", "nobody")
        client.post(mark, {"stationing": str(cast.stationing.pk), "files_only": "1"})
    file(cast, client, once, **({"nobody": "on"} if whole else {}))
    row = Submission.objects.get()
    held = opened(cast).files[0]
    assert (held.by_identity, held.name, held.media_type) == (False, "page-01.png", "image/png")
    _, parts = actions.open_file(current=cast["song"], submission=row, file_id=held.id)
    with Image.open(io.BytesIO(b"".join(parts))) as picture:
        assert picture.size == (80, 60)  # turned as the clerk turned it


def test_a_name_in_the_words_is_asked_about_once(cast: Cast) -> None:
    once = new_id().hex
    told = {"what": f"我是{NAME}，电话五五五〇一六四", "name": NAME, "phone": PHONE}
    answer = file(cast, once=once, **told)
    assert answer.status_code == 422
    assert "still stands in the words" in answer.content.decode()
    assert not Submission.objects.exists()
    assert file(cast, once=once, seen="on", **told).status_code == 200


def test_a_draft_with_its_pages_survives_a_closed_window_and_is_one_clerks_own(cast: Cast) -> None:
    once = new_id().hex
    add(cast, once, scan(), what="写到一半")
    page = DraftFile.objects.get()
    text = browser(cast).get(FORM, {"draft": once_id(once)}).content.decode()
    assert "写到一半" in text
    address = reverse("intake_drafts:file", args=[page.pk])
    assert address in text
    shown = browser(cast).get(address)
    assert (shown.headers["Content-Type"], shown.headers["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert shown.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in shown.headers["Cache-Control"]
    for other in ("helan", "song", "guli"):
        assert browser(cast, other).get(address).status_code == 404
    assert b"PNG" not in bytes(page.body)
    client = browser(cast)
    client.post(reverse("intake_drafts:drop", args=[once_id(once)]))
    assert not DraftFile.objects.exists()


def test_pages_chosen_and_sent_with_the_form_itself_are_filed_too(cast: Cast) -> None:
    assert file(cast, pages=[scan()], voice=SimpleUploadedFile("a.ogg", b"OggS1234")).status_code == 200
    assert File.objects.count() == 2


def test_a_locked_clerk_files_no_letter_without_its_pages(cast: Cast) -> None:
    once = new_id().hex
    add(cast, once, scan())
    locked = browser(cast, unlocked=False)
    assert file(cast, locked, once).status_code == 403
    assert file(cast, locked, pages=[scan()]).status_code == 422
    assert not Submission.objects.exists()


@pytest.mark.parametrize(("chosen", "why"), [
    ((SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),), "no picture"),
    ((SimpleUploadedFile("a.html", b"<script>1</script>", "image/png"),), "no picture"),
    ((SimpleUploadedFile("a.png", b"", "image/png"),), "10 MB"), ((), "No file was chosen"),
    (tuple(scan(2, 2) for _ in range(21)), "More than 20"),
])  # fmt: skip
def test_what_cannot_be_taken_says_so_and_the_words_stay(cast: Cast, chosen: tuple[Any, ...], why: str) -> None:
    once, client = new_id().hex, browser(cast)
    for one in chosen:
        one.seek(0)
    back = add(cast, once, *chosen, client=client)
    assert back.status_code == 302
    text = client.get(back.headers["Location"]).content.decode()
    assert why in text
    assert SECRET in text
    assert not DraftFile.objects.exists()


def test_a_large_page_is_made_smaller_and_a_pdf_is_kept_whole(cast: Cast) -> None:
    import random

    noise = Image.frombytes("RGB", (1500, 1500), random.Random(1).randbytes(1500 * 1500 * 3))
    out = io.BytesIO()
    noise.save(out, "PNG")
    once, client, pdf = new_id().hex, browser(cast), b"%PDF-1.4 scan"
    add(cast, once, SimpleUploadedFile("a.png", out.getvalue()), SimpleUploadedFile("b.pdf", pdf), client=client)
    file(cast, client, once, nobody="on")
    row = Submission.objects.get()
    held = {one.name: one for one in opened(cast).files}
    assert set(held) == {"page-01.jpg", "page-02.pdf"}
    assert held["page-01.jpg"].size <= 4 * 1024 * 1024
    _, parts = actions.open_file(current=cast["song"], submission=row, file_id=held["page-02.pdf"].id)
    assert b"".join(parts) == pdf


def test_order_and_taking_out(cast: Cast) -> None:
    once, client = new_id().hex, browser(cast)
    add(cast, once, scan(1, 1), scan(2, 2), scan(3, 3), client=client)
    first, second, third = DraftFile.objects.values_list("pk", flat=True)
    for page, act in ((third, "up"), (third, "up"), (third, "up"), (first, "down"), (second, "drop")):
        to = reverse("intake_drafts:file_change", args=["letter", once_id(once), page, act])
        assert client.post(to, {"stationing": str(cast.stationing.pk), "files_only": "1"}).status_code == 302
    assert list(DraftFile.objects.values_list("pk", flat=True)) == [third, first]
    away = reverse("intake_drafts:file_change", args=["letter", once_id(once), third, "burn"])
    assert client.post(away, {"stationing": str(cast.stationing.pk)}).status_code == 404


def test_a_voice_is_sealed_under_both_keys_whatever_is_ticked(cast: Cast) -> None:
    file(cast, voice=SimpleUploadedFile("a.ogg", b"OggS1234"), nobody="on")
    assert File.objects.get().held_by_identity
