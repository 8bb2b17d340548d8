"""Filing without script: about whom, all questions, a check, sent once."""

import re
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.cast_mailbox import Cast, opened

from dingxin.audit.models import Entry
from dingxin.ledger.models import Outgoing
from dingxin.ledger.public import promise_key
from dingxin.mailbox import derive
from dingxin.mailbox.coming_back import by_digits
from dingxin.mailbox.models import Envelope, File, FilePart, Inlet, Receipt, Thread
from dingxin.portal.drafts import read_draft
from dingxin.portal.tests.conftest import ANSWERS, REPORT
from dingxin.rules import clock
from dingxin.sealing.envelope import open_head
from dingxin.sealing.files import open_manifest, open_parts
from dingxin.tlog.promise import check_slip


def rows() -> list[int]:
    return [table.objects.count() for table in (Thread, Envelope, Receipt, File, FilePart, Outgoing, Entry)]


def test_first_is_asked_whether_it_is_about_the_team(client: Client, made: Cast) -> None:
    html = client.get(REPORT).content.decode()
    assert "textarea" not in html
    page = client.post(REPORT, {"step": "start", "about_team": "yes"})
    assert page.status_code == 200
    assert 'name="about_team" value="yes"' in page.content.decode()
    assert client.post(REPORT, {"step": "start"}).status_code == 422
    assert client.post(REPORT, {"step": "start", "about_team": "perhaps"}).status_code == 422


def test_sent_and_sealed_to_the_team(client: Client, made: Cast, draft) -> None:
    response = client.post(REPORT, draft())
    assert response.status_code == 200
    thread = Thread.objects.get()
    words, identity = opened(thread.pk, made.team)
    assert set(words) == {
        "v", "language", "about_team", "what", "about", "when", "ongoing", "amount", "people", "contact", "shows", "level",
    }
    assert (words["what"], words["contact"], words["language"]) == (ANSWERS["what"], "", "en")
    assert identity == {"v": 1, "name": "Abdul", "phone": "", "other": ""}
    assert (thread.sealed_by, thread.channel, thread.shows) == ("server", "web", "answers")
    assert Outgoing.objects.count() == 1


def test_the_receipt_opens_and_the_slip_holds(client: Client, made: Cast, draft) -> None:
    response = client.post(REPORT, draft())
    visit = by_digits(response.context["digits"])
    assert visit is not None
    assert visit.thread == Thread.objects.get().pk
    assert check_slip(response.context["slip"], promise_key()).kind == "received"
    saved = client.post("/en/slip/", {"slip": response.context["slip"].replace("\n", "\r\n")})
    assert saved.content.decode() == response.context["slip"]
    assert "attachment" in saved["Content-Disposition"]


def test_the_digits_of_the_check_page_are_those_of_the_receipt(client: Client, made: Cast, quick: None) -> None:
    first = client.post(REPORT, ANSWERS | {"step": "check"})
    again = client.post(REPORT, ANSWERS | {"step": "check", "draft": first.context["draft"], "what": "changed"})
    edited = client.post(REPORT, ANSWERS | {"step": "edit", "draft": again.context["draft"]})
    assert edited.context["draft"] == again.context["draft"]
    assert first.context["digits"] == again.context["digits"]
    sent = client.post(REPORT, ANSWERS | {"step": "send", "draft": again.context["draft"]})
    assert sent.context["digits"] == first.context["digits"]


def test_the_first_answer_can_be_changed_and_the_others_stay(client: Client, made: Cast, quick: None) -> None:
    check = client.post(REPORT, ANSWERS | {"step": "check"})
    fields = ANSWERS | {"draft": check.context["draft"]}
    ask = client.post(REPORT, fields | {"step": "ask"})
    carried = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', ask.content.decode()))
    assert carried["what"] == ANSWERS["what"]
    again = client.post(REPORT, carried | {"about_team": "yes", "step": "start"})
    assert again.context["digits"] == check.context["digits"]
    assert again.context["answers"] == check.context["answers"] | {"about_team": "yes"}


def test_nothing_is_stored_before_it_is_sent(client: Client, made: Cast, draft) -> None:
    draft()
    assert rows() == [0] * 7


def test_twice_is_once(client: Client, made: Cast, draft) -> None:
    fields = draft()
    one, two = client.post(REPORT, fields), client.post(REPORT, fields)
    assert one.context["slip"] == two.context["slip"]
    assert two.context["sent"].differs is False
    assert rows() == [1, 1, 1, 0, 0, 1, 1]


def test_twice_with_a_file_is_once(client: Client, made: Cast, draft) -> None:
    fields = draft()
    for _ in range(2):
        picture = SimpleUploadedFile("a.txt", b"x" * 3000, "text/plain")
        assert client.post(REPORT, fields | {"files": [picture]}).status_code == 200
    assert rows() == [1, 1, 1, 1, 1, 1, 1]


def test_changed_words_after_sending_do_not_replace_what_was_received(client: Client, made: Cast, draft) -> None:
    fields = draft()
    first = client.post(REPORT, fields)
    second = client.post(REPORT, fields | {"what": "something else"})
    assert second.status_code == 200
    assert second.context["sent"].differs is True
    assert second.context["slip"] == first.context["slip"]
    assert opened(Thread.objects.get().pk, made.team)[0]["what"] == ANSWERS["what"]


def test_about_the_team_goes_to_the_body_above(client: Client, made: Cast, draft) -> None:
    client.post(REPORT, draft(about_team="yes"))
    thread = Thread.objects.get()
    assert thread.vault_id == made.superior.vault
    assert opened(thread.pk, made.superior)[0]["about_team"] == "yes"


def test_anonymous_leaves_no_name_behind(client: Client, made: Cast, draft) -> None:
    client.post(REPORT, draft(level="anonymous", name="Abdul"))
    assert opened(Thread.objects.get().pk, made.team)[1] is None


def test_consent_to_contact_travels_in_the_words(client: Client, made: Cast, draft) -> None:
    client.post(REPORT, draft(may_contact="yes", contact_way="call", contact_time="after eight"))
    assert opened(Thread.objects.get().pk, made.team)[0]["contact"] == "call · after eight"


def test_a_name_or_number_in_the_words_is_pointed_out(client: Client, made: Cast, quick: None) -> None:
    page = client.post(REPORT, ANSWERS | {"step": "check", "what": "I am  abdul."})
    assert page.context["named"] == ["name"]
    page = client.post(REPORT, ANSWERS | {"step": "check", "phone": "139 9999-0000", "what": "call 13999990000"})
    assert page.context["named"] == ["phone"]
    assert client.post(REPORT, ANSWERS | {"step": "check"}).context["named"] == []


def test_what_was_typed_is_on_the_check_page_and_the_name_is_not_shown(client: Client, made: Cast, quick: None) -> None:
    html = client.post(REPORT, ANSWERS | {"step": "check"}).content.decode()
    assert ANSWERS["what"] in html
    shown = re.sub(r"<input[^>]*>", "", html)
    assert "Abdul" not in shown


# Files


def picture_with_place() -> bytes:
    image = Image.new("RGB", (40, 30), "red")
    exif = Image.Exif()
    exif[0x010F] = "PhoneMaker"
    exif[0x9286] = "comment of the phone"
    out = BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"written by a camera")
    return out.getvalue()


def test_pictures_lose_their_metadata_and_files_open_whole(client: Client, made: Cast, draft) -> None:
    plain = b"%PDF-1.4 " + b"p" * 300_000
    assert b"PhoneMaker" in picture_with_place()
    files = [
        SimpleUploadedFile("house.jpg", picture_with_place(), "image/jpeg"),
        SimpleUploadedFile("list.pdf", plain, "application/pdf"), SimpleUploadedFile("empty.txt", b"", "text/plain"),
    ]
    response = client.post(REPORT, draft() | {"files": files})
    assert [(file.name, file.state) for file in response.context["files"]] == [("house.jpg", "clean"), ("list.pdf", "kept")]
    thread = Thread.objects.get()
    head = open_head(
        made.team.inbound.secret, bytes(thread.envelope.head), submission=thread.pk.hex, vault=made.team.vault.hex
    )
    found: dict[str, Any] = {}
    for row in File.objects.all():
        assert row.parts == row.of
        manifest = open_manifest(head.S, row.pk.hex, bytes(row.manifest or b""))
        parts = [bytes(part.body) for part in row.pieces.order_by("number")]
        found[manifest.name] = b"".join(open_parts(head.S, row.pk.hex, manifest, parts))
    assert found["list.pdf"] == plain
    assert b"PhoneMaker" not in found["house.jpg"]
    assert b"camera" not in found["house.jpg"]
    assert Image.open(BytesIO(found["house.jpg"])).size == (40, 30)


def test_a_recording_alone_is_enough_and_nothing_at_all_is_not(client: Client, made: Cast, draft) -> None:
    fields = draft(what="  ")
    assert client.post(REPORT, fields).status_code == 422
    assert rows() == [0] * 7
    voice = SimpleUploadedFile("voice.m4a", b"sound" * 100, "audio/mp4")
    assert client.post(REPORT, fields | {"files": [voice]}).status_code == 200


def test_too_much_at_once_is_a_page_that_says_so(client: Client, made: Cast, draft) -> None:
    big = SimpleUploadedFile("big.bin", bytes(11 * 1024 * 1024))
    small = SimpleUploadedFile("small.txt", b"x")
    fields = draft()
    response = client.post(REPORT, fields | {"files": [small, big]})
    assert response.status_code == 413
    assert ANSWERS["what"] in response.content.decode()
    assert "Files have to be chosen again." in response.content.decode()
    assert response.context["digits"] == read_draft(fields["draft"], "maizhan").digits
    many = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(21)]
    response = client.post(REPORT, draft() | {"files": many})
    assert response.status_code == 422
    assert rows() == [0] * 7


def test_endless_files_are_not_read_to_their_end(client: Client, made: Cast, draft, settings) -> None:
    settings.FORM_FILE_LIMIT = 1_000
    endless = SimpleUploadedFile("endless.bin", bytes(42_000))
    response = client.post(REPORT, draft() | {"files": [SimpleUploadedFile("a", bytes(1_500)), endless]})
    assert response.status_code == 413
    assert "digits" not in (response.context or {})
    assert rows() == [0] * 7


# What goes wrong


@pytest.mark.parametrize("wrong", [
    {"level": "king"}, {"shows": "all"}, {"about_team": ""}, {"what": "x" * 20_001}, {"name": "", "phone": ""},
    {"level": ""}, {"name": "N" * 200}, {"ongoing": "never"},
])
@pytest.mark.parametrize("step", ["check", "send"])
def test_what_does_not_fit_is_asked_again_with_everything_kept(
    client: Client, made: Cast, wrong: dict[str, str], step: str
) -> None:
    page = client.post(REPORT, ANSWERS | wrong | {"step": step})
    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()
    if "what" not in wrong:
        assert ANSWERS["what"] in page.content.decode()
    assert rows() == [0] * 7


@pytest.mark.parametrize(("language", "said"), [
    ("en", "longer than 20000 characters"), ("zh-hans", "超过20000个字了"), ("ug", "20000 ھەرپتىن ئېشىپ كەتتى"),
])
def test_too_many_words_are_said_in_plain_ones(client: Client, made: Cast, language: str, said: str) -> None:
    told = "水" * 20_001
    page = client.post(REPORT.replace("/en/", f"/{language}/"), ANSWERS | {"what": told, "step": "check"})
    plain = re.sub(r"<[^>]+>|[\u2066-\u2069]", "", page.content.decode())
    assert page.status_code == 422
    assert said in plain
    assert told in plain


@pytest.mark.parametrize("value", ["a%00b", "%ED%A0%80", "%FF"])
def test_bytes_that_no_form_sends(client: Client, made: Cast, value: str) -> None:
    body = f"step=check&what={value}"
    page = client.post(REPORT, body, content_type="application/x-www-form-urlencoded")
    assert page.status_code == 400


def test_a_form_from_elsewhere_is_refused(made: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(REPORT, ANSWERS | {"step": "send"}).status_code == 403
    assert rows() == [0] * 7


def test_other_methods(client: Client, made: Cast) -> None:
    assert client.put(REPORT).status_code == 405
    assert client.get("/en/maizhan/receipt/").status_code == 405
    assert client.get("/en/slip/").status_code == 405


@pytest.mark.parametrize("token", ["", "x", "A" * 400, "ü", "A" * 30_000])
def test_a_draft_that_is_not_ours_gives_new_digits_and_keeps_the_words(
    client: Client, made: Cast, quick: None, token: str
) -> None:
    page = client.post(REPORT, ANSWERS | {"step": "send", "draft": token})
    assert page.status_code == 422
    assert ANSWERS["what"] in page.content.decode()
    assert page.context["digits"]
    assert rows() == [0] * 7


def test_a_draft_of_yesterday_gives_new_digits(client: Client, made: Cast) -> None:
    first = client.post(REPORT, ANSWERS | {"step": "check"})
    with time_machine.travel(clock.now().timestamp() + 25 * 3600, tick=False):
        page = client.post(REPORT, ANSWERS | {"step": "send", "draft": first.context["draft"]})
    assert page.status_code == 422
    assert page.context["digits"] != first.context["digits"]


def test_a_machine_that_reads_in_no_time_is_asked_once_more(client: Client, made: Cast) -> None:
    first = client.post(REPORT, ANSWERS | {"step": "check"})
    page = client.post(REPORT, ANSWERS | {"step": "send", "draft": first.context["draft"]})
    assert page.status_code == 422
    assert page.context["digits"] == first.context["digits"]
    with time_machine.travel(clock.now().timestamp() + 5, tick=False):
        again = client.post(REPORT, ANSWERS | {"step": "send", "draft": first.context["draft"]})
    assert again.status_code == 200


def test_busy_loses_nothing(client: Client, made: Cast, draft, monkeypatch: pytest.MonkeyPatch) -> None:
    fields = draft()
    monkeypatch.setattr(derive, "turns", derive.Turns(at_once=0, waiting=0))
    page = client.post(REPORT, fields)
    assert page.status_code == 503
    assert page["Retry-After"]
    assert rows() == [0] * 7
    monkeypatch.undo()
    with time_machine.travel(clock.now().timestamp() + 5, tick=False):
        assert client.post(REPORT, fields).status_code == 200


def test_the_hours_budget_keeps_the_words_in_the_page(client: Client, made: Cast, draft, settings) -> None:
    settings.MAILBOX_PER_HOUR = 0
    page = client.post(REPORT, draft())
    assert page.status_code == 503
    assert ANSWERS["what"] in page.content.decode()
    assert rows() == [0] * 7


def test_without_keys_nothing_is_asked(client: Client, made: Cast) -> None:
    Inlet.objects.all().delete()
    assert client.get(REPORT).status_code == 503


def test_a_key_that_somebody_wrote_into_the_database_is_not_sealed_to(client: Client, made: Cast, draft) -> None:
    fields = draft()
    Inlet.objects.update(statement=made.superior.inlet.statement)
    page = client.post(REPORT, fields)
    assert page.status_code == 409
    assert rows() == [0] * 7


# The receipt page


def test_reading_back_names_the_group_that_differs(client: Client, made: Cast, draft) -> None:
    sent = client.post(REPORT, draft())
    token, digits = sent.context["token"], sent.context["digits"]
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in digits)  # as a Chinese keyboard types them
    for typed in (digits, " ".join(digits), wide):
        page = client.post("/en/maizhan/receipt/", {"token": token, "again": typed})
        assert page.context["right"] is True
    wrong = digits[:4] + str((int(digits[4]) + 1) % 10) + digits[5:]
    page = client.post("/en/maizhan/receipt/", {"token": token, "again": wrong})
    assert page.context["wrong_groups"] == [2]
    page = client.post("/en/maizhan/receipt/", {"token": token, "again": digits[:17]})
    assert page.context["typed_count"] == 17
    assert f'name="again" value="{digits[:3]} {digits[3:6]}' in page.content.decode()
    assert client.post("/en/maizhan/receipt/", {"token": "x", "again": digits}).status_code == 410
    assert Thread.objects.count() == 1


@pytest.mark.parametrize("slip", ["", "hello", "dingxin-slip 1\n", "x" * 10_000])
def test_the_slip_address_echoes_nothing_else(client: Client, made: Cast, slip: str) -> None:
    page = client.post("/en/slip/", {"slip": slip})
    assert page.status_code == 400
    assert "attachment" not in page.get("Content-Disposition", "")
