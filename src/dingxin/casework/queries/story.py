"""The story of a matter in time, from all its pieces. Facts; what is sealed is named by its id and opened in place."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from dingxin.casework.kinds import PieceKind
from dingxin.casework.models import Addition, Link, Matter
from dingxin.mailbox.models import Message, Signal


@dataclass(frozen=True)
class StoryItem:
    """One thing that happened. ``kind``: link, unlink, word, withdrawn, move, proposal, piece, evidence, remedy, message.

    ``code``: of its own table (piece kind, move, remedy state, message kind …). ``who``: staff as text, ``person``, or
    empty. ``sealed``: words stand under ``id``. ``facts``: codes for the line. Acts of persons carry days only.
    """

    day: date
    kind: str
    code: str
    id: UUID
    who: str = ""
    second: str = ""
    sealed: bool = False
    follows: UUID | None = None
    facts: dict[str, str] = field(default_factory=dict)


RANK = ("link", "message", "piece", "evidence", "proposal", "remedy", "move", "word", "withdrawn", "unlink")
"""Order of things of one day, which is all that is known of the person's own acts."""


def story(matter: Matter, links: Iterable[Link]) -> list[StoryItem]:
    """Oldest first. Eight queries."""
    links = list(links)
    found = [*_links(links), *_moves(matter), *_pieces(matter, links), *_evidence(matter), *_remedies(matter)]
    found += [*_proposals(matter), *_messages(links), *_signals(links)]
    return sorted(found, key=lambda item: (item.day, RANK.index(item.kind), int(item.facts.get("number", 0)), item.id))


def _links(links: list[Link]) -> Iterable[StoryItem]:
    for link in links:
        number = {"channel": link.submission.channel, "registered": str(link.submission.number)}
        yield StoryItem(link.linked_on, "link", link.submission.channel, link.submission_id, facts=number)
        if link.confirmed_on is not None:
            yield StoryItem(link.confirmed_on, "word", link.confirmation, link.pk, "person", facts={"how": link.how})
        if link.told_on is not None:
            yield StoryItem(link.told_on, "word", link.told, link.pk, facts={"how": "told_to_staff"})
        if link.withdrawn_on is not None:
            yield StoryItem(link.withdrawn_on, "withdrawn", "withdrawn", link.pk, "person")
        if link.ended_on is not None:
            yield StoryItem(link.ended_on, "unlink", link.submission.channel, link.submission_id, facts=number)


def _moves(matter: Matter) -> Iterable[StoryItem]:
    for row in matter.moves.order_by("number"):
        facts = {"from": row.source, "to": row.target, "number": str(row.number)}
        yield StoryItem(row.on, "move", row.move, row.pk, row.proposed_by, row.approved_by, facts=facts)


def _pieces(matter: Matter, links: list[Link]) -> Iterable[StoryItem]:
    """Why something was taken off is left out with the link itself, where the reader may not know of it."""
    known = {link.pk for link in links}
    for row in matter.pieces.defer("body"):
        if row.kind == PieceKind.UNLINKED and row.follows not in known:
            continue
        facts = {"method": row.method, "result": row.result}
        yield StoryItem(row.on, "piece", row.kind, row.pk, row.by, row.seconded_by, True, row.follows, facts)


def _evidence(matter: Matter) -> Iterable[StoryItem]:
    for row in matter.evidence.exclude(manifest=None).defer("manifest"):
        yield StoryItem(row.on, "evidence", "evidence", row.pk, row.by, "", True, row.piece_id, {"parts": str(row.of)})


def _remedies(matter: Matter) -> Iterable[StoryItem]:
    for row in matter.remedies.defer("line"):
        facts = {"kind": row.kind, "counted_in": row.counted_in, "corrected": str(int(row.corrected))}
        yield StoryItem(row.on, "remedy", row.state, row.pk, row.by, "", True, row.corrects_id, facts)


def _proposals(matter: Matter) -> Iterable[StoryItem]:
    for row in matter.proposals.select_related("proposed_by", "decided_by").defer("reason"):
        second = row.decided_by.name if row.decided_by else ""
        yield StoryItem(
            row.proposed_on, "proposal", row.move, row.pk, row.proposed_by.name, second, True, facts={"state": row.state}
        )


def _messages(links: list[Link]) -> Iterable[StoryItem]:
    threads = [link.submission_id for link in links]
    for row in Message.objects.filter(thread__in=threads).defer("body", "signature"):
        who = "person" if row.direction == "in" else ""
        facts = {"direction": row.direction, "number": str(row.number), "submission": str(row.thread_id)}
        yield StoryItem(row.day, "message", row.kind, row.pk, who, "", True, row.thread_id, facts)


def _signals(links: list[Link]) -> Iterable[StoryItem]:
    threads = [link.submission_id for link in links]
    signals = Signal.objects.filter(thread__in=threads, kind__in=["interference", "consent", "withdraw_consent"])
    taken = set(Addition.objects.filter(submission__in=threads).exclude(kind="addition").values_list("pk", flat=True))
    for row in signals.defer("statement", "signature"):
        inside = row.body is not None or row.pk in taken  # opened before, it is sealed under S now
        yield StoryItem(row.day, "message", row.kind, row.pk, "person", "", inside, row.thread_id)
    yield from _disputes_before(links)


def _disputes_before(links: list[Link]) -> Iterable[StoryItem]:
    """Disputes that a reopening has answered: the link asks anew, the story keeps what was said."""
    asked_anew = {link.submission_id: link for link in links if link.confirmation != "disputed"}
    for row in Signal.objects.filter(thread__in=asked_anew, kind="dispute").only("day", "how", "thread_id"):
        link = asked_anew[row.thread_id]
        yield StoryItem(row.day, "word", "disputed", link.pk, "person", facts={"how": row.how})
