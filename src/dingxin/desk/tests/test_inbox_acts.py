"""What is done with a submission: each act works, is refused with its reason, and keeps what was typed."""

import io
from collections.abc import Mapping
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from PIL import Image
from tests.cast_vault import Cast, found

from dingxin.audit.models import Entry
from dingxin.casework import actions, envelopes
from dingxin.casework.models import Link, Matter, Submission
from dingxin.casework.tests import lives
from dingxin.desk.tests.browsers import english as client_of
from dingxin.mailbox.models import File, FilePart
from dingxin.rules.ids import new_id
from dingxin.sealing.files import PART, part_count, seal_manifest, seal_parts
from dingxin.web.days import today

pytestmark = pytest.mark.django_db
SECRET = "有人借钱不还，说修路"


@pytest.fixture
def cast() -> Cast:
    return found()


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_of(cast, "song")


@pytest.fixture
def writer(cast: Cast, client: Client) -> lives.Writer:
    """Filed, and opened by 宋启明."""
    someone = lives.filed(cast, SECRET)
    client.post(url(someone.thread))
    return someone


def url(pk: UUID, tail: str = "") -> str:
    return f"/desk/submissions/{pk}/{tail}"


def work(client: Client, writer: lives.Writer, **fields: str) -> HttpResponse:
    given: Mapping[str, str] = {"nature": "report", "category": lives.CATEGORY, "unit": "maizhan-01 上麦村", "then": "stay"}
    return client.post(url(writer.thread, "work/"), {**given, **fields})


def went_to(response: HttpResponse, address: str) -> bool:
    return response.status_code == 302 and response.headers["Location"] == address


def test_codes_alone(client: Client, writer: lives.Writer, cast: Cast) -> None:
    response = work(client, writer, rank="village", authority="township", first_hand="yes", persons="3", interference="on",
                    contactable="yes", named="signed")  # fmt: skip
    assert went_to(response, url(writer.thread) + "?done=coded")
    row = writer.submission
    assert (row.state, row.nature, row.unit, row.persons) == ("read", "report", cast.units["maizhan-01"], 3)
    assert (row.rank, row.authority, row.first_hand, row.named) == ("village", "township", True, "signed")
    assert row.interference
    assert row.contactable
    after = client.get(url(writer.thread) + "?done=coded").content.decode()
    assert "The codes are kept." in after
    assert SECRET not in after


def test_a_matter_of_its_own_and_on_to_the_next_unread(client: Client, writer: lives.Writer, cast: Cast) -> None:
    other = lives.filed(cast)
    response = work(client, writer, then="new", title="上麦村借款不还", onward="on")
    assert went_to(response, url(other.thread) + "?done=next-made")
    link = Link.objects.get(submission_id=writer.thread)
    assert link.matter.officer == cast.member("song")
    shown = client.get(response.headers["Location"]).content.decode()
    assert "The one before: A matter was made of it." in shown


def test_with_nothing_more_to_read_it_stays_here(client: Client, writer: lives.Writer) -> None:
    response = work(client, writer, then="new", title="上麦村借款不还", onward="on")
    assert went_to(response, url(writer.thread) + "?done=made")


def test_into_a_matter_that_is_there(client: Client, writer: lives.Writer, cast: Cast) -> None:
    matter = lives.matter_of(cast, lives.filed(cast), title="借款不还的事")
    other = lives.filed(cast)
    shown = client.post(url(other.thread)).content.decode()
    assert "借款不还的事" in shown
    assert went_to(work(client, writer, then="link", into=str(matter.pk)), url(writer.thread) + "?done=linked")
    assert went_to(work(client, other, then="link", number=f"{matter.number:04}"), url(other.thread) + "?done=linked")
    assert Link.objects.filter(matter=matter).count() == 3


def test_matters_of_the_typed_unit_are_suggested_and_nothing_is_kept_yet(
    client: Client, writer: lives.Writer, cast: Cast
) -> None:
    lives.matter_of(cast, lives.filed(cast), title="上麦村的事")
    other = lives.filed(cast)
    lives.read(cast, other, unit="jiaoyu")
    actions.make_matter(current=cast["song"], title="教育局的事", submissions=[other.submission])
    response = work(client, writer, look="1", unit="jiaoyu 县教育局", title="写了一半")
    text = response.content.decode()
    assert response.status_code == 200
    assert "教育局的事" in text
    assert "上麦村的事" not in text
    assert "写了一半" in text
    assert SECRET in text
    assert writer.submission.state == "registered"


def test_a_number_that_no_matter_has(client: Client, writer: lives.Writer) -> None:
    response = work(client, writer, then="link", number="9999")
    assert response.status_code == 409
    assert "There is no matter of this number" in response.content.decode()
    assert writer.submission.state == "read"


def test_another_teams_matter_is_no_matter(client: Client, writer: lives.Writer, cast: Cast) -> None:
    elsewhere = lives.filed(cast, team=cast.above.team)
    matter = lives.matter_of(cast, elsewhere, by="xue")
    response = work(client, writer, then="link", into=str(matter.pk))
    assert response.status_code == 422
    assert not Link.objects.filter(submission_id=writer.thread).exists()


def test_advice_through_the_receipt(client: Client, writer: lives.Writer) -> None:
    response = work(client, writer, nature="question", then="advise", advice="带上身份证去镇里办。", by="receipt")
    assert went_to(response, url(writer.thread) + "?done=advised")
    assert writer.answers() == ["带上身份证去镇里办。"]
    assert writer.submission.state == "advice"


def test_thanks(client: Client, writer: lives.Writer) -> None:
    assert went_to(work(client, writer, then="thank", nature="report"), url(writer.thread) + "?done=thanked")
    assert (writer.submission.state, writer.submission.nature) == ("thanks", "thanks")
    assert went_to(client.post(url(writer.thread, "again/")), url(writer.thread) + "?done=again")
    assert writer.submission.state == "read"


@pytest.mark.parametrize(("fields", "said"), [
    ({"nature": "", "then": "new", "title": "写了一半的题目"}, "Choose what kind of thing it is."),
    ({"then": "new", "title": "  "}, "A matter needs a title"),
    ({"then": "link"}, "Pick a matter, or write its number."),
    ({"then": "advise", "advice": " "}, "Write what you advise."),
    ({"unit": "麦"}, "Several units fit"),
    ({"unit": "没有这个单位"}, "No unit has this name"),
    ({"persons": "0"}, "persons"),
    ({"nature": "x"}, "x"),
    ({"topic": "not-an-id"}, "not-an-id"),
    ({"category": "gone"}, "gone"),
    ({"then": "steal"}, "steal"),
])
def test_a_mistake_keeps_what_was_typed_and_the_words_open(
    client: Client, writer: lives.Writer, fields: dict[str, str], said: str
) -> None:
    response = work(client, writer, **{"title": "写了一半的题目", **fields})
    text = response.content.decode()
    assert response.status_code == 422
    assert said in text
    assert SECRET in text
    if "title" not in fields:
        assert "写了一半的题目" in text
    assert writer.submission.state == "registered"
    assert not Matter.objects.exists()


def test_an_empty_form_changes_nothing(client: Client, writer: lives.Writer, cast: Cast) -> None:
    lives.read(cast, writer)
    response = client.post(url(writer.thread, "work/"), {})
    assert response.status_code == 422
    assert writer.submission.unit == cast.units["maizhan-01"]


def test_fields_that_were_not_sent_leave_their_codes_alone(client: Client, writer: lives.Writer, cast: Cast) -> None:
    work(client, writer, rank="village", authority="township", first_hand="yes", interference="on")
    before = writer.submission
    assert client.post(url(writer.thread, "work/"), {"then": "stay"}).status_code == 302
    after = writer.submission
    for name in ("nature", "category", "topic", "unit", "rank", "authority", "first_hand", "interference", "persons"):
        assert getattr(after, name) == getattr(before, name), name
    work(client, writer, unit="", category="", rank="")
    assert (writer.submission.unit, writer.submission.category, writer.submission.rank) == (None, "", "")
    assert not writer.submission.interference


def test_codes_before_reading_are_refused(client: Client, cast: Cast) -> None:
    """The page offers no form then; a hand-made request opens it first, which is audited like any opening."""
    writer = lives.filed(cast)
    response = work(client, writer)
    assert response.status_code == 409
    assert writer.submission.state == "registered"


def test_set_aside_needs_two(client: Client, writer: lives.Writer, cast: Cast) -> None:
    early = client.post(url(writer.thread, "aside/"), {"reason": "blank"})
    assert early.status_code == 409
    work(client, writer)
    none = client.post(url(writer.thread, "aside/"))
    assert none.status_code == 422
    assert "There is no other." in none.content.decode()
    assert went_to(client.post(url(writer.thread, "aside/"), {"reason": "unreadable"}), url(writer.thread) + "?done=aside")
    assert client.post(url(writer.thread, "aside/second/")).status_code == 409
    assert writer.submission.state == "read"
    second = client_of(cast, "azi")
    assert "You are the second person" in second.post(url(writer.thread)).content.decode()
    assert went_to(second.post(url(writer.thread, "aside/second/")), url(writer.thread) + "?done=aside-second")
    assert writer.submission.state == "set_aside"


def test_a_proposal_to_set_aside_is_declined(client: Client, writer: lives.Writer, cast: Cast) -> None:
    assert client.post(url(writer.thread, "aside/decline/")).status_code == 409
    work(client, writer)
    client.post(url(writer.thread, "aside/"), {"reason": "blank"})
    assert went_to(client_of(cast, "azi").post(url(writer.thread, "aside/decline/")),
                   url(writer.thread) + "?done=aside-declined")  # fmt: skip
    assert writer.submission.set_aside_by == ""


def test_a_repeat_by_its_number(client: Client, writer: lives.Writer, cast: Cast) -> None:
    earlier = lives.filed(cast).submission
    wrong = client.post(url(writer.thread, "repeat/"), {"channel": "web", "number": "9999", "by": "asked"})
    assert wrong.status_code == 422
    assert 'value="9999"' in wrong.content.decode()
    given = {"channel": "web", "number": f"{earlier.number:04}", "by": "asked"}
    assert went_to(client.post(url(writer.thread, "repeat/"), given), url(writer.thread) + "?done=repeat")
    assert writer.submission.first == earlier
    identity = client.post(url(writer.thread, "repeat/"), {**given, "by": "identity"})
    assert identity.status_code == 422


def test_a_repeat_never_reaches_another_team(client: Client, writer: lives.Writer, cast: Cast) -> None:
    Submission.objects.filter(pk=lives.filed(cast, team=cast.above.team).thread).update(number=77)
    response = client.post(url(writer.thread, "repeat/"), {"channel": "web", "number": "77", "by": "asked"})
    assert response.status_code == 422
    assert writer.submission.first is None


def test_sent_up_it_is_gone_from_here(client: Client, writer: lives.Writer) -> None:
    response = client.post(url(writer.thread, "up/"))
    assert went_to(response, "/desk/inbox/?done=sent-up")
    assert client.get(url(writer.thread)).status_code == 404
    assert "Nothing of it stays here" in client.get("/desk/inbox/?done=sent-up").content.decode()


def test_a_matter_of_it_alone_goes_up_with_it_and_one_with_others_stays(
    client: Client, writer: lives.Writer, cast: Cast
) -> None:
    alone = lives.filed(cast, SECRET)
    actions.open_submission(current=cast["song"], submission=alone.submission)
    work(client, alone, then="new", title="只有这一件")
    assert client.post(url(alone.thread, "up/")).status_code == 302
    work(client, writer, then="new", title="上麦村借款不还")
    matter = Link.objects.get(submission_id=writer.thread).matter
    other = lives.filed(cast)
    opened = actions.open_submission(current=cast["song"], submission=other.submission).submission
    actions.link_submission(current=cast["song"], matter=matter, submission=lives.read(cast, other) and opened)
    response = client.post(url(writer.thread, "up/"))
    assert response.status_code == 409
    assert SECRET in response.content.decode()


def test_a_message_reaches_the_person_and_no_row(client: Client, writer: lives.Writer) -> None:
    given = {"text": "请问是哪一天的事？", "question": "more"}
    assert went_to(client.post(url(writer.thread, "message/"), given), url(writer.thread) + "?done=message")
    assert writer.answers() == ["请问是哪一天的事？"]
    assert "请问是哪一天的事？" not in client.get(url(writer.thread)).content.decode()


def test_a_message_that_cannot_arrive_is_kept_in_the_page(client: Client, cast: Cast) -> None:
    writer = lives.filed(cast, SECRET, shows="state")
    response = client.post(url(writer.thread, "message/"), {"text": "请问是哪一天的事？", "question": ""})
    assert response.status_code == 409
    assert "no text comes to their receipt" in response.content.decode()
    assert client.post(url(writer.thread, "message/"), {"text": "  "}).status_code == 422
    assert client.post(url(writer.thread, "message/"), {"text": "x", "question": "outcome"}).status_code == 422


def test_every_line_of_done_has_its_words(client: Client, writer: lives.Writer) -> None:
    from dingxin.desk.inbox.done import DONE, done_line

    assert all(done_line(code) for code in DONE)
    assert done_line("anything") == ""
    assert "role=\"status\"" not in client.get(url(writer.thread) + "?done=<b>").content.decode()


# Files.


def attach(cast: Cast, writer: lives.Writer, data: bytes, *, by_identity: bool = False, missing: int = 0) -> UUID:
    """A file as the sender's device leaves it."""
    secret = envelopes.secrets(cast["song"], writer.submission).S
    file_id = new_id()
    walk = seal_parts(secret, file_id.hex, io.BytesIO(data), name="账本 <1>.pdf", media_type="text/html")
    parts = []
    while True:
        try:
            parts.append(next(walk))
        except StopIteration as ended:
            manifest = ended.value
            break
    of = part_count(len(data))
    file = File.objects.create(
        id=file_id, thread_id=writer.thread, manifest=seal_manifest(secret, file_id.hex, manifest), of=of,
        parts=of - missing, held_by_identity=by_identity, day=today(),
    )
    for number, body in parts[: of - missing]:
        FilePart.objects.create(file=file, number=number, body=body)
    return file_id


def test_a_file_is_saved_and_never_shown(cast: Cast, client: Client, writer: lives.Writer) -> None:
    data = bytes(range(256)) * (PART // 256 + 40)
    file_id = attach(cast, writer, data)
    assert "账本 &lt;1&gt;.pdf" in client.post(url(writer.thread)).content.decode()
    response = client.post(url(writer.thread, f"files/{file_id}/"))
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == data  # type: ignore[attr-defined]
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["Content-Length"] == str(len(data))
    assert "no-store" in response.headers["Cache-Control"]
    assert Entry.objects.filter(kind="submission.opened", facts__contains=str(file_id)).count() == 1


def test_a_picture_and_a_recording_are_shown_in_place_and_nothing_else_is(
    cast: Cast, client: Client, writer: lives.Writer
) -> None:
    out = io.BytesIO()
    Image.new("RGB", (30, 40), "white").save(out, "PNG")
    hidden = out.getvalue() + b"<script>"
    for content, kind in ((hidden, "image/png"), (b"OggS0000", "audio/ogg"), (b"<svg onload=x>", ""), (b"<html>", "")):
        file_id = attach(cast, writer, content)
        response = client.get(url(writer.thread, f"files/{file_id}/seen/"))
        assert response.status_code == (200 if kind else 415)
        assert response.headers["Content-Type"] == (kind or "text/plain")
        assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert b"<script>" not in response.content  # only its pixels
        assert Entry.objects.filter(kind="submission.opened", facts__contains=str(file_id)).count() == 1
        as_page = client.get(url(writer.thread, f"files/{file_id}/seen/"), headers={"Sec-Fetch-Dest": "document"})
        assert as_page.status_code == 415
    kept = attach(cast, writer, hidden, by_identity=True)
    assert client.get(url(writer.thread, f"files/{kept}/seen/")).status_code == 403


def test_a_file_that_carries_a_person_or_is_not_all_here_stays(cast: Cast, client: Client, writer: lives.Writer) -> None:
    person, part = attach(cast, writer, b"voice", by_identity=True), attach(cast, writer, b"x", missing=1)
    shown = client.post(url(writer.thread)).content.decode()
    assert str(person) not in shown
    for file_id, status in ((person, 409), (part, 409)):
        assert client.post(url(writer.thread, f"files/{file_id}/")).status_code == status


def test_a_file_of_another_submission_is_none_of_this_one(cast: Cast, client: Client, writer: lives.Writer) -> None:
    other = lives.filed(cast)
    client.post(url(other.thread))
    file_id = attach(cast, writer, b"x")
    assert client.post(url(other.thread, f"files/{file_id}/")).status_code == 404
