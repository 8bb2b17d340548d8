"""Mails: read as far as they go, sealed once, deleted in their mailbox only when they are safe here."""

import argparse
import imaplib
import sys
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.cast_vault import Cast, found

from dingxin.casework import actions
from dingxin.casework.models import Submission
from dingxin.casework.refused import Refused
from dingxin.intake.email import boxes, command, fetching, letter, taking, ticks
from dingxin.mailbox import inlets
from dingxin.mailbox.models import File, Message, Thread
from dingxin.rules.clock import now
from dingxin.vault.models import Statement
from dingxin.web.days import today

pytestmark = pytest.mark.django_db
SERVER = Path(__file__).with_name("imap_server.py")
STORY = "村里欠我们三户的占地款，问了两年没有下文。"


def mail(text: str = STORY, sender: str = "马秋实 <qiushi@example.org>", **more: Any) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "team@example.org", more.get("subject", "占地款")
    made["Date"] = format_datetime(now() - timedelta(days=9))
    made.set_content(text)
    for name, content in more.get("files", {}).items():
        made.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return made


@pytest.fixture
def cast() -> Cast:
    made = found()
    inlets.refresh()
    return made


def opened(cast: Cast, row: Submission) -> Any:
    return actions.open_submission(current=cast["song"], submission=row)


def test_words_and_attachments_are_for_the_team_and_the_mail_itself_behind_two_keys(cast: Cast) -> None:
    raw = mail(f"{STORY}\n马秋实 qiushi@example.org", files={"合同.pdf": b"%PDF " * 30}).as_bytes()
    taken = taking.take(cast.team.team, raw)
    row = Submission.objects.get(pk=taken.id)
    assert (row.channel, row.received_on, taken.new) == ("email", today() - timedelta(days=9), True)
    seen = opened(cast, row)
    assert seen.words["what"] == f"占地款\n\n{STORY}\n［姓名］ ［邮箱］"
    assert seen.level == "confidential"
    assert seen.receipt == ""  # nobody is answered by mail
    held, shown = sorted(seen.files, key=lambda one: not one.by_identity)
    assert (held.by_identity, shown.name) == (True, "合同.pdf")
    _manifest, parts = actions.open_file(current=cast["song"], submission=row, file_id=shown.id)
    assert b"".join(parts) == b"%PDF " * 30


def test_what_a_mail_program_adds_to_say_who_wrote_is_behind_two_keys_too(cast: Cast) -> None:
    message = mail(files={"合同.pdf": b"%PDF-1"})
    message.add_attachment(b"BEGIN:VCARD FN:...", maintype="text", subtype="vcard", filename="me.vcf")
    message.add_attachment(b"0\x82 CN=...", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    message.add_attachment(mail("before"), filename="earlier.eml")
    row = Submission.objects.get(pk=taking.take(cast.team.team, message.as_bytes()).id)
    assert [one.name for one in opened(cast, row).files if not one.by_identity] == ["合同.pdf"]
    assert File.objects.filter(thread_id=row.pk, held_by_identity=True).count() == 4  # with the mail itself


def test_the_same_mail_again_is_the_same_submission_also_with_other_line_ends(cast: Cast) -> None:
    raw = mail().as_bytes()
    first = taking.take(cast.team.team, raw)
    again = taking.take(cast.team.team, raw.replace(b"\n", b"\r\n"))
    assert (again.id, again.new, again.number) == (first.id, False, first.number)
    assert Thread.objects.count() == Submission.objects.count() == File.objects.count() == 1
    assert taking.take(cast.stranger_team.team, raw).new  # to another team it is another thing
    assert taking.take(cast.team.team, mail("anders").as_bytes()).number == first.number + 1


def test_what_is_in_the_database_says_nothing_of_the_mail(cast: Cast) -> None:
    taking.take(cast.team.team, mail(files={"合同.pdf": b"%PDF-1"}).as_bytes())
    held = [bytes(part) for file in File.objects.all() for part in file.pieces.values_list("body", flat=True)]
    held += [bytes(Thread.objects.get().envelope.words), bytes(Thread.objects.get().envelope.identity)]
    for word in (STORY, "马秋实", "qiushi@example.org", "合同"):
        assert not any(word.encode() in blob for blob in held)
    assert not Message.objects.exists()


@pytest.mark.parametrize(("raw", "text"), [
    (b"", ""), (b"\xff\xfe\x00", ""), (b"Subject: only\n\n", "only"),
    (b"Content-Type: text/plain; charset=nowhere\n\n\xe4\xbd\xa0", "\u4f60"),
    (b"Content-Type: text/html\n\n<style>x</style><p>one</p><p>two &amp; three</p><script>no()</script>", "one\n\ntwo & three"),
    (b"From: =?utf-8?q?broken\nDate: never\n\nwords", "words"),
])  # fmt: skip
def test_broken_mails_are_read_as_far_as_they_go(raw: bytes, text: str) -> None:
    assert letter.read(raw).text.strip("\ufffd\x00\ufeff ").replace("\ufffd", "") == text


@given(st.binary(max_size=600))
def test_nothing_that_a_sender_writes_raises(noise: bytes) -> None:
    for head in (b"", b"Content-Type: multipart/mixed; boundary=x\n\n--x\n", b"From: "):
        read = letter.read(head + noise)
        assert len(read.text) <= letter.TEXT_MOST


SLOW = {
    "comments": b"From: " + b"(" * 1_000 + b"\n\nhi", "senders": b"From: " + b"a@b," * 20_000 + b"\n\nhi",
    "parameters": b"Content-Type: text/plain" + b"; a=b" * 20_000 + b"\n\nhi",
    "folded": b"Subject: x\r" + b"\t=?utf-8?q?=41?=\r" * 20_000 + b"\r\rhi",
    "nested": b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(500)) + b"\nhi",
    "parts": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\na\n" * 100_000,
    "mails in mails": b"Content-Type: message/rfc822\n\n" * 2_000 + b"Subject: in\n\nhi",
}


@pytest.mark.parametrize("raw", SLOW.values(), ids=SLOW.keys())
def test_a_mail_that_is_made_to_keep_us_busy_is_taken_unread(cast: Cast, raw: bytes) -> None:
    steps = 0

    def step(*_: object) -> None:
        nonlocal steps
        steps += 1

    sys.setprofile(step)
    try:
        assert letter.read(raw).unread
    finally:
        sys.setprofile(None)
    assert steps < 5_000  # calls; the package alone takes up to tens of millions
    row = Submission.objects.get(pk=taking.take(cast.team.team, raw).id)
    seen = opened(cast, row)
    assert (seen.words["what"], [one.by_identity for one in seen.files]) == ("—", [True])  # whole, behind both keys


def test_html_that_is_none_is_read_as_far_as_it_goes() -> None:
    head = b"Content-Type: text/html\n\n<p>before</p>"
    for rest, after in (
        (b"<![if !vml]><p>after</p>", "after"), (b"<![", ""), (b"<![endif", ""), (b"<!x [", ""), (b"<a " * 900_000, ""),
    ):
        found = letter.read(head + rest)
        assert not found.unread
        assert found.text.split() == ["before", *after.split()]
    assert found.cut


def test_a_picture_with_broken_facts_is_attached_as_it_came(cast: Cast) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "x"
    made = BytesIO()
    Image.new("RGB", (9, 9)).save(made, "JPEG", exif=exif)
    good = made.getvalue()
    at = good.index(b"\x01\x12\x00\x03")  # what says which side is up: a whole number, now said to be a text
    for kind in range(14):
        broken = good[: at + 3] + bytes([kind]) + good[at + 4 :]
        message = mail(f"{kind}")
        message.add_attachment(broken, maintype="image", subtype="jpeg", filename="a.jpg")
        assert taking.take(cast.team.team, message.as_bytes()).new


def test_a_long_mail_is_cut_and_whole_beside_it(cast: Cast) -> None:
    raw = mail("长" * 30_000).as_bytes()
    assert letter.read(raw).cut
    row = Submission.objects.get(pk=taking.take(cast.team.team, raw).id)
    assert len(opened(cast, row).words["what"]) == letter.TEXT_MOST


# Mailboxes.


def box(cast: Cast, folder: Path, *mails: bytes, password: str = "secret") -> tuple[boxes.MailBox, fetching.Open]:
    folder.mkdir(exist_ok=True)
    for number, raw in enumerate(mails, 1):
        (folder / f"{number}.eml").write_bytes(raw)
    made = boxes.MailBox("mail.example.org", "team", password, cast.team.team)
    return made, lambda _box: imaplib.IMAP4_stream(f"{sys.executable} {SERVER} {folder}")


def test_a_mail_is_deleted_there_once_it_is_safe_here(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, opening = box(cast, tmp_path / "m", mail().as_bytes(), mail("second").as_bytes())
    real = fetching.take

    def breaks(*given: Any) -> Any:
        real(*given)
        raise OSError("the line broke after it was stored")

    monkeypatch.setattr(fetching, "take", breaks)
    with pytest.raises(fetching.Unreached):
        fetching.fetch(made, opening)
    assert len(list((tmp_path / "m").glob("*.eml"))) == 2  # nothing is deleted that is not known to be safe
    monkeypatch.setattr(fetching, "take", real)
    got = fetching.fetch(made, opening)
    assert (got.taken, got.before, got.left) == (1, 1, 0)
    assert not list((tmp_path / "m").glob("*.eml"))
    assert Submission.objects.count() == 2


def test_what_cannot_be_taken_stays_in_its_mailbox(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "RAW_MOST", 2_000)
    report = b"Content-Type: multipart/report; boundary=x\n\n--x\n\nfailed\n--x--\n"
    made, opening = box(cast, tmp_path / "m", report, mail("x" * 3_000).as_bytes(), mail().as_bytes())
    got = fetching.fetch(made, opening)
    assert (got.taken, got.left) == (1, 2)
    assert sorted(path.stem for path in (tmp_path / "m").glob("*.eml")) == ["1", "2"]
    Statement.objects.all().delete()  # the team cannot receive now
    made, opening = box(cast, tmp_path / "n", mail("later").as_bytes())
    assert fetching.fetch(made, opening).left == 1
    assert Submission.objects.count() == 1
    with pytest.raises(Refused):
        taking.take(cast.team.team, mail("later").as_bytes())


def test_one_mail_does_not_keep_those_behind_it_away(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "AT_ONCE", 1)
    monkeypatch.setattr(fetching, "RAW_MOST", 2_000)
    poison = mail("poison").as_bytes()
    real = fetching.take

    def breaks(team: Any, raw: bytes) -> Any:
        if b"poison" in raw:
            raise TypeError("马秋实")
        return real(team, raw)

    monkeypatch.setattr(fetching, "take", breaks)
    made, opening = box(cast, tmp_path / "m", mail("x" * 3_000).as_bytes(), poison, mail().as_bytes())
    assert [(one.taken, one.left) for one in (fetching.fetch(made, opening) for _ in range(3))] == [(0, 1), (0, 1), (1, 0)]
    assert sorted(path.stem for path in (tmp_path / "m").glob("*.eml")) == ["1", "2"]  # for somebody to look at


def test_a_mailbox_that_does_not_open_says_so_without_its_password(cast: Cast, tmp_path: Path) -> None:
    made, opening = box(cast, tmp_path / "m", mail().as_bytes(), password="wrong")
    with pytest.raises(fetching.Unreached) as caught:
        fetching.fetch(made, opening)
    assert "wrong" not in str(caught.value)
    assert "team at mail.example.org" in str(caught.value)


def test_the_tick_reads_what_is_set_up_and_not_more_often_than_it_should(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, opening = box(cast, tmp_path / "m", mail().as_bytes())
    monkeypatch.setattr(ticks, "fetch", lambda one: fetching.fetch(one, opening))
    monkeypatch.setattr(ticks, "_last", {})
    monkeypatch.setattr(ticks, "boxes", lambda _keys: boxes.boxes(tmp_path))
    assert ticks.fetch_mail() == 0  # no mail.toml
    entry = '[[mailbox]]\nhost = "mail.example.org"\nuser = "team"\npassword_file = "mail.password"\nteam = "wanghe/9"\n'
    (tmp_path / "mail.toml").write_text(entry, encoding="utf-8")
    (tmp_path / "mail.password").write_text("secret\n", encoding="utf-8")
    assert boxes.boxes(tmp_path)[0].team == made.team
    assert ticks.fetch_mail() == 0  # just looked
    with time_machine.travel(now() + timedelta(minutes=6), tick=False):
        assert ticks.fetch_mail() == 1
    others = ("colour = 1\n", 'port = "x"\n')
    for wrong in (entry.replace("wanghe/9", "wanghe/99"), entry.replace("host", "hast"), "[[", *(entry + one for one in others)):
        (tmp_path / "mail.toml").write_text(wrong, encoding="utf-8")
        with pytest.raises(boxes.BoxesWrong):
            boxes.boxes(tmp_path)


def test_the_command_takes_files_and_says_what_it_left(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.eml").write_bytes(mail().as_bytes())
    (tmp_path / "b.eml").write_bytes(mail("b").as_bytes())
    run = lambda *files, team="wanghe/9": command.run(argparse.Namespace(files=list(files), team=team))  # noqa: E731
    assert run(tmp_path) == 0
    assert run(tmp_path, tmp_path / "none.eml") == 1
    assert run(tmp_path, team="wanghe/77") == 1
    assert run() == 1
    printed = capsys.readouterr()
    assert "2 taken, 0 from before, 0 left" in printed.out
    assert "0 taken, 2 from before, 1 left" in printed.out
    assert STORY not in printed.out + printed.err
    assert Submission.objects.filter(channel="email", received_on__lte=today()).count() == 2
