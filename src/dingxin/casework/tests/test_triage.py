"""Opening, coding, and what is no problem to solve."""

import io
import json
from uuid import UUID

import pytest
from django.http import Http404
from tests.cast_vault import Cast, found

from dingxin.casework import actions, doors, envelopes
from dingxin.casework.codes import Codes
from dingxin.casework.models import MatterSentUp, Passage, Submission
from dingxin.casework.refused import Refused
from dingxin.casework.tests import lives
from dingxin.mailbox.models import Envelope, File, FilePart, Message, Thread
from dingxin.rules.ids import new_id
from dingxin.sealing.envelope import open_identity, open_share_b
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.files import part_count, seal_manifest, seal_parts
from dingxin.vault import keyring
from dingxin.vault.models import Wrap
from dingxin.web.days import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return found()


@pytest.fixture
def writer(cast: Cast) -> lives.Writer:
    return lives.filed(cast)


def test_the_first_opening_wraps_and_later_ones_unwrap(cast: Cast, writer: lives.Writer) -> None:
    opened = actions.open_submission(current=cast["zhou"], submission=writer.submission)
    assert opened.words["what"] == lives.WHAT
    assert (opened.level, opened.receipt, opened.title) == ("confidential", "answers", lives.WHAT)
    assert sorted(Wrap.objects.filter(object_id=writer.thread).values_list("purpose", flat=True)) == ["S", "a"]
    Envelope.objects.filter(thread_id=writer.thread).update(head=b"gone")  # the inbound was destroyed since
    again = actions.open_submission(current=cast["azi"], submission=writer.submission)
    assert again.words == opened.words
    assert actions.open_summaries(current=cast["azi"], submissions=[writer.submission]) == {writer.thread: lives.WHAT}
    with pytest.raises(Refused):
        actions.open_identity(current=cast["helan"], submission=writer.submission)


def test_what_came_under_a_lost_inbound_is_counted_and_does_not_block(cast: Cast, writer: lives.Writer) -> None:
    actions.open_submission(current=cast["song"], submission=writer.submission)
    writer.writes("后来想起来的")
    writer.writes("还有")
    Message.objects.filter(thread_id=writer.thread, number=1).update(inbound_epoch=99)
    opened = actions.open_submission(current=cast["zhou"], submission=writer.submission)
    assert ([addition.text for addition in opened.additions], opened.unread) == (["还有"], 1)


def test_at_level_open_the_team_reads_the_name_and_each_time_is_recorded(cast: Cast) -> None:
    writer = lives.filed(cast, level="open", name="古丽米热")
    actions.open_submission(current=cast["song"], submission=writer.submission)
    said = actions.open_identity(current=cast["song"], submission=writer.submission)
    assert said is not None
    assert said["name"] == "古丽米热"
    assert sorted(Wrap.objects.filter(object_id=writer.thread).values_list("purpose", flat=True)) == ["S", "a", "b"]


def test_an_envelope_of_something_else_does_not_open(cast: Cast, writer: lives.Writer) -> None:
    other = lives.filed(cast, "别的事")
    mine, theirs = Envelope.objects.get(thread_id=writer.thread), Envelope.objects.get(thread_id=other.thread)
    Envelope.objects.filter(thread_id=writer.thread).update(head=theirs.head, words=theirs.words)
    with pytest.raises(SealBroken):
        actions.open_submission(current=cast["song"], submission=writer.submission)
    assert not Wrap.objects.filter(object_id=writer.thread).exists()
    assert bytes(mine.head) != bytes(theirs.head)


def test_nothing_is_coded_that_nobody_read(cast: Cast, writer: lives.Writer) -> None:
    with pytest.raises(Refused):
        actions.read_submission(current=cast["song"], submission=writer.submission, codes=lives.codes(cast))
    actions.open_submission(current=cast["song"], submission=writer.submission)
    for wrong in (
        Codes(nature="rumour"), Codes(category="nothing"), Codes(unit=new_id()), Codes(topic=new_id()),
        Codes(rank="emperor"),
    ):
        with pytest.raises(Refused):
            actions.read_submission(current=cast["song"], submission=writer.submission, codes=wrong)
    row = actions.read_submission(
        current=cast["song"], submission=writer.submission, codes=lives.codes(cast), named="named", persons=3
    )
    assert (row.state, row.named, row.persons, row.officer) == ("read", "named", 3, cast.member("song"))
    assert row.clocks.filter(clock="tell_acceptance").get().rule == "tell_acceptance_named"


def test_two_people_set_aside_and_it_can_be_looked_at_again(cast: Cast, writer: lives.Writer) -> None:
    lives.read(cast, writer)
    with pytest.raises(Refused):
        actions.propose_set_aside(current=cast["song"], submission=writer.submission, reason="small")
    actions.propose_set_aside(current=cast["song"], submission=writer.submission, reason="blank")
    with pytest.raises(Refused):
        actions.second_set_aside(current=cast["song"], submission=writer.submission)
    actions.decline_set_aside(current=cast["zhou"], submission=writer.submission)
    with pytest.raises(Refused):
        actions.second_set_aside(current=cast["zhou"], submission=writer.submission)
    actions.propose_set_aside(current=cast["song"], submission=writer.submission, reason="blank")
    row = actions.second_set_aside(current=cast["zhou"], submission=writer.submission)
    assert row.state == "set_aside"
    assert Thread.objects.get(pk=writer.thread).state == "set_aside"
    assert not row.clocks.filter(stopped_on__isnull=True).exists()
    assert actions.look_again(current=cast["zhou"], submission=writer.submission).state == "read"


def test_advice_goes_through_the_receipt(cast: Cast, writer: lives.Writer) -> None:
    lives.read(cast, writer)
    with pytest.raises(Refused):
        actions.thank(current=cast["song"], submission=writer.submission)  # it is a report
    with pytest.raises(Refused):
        actions.advise(current=cast["song"], submission=writer.submission, text=" ")
    actions.advise(current=cast["song"], submission=writer.submission, text="请到镇便民大厅办")
    assert writer.answers() == ["请到镇便民大厅办"]
    assert (writer.submission.state, Thread.objects.get(pk=writer.thread).state) == ("advice", "advice")


def test_state_only_means_that_no_text_comes(cast: Cast) -> None:
    writer = lives.filed(cast, shows="state")
    matter = lives.verified(cast, lives.matter_of(cast, writer))
    link = lives.link_of(matter, writer)
    with pytest.raises(Refused) as refused:
        actions.answer(current=cast["song"], link=link, text="已退还", outcome="substantiated")
    assert refused.value.code == "state-only"
    actions.answer(current=cast["song"], link=link, text="已退还", outcome="substantiated", by="voice")
    assert writer.answers() == []
    assert Thread.objects.get(pk=writer.thread).question == "outcome"
    writer.says("confirm")
    assert lives.link_of(matter, writer).confirmation == "confirmed"


def test_a_repeat_is_linked_and_never_in_a_circle(cast: Cast, writer: lives.Writer) -> None:
    again = lives.filed(cast, "又说一遍")
    row = actions.mark_repeat(current=cast["song"], submission=again.submission, first=writer.submission, by="words")
    assert row.first_id == writer.thread
    with pytest.raises(Refused):
        actions.mark_repeat(current=cast["song"], submission=writer.submission, first=again.submission, by="words")
    with pytest.raises(Refused):
        actions.mark_repeat(current=cast["song"], submission=again.submission, first=writer.submission, by="identity")


def test_what_is_about_the_team_goes_up_and_nothing_stays(cast: Cast) -> None:
    writer = lives.filed(cast, "你们组里有人收礼", about_team="yes", level="confidential")
    actions.open_submission(current=cast["song"], submission=writer.submission)
    before = writer.submission
    assert before.about_team
    assert before.clocks.filter(clock="send_up").exists()
    actions.send_up(current=cast["song"], submission=before)
    row = writer.submission
    assert (row.vault_id, row.state, row.channel, row.number) == (cast.above.vault.pk, "registered", "transferred", 1)
    kept = row.sent_up.get()
    assert (kept.vault_id, kept.channel, kept.number) == (cast.vault.pk, "web", before.number)
    assert not Wrap.objects.filter(object_id=row.pk).exists()
    assert Thread.objects.get(pk=row.pk).holder == cast.above.vault.pk
    with pytest.raises(Http404):
        doors.access_submission(cast["helan"], row.pk)
    opened = actions.open_submission(current=cast["xue"], submission=row)
    assert opened.words["what"] == "你们组里有人收礼"
    writer.writes("还有一件")
    again = actions.open_submission(current=cast["tao"], submission=row)
    assert [addition.text for addition in again.additions] == ["还有一件"]
    lives.filed(cast)
    assert sorted(Submission.objects.filter(team=cast.team.team).values_list("number", flat=True)) == [2]


def test_what_is_in_a_matter_with_others_is_not_sent_up_as_a_copy(cast: Cast, writer: lives.Writer) -> None:
    matter = lives.matter_of(cast, writer)
    other = lives.filed(cast, "我也是")
    actions.open_submission(current=cast["song"], submission=other.submission)
    actions.read_submission(current=cast["song"], submission=other.submission, codes=lives.codes(cast))
    actions.link_submission(current=cast["song"], matter=matter, submission=other.submission)
    with pytest.raises(Refused):
        actions.send_up(current=cast["song"], submission=writer.submission)
    assert keyring.unwrap(cast["song"], "M", matter.pk)


def test_a_matter_made_of_it_alone_goes_up_with_its_key_and_nothing_stays(cast: Cast, writer: lives.Writer) -> None:
    matter = lives.matter_of(cast, writer)
    actions.add_note(current=cast["song"], matter=matter, text="说的是我们组的人。")
    report = actions.report_interference(current=cast["helan"], kind="asking", text="有人打听。", matter=matter)
    actions.send_up(current=cast["song"], submission=writer.submission)
    assert not Wrap.objects.filter(object_id__in=[matter.pk, report.pk, writer.thread]).exists()
    gone = MatterSentUp.objects.get()
    assert (gone.matter_id, gone.vault_id, gone.number) == (matter.pk, cast.vault.pk, matter.number)
    for name in ("helan", "song"):
        with pytest.raises(Http404):
            doors.access_matter(cast[name], matter.pk)
        with pytest.raises(Http404):
            doors.access_interference(cast[name], report.pk)
    above = doors.access_matter(cast["xue"], matter.pk)
    assert above.vault_id == cast.above.vault.pk
    assert above.officer is None
    opened = actions.open_pieces(current=cast["xue"], matter=above)
    assert "说的是我们组的人。" in opened.pieces.values()
    assert actions.open_interference(current=cast["tao"], report=report).words == "有人打听。"
    assert not Passage.objects.exists(), "taken in, it is under the keys above alone"
    assert actions.open_submission(current=cast["tao"], submission=writer.submission).words


def test_a_passage_changed_by_hand_opens_nothing(cast: Cast, writer: lives.Writer) -> None:
    first = lives.matter_of(cast, writer)
    report = actions.report_interference(current=cast["helan"], kind="asking", text="有人打听。", matter=first)
    actions.send_up(current=cast["song"], submission=writer.submission)
    mine = Passage.objects.get(object_id=first.pk)
    Passage.objects.filter(pk=mine.pk).update(head=Passage.objects.get(object_id=report.pk).head)
    with pytest.raises(SealBroken):
        actions.open_pieces(current=cast["xue"], matter=doors.access_matter(cast["xue"], first.pk))


def test_custodians_share_survives_the_sending_up(cast: Cast) -> None:
    writer = lives.filed(cast, about_team="yes", name="库尔班")
    actions.open_submission(current=cast["song"], submission=writer.submission)
    actions.send_up(current=cast["song"], submission=writer.submission)
    actions.open_submission(current=cast["xue"], submission=writer.submission)
    from dingxin.vault.models import Custody

    custody = Custody.objects.get(body=cast.body, current=True)
    secret = keyring.custody_secret(cast["luo"], custody)
    row = Envelope.objects.get(thread_id=writer.thread)
    b = open_share_b(secret, bytes(row.share_b), writer.thread.hex)
    a = keyring.unwrap(cast["xue"], "a", writer.thread)
    identity = open_identity(a, b, writer.thread.hex, bytes(row.identity))
    assert identity is not None
    assert json.loads(identity)["name"] == "库尔班"


def _attach(cast: Cast, writer: lives.Writer, data: bytes, *, by_identity: bool = False, missing: int = 0) -> UUID:
    secret = envelopes.secrets(cast["song"], writer.submission).S
    file_id = new_id()
    walk = seal_parts(secret, file_id.hex, io.BytesIO(data), name="账本.pdf", media_type="application/pdf")
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


def test_files_stream_out_and_others_do_not_open(cast: Cast, writer: lives.Writer) -> None:
    data = bytes(range(256)) * 3_000
    whole, part = _attach(cast, writer, data), _attach(cast, writer, data, missing=1)
    person = _attach(cast, writer, b"voice", by_identity=True)
    opened = actions.open_submission(current=cast["song"], submission=writer.submission)
    shown = {file.id: file for file in opened.files}
    assert (shown[whole].name, shown[whole].size, shown[whole].complete) == ("账本.pdf", len(data), True)
    assert (shown[person].name, shown[person].by_identity, shown[part].complete) == ("", True, False)
    manifest, stream = actions.open_file(current=cast["song"], submission=writer.submission, file_id=whole)
    assert (manifest.size, b"".join(stream)) == (len(data), data)
    for refused in (part, person):
        with pytest.raises(Refused):
            actions.open_file(current=cast["song"], submission=writer.submission, file_id=refused)
    other = lives.filed(cast, "别人")
    lives.read(cast, other)
    with pytest.raises(Http404):
        actions.open_file(current=cast["song"], submission=other.submission, file_id=whole)
