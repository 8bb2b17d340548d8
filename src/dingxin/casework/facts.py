"""A matter as the move table sees it, gathered for one or for a page of matters in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q

from dingxin.accounts.identity import Current
from dingxin.casework import terms, visible
from dingxin.casework.arguments import Arguments
from dingxin.casework.away import without_hands
from dingxin.casework.models import FormerOfficer, Link, Matter, Proposal, Remedy
from dingxin.mailbox.models import Thread
from dingxin.organisation.models import Membership
from dingxin.organisation.queries import serving
from dingxin.rules import moves
from dingxin.rules.codes import Assessment, FindingResult, MatterState, Overlay, RemedyState, Role
from dingxin.rules.moves import ActorFacts, Decision, Lack, MatterFacts, Move, allowed_moves
from dingxin.vault import keyring, relations
from dingxin.web.days import today

COMES_WITH = frozenset({
    "reason", "question", "review_date", "next_officer", "next_not_recused", "another_officer", "not_back", "receiver",
    "joined", "review_cause",
})
"""Conditions that the form of the move itself fills in; a page asks for them instead of calling them missing."""


@dataclass(frozen=True)
class Choice:
    """One move on a page. ``missing``: what is not there yet; ``asks``: conditions that its own form fills in."""

    move: Move
    decision: Decision
    missing: tuple[Lack, ...]
    asks: tuple[str, ...]

    @property
    def possible(self) -> bool:
        """Whether the form may be shown."""
        return not self.missing


def actor_of(current: Current, matter: Matter) -> ActorFacts:
    """Who wants to move, as facts."""
    role = visible.roles(current).get(matter.team_id)
    return ActorFacts(
        id=current.member.pk, roles=frozenset({role}) if role else frozenset(),
        recused=current.member.pk in keyring.recused(matter.vault_id, matter.unit, matter.pk),
    )


def facts_of(matter: Matter, *, arguments: Arguments | None = None, reason: bool = False) -> MatterFacts:
    """The facts of one matter, with what comes with a move filled in. ``reason``: one is written down."""
    facts = facts_of_many([matter])[matter.pk]
    facts = replace(facts, reason_given=reason, extensions_left=terms.extensions_left(matter))
    return with_arguments(matter, facts, arguments) if arguments else facts


def with_arguments(matter: Matter, facts: MatterFacts, arguments: Arguments) -> MatterFacts:
    """The facts with what the form brought. An officer who is none in this team is nobody."""
    named = arguments.next_officer
    readers = Membership.objects.filter(serving(), team=matter.team_id, role__in=visible.READERS, member__active=True)
    officer = named if named and readers.filter(member=named).exists() else None
    joined = arguments.joined_to
    return replace(
        facts,
        next_officer=officer,
        next_officer_recused=officer is not None and officer in _kept_from(matter),
        review_date=arguments.review_date,
        receiver_set=bool(arguments.receiver),
        joined_to_set=joined is not None and joined != matter.pk
        and Matter.objects.filter(pk=joined, vault_id=matter.vault_id).exists(),
        question_set=bool(arguments.question),
    )


def _kept_from(matter: Matter) -> set[UUID]:
    """Who is recused from the matter or from what one of its submissions is about, or declared a relation to it."""
    live = matter.links.filter(ended_on__isnull=True).select_related("submission__unit")
    units = {unit.pk: unit for unit in (matter.unit, *(link.submission.unit for link in live)) if unit is not None}
    kept = keyring.recused(matter.vault_id, matter.unit, matter.pk)
    for unit in units.values():
        kept |= keyring.recused(matter.vault_id, unit) | relations.related(unit.path)
    return kept


def facts_of_many(matters: Sequence[Matter]) -> dict[UUID, MatterFacts]:
    """Facts by matter id, eleven queries however many there are. What comes with a move is not filled in."""
    ids = [matter.pk for matter in matters]
    links = _links(ids)
    threads = {link.submission_id for found in links.values() for link in found}
    readable = set(
        Thread.objects.filter(pk__in=threads).exclude(answer_recipient="").values_list("pk", flat=True)
    )
    former: dict[UUID, set[UUID]] = {}
    for matter_id, member in FormerOfficer.objects.filter(matter__in=ids).values_list("matter_id", "member_id"):
        former.setdefault(matter_id, set()).add(member)
    open_remedies = Count("pk", filter=Q(state=RemedyState.PROMISED))
    remedies = {
        row["matter_id"]: (row["open"], row["all"])
        for row in Remedy.objects.filter(matter__in=ids, corrected=False, corrects__isnull=True)
        .values("matter_id").annotate(open=open_remedies, all=Count("pk"))
    }
    waiting = Proposal.objects.filter(matter__in=ids, state="waiting")
    proposals = {row.matter_id: moves.Proposal(row.move, row.proposed_by_id) for row in waiting}
    teams = {matter.team_id for matter in matters}
    away = set(Matter.objects.filter(without_hands(teams), pk__in=ids).values_list("pk", flat=True))
    return {
        matter.pk: _facts(
            matter, matter.pk in away, links.get(matter.pk, []), readable, frozenset(former.get(matter.pk, ())),
            remedies.get(matter.pk, (0, 0)), proposals.get(matter.pk),
        )
        for matter in matters
    }


class _Link(NamedTuple):
    """What of a link the rules look at: a page of matters may hold thousands, so no whole rows."""

    matter_id: UUID
    submission_id: UUID
    contactable: bool | None
    answered_on: date | None
    asked_on: date | None
    confirmation: str
    withdrawn_on: date | None


def _links(ids: list[UUID]) -> dict[UUID, list[_Link]]:
    live = Link.objects.filter(matter__in=ids, ended_on__isnull=True)
    rows = live.values_list(
        "matter_id", "submission_id", "submission__contactable", "answered_on", "asked_on", "confirmation",
        "withdrawn_on",
    )
    found: dict[UUID, list[_Link]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(_Link(*row))
    return found


def _facts(
    matter: Matter, officer_away: bool, links: list[_Link], readable: set[UUID], former: frozenset[UUID],
    remedies: tuple[int, int], proposal: moves.Proposal | None,
) -> MatterFacts:
    return MatterFacts(
        state=MatterState(matter.state),  # type: ignore[call-arg]
        overlay=Overlay(matter.overlay),  # type: ignore[call-arg]
        own_finding=matter.origin == "own_finding",
        officer=matter.officer_id,
        officer_away=officer_away,
        previous_officers=former,
        reopened=matter.reopened > 0,
        category_set=bool(matter.category),
        unit_set=matter.unit_id is not None,
        assessment=Assessment(matter.assessment),  # type: ignore[call-arg]
        ground_legitimate=matter.ground_legitimate,
        problem_clear=matter.problem_clear,
        reachable=any(link.contactable or link.submission_id in readable for link in links),
        asked_in_vain=matter.asked_in_vain,
        destination_set=matter.destination_set,
        hand_on=matter.hand_on,
        agreed_to_hand_on=matter.redirect_agreed is True,
        steps=matter.steps,
        evidence=matter.evidence_count > 0,
        finding=FindingResult(matter.finding) if matter.finding else None,  # type: ignore[call-arg]
        adverse=matter.adverse,
        other_side_heard=matter.other_side_heard,
        children=matter.children + remedies[1],
        notices_open=matter.notices_open,
        transfers_open=matter.transfers_open,
        referrals_open=matter.referrals_open,
        remedies_open=remedies[0],
        links=len(links),
        links_answered=sum(link.answered_on is not None for link in links),
        links_asked=sum(link.asked_on is not None for link in links),
        links_confirmed=sum(link.confirmation == "confirmed" for link in links),
        links_disputed=sum(link.confirmation == "disputed" for link in links),
        links_withdrawn=sum(link.withdrawn_on is not None for link in links),
        review_asked=matter.review_asked_on is not None,
        review_answered=matter.review_answered_on is not None,
        interference_open=matter.interference and matter.interference_settled_on is None,
        proposal=proposal,
    )


def allowed(current: Current, matter: Matter, facts: MatterFacts | None = None) -> list[Choice]:
    """The moves that lead from where the matter is, possible and impossible, in table order; none for those recused.

    ``facts``: as ``facts_of`` found them, where the caller has them already.
    """
    facts, actor = facts or facts_of(matter), actor_of(current, matter)
    found = []
    for move, decision in allowed_moves(facts, actor, today(), terms.pack_of(matter).propose_approve):
        lacks = () if decision else decision.missing  # type: ignore[union-attr]
        asks = tuple(need.code for need in move.needs if need.code in COMES_WITH)
        standing = facts.proposal is not None and facts.proposal.move == move.code
        missing = tuple(lack for lack in lacks if lack.code not in COMES_WITH)
        found.append(Choice(move, decision, missing, () if standing else asks))
    return found


def is_leader(current: Current, matter: Matter) -> bool:
    """Whether the member leads the team that holds the matter."""
    return visible.roles(current).get(matter.team_id) is Role.LEADER
