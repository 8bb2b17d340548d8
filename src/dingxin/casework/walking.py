"""The engine that walks the move table, inside the caller's ``writing()``. It records nothing in the audit."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current, actor_text
from dingxin.audit.writing import is_writing
from dingxin.casework import facts as facts_room
from dingxin.casework import log, sealed, standing, terms
from dingxin.casework.arguments import Arguments
from dingxin.casework.kinds import PieceKind
from dingxin.casework.models import FormerOfficer, Link, Matter, MoveRecord, Piece, Proposal
from dingxin.casework.refused import Refused as CaseRefused
from dingxin.casework.refused import changed, not_allowed
from dingxin.rules.codes import ClockCode, MatterState, Overlay, Role
from dingxin.rules.ids import new_id
from dingxin.rules.move_table import CHANGES_OFFICER, MOVES, PAUSING, Move
from dingxin.rules.moves import ActorFacts, Part, Refused, decide
from dingxin.vault import keyring
from dingxin.web.days import today

REOPENS = frozenset({"reopen_disputed", "reopen"})


@dataclass(frozen=True)
class Walked:
    """What came of a wish to move: a move made, or a proposal that waits. ``kind``: of the audit entry to write."""

    kind: str
    moved: MoveRecord | None = None
    proposal: Proposal | None = None

    @property
    def facts(self) -> dict[str, str | int | None]:
        """For the audit entry."""
        if self.moved is not None:
            return {"move": self.moved.move, "from": self.moved.source, "to": self.moved.target}
        return {"move": self.proposal.move if self.proposal else None}


def attempt(current: Current, matter: Matter, code: str, reason: str, arguments: Arguments) -> Walked:
    """Make or propose a move on a matter that was locked through its door. Refused with all that is missing."""
    reason = reason.strip()
    facts = facts_room.facts_of(matter, arguments=arguments, reason=bool(reason))
    actor = facts_room.actor_of(current, matter)
    decision = decide(code, facts, actor, today(), terms.pack_of(matter).propose_approve)
    if isinstance(decision, Refused):
        raise not_allowed(decision.missing)
    if decision.part is Part.APPROVE:  # a second person made the same wish: the standing proposal has its own approve
        raise changed()
    if decision.part is Part.PROPOSE:
        return Walked("matter.move_proposed", proposal=_propose(current, matter, code, reason, arguments))
    record = carry_out(matter, MOVES[code], arguments, by=current.actor)
    if reason:
        add_piece(current, matter, PieceKind.MOVE_REASON, reason, follows=record.pk)
    return Walked(MOVES[code].audit_kind, moved=record)


def _propose(current: Current, matter: Matter, code: str, reason: str, arguments: Arguments) -> Proposal:
    matter.proposals.filter(state="waiting").update(state="withdrawn", decided_on=today())
    made = Proposal(
        id=new_id(), matter=matter, move=code, arguments=arguments.text(), proposed_by=current.member,
        proposed_on=today(),
    )
    if reason:
        key = keyring.unwrap(current, "M", matter.pk)
        made.reason = sealed.seal(key, reason, label=sealed.PROPOSAL, object_id=made.pk, field="reason")
    made.save(force_insert=True)
    return made


def approve(current: Current, matter: Matter, proposal: Proposal) -> Walked:
    """Carry out a standing proposal as its second person; everything is decided anew on the facts of now."""
    arguments = Arguments.read(proposal.arguments)
    facts = facts_room.facts_of(matter, arguments=arguments, reason=proposal.reason is not None)
    decision = decide(
        proposal.move, facts, facts_room.actor_of(current, matter), today(), terms.pack_of(matter).propose_approve
    )
    if isinstance(decision, Refused):
        raise not_allowed(decision.missing)
    moved = Proposal.objects.filter(pk=proposal.pk, state="waiting").update(
        state="approved", decided_by=current.member, decided_on=today()
    )
    if moved != 1 or decision.part is not Part.APPROVE:
        raise changed()
    record = carry_out(
        matter, MOVES[proposal.move], arguments, by=actor_text(proposal.proposed_by), approved_by=current.actor
    )
    if proposal.reason is not None:
        key = keyring.unwrap(current, "M", matter.pk)
        reason = sealed.opened(key, proposal.reason, label=sealed.PROPOSAL, object_id=proposal.pk, field="reason")
        add_piece(current, matter, PieceKind.MOVE_REASON, reason, follows=record.pk)
    return Walked(MOVES[proposal.move].audit_kind, moved=record)


def decide_back(current: Current, proposal: Proposal, reason: str) -> None:
    """Mark a proposal as sent back by another person; Refused without a reason or by its proposer."""
    if not reason.strip():
        raise CaseRefused("reason", _("Say why, so that it can be done better."))
    if proposal.proposed_by_id == current.member.pk:
        raise CaseRefused("second", _("The one who decides is another than the one who proposed."))
    sent = Proposal.objects.filter(pk=proposal.pk, state="waiting").update(
        state="sent_back", decided_by=current.member, decided_on=today()
    )
    if sent != 1:
        raise changed()
    proposal.refresh_from_db(fields=["state", "decided_by", "decided_on"])


def by_person(matter: Matter, code: str) -> MoveRecord | None:
    """A move that the complainant's own act causes, where the table allows it now; None otherwise. Needs no key."""
    person = ActorFacts(id=UUID(int=0), roles=frozenset({Role.PERSON}))
    decision = decide(code, facts_room.facts_of(matter), person, today(), terms.pack_of(matter).propose_approve)
    if isinstance(decision, Refused) or decision.part is not Part.DO:
        return None
    return carry_out(matter, MOVES[code], Arguments(), by="person")


def carry_out(matter: Matter, move: Move, arguments: Arguments, *, by: str, approved_by: str = "") -> MoveRecord:
    """Write the move with all it brings: clocks, officer, log entries, cards. The decision was made by the caller.

    Concurrency: one conditional update on ``version``; whoever comes second is refused and has changed nothing.
    """
    if not is_writing():
        raise RuntimeError("a move outside writing()")
    day = today()
    record = MoveRecord(
        matter=matter, number=matter.moves.count() + 1, move=move.code, source=matter.state,
        target=move.lands(MatterState(matter.state)),  # type: ignore[call-arg]
        on=day, proposed_by=by, approved_by=approved_by,
    )
    before = Overlay(matter.overlay)  # type: ignore[call-arg]
    matter.state = record.target
    matter.overlay = before if move.overlay is None else move.overlay
    _officer(matter, move, arguments, day)
    _effects(matter, move, arguments, day)
    _clocks(matter, move, before, day)
    matter.proposals.filter(state="waiting").update(state="withdrawn", decided_on=day)
    standing.settle(matter, save=False)
    terms.note_due(matter)
    save(matter)
    record.save(force_insert=True)
    log.of_matter(matter, move.ledger_kind)
    ended = "" if move.code == "resume" else None
    standing.show_all(matter, question=arguments.question or ended)
    return record


def save(matter: Matter) -> None:
    """Save the whole row if nobody changed it since it was read; Refused otherwise."""
    version = matter.version
    if Matter.objects.filter(pk=matter.pk, version=version).update(version=F("version") + 1) != 1:
        raise changed()
    matter.version = version + 1
    matter.save()


def _officer(matter: Matter, move: Move, arguments: Arguments, day: date) -> None:
    if move.code not in CHANGES_OFFICER or arguments.next_officer is None:
        return
    if matter.officer_id and matter.officer_id != arguments.next_officer:
        FormerOfficer.objects.get_or_create(matter=matter, member_id=matter.officer_id, defaults={"until": day})
    matter.officer_id = arguments.next_officer


def _effects(matter: Matter, move: Move, arguments: Arguments, day: date) -> None:
    """What single moves bring besides state, overlay and clocks."""
    if matter.state == MatterState.CLOSED and move.target is MatterState.CLOSED:
        matter.closed_on = day
    elif move.target is not None:
        matter.closed_on = None
    match move.code:
        case "keep_pending":
            matter.review_date = arguments.review_date
        case "take_up":
            matter.review_date = None
        case "transfer":
            matter.transfers_open += 1
            matter.children += 1
        case "close_joined":
            matter.joined_to_id = arguments.joined_to
        case "extend":
            terms.extend(matter)
        case "uphold":
            matter.review_asked_on = matter.review_answered_on = None
        case "resume":
            matter.asked_in_vain = matter.asked_in_vain or _waited_in_vain(matter, day)
        case "take_back":
            matter.assessment, matter.hand_on, matter.destination_set = "", False, False
    if move.code in REOPENS:
        matter.reopened += 1
        # What was found before stands in the story; it carries no new finding: somebody else verifies again.
        matter.finding, matter.disposal, matter.steps, matter.other_side_heard = "", "", 0, False
        matter.review_asked_on = matter.review_answered_on = None
        _ask_anew(matter, everybody=move.code != "reopen_disputed")


def _waited_in_vain(matter: Matter, day: date) -> bool:
    return matter.clocks.filter(clock=ClockCode.WAIT, stopped_on__isnull=True, due__lt=day).exists()


def _ask_anew(matter: Matter, *, everybody: bool) -> None:
    """After a reopening who disputed gets a new answer; with ``everybody``, all but those who confirmed.

    One person's dispute takes nothing from the others: their answer stands, and they still say whether it is solved.
    The old words stay in audit and log.
    """
    live = Link.objects.filter(matter=matter, ended_on__isnull=True).exclude(confirmation="confirmed")
    (live if everybody else live.filter(confirmation="disputed")).update(
        answered_on=None, answer_hash=None, answer_by="", outcome="", asked_on=None, asked_again_on=None, word_due=None,
        confirmation="", how="", confirmed_on=None, satisfied=0,
    )


def _clocks(matter: Matter, move: Move, before: Overlay, day: date) -> None:
    terms.stop(matter, move.stops, day)
    if before in PAUSING and matter.overlay not in PAUSING:
        terms.resume(matter, day)
    for code in move.starts:
        if code in terms.PER_PERSON:
            for link in matter.links.filter(ended_on__isnull=True).select_related("submission__team"):
                terms.start(link.submission, code, day)
        else:
            terms.start(matter, code, day)
    if matter.overlay in PAUSING and before not in PAUSING:
        terms.pause(matter, day)


def add_piece(
    current: Current, matter: Matter, kind: PieceKind, text: str, *, follows: UUID | None = None, method: str = "",
    result: str = "", on: date | None = None, seconded_by: str = "",
) -> Piece:
    """Seal one piece of a matter under M. Raises NotAHolder without the key."""
    key = keyring.unwrap(current, "M", matter.pk)
    piece = Piece(
        id=new_id(), matter=matter, kind=kind, method=method, result=result, on=on or today(), by=current.actor,
        seconded_by=seconded_by, follows=follows,
    )
    piece.body = sealed.seal(key, text, label=sealed.PIECE, object_id=piece.pk, field="body", number=piece.key_number)
    piece.save(force_insert=True)
    return piece
