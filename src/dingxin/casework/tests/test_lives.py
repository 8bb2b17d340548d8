"""Whole lives: from what came in to what the person says of it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from tests.cast_vault import Cast, found

from dingxin.audit.models import Entry
from dingxin.casework import actions, facts, queries, ticks
from dingxin.casework.models import FormerOfficer, Link, Matter
from dingxin.casework.refused import Refused
from dingxin.casework.tests import lives
from dingxin.ledger.models import Outgoing
from dingxin.mailbox.models import Thread
from dingxin.web.days import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return found()


def kinds() -> list[str]:
    return sorted(Outgoing.objects.values_list("kind", flat=True))


def test_from_filing_to_confirmed(cast: Cast) -> None:
    writer = lives.filed(cast)
    assert Thread.objects.get(pk=writer.thread).state == "registered"
    matter = lives.verified(cast, lives.matter_of(cast, writer))
    remedy = actions.promise(
        current=cast["song"], matter=matter, kind="money", counted_in="yuan", amount=20_000, whose=writer.thread
    )
    matter = lives.move(cast["song"], matter, "act")
    with pytest.raises(Refused) as refused:
        lives.answered(cast, matter, writer)
    assert [lack.code for lack in refused.value.missing] == ["remedies_done"]
    actions.deliver(
        current=cast["song"], remedy=remedy, on=today(), how="当面退还", evidence=lives.proof(cast, matter)
    )
    matter = lives.move(cast["song"], matter, "answer")
    assert writer.answers() == ["钱已退还，请核对。"]
    card = Thread.objects.get(pk=writer.thread)
    assert (card.state, card.next_step, card.question) == ("answered", "your_word", "outcome")

    writer.says("confirm")
    link, matter = lives.link_of(matter, writer), lives.fresh(matter)
    assert (link.confirmation, link.how, link.standing) == ("confirmed", "own_receipt", "confirmed")
    assert (matter.confirmation, matter.standing) == ("confirmed", "confirmed")
    assert Thread.objects.get(pk=writer.thread).state == "confirmed"
    actions.confirm_remedy(current=cast["song"], remedy=remedy, link=link)
    # no plain link from a payment to a person: neither whose word it was nor which kind, where one alone gave such a one
    assert Entry.objects.get(kind="remedy.confirmed").facts == f"remedy {remedy.pk}\n"
    matter = lives.moved_by_two(cast, matter, "close")
    assert (matter.state, matter.closed_on) == ("closed", today())
    assert not matter.clocks.filter(clock="finish", stopped_on__isnull=True).exists()
    assert queries.totals_of_matter(matter) == [queries.Total("money", "yuan", 20_000, 20_000, 20_000)]
    assert kinds() == ["answered", "answered>confirmed", "assessed", "closed", "found", "received"]


def test_a_dispute_goes_to_another_officer_and_needs_a_new_answer(cast: Cast) -> None:
    writer = lives.filed(cast)
    matter = lives.answered(cast, lives.verified(cast, lives.matter_of(cast, writer)), writer)
    writer.says("dispute")
    matter = lives.fresh(matter)
    assert (matter.state, matter.confirmation) == ("answered", "disputed")
    row = next(row for row in queries.queue(cast["helan"]) if row.matter == matter)
    assert (row.next.act, row.next.waits_for) == ("reopen_disputed", "leader")

    with pytest.raises(Refused):
        lives.move(cast["song"], matter, "close")
    with pytest.raises(Refused) as same:
        lives.move(cast["helan"], matter, "reopen_disputed", next_officer=cast.member("song").pk)
    assert "another_officer" in [lack.code for lack in same.value.missing]
    matter = lives.move(cast["helan"], matter, "reopen_disputed", next_officer=cast.member("zhou").pk)
    assert (matter.state, matter.officer, matter.reopened) == ("verifying", cast.member("zhou"), 1)
    assert FormerOfficer.objects.get(matter=matter).member == cast.member("song")
    assert lives.link_of(matter, writer).answered_on is None

    with pytest.raises(Refused) as unfounded:  # the disputed finding is no finding any more
        lives.move(cast["zhou"], matter, "find")
    assert {"steps", "finding_for"} <= {lack.code for lack in unfounded.value.missing}
    for method in ("accounts", "other_side"):
        actions.add_step(current=cast["zhou"], matter=matter, method=method, text="再核一次")
    actions.record_finding(current=cast["zhou"], matter=matter, finding="substantiated", text="还差二百")
    lives.move(cast["zhou"], lives.fresh(matter), "find")
    actions.answer(
        current=cast["zhou"], link=lives.link_of(matter, writer), text="重新核实，钱今天退还", outcome="substantiated"
    )
    lives.move(cast["zhou"], matter, "answer")
    writer.says("confirm")
    proposed = actions.make_move(current=cast["zhou"], matter=matter, move="close")
    assert proposed.proposal is not None
    actions.approve(current=cast["helan"], proposal=proposed.proposal)
    assert lives.fresh(matter).state == "closed"
    assert lives.fresh(matter).confirmation == "confirmed"


def test_eight_people_one_matter_a_remedy_each_and_no_sender_mixed(cast: Cast) -> None:
    """S8: 500 from one cadre, 720 from another; every yuan returned, and nobody learns of anybody else."""
    amounts = [50_000, 72_000, 20_000, 10_000, 30_000, 25_000, 80_000, 15_000]
    writers = [lives.filed(cast, f"收了我{amount // 100}块") for amount in amounts]
    first, *others = writers
    matter = lives.matter_of(cast, first)
    for writer in others:
        lives.read(cast, writer)
        actions.link_submission(current=cast["song"], matter=matter, submission=writer.submission)
    lives.verified(cast, matter)
    for writer, amount in zip(writers, amounts, strict=True):
        remedy = actions.promise(
            current=cast["song"], matter=matter, kind="money", counted_in="yuan", amount=amount, whose=writer.thread
        )
        actions.deliver(
            current=cast["song"], remedy=remedy, on=today(), how="退还", evidence=lives.proof(cast, matter)
        )
    lives.move(cast["song"], matter, "act")
    for writer, amount in zip(writers, amounts, strict=True):
        actions.answer(
            current=cast["song"], link=lives.link_of(matter, writer), text=f"退还{amount // 100}元",
            outcome="substantiated",
        )
    assert [writer.answers() for writer in writers] == [[f"退还{amount // 100}元"] for amount in amounts]
    writers[0].says("confirm")
    matter = lives.fresh(matter)
    assert [lives.link_of(matter, writer).standing for writer in writers] == ["confirmed"] + ["asked"] * 7
    opened = actions.open_pieces(current=cast["song"], matter=matter)
    assert sorted(line.whose for line in opened.remedies.values()) == sorted(writer.thread.hex for writer in writers)
    total = queries.Total("money", "yuan", sum(amounts), sum(amounts), 0)
    assert queries.totals_of_matter(matter) == [total]
    assert queries.totals_of_unit(cast["song"], cast.units["maizhan"]) == [total]
    assert queries.totals_of_round(cast.round) == [total]
    assert kinds().count("answered") == 8


def test_a_remedy_is_confirmed_by_its_own_person_alone(cast: Cast) -> None:
    one, other = lives.filed(cast), lives.filed(cast, "也是我的")
    matter = lives.verified(cast, lives.matter_of(cast, one, other))
    remedy = actions.promise(
        current=cast["song"], matter=matter, kind="money", counted_in="yuan", amount=100, whose=one.thread
    )
    actions.deliver(current=cast["song"], remedy=remedy, on=today(), how="", evidence=lives.proof(cast, matter))
    lives.answered(cast, matter, one, other)
    other.says("confirm")
    with pytest.raises(Refused):
        actions.confirm_remedy(current=cast["song"], remedy=remedy, link=lives.link_of(matter, other))
    one.says("confirm")
    row = actions.confirm_remedy(current=cast["song"], remedy=remedy, link=lives.link_of(matter, one))
    assert row.state == "confirmed"


def test_parts_are_delivered_at_different_times_and_a_mistake_is_taken_back(cast: Cast) -> None:
    matter = lives.verified(cast, lives.matter_of(cast, lives.filed(cast)))
    evidence = lives.proof(cast, matter)
    remedy = actions.promise(
        current=cast["song"], matter=matter, kind="money", counted_in="yuan", amount=1_000, whose="两户"
    )
    with pytest.raises(Refused):
        actions.deliver(current=cast["song"], remedy=remedy, on=today(), how="", amount=400)  # nothing proves it
    part = actions.deliver(
        current=cast["song"], remedy=remedy, on=today(), how="", amount=400, evidence=evidence
    )
    assert part.state == "promised"
    with pytest.raises(Refused):
        actions.deliver(current=cast["song"], remedy=remedy, on=today(), how="", amount=601, evidence=evidence)
    actions.deliver(current=cast["song"], remedy=remedy, on=today(), how="", evidence=evidence)
    assert queries.totals_of_matter(matter) == [queries.Total("money", "yuan", 1_000, 1_000, 0)]
    actions.correct(current=cast["song"], remedy=remedy, reason="记到了别的问题上")
    assert queries.totals_of_matter(matter) == [queries.Total("money", "yuan", 0, 0, 0)]
    with pytest.raises(Refused):
        actions.correct(current=cast["song"], remedy=remedy, reason="再来一次")
    assert facts.facts_of(matter).remedies_open == 0


def test_an_own_finding_runs_the_same_life_and_has_nobody_to_answer(cast: Cast) -> None:
    matter = lives.matter_of(cast, title="食堂过期食品")
    assert matter.origin == "own_finding"
    matter = lives.verified(cast, matter)
    actions.open_child(current=cast["song"], matter=matter, kind="notice", text="立即下架")
    matter = lives.move(cast["song"], matter, "act")
    with pytest.raises(Refused):
        lives.move(cast["song"], matter, "close_own")
    actions.settle_child(current=cast["song"], matter=matter, kind="notice", text="已下架256袋")
    matter = lives.moved_by_two(cast, matter, "close_own")
    assert (matter.state, matter.standing, matter.confirmation) == ("closed", "unanswered", "")
    assert kinds() == []


def test_proposing_and_approving_are_two_people(cast: Cast) -> None:
    writer = lives.filed(cast)
    matter = lives.answered(cast, lives.verified(cast, lives.matter_of(cast, writer)), writer)
    proposed = actions.make_move(current=cast["helan"], matter=matter, move="close", reason="办结")
    assert proposed.proposal is not None
    with pytest.raises(Refused) as refused:
        actions.approve(current=cast["helan"], proposal=proposed.proposal)
    assert [lack.code for lack in refused.value.missing] == ["second"]
    with pytest.raises(Refused):
        actions.approve(current=cast["zhou"], proposal=proposed.proposal)  # no leader
    assert lives.fresh(matter).state == "answered"
    actions.withdraw_proposal(current=cast["helan"], proposal=proposed.proposal)

    again = actions.make_move(current=cast["song"], matter=matter, move="close", reason="办结")
    assert again.proposal is not None
    back = actions.send_back(current=cast["helan"], proposal=again.proposal, reason="还没问过本人")
    assert (back.state, back.decided_by) == ("sent_back", cast.member("helan"))
    with pytest.raises(Refused):
        actions.approve(current=cast["helan"], proposal=again.proposal)
    opened = actions.open_pieces(current=cast["song"], matter=matter)
    assert opened.proposals[again.proposal.pk] == "办结"
    assert "还没问过本人" in opened.pieces.values()


def test_silence_is_evidenced_only_with_proof_and_only_after_asking_twice(cast: Cast) -> None:
    writer = lives.filed(cast)
    matter = lives.answered(cast, lives.verified(cast, lives.matter_of(cast, writer)), writer)
    due = lives.link_of(matter, writer).word_due
    assert due is not None
    with time_machine.travel(_noon(due)):
        assert ticks.run_clocks() == 0  # the last day is still the person's
    with time_machine.travel(_noon(due + timedelta(days=1))):
        assert ticks.run_clocks() == 1
        assert ticks.run_clocks() == 0
        link = lives.link_of(matter, writer)
        assert (link.asked_again_on, link.standing) == (due + timedelta(days=1), "asked")
        assert Thread.objects.get(pk=writer.thread).question == "outcome_again"
    assert link.word_due is not None
    with time_machine.travel(_noon(link.word_due + timedelta(days=1))):
        assert ticks.run_clocks() == 1
        assert ticks.run_clocks() == 0
    assert (lives.link_of(matter, writer).standing, lives.fresh(matter).standing) == ("evidenced", "evidenced")
    assert lives.fresh(matter).confirmation == ""


def _noon(day: Any) -> str:
    return f"{day.isoformat()}T04:00:00+00:00"


def test_waiting_stops_the_clock_and_a_reply_lets_it_go_on(cast: Cast) -> None:
    writer = lives.filed(cast)
    matter = lives.matter_of(cast, writer)
    actions.assess(current=cast["song"], matter=matter, assessment="accept", ground_legitimate=True, problem_clear=True)
    matter = lives.moved_by_two(cast, matter, "accept")
    clock = matter.clocks.get(clock="finish")
    matter = lives.move(cast["song"], matter, "verify")
    actions.send_message(current=cast["song"], submission=writer.submission, text="哪一年的事？", question="more")
    matter = lives.move(cast["song"], matter, "wait", question="more")
    card = Thread.objects.get(pk=writer.thread)
    assert (matter.overlay, card.state, card.question) == ("waiting", "waiting", "more")
    start = today()
    with time_machine.travel(_noon(start + timedelta(days=10))):
        writer.writes("2021年春天")
    clock.refresh_from_db()
    assert lives.fresh(matter).overlay == ""
    assert (clock.paused_on, clock.due > clock.started_on) == (None, True)
    pause = clock.pauses.get()
    assert (pause.start, pause.end) == (start, start + timedelta(days=10))
    opened = actions.open_submission(current=cast["zhou"], submission=writer.submission)
    assert [addition.text for addition in opened.additions] == ["2021年春天"]
    assert not Link.objects.filter(matter=matter, answered_on__isnull=False).exists()


def test_the_whole_matter_is_withdrawn_only_when_everybody_withdrew(cast: Cast) -> None:
    one, other = lives.filed(cast), lives.filed(cast, "我也是")
    matter = lives.matter_of(cast, one, other)
    one.says("withdraw")
    assert lives.fresh(matter).overlay == ""
    assert Thread.objects.get(pk=one.thread).state == "withdrawn"
    other.says("withdraw")
    assert lives.fresh(matter).overlay == "withdrawn"
    with pytest.raises(Refused):
        lives.move(cast["song"], matter, "go_on")  # the leader's word
    assert lives.move(cast["helan"], matter, "go_on").overlay == ""


def test_interference_is_seen_by_the_leader_first(cast: Cast) -> None:
    writer = lives.filed(cast)
    matter = lives.matter_of(cast, writer)
    writer.says("interference", "threat")
    matter = lives.fresh(matter)
    assert matter.interference
    row = next(row for row in queries.queue(cast["helan"]) if row.matter == matter)
    assert row.next.act == "settle_interference"
    with pytest.raises(PermissionDenied):
        actions.settle_interference(current=cast["song"], matter=matter, reason="处理了")
    settled = actions.settle_interference(current=cast["helan"], matter=matter, reason="已移交")
    assert settled.interference_settled_on == today()
    assert "interference" in kinds()


def test_a_matter_nobody_owns_is_for_the_leader_to_give(cast: Cast) -> None:
    matter = lives.matter_of(cast, lives.filed(cast))
    assert matter.officer == cast.member("song")
    given = actions.assign(current=cast["helan"], matter=matter, officer=cast.member("zhou"))
    assert given.officer == cast.member("zhou")
    with pytest.raises(Refused):
        actions.assign(current=cast["helan"], matter=matter, officer=cast.member("luoyi"))  # another team's
    with pytest.raises(Refused):
        actions.take(current=cast["azi"], matter=matter)
    assert Matter.objects.get(pk=matter.pk).version > 1
