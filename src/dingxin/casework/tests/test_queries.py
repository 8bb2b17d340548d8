"""Lists that stay fast and say only what may be known; the one next act of each row."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast_vault import Cast, found

from dingxin.accounts.identity import Current
from dingxin.casework import actions, queries
from dingxin.casework.following import follow_recusal
from dingxin.casework.models import Matter, Submission
from dingxin.casework.next_act import LINES, NextAct, next_act
from dingxin.casework.queries import keyset
from dingxin.casework.tests import lives
from dingxin.organisation.models import Membership
from dingxin.rules.codes import Assessment, FindingResult, MatterState, Overlay
from dingxin.rules.ids import new_id
from dingxin.rules.moves import MatterFacts, Proposal
from dingxin.vault import actions as vaults
from dingxin.web.days import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return found()


def many(cast: Cast, count: int, start: int = 0, **facts: object) -> None:
    """Rows as an arrival leaves them, without envelopes."""
    day = today()
    Submission.objects.bulk_create([
        Submission(
            id=new_id(), team=cast.team.team, vault_id=cast.vault.pk, channel="call", year=day.year, number=number + 1,
            received_on=day - timedelta(days=number % 300), registered_on=day,
            **{"state": "read" if number % 3 else "registered", "nature": "report", **facts},
        )
        for number in range(start, start + count)
    ], batch_size=2_000)


def test_pages_hold_every_row_once_in_order(cast: Cast) -> None:
    many(cast, 130)
    seen: list[Submission] = []
    after = ""
    while True:
        page = queries.inbox(cast["song"], queries.InboxFilters(), after)
        assert len(page.rows) <= 50
        assert page.total == 130
        seen += [row.submission for row in page.rows]
        after = page.next
        if not after:
            break
    assert len({row.pk for row in seen}) == 130
    assert [(row.received_on, row.number) for row in seen] == sorted(
        ((row.received_on, row.number) for row in seen), reverse=True
    )
    assert queries.inbox(cast["song"], queries.InboxFilters(), "nonsense").rows[0].submission == seen[0]


def test_filters_and_counts_agree(cast: Cast) -> None:
    many(cast, 60)
    Submission.objects.filter(number=1).update(
        interference=True, unit=cast.units["maizhan-02"], news=True, officer=cast.member("song"), level="open",
        first=Submission.objects.get(number=2),
    )
    only = queries.InboxFilters
    for filters, expected in [
        (only(), 60), (only(state="registered"), 20), (only(channel="web"), 0), (only(interference=True), 1),
        (only(unit=cast.units["maizhan"]), 1), (only(unit=cast.units["jiaoyu"]), 0), (only(news=True), 1),
        (only(mine=True), 1), (only(level="open"), 1), (only(repeat=True), 1), (only(repeat=False), 59),
        (only(number=7), 1), (only(received_from=today()), 1), (only(received_to=today() - timedelta(days=58)), 2),
        (only(historic=True), 0), (only(late_on=today()), 0), (only(nature="appeal"), 0), (only(about_team=True), 0),
    ]:
        page = queries.inbox(cast["song"], filters)
        assert (page.total, len(page.rows)) == (expected, min(expected, 50)), filters
    assert queries.inbox(cast["song"], only(state="read")).counts == {"registered": 20, "read": 40}


def _count(read: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


@pytest.mark.parametrize("name", ["inbox", "queue", "late", "waiting", "matters", "strip"])
def test_the_number_of_queries_does_not_grow(cast: Cast, name: str) -> None:
    def read(current: Current) -> object:
        reads: dict[str, Callable[[], object]] = {
            "inbox": lambda: queries.inbox(current, queries.InboxFilters()),
            "queue": lambda: queries.queue(current),
            "late": lambda: queries.late(current),
            "waiting": lambda: queries.waiting_for_others(current),
            "matters": lambda: queries.matters(current, queries.MatterFilters()),
            "strip": lambda: queries.today_strip(current, cast.team.team),
        }
        return reads[name]()

    lives.matter_of(cast, lives.filed(cast))
    Matter.objects.update(due_day=today() - timedelta(days=1))
    many(cast, 3)
    one = _count(lambda: read(cast["song"]))
    many(cast, 40, start=100)
    for n in range(4):
        matter = lives.matter_of(cast, lives.filed(cast, f"第{n}件"), lives.filed(cast, f"又第{n}件"))
        Matter.objects.filter(pk=matter.pk).update(due_day=today() - timedelta(days=1))
    assert _count(lambda: read(cast["song"])) == one <= 22


def test_the_page_of_a_matter_takes_the_same_queries_however_long_its_story(cast: Cast) -> None:
    writer = lives.filed(cast)
    matter = lives.verified(cast, lives.matter_of(cast, writer))
    short = _count(lambda: queries.matter_page(cast["song"], lives.fresh(matter)))
    for n in range(6):
        actions.add_note(current=cast["song"], matter=matter, text=f"{n}")
        other = lives.filed(cast, f"{n}")
        lives.read(cast, other)
        actions.link_submission(current=cast["song"], matter=matter, submission=other.submission)
        actions.promise(
            current=cast["song"], matter=matter, kind="money", counted_in="yuan", amount=1, whose=other.thread
        )
    page = queries.matter_page(cast["song"], lives.fresh(matter))
    long = _count(lambda: queries.matter_page(cast["song"], lives.fresh(matter)))
    assert long == short
    assert [item.day for item in page.story] == sorted(item.day for item in page.story)
    assert {item.kind for item in page.story} >= {"link", "piece", "evidence", "move", "remedy", "proposal"}
    assert len(page.links) == 7


def test_the_story_names_no_sender_and_no_amount(cast: Cast) -> None:
    writer = lives.filed(cast, name="吐尔逊")
    matter = lives.verified(cast, lives.matter_of(cast, writer))
    actions.promise(
        current=cast["song"], matter=matter, kind="money", counted_in="yuan", amount=54_321, whose=writer.thread
    )
    text = repr(queries.matter_page(cast["song"], matter).story)
    assert "吐尔逊" not in text
    assert "54321" not in text


def test_a_long_list_stays_fast(cast: Cast) -> None:
    """FreeScout #1014, osTicket #884: minutes at 30,000–60,000 rows. Here a page in the middle (bench has 50,000)."""
    many(cast, 6_000)
    row = Submission.objects.order_by("-received_on", "-number")[3_000]
    after = keyset.cursor(row.received_on, row.number, row.pk)
    current = cast["song"]
    queries.inbox(current, queries.InboxFilters(), after)
    with CaptureQueriesContext(connection) as captured:
        page = queries.inbox(current, queries.InboxFilters(state="read"), after)
    assert len(page.rows) == 50
    assert sum(float(query["time"]) for query in captured) < 0.3


def facts(**changes: object) -> MatterFacts:
    return MatterFacts(**{"state": MatterState.OPEN, "officer": new_id(), **changes})  # type: ignore[arg-type]


S = MatterState
DAY = date(2026, 7, 1)
DONE = {"steps": 1, "evidence": True, "other_side_heard": True, "finding": FindingResult.SUBSTANTIATED}
ACTS: list[tuple[dict[str, object], str, str]] = [
    ({}, "assess", ""),
    ({"assessment": Assessment.ASK_MORE}, "ask_more", ""),
    ({"assessment": Assessment.REDIRECT}, "redirect", ""),
    ({"assessment": Assessment.ACCEPT}, "code", ""),
    ({"assessment": Assessment.ACCEPT, "category_set": True, "unit_set": True}, "accept", ""),
    ({"proposal": Proposal("accept", new_id())}, "approve", "leader"),
    ({"overlay": Overlay.WAITING}, "", "person"),
    ({"overlay": Overlay.WAITING, "asked_in_vain": True}, "resume", ""),
    ({"overlay": Overlay.PENDING, "review_date": DAY + timedelta(days=1)}, "", "date"),
    ({"overlay": Overlay.PENDING, "review_date": DAY}, "take_up", ""),
    ({"overlay": Overlay.WITHDRAWN}, "go_on", "leader"),
    ({"interference_open": True}, "settle_interference", "leader"),
    ({"state": S.ASSESSED, "officer": None}, "assign", "leader"),
    ({"state": S.VERIFYING, "officer_away": True}, "assign", "leader"),
    ({"overlay": Overlay.WAITING, "officer_away": True}, "assign", "leader"),
    ({"state": S.CLOSED, "officer_away": True}, "", ""),
    ({"state": S.ASSESSED}, "verify", ""),
    ({"state": S.VERIFYING}, "add_step", ""),
    ({"state": S.VERIFYING, "reopened": True}, "add_step", ""),
    ({"state": S.VERIFYING, "steps": 1}, "add_evidence", ""),
    ({"state": S.VERIFYING, "steps": 1, "evidence": True}, "add_step", ""),
    ({"state": S.VERIFYING, "steps": 1, "evidence": True, "other_side_heard": True}, "record_finding", ""),
    ({"state": S.VERIFYING, **DONE}, "find", ""),
    ({"state": S.VERIFYING, **DONE, "finding": FindingResult.UNSUBSTANTIATED}, "find_unsubstantiated", ""),
    ({"state": S.FOUND, **DONE, "children": 1, "notices_open": 1}, "act", ""),
    ({"state": S.FOUND, **DONE, "links": 1}, "answer_link", ""),
    ({"state": S.FOUND, **DONE, "links": 1, "links_answered": 1, "links_asked": 1}, "answer", ""),
    ({"state": S.FOUND, **DONE, "own_finding": True}, "close_own", ""),
    ({"state": S.ACTING, **DONE, "children": 1, "remedies_open": 1}, "deliver", ""),
    ({"state": S.ACTING, **DONE, "children": 1, "notices_open": 1}, "", "unit"),
    ({"state": S.ACTING, **DONE, "children": 1, "referrals_open": 1}, "", "other_body"),
    ({"state": S.REDIRECTED, "links": 1}, "answer_link", ""),
    ({"state": S.REDIRECTED, "links": 1, "links_answered": 1, "links_asked": 1}, "close_redirected", ""),
    ({"state": S.ANSWERED, "links": 1, "links_answered": 1, "links_asked": 1}, "close", "person"),
    ({"state": S.ANSWERED, "links": 1, "links_answered": 1, "links_asked": 1, "links_confirmed": 1}, "close", ""),
    ({"state": S.ANSWERED, "links": 1, "links_answered": 1, "links_disputed": 1}, "reopen_disputed", "leader"),
    ({"state": S.CLOSED, "links": 1, "links_answered": 1, "links_disputed": 1}, "reopen_disputed", "leader"),
    ({"state": S.CLOSED}, "", ""),
    ({"state": S.UNDER_REVIEW, "links": 1, "links_answered": 1}, "uphold", ""),
]


@pytest.mark.parametrize(("changes", "act", "waits_for"), ACTS)
def test_the_next_act(changes: dict[str, object], act: str, waits_for: str) -> None:
    got = next_act(facts(**changes), DAY)
    assert (got.act, got.waits_for) == (act, waits_for)
    assert got.reason


def test_every_state_has_a_next_act_and_every_line_is_reached() -> None:
    reached = {id(line) for changes, *_ in ACTS for line in [_line(facts(**changes))] if line}
    assert len(reached) == len(LINES)
    for state in MatterState:
        assert next_act(facts(state=state), DAY) != NextAct("", "")


def _line(given: MatterFacts) -> object:
    return next((line for line in LINES if line[0](given, DAY)), None)


def test_the_queue_is_ordered_by_what_is_due_and_shows_my_part(cast: Cast) -> None:
    late_one = lives.matter_of(cast, lives.filed(cast, "迟了"))
    other = lives.matter_of(cast, lives.filed(cast, "不急"))
    theirs = lives.matter_of(cast, lives.filed(cast, "别人的"), by="zhou")
    unread = lives.filed(cast, "没人看过")
    Matter.objects.filter(pk=late_one.pk).update(due_day=today() - timedelta(days=3))
    Matter.objects.filter(pk=other.pk).update(due_day=today() + timedelta(days=90))
    rows = queries.queue(cast["song"])
    assert [row.matter or row.submission for row in rows] == [late_one, unread.submission, other]
    assert (rows[0].late, rows[0].days_left, rows[0].next.act) == (True, -3, "assess")
    assert theirs not in [row.matter for row in rows]
    assert [row.matter for row in queries.late(cast["azi"])] == [late_one]

    walked = actions.make_move(current=cast["song"], matter=other, move="keep_pending", reason="等", arguments=_later())
    assert walked.proposal is not None
    assert other in [row.matter for row in queries.waiting_for_others(cast["song"])]
    assert other not in [row.matter for row in queries.queue(cast["song"])]
    mine = next(row for row in queries.queue(cast["helan"]) if row.matter == other)
    assert (mine.next.act, mine.proposal) == ("approve", walked.proposal)
    assert queries.today_strip(cast["helan"], cast.team.team).mine_to_approve == 1


def test_who_is_in_danger_stands_before_all_until_somebody_opened_it(cast: Cast) -> None:
    late_one = lives.matter_of(cast, lives.filed(cast, "迟了"))
    Matter.objects.filter(pk=late_one.pk).update(due_day=today() - timedelta(days=3))
    called = Submission.objects.get(pk=actions.record_submission(
        current=cast["ding"], stationing=cast.stationing, channel="call", received_on=today(), receipt=False, danger=True,
        said=actions.Said(words={"what": "他说今晚要出事"}, level="anonymous"),
    ).id)  # fmt: skip
    for who in ("song", "helan"):
        first = queries.queue(cast[who])[0]
        assert (first.submission, first.danger) == (called, True)
    actions.open_submission(current=cast["song"], submission=called)
    actions.read_submission(current=cast["song"], submission=called, codes=actions.Codes())
    assert not any(row.danger for row in queries.queue(cast["helan"]))


def _later() -> actions.Arguments:
    return actions.Arguments(review_date=today() + timedelta(days=30))


@pytest.mark.parametrize("how", ["recused", "related", "left"])
def test_what_its_officer_cannot_work_on_comes_up_with_the_leader(cast: Cast, how: str) -> None:
    kept = lives.matter_of(cast, lives.filed(cast, "被回避的"))
    elsewhere = lives.filed(cast, "别处的事")
    lives.read(cast, elsewhere, unit="jiaoyu")
    other = actions.make_matter(current=cast["song"], title="别处", submissions=[elsewhere.submission])
    assert not any(row.next.act == "assign" for row in queries.queue(cast["helan"]))
    if how == "left":
        Membership.objects.filter(member=cast.member("song")).update(until=today())
    elif how == "recused":
        by, unit = cast["helan"], cast.units["maizhan"]
        vaults.recuse(
            current=by, vault=cast.vault, member=cast.member("song"), unit=unit, matter_id=None,
            move=lambda: follow_recusal(by, cast.vault.pk, unit=unit),
        )
    else:
        vaults.declare_relation(current=cast["song"], unit=cast.units["maizhan"], kind="close", text="堂弟")
    waits = {row.matter for row in queries.queue(cast["helan"]) if row.next.act == "assign"}
    assert waits == ({kept, other} if how == "left" else {kept})
    actions.assign(current=cast["helan"], matter=kept, officer=cast.member("zhou"))
    assert kept in [row.matter for row in queries.queue(cast["zhou"])]
    assert kept not in [row.matter for row in queries.queue(cast["helan"]) if row.next.act == "assign"]


def test_the_strip_counts_what_one_may_see(cast: Cast) -> None:
    writer = lives.filed(cast)
    matter = lives.answered(cast, lives.verified(cast, lives.matter_of(cast, writer)), writer)
    lives.filed(cast, "新的")
    strip = queries.today_strip(cast["azi"], cast.team.team)
    assert (strip.came_today, strip.unread, strip.open, strip.waiting_for_person) == (2, 1, 1, 1)
    writer.says("dispute")
    assert queries.today_strip(cast["azi"], cast.team.team).disputed == 1
    stranger = queries.today_strip(cast["qin"], cast.team.team)
    assert (stranger.came_today, stranger.open, stranger.disputed) == (0, 0, 0)
    assert matter


def test_a_submissions_page(cast: Cast) -> None:
    writer, again = lives.filed(cast), lives.filed(cast, "再说")
    matter = lives.matter_of(cast, writer)
    actions.mark_repeat(current=cast["song"], submission=again.submission, first=writer.submission, by="words")
    page = queries.submission_page(cast["song"], writer.submission)
    assert (page.opened, page.reach, page.matters) == (True, "answers", [matter])
    assert page.repeats == [again.submission]
    assert not queries.submission_page(cast["song"], again.submission).opened
