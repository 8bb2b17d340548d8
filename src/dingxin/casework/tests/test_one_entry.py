"""Entries of this room say nothing of the words, and what breaks at the last moment leaves nothing at all.

That every action is run and leaves one entry is tests/test_one_entry.py.
"""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from tests.cast_vault import Cast, found

from dingxin.audit import actions as audit
from dingxin.audit.models import Entry
from dingxin.casework import actions
from dingxin.casework import models as rows
from dingxin.casework.arguments import Arguments
from dingxin.casework.recording import Said
from dingxin.casework.refused import Refused
from dingxin.casework.tests import lives
from dingxin.casework.tests.test_recording import ROW
from dingxin.casework.tests.test_triage import _attach
from dingxin.mailbox import inlets
from dingxin.web.days import today

pytestmark = pytest.mark.django_db


class Scene:
    """Things made when they are first asked for, by the officer Song."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.song, self.helan, self.zhou = cast["song"], cast["helan"], cast["zhou"]
        self.writer = lives.filed(cast)

    @property
    def submission(self) -> rows.Submission:
        return self.writer.submission

    def read(self) -> rows.Submission:
        return lives.read(self.cast, self.writer)

    def matter(self) -> rows.Matter:
        return lives.matter_of(self.cast, self.writer)

    def verified(self) -> rows.Matter:
        return lives.verified(self.cast, self.matter())

    def answered(self) -> rows.Matter:
        return lives.answered(self.cast, self.verified(), self.writer)

    def link(self, matter: rows.Matter) -> rows.Link:
        return lives.link_of(matter, self.writer)

    def proposal(self) -> rows.Proposal:
        walked = actions.make_move(
            current=self.song, matter=self.matter(), move="keep_pending", reason="等审计",
            arguments=Arguments(review_date=today().replace(year=today().year + 1)),
        )
        assert walked.proposal is not None
        return walked.proposal

    def remedy(self, matter: rows.Matter) -> rows.Remedy:
        return actions.promise(
            current=self.song, matter=matter, kind="money", counted_in="yuan", amount=100, whose=self.writer.thread
        )

    def delivered(self, matter: rows.Matter) -> rows.Remedy:
        return actions.deliver(
            current=self.song, remedy=self.remedy(matter), on=today(), how="", evidence=lives.proof(self.cast, matter)
        )

    def set_aside_proposed(self) -> rows.Submission:
        return actions.propose_set_aside(current=self.song, submission=self.read(), reason="blank")

    def free_matter(self) -> rows.Matter:
        matter = self.matter()
        rows.Matter.objects.filter(pk=matter.pk).update(officer=None)
        return lives.fresh(matter)

    def pressed(self) -> rows.Matter:
        matter = self.matter()
        self.writer.says("interference")
        return matter

    def thanks(self) -> rows.Submission:
        actions.open_submission(current=self.song, submission=self.submission)
        return actions.read_submission(
            current=self.song, submission=self.submission, codes=lives.codes(self.cast, nature="thanks")
        )

    def acting(self) -> rows.Matter:
        matter = self.verified()
        actions.open_child(current=self.song, matter=matter, kind="notice", text="限期整改")
        return matter

    def up(self) -> rows.Submission:
        actions.open_submission(current=self.song, submission=self.submission)
        return self.submission


Prepared = Callable[[], object]
Prepare = Callable[[Scene], Prepared]


def _(act: Callable[..., object], **arguments: Any) -> Prepared:
    return lambda: act(**arguments)


def _with(make: Callable[[Scene], Any], act: Callable[[Scene, Any], Prepared]) -> Prepare:
    return lambda scene: act(scene, make(scene))


M, R = Scene.matter, Scene.read
def _report(scene: Scene) -> rows.InterferenceReport:
    return actions.report_interference(current=scene.helan, kind="asking", text="问是谁说的", matter=scene.matter())


def _verified(scene: Scene) -> rows.InterferenceReport:
    return actions.verify_interference(current=scene.song, report=_report(scene), text="两人听见")


def _transferred(scene: Scene) -> rows.InterferenceReport:
    made = _verified(scene)
    rows.MoveRecord.objects.create(
        matter=made.matter, number=99, move="transfer", source="found", target="found", on=today(), proposed_by="x"
    )
    return made


def _to_ask(scene: Scene) -> rows.FollowUp:
    made = _report(scene)
    return rows.FollowUp.objects.create(report=made, submission=scene.submission, month=1, due=today())


CASES: dict[str, Prepare] = {
    "open_submission": lambda s: _(actions.open_submission, current=s.song, submission=s.submission),
    "open_summaries": _with(R, lambda s, r: _(actions.open_summaries, current=s.song, submissions=[r])),
    "open_file": lambda s: _file(s),
    "open_identity": lambda s: _identity(s),
    "read_submission": _with(Scene.up, lambda s, r: _(
        actions.read_submission, current=s.song, submission=r, codes=lives.codes(s.cast))),
    "propose_set_aside": _with(R, lambda s, r: _(
        actions.propose_set_aside, current=s.song, submission=r, reason="blank")),
    "second_set_aside": _with(Scene.set_aside_proposed, lambda s, r: _(
        actions.second_set_aside, current=s.zhou, submission=r)),
    "decline_set_aside": _with(Scene.set_aside_proposed, lambda s, r: _(
        actions.decline_set_aside, current=s.zhou, submission=r)),
    "look_again": lambda s: _(
        actions.look_again, current=s.song,
        submission=actions.thank(current=s.song, submission=s.thanks())),
    "thank": _with(Scene.thanks, lambda s, r: _(actions.thank, current=s.song, submission=r)),
    "advise": _with(R, lambda s, r: _(actions.advise, current=s.song, submission=r, text="去便民大厅")),
    "mark_repeat": _with(R, lambda s, r: _(
        actions.mark_repeat, current=s.song, submission=lives.filed(s.cast).submission, first=r, by="asked")),
    "send_up": _with(Scene.up, lambda s, r: _(actions.send_up, current=s.song, submission=r)),
    "make_matter": _with(R, lambda s, r: _(actions.make_matter, current=s.song, title="t", submissions=[r])),
    "link_submission": _with(M, lambda s, m: _(
        actions.link_submission, current=s.song, matter=m,
        submission=lives.read(s.cast, lives.filed(s.cast, "又一件")))),
    "unlink_submission": _with(M, lambda s, m: _(
        actions.unlink_submission, current=s.song, link=s.link(m), reason="不是一回事")),
    "code_matter": _with(M, lambda s, m: _(
        actions.code_matter, current=s.song, matter=m, codes=lives.codes(s.cast, unit="jiaoyu"))),
    "retitle": _with(M, lambda s, m: _(actions.retitle, current=s.song, matter=m, title="新的")),
    "open_titles": _with(M, lambda s, m: _(actions.open_titles, current=s.song, matters=[m])),
    "take": _with(Scene.free_matter, lambda s, m: _(actions.take, current=s.zhou, matter=m)),
    "assign": _with(M, lambda s, m: _(
        actions.assign, current=s.helan, matter=m, officer=s.cast.member("zhou"), reason="忙")),
    "move_compartment": _with(M, lambda s, m: _(actions.move_compartment, current=s.song, matter=m)),
    "open_pieces": _with(M, lambda s, m: _(actions.open_pieces, current=s.song, matter=m)),
    "add_note": _with(M, lambda s, m: _(actions.add_note, current=s.song, matter=m, text="n")),
    "add_instruction": _with(M, lambda s, m: _(
        actions.add_instruction, current=s.song, matter=m, text="速办", on=today())),
    "assess": _with(M, lambda s, m: _(
        actions.assess, current=s.song, matter=m, assessment="redirect", ground_legitimate=True, problem_clear=True,
        text="x", destination="劳动监察")),
    "add_step": _with(M, lambda s, m: _(
        actions.add_step, current=s.song, matter=m, method="site", text="去了现场", seconded_by=s.cast.member("zhou"))),
    "record_finding": lambda s: _finding(s),
    "settle_interference": _with(Scene.pressed, lambda s, m: _(
        actions.settle_interference, current=s.helan, matter=m, reason="已移交")),
    "report_interference": _with(M, lambda s, m: _(
        actions.report_interference, current=s.song, kind="asking", text="问是谁说的", matter=m)),
    "link_interference": _with(M, lambda s, m: _(
        actions.link_interference, current=s.song, told_in=m.links.get().submission, kind="asking", matter=m)),
    "name_in_interference": _with(_report, lambda s, r: _(
        actions.name_in_interference, current=s.helan, report=r, named=[s.cast.member("zhou")])),
    "open_interference": _with(_report, lambda s, r: _(actions.open_interference, current=s.song, report=r)),
    "verify_interference": _with(_report, lambda s, r: _(
        actions.verify_interference, current=s.song, report=r, text="两人听见")),
    "protect": _with(_report, lambda s, r: _(actions.protect, current=s.song, report=r, kind="spoke", text="谈了话")),
    "hand_over_interference": _with(_transferred, lambda s, r: _(
        actions.hand_over_interference, current=s.song, report=r, text="交了")),
    "settle_report": _with(_verified, lambda s, r: _(
        actions.settle_report, current=s.helan, report=r, text="道了歉")),
    "record_follow_up": _with(_to_ask, lambda s, f: _(
        actions.record_follow_up, current=s.song, follow_up=f, state="well")),
    "make_move": _with(M, lambda s, m: _(
        actions.make_move, current=s.song, matter=m, move="keep_pending", reason="等",
        arguments=Arguments(review_date=today().replace(year=today().year + 1)))),
    "approve": _with(Scene.proposal, lambda s, p: _(actions.approve, current=s.helan, proposal=p)),
    "send_back": _with(Scene.proposal, lambda s, p: _(actions.send_back, current=s.helan, proposal=p, reason="再查")),
    "withdraw_proposal": _with(Scene.proposal, lambda s, p: _(actions.withdraw_proposal, current=s.song, proposal=p)),
    "open_child": _with(Scene.verified, lambda s, m: _(
        actions.open_child, current=s.song, matter=m, kind="referral", text="请核")),
    "settle_child": _with(Scene.acting, lambda s, m: _(
        actions.settle_child, current=s.song, matter=m, kind="notice", text="已改")),
    "add_evidence": _with(M, lambda s, m: _(
        actions.add_evidence, current=s.song, matter=m, source=io.BytesIO(b"x"), name="a", media_type="text/plain")),
    "open_evidence": _with(M, lambda s, m: _(
        actions.open_evidence, current=s.song, evidence=lives.proof(s.cast, m))),
    "promise": _with(M, lambda s, m: _(
        actions.promise, current=s.song, matter=m, kind="goods", counted_in="bag", amount=25_600, whose="食堂")),
    "deliver": _with(Scene.verified, lambda s, m: _(
        actions.deliver, current=s.song, remedy=s.remedy(m), on=today(), how="当面", evidence=lives.proof(s.cast, m))),
    "confirm_remedy": _with(Scene.verified, lambda s, m: _(
        actions.confirm_remedy, current=s.song, remedy=s.delivered(m), slip=lives.proof(s.cast, m))),
    "correct": _with(Scene.verified, lambda s, m: _(
        actions.correct, current=s.song, remedy=s.remedy(m), reason="重复")),
    "answer": _with(Scene.verified, lambda s, m: _(
        actions.answer, current=s.song, link=s.link(m), text="已退", outcome="substantiated")),
    "ask_again": _with(Scene.answered, lambda s, m: _(actions.ask_again, current=s.song, link=s.link(m))),
    "send_message": _with(R, lambda s, r: _(
        actions.send_message, current=s.song, submission=r, text="哪一年？", question="more")),
    "tell_acceptance": _with(M, lambda s, m: _(
        actions.tell_acceptance, current=s.song, submission=s.submission, text="已受理")),
    "record_confirmation": _with(Scene.answered, lambda s, m: _(
        actions.record_confirmation, current=s.song, link=s.link(m), word="disputed", how="at_counter",
        witness=[s.cast.member("ding")], text="没还")),
    "record_withdrawal": _with(M, lambda s, m: _(
        actions.record_withdrawal, current=s.song, link=s.link(m), witness=[s.cast.member("ding")], text="算了")),
    "ask_review": _with(Scene.answered, lambda s, m: _(actions.ask_review, current=s.song, matter=m)),
    "record_submission": lambda s: _record(s),
    "import_row": lambda s: _import(s),
}
ALSO_THE_MAILBOXS = {"record_submission", "import_row"}
"""They file through the mailbox, whose own action leaves its own entry."""


def _file(scene: Scene) -> Prepared:
    file_id = _attach(scene.cast, scene.writer, b"x")
    actions.open_submission(current=scene.song, submission=scene.submission)
    return _(actions.open_file, current=scene.song, submission=scene.submission, file_id=file_id)


def _identity(scene: Scene) -> Prepared:
    writer = lives.filed(scene.cast, level="open")
    actions.open_submission(current=scene.song, submission=writer.submission)
    return _(actions.open_identity, current=scene.song, submission=writer.submission)


def _finding(scene: Scene) -> Prepared:
    matter = scene.matter()
    actions.assess(current=scene.song, matter=matter, assessment="accept", ground_legitimate=True, problem_clear=True)
    lives.moved_by_two(scene.cast, matter, "accept")
    lives.move(scene.song, matter, "verify")
    return _(actions.record_finding, current=scene.song, matter=matter, finding="not_established", text="查不清")


def _record(scene: Scene) -> Prepared:
    return _(
        actions.record_submission, current=scene.cast["ding"], stationing=scene.cast.stationing, channel="call",
        said=Said({"what": "打电话"}, level="anonymous"), received_on=today(), receipt=False,
    )


def _import(scene: Scene) -> Prepared:
    inlets.refresh()
    return _(actions.import_row, actor="import", vault=scene.cast.vault, row=replace(ROW))


KEPT = {"add_evidence": {"Evidence", "EvidencePart"}, "record_submission": {"ArrivalNote"}, "import_row": {"ArrivalNote"}}
"""Tables that may keep rows of an act that broke: sealed parts nobody points to, what tells a second try apart."""


@pytest.mark.parametrize("name", sorted(CASES))
def test_all_with_one_entry_or_nothing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An act that breaks at the last moment changes nothing; done again, it writes one entry without a word in it."""
    act = CASES[name](Scene(found()))
    before = _everything()
    with monkeypatch.context() as patch:
        patch.setattr(audit, "record", _broken)
        with pytest.raises(ConnectionError):
            act()
    after = _everything()
    assert {table for table in after if after[table] != before[table]} <= KEPT.get(name, set())

    known = set(Entry.objects.values_list("pk", flat=True))
    act()
    made = Entry.objects.exclude(pk__in=known)
    if name in ALSO_THE_MAILBOXS:
        made = made.exclude(kind="submission.recorded")
    entry = made.get()
    assert entry.actor
    assert all(ord(sign) < 128 for sign in entry.facts)


def _broken(*_args: object, **_facts: object) -> None:
    raise ConnectionError


def _everything() -> dict[str, list[tuple[object, ...]]]:
    tables = [model for model in vars(rows).values() if isinstance(model, type) and hasattr(model, "_meta")]
    from dingxin.mailbox import models as mailbox
    from dingxin.vault.models import Wrap

    tables += [mailbox.Thread, mailbox.Message, mailbox.Envelope, Wrap]
    return {table.__name__: sorted(map(repr, table.objects.values_list())) for table in tables}  # type: ignore[misc]


def test_the_row_that_changed_meanwhile_is_refused_and_kept() -> None:
    scene = Scene(found())
    matter = scene.matter()
    stale = lives.fresh(matter)
    actions.add_step(current=scene.song, matter=matter, method="site", text="一")
    from dingxin.audit.writing import writing
    from dingxin.casework import walking

    with pytest.raises(Refused) as refused, writing():
        walking.save(stale)
    assert refused.value.code == "changed"
    assert lives.fresh(matter).steps == 1


SENTINEL = "哨兵一七四三"


def test_no_word_is_ever_written_in_the_clear() -> None:
    scene = Scene(found())
    said = {what: f"{SENTINEL}{what}" for what in ("题", "人", "记", "证", "步", "见", "因", "答", "讯", "款", "式", "语")}
    writer = lives.filed(scene.cast, SENTINEL, name=SENTINEL)
    matter = lives.matter_of(scene.cast, writer, title=said["题"])
    song = scene.song
    actions.retitle(current=song, matter=matter, title=said["题"], subject=said["人"])
    actions.add_note(current=song, matter=matter, text=said["记"])
    lives.verified(scene.cast, matter)
    actions.add_evidence(
        current=song, matter=matter, source=io.BytesIO(said["证"].encode()), name=said["证"], media_type="text/plain"
    )
    actions.add_step(current=song, matter=matter, method="site", text=said["步"])
    remedy = actions.promise(
        current=song, matter=matter, kind="money", counted_in="yuan", amount=174_317, whose=said["款"], text=said["款"]
    )
    actions.deliver(
        current=song, remedy=remedy, on=today(), how=said["式"], evidence=lives.proof(scene.cast, matter)
    )
    actions.answer(current=song, link=lives.link_of(matter, writer), text=said["答"], outcome="substantiated")
    actions.send_message(current=song, submission=writer.submission, text=said["讯"])
    lives.move(song, matter, "answer")
    actions.record_confirmation(
        current=song, link=lives.link_of(matter, writer), word="confirmed", how="by_voice",
        witness=[scene.cast.member("ding")], text=said["语"],
    )
    lives.moved_by_two(scene.cast, matter, "close", reason=said["因"])
    writer.writes(SENTINEL)
    actions.open_submission(current=song, submission=writer.submission)
    needles = [SENTINEL, SENTINEL.encode().hex(), "174317", "1743.17"]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                text = " ".join(
                    bytes(cell).decode("utf-8", "replace") if isinstance(cell, bytes | memoryview) else str(cell)
                    for cell in row
                )
                totals = table in ("casework_remedytotal",)
                assert not [needle for needle in (needles[:2] if totals else needles) if needle in text], table
