"""The moves that few matters make: under review and out of it, back to verifying, extended, joined, withdrawn."""

from datetime import date

import pytest
import time_machine
from tests.cast_vault import Cast, found

from dingxin.casework import actions
from dingxin.casework.models import Matter
from dingxin.casework.refused import Refused
from dingxin.casework.tests import lives
from dingxin.ledger.models import Outgoing
from dingxin.rules.codes import ClockCode
from dingxin.rules.move_table import MOVES

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 17)  # in a year whose working days are known


@pytest.fixture
def cast() -> Cast:
    with time_machine.travel(DAY, tick=False):
        yield found()


def running(matter: Matter) -> set[str]:
    return set(matter.clocks.filter(stopped_on__isnull=True).values_list("clock", flat=True))


def reviewed(cast: Cast) -> tuple[lives.Writer, Matter]:
    """Answered by one, and with another because the person asked for review."""
    writer = lives.filed(cast)
    matter = lives.answered(cast, lives.verified(cast, lives.matter_of(cast, writer)), writer)
    actions.ask_review(current=cast["song"], matter=matter)
    matter = lives.move(cast["helan"], matter, "review", next_officer=cast.member("zhou").pk)
    return writer, matter


def test_a_review_is_made_by_somebody_else_and_upheld_by_two(cast: Cast) -> None:
    writer, matter = reviewed(cast)
    assert (matter.state, matter.officer_id) == ("under_review", cast.member("zhou").pk)
    assert ClockCode.CONFIRM not in running(matter)
    with pytest.raises(Refused):  # who dealt with it before decides nothing in it now
        actions.make_move(current=cast["song"], matter=matter, move="uphold", reason="没有错")
    with pytest.raises(Refused) as refused:
        actions.make_move(current=cast["zhou"], matter=matter, move="uphold", reason="核过了，没有错")
    assert "review_answered" in {lack.code for lack in refused.value.missing if not lack.there}
    link = lives.link_of(matter, writer)
    actions.answer(current=cast["zhou"], link=link, text="另一位同志核过了，处理没有错。", outcome=matter.finding)
    matter = lives.moved_by_two(cast, matter, "uphold", reason="核过了，没有错", by="zhou")
    assert (matter.state, matter.closed_on, matter.review_asked_on) == ("closed", DAY, None)
    assert ClockCode.REVIEW not in running(matter)


def test_a_review_that_finds_a_fault_reopens_it_without_a_finding(cast: Cast) -> None:
    _, matter = reviewed(cast)
    logged = Outgoing.objects.filter(kind="reopened").count()
    matter = lives.move(cast["zhou"], matter, "reopen", reason="漏了一户", next_officer=cast.member("zhou").pk)
    assert (matter.state, matter.finding, matter.steps, matter.reopened) == ("verifying", "", 0, 1)
    assert ClockCode.FINISH in running(matter)
    assert Outgoing.objects.filter(kind="reopened").count() == logged + 1


def test_what_was_found_goes_back_to_verifying(cast: Cast) -> None:
    matter = lives.verified(cast, lives.matter_of(cast, lives.filed(cast)))
    with pytest.raises(Refused):
        actions.make_move(current=cast["song"], matter=matter, move="verify_more")
    assert lives.move(cast["song"], matter, "verify_more", reason="又来了一户").state == "verifying"


def test_that_it_could_not_be_established_takes_two(cast: Cast) -> None:
    matter = lives.verified(cast, lives.matter_of(cast, lives.filed(cast)))
    matter = lives.move(cast["song"], matter, "verify_more", reason="证据不够")
    actions.record_finding(current=cast["song"], matter=matter, finding="not_established", text="账本烧了")
    assert lives.moved_by_two(cast, matter, "find_not_established", reason="账本烧了，人走了").state == "found"


def test_the_term_is_extended_once_by_two_and_its_day_moves(cast: Cast) -> None:
    matter = lives.verified(cast, lives.matter_of(cast, lives.filed(cast)))
    before = matter.clocks.get(clock=ClockCode.FINISH).due
    matter = lives.moved_by_two(cast, matter, "extend", reason="要等县里的账")
    clock = matter.clocks.get(clock=ClockCode.FINISH)
    assert clock.extensions == 1
    assert (clock.due - before).days == 30  # 信访工作条例: at most thirty days, once
    with pytest.raises(Refused) as refused:
        actions.make_move(current=cast["song"], matter=matter, move="extend", reason="还要等")
    assert "extensions" in {lack.code for lack in refused.value.missing if not lack.there}


def test_a_matter_whose_submission_went_elsewhere_closes_into_that_one(cast: Cast) -> None:
    writer = lives.filed(cast)
    first, second = lives.matter_of(cast, writer), lives.matter_of(cast, lives.filed(cast))
    actions.link_submission(current=cast["song"], matter=second, submission=writer.submission)
    with pytest.raises(Refused):
        actions.make_move(
            current=cast["song"], matter=first, move="close_joined", reason="同一件事",
            arguments=actions.Arguments(joined_to=second.pk),
        )
    actions.unlink_submission(current=cast["song"], link=lives.link_of(first, writer), reason="同一件事")
    first = lives.moved_by_two(cast, lives.fresh(first), "close_joined", reason="同一件事", joined_to=second.pk)
    assert (first.state, first.joined_to_id, running(first)) == ("closed", second.pk, set())


def test_what_everybody_withdrew_is_closed_by_two_after_an_answer(cast: Cast) -> None:
    writer = lives.filed(cast)
    matter = lives.verified(cast, lives.matter_of(cast, writer))
    writer.says("withdraw")
    matter = lives.fresh(matter)
    assert matter.overlay == "withdrawn"
    with pytest.raises(Refused) as refused:
        actions.make_move(current=cast["song"], matter=matter, move="close_withdrawn", reason="本人撤回")
    assert "answered_all" in {lack.code for lack in refused.value.missing if not lack.there}
    actions.answer(current=cast["song"], link=lives.link_of(matter, writer), text="您撤回了，到此为止。", outcome="withdrawn")
    matter = lives.moved_by_two(cast, lives.fresh(matter), "close_withdrawn", reason="本人撤回，没有人施压")
    assert (matter.state, matter.overlay, matter.closed_on) == ("closed", "", DAY)


def test_what_is_still_missing_after_the_answer_is_put_right(cast: Cast) -> None:
    writer = lives.filed(cast)
    matter = lives.answered(cast, lives.verified(cast, lives.matter_of(cast, writer)), writer)
    assert lives.move(cast["song"], matter, "act_more", reason="还差五十元").state == "acting"


def test_what_was_redirected_and_is_ours_after_all_begins_anew(cast: Cast) -> None:
    matter = lives.matter_of(cast, lives.filed(cast))
    actions.assess(
        current=cast["song"], matter=matter, assessment="redirect", ground_legitimate=True, problem_clear=True,
        text="", destination="县人社局", agreed=True,
    )
    matter = lives.moved_by_two(cast, lives.fresh(matter), "redirect", reason="不归我们管")
    assert matter.state == "redirected"
    matter = lives.move(cast["song"], matter, "take_back", reason="退回来了")
    assert (matter.state, matter.assessment, matter.destination_set) == ("open", "", False)
    assert running(matter) & {ClockCode.ASSESS, ClockCode.REDIRECT} <= {ClockCode.ASSESS}


def test_every_move_of_the_table_is_made_by_some_test_of_this_room() -> None:
    from pathlib import Path

    told = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("*.py"))
    assert [code for code in MOVES if f'"{code}"' not in told] == []
