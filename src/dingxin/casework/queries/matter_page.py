"""Everything the page of one matter shows without a key."""

from dataclasses import dataclass
from uuid import UUID

from dingxin.accounts.identity import Current
from dingxin.casework import terms, visible
from dingxin.casework.facts import Choice, allowed, facts_of
from dingxin.casework.models import Clock, Link, Matter, Proposal, Remedy
from dingxin.casework.next_act import NextAct, next_act
from dingxin.casework.queries.story import StoryItem, story
from dingxin.casework.queries.totals import Total, totals_of_matter
from dingxin.mailbox.models import Thread
from dingxin.rules.clocks import Pause, Standing, standing
from dingxin.rules.moves import MatterFacts
from dingxin.rules.packs.model import TermRule
from dingxin.web.days import today


@dataclass(frozen=True)
class ClockRow:
    """``rule``: with its length, source and whether it was checked; ``standing``: used, left, late, paused."""

    clock: Clock
    rule: TermRule
    standing: Standing


@dataclass(frozen=True)
class LinkRow:
    """``reach``: answers, state, or empty: no receipt. ``known_to_staff``: the digits were dictated."""

    link: Link
    reach: str
    known_to_staff: bool


@dataclass(frozen=True)
class MatterPage:
    """``moves``: with what is missing. ``links``: live ones; those that ended are in the story. ``joined_seen``: it went to
    another matter that the member may know of."""

    matter: Matter
    facts: MatterFacts
    next: NextAct
    links: list[LinkRow]
    clocks: list[ClockRow]
    moves: list[Choice]
    proposal: Proposal | None
    proposals: list[Proposal]
    remedies: list[Remedy]
    totals: list[Total]
    story: list[StoryItem]
    joined_seen: bool = False


def matter_page(current: Current, matter: Matter) -> MatterPage:
    """All of it; the matter came through its door. A fixed number of queries, whatever it holds."""
    links = list(matter.links.select_related("submission").order_by("linked_on", "pk"))
    links = _seen(current, links)
    live = [link for link in links if link.ended_on is None]
    facts = facts_of(matter)
    proposals = list(matter.proposals.select_related("proposed_by", "decided_by").order_by("proposed_on"))
    return MatterPage(
        matter=matter, facts=facts, next=next_act(facts, today()), links=_links(live), clocks=clocks_of(matter, live),
        moves=allowed(current, matter, facts), proposal=next((row for row in proposals if row.state == "waiting"), None),
        proposals=proposals, remedies=list(matter.remedies.defer("line").order_by("on", "pk")),
        totals=totals_of_matter(matter), story=story(matter, links),
        joined_seen=matter.joined_to_id is not None and visible.matters(current).filter(pk=matter.joined_to_id).exists(),
    )


def _seen(current: Current, links: list[Link]) -> list[Link]:
    """Without what was taken off again and is about something that the member is kept from."""
    ended = [link.submission_id for link in links if link.ended_on is not None]
    if not ended:
        return links
    seen = set(visible.submissions(current).filter(pk__in=ended).values_list("pk", flat=True))
    return [link for link in links if link.ended_on is None or link.submission_id in seen]


def _links(live: list[Link]) -> list[LinkRow]:
    threads: dict[UUID, Thread] = Thread.objects.in_bulk([link.submission_id for link in live])
    found = []
    for link in live:
        thread = threads.get(link.submission_id)
        has = thread is not None and bool(thread.answer_recipient)
        found.append(LinkRow(link, thread.shows if thread and has else "", bool(thread and thread.known_to_staff)))
    return found


def clocks_of(matter: Matter, live: list[Link]) -> list[ClockRow]:
    """The running clocks of a matter and of its submissions, the first due first."""
    pack = terms.pack_of(matter)
    rules = {rule.code: rule for rule in pack.terms}
    of = Clock.objects.filter(matter=matter) | Clock.objects.filter(submission__in=[row.submission_id for row in live])
    found = []
    for clock in of.filter(stopped_on__isnull=True).prefetch_related("pauses").order_by("due", "rule"):
        rule = rules.get(clock.rule)
        if rule is None:
            continue
        pauses = [Pause(row.start, row.end) for row in clock.pauses.all()]
        if clock.paused_on is not None:
            pauses.append(Pause(clock.paused_on))
        extensions = [rule.extension.length] * clock.extensions if rule.extension else []
        where = standing(clock.started_on, rule.term, pack.calendar, today(), pauses, extensions)
        found.append(ClockRow(clock, rule, where))
    return found
