"""Words about a matter: notes, instructions, the assessment, verification steps, the finding; and opening them all."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current, actor_text
from dingxin.accounts.models import Member
from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.casework import doors, interference, joining, keys, opening, passages, terms, walking
from dingxin.casework.kinds import PieceKind
from dingxin.casework.models import InterferenceReport, Matter, Piece
from dingxin.casework.opening import RemedyLine
from dingxin.casework.refused import Refused
from dingxin.organisation.queries import role_in
from dingxin.rules.codes import Assessment, ClockCode, Disposal, FindingResult, MatterState, Overlay, VerificationMethod
from dingxin.sealing.files import FileManifest
from dingxin.vault import keyring
from dingxin.web.days import today


@dataclass(frozen=True)
class OpenedMatter:
    """All words of a matter: texts by piece id, remedy lines, names of files, reasons of proposals."""

    title: str = field(repr=False)
    subject: str = field(repr=False)
    pieces: dict[UUID, str] = field(repr=False)
    remedies: dict[UUID, RemedyLine] = field(repr=False)
    evidence: dict[UUID, FileManifest] = field(repr=False)
    proposals: dict[UUID, str] = field(repr=False)


def open_pieces(*, current: Current, matter: Matter) -> OpenedMatter:
    """Open everything sealed under M but the files themselves. Raises NotAHolder, SealBroken."""
    with writing():
        row = doors.access_matter(current, matter.pk)
        came_up = passages.waiting("M", row.pk)
        if came_up is not None:
            place = keys.compartment_without(current, row.vault_id, keys.kept_from_matter(row, joining.inside(row)))
            passages.take_in(current, came_up, place)
            Matter.objects.filter(pk=row.pk).update(compartment_id=place.pk)
        key = keyring.unwrap(current, "M", row.pk)
        title, subject = opening.names(row, key)
        found = OpenedMatter(
            title, subject, opening.pieces(row, key), opening.remedies(row, key), opening.evidence(row, key),
            opening.proposals(row, key),
        )
        audit.record("matter.opened", actor=current.actor, object=f"matter:{row.pk}", scope=str(row.team_id))
    return found


def add_note(*, current: Current, matter: Matter, text: str) -> Piece:
    """A note for the team, sealed under M. In any state, also closed."""
    with writing():
        row = doors.access_matter(current, matter.pk, lock=True)
        piece = walking.add_piece(current, row, PieceKind.NOTE, _words(text))
        audit.record(
            "matter.noted", actor=current.actor, object=f"matter:{row.pk}", scope=str(row.team_id),
            facts={"piece": str(piece.pk)},
        )
    return piece


def add_instruction(*, current: Current, matter: Matter, text: str, on: date) -> Piece:
    """What the leadership wrote on it (领导批示): words sealed; who entered it and the day are facts."""
    with writing():
        row = doors.access_matter(current, matter.pk, lock=True)
        piece = walking.add_piece(current, row, PieceKind.INSTRUCTION, _words(text), on=_day(on))
        audit.record(
            "matter.instruction_added", actor=current.actor, object=f"matter:{row.pk}", scope=str(row.team_id),
            facts={"on": piece.on.isoformat()},
        )
    return piece


def assess(
    *, current: Current, matter: Matter, assessment: str, ground_legitimate: bool, problem_clear: bool, text: str = "",
    destination: str = "", hand_on: bool = False, agreed: bool | None = None,
) -> Matter:
    """Record the assessment (研判): is the ground legitimate, is the problem clear, whose is it. Small is no ground.

    ``assessment``: accept, ask_more or redirect; what follows from it is a move. ``destination``: where to go instead,
    sealed. ``hand_on``: we would hand it on ourselves; ``agreed``: the person agreed (None: as they said before).
    """
    with writing():
        row = doors.access_matter(current, matter.pk, lock=True)
        _under_way(row)
        if assessment not in {Assessment.ACCEPT, Assessment.ASK_MORE, Assessment.REDIRECT}:
            raise Refused("bad-code", _("One of the codes is not in its table."))
        row.assessment, row.ground_legitimate, row.problem_clear = assessment, ground_legitimate, problem_clear
        row.hand_on = hand_on and assessment == Assessment.REDIRECT
        row.redirect_agreed = row.redirect_agreed if agreed is None else agreed
        if text.strip():
            walking.add_piece(current, row, PieceKind.ASSESSMENT, text.strip())
        if destination.strip():
            walking.add_piece(current, row, PieceKind.DESTINATION, destination.strip())
            row.destination_set = True
        walking.save(row)
        audit.record(
            "matter.assessed", actor=current.actor, object=f"matter:{row.pk}", scope=str(row.team_id),
            facts={"assessment": assessment, "ground": int(ground_legitimate), "clear": int(problem_clear)},
        )
    return row


def add_step(
    *, current: Current, matter: Matter, method: str, text: str, on: date | None = None, result: str = "",
    seconded_by: Member | None = None,
) -> Piece:
    """One step of verification: how (VerificationMethod), what came out (sealed), on which day, who else was there.

    ``other_side`` counts as hearing the other side. ``result``: FindingResult as far as this step goes, or empty.
    """
    with writing():
        row = doors.access_matter(current, matter.pk, lock=True)
        _under_way(row)
        if method not in set(VerificationMethod) or (result and result not in set(FindingResult)):
            raise Refused("bad-code", _("One of the codes is not in its table."))
        piece = walking.add_piece(
            current, row, PieceKind.STEP, _words(text), method=method, result=result, on=_day(on or today()),
            seconded_by=_second(current, row, seconded_by),
        )
        row.steps += 1
        row.other_side_heard = row.other_side_heard or method == VerificationMethod.OTHER_SIDE
        walking.save(row)
        audit.record(
            "matter.step_added", actor=current.actor, object=f"matter:{row.pk}", scope=str(row.team_id),
            facts={"piece": str(piece.pk), "method": method, "result": result or None},
        )
    return piece


def record_finding(
    *, current: Current, matter: Matter, finding: str, text: str, adverse: bool = True, disposal: str = ""
) -> Piece:
    """Write the finding (FindingResult) with its grounds, sealed. The matter moves to *found* by a move of its own.

    ``adverse``: it stands against somebody, who must have been heard. Refused outside verifying.
    """
    with writing():
        row = doors.access_matter(current, matter.pk, lock=True)
        if row.state != MatterState.VERIFYING:
            raise Refused("state", _("A finding is written while the matter is being verified."))
        if finding not in set(FindingResult) or (disposal and disposal not in set(Disposal)):
            raise Refused("bad-code", _("One of the codes is not in its table."))
        piece = walking.add_piece(current, row, PieceKind.FINDING, _words(text), result=finding)
        row.finding, row.adverse, row.disposal = finding, adverse, disposal or row.disposal
        walking.save(row)
        audit.record(
            "matter.finding_recorded", actor=current.actor, object=f"matter:{row.pk}", scope=str(row.team_id),
            facts={"finding": finding, "adverse": int(adverse), "disposal": disposal or None},
        )
    return piece


def settle_interference(*, current: Current, matter: Matter, reason: str) -> Matter:
    """Say that an interference was dealt with, and how (sealed). By the leader."""
    with writing():
        row = doors.access_matter(current, matter.pk, doors.Right.LEAD, lock=True)
        if not row.interference or row.interference_settled_on is not None:
            raise Refused("none-open", _("No interference with this matter is open."))
        walking.add_piece(current, row, PieceKind.OUTCOME, _words(reason), method="interference")
        row.interference_settled_on = today()
        if not InterferenceReport.objects.filter(matter=row).exists():  # coded when it was read: it is followed up too
            InterferenceReport.objects.create(
                team=row.team, vault_id=row.vault_id, matter=row, came="submission", on=row.opened_on, state="settled",
                settled_on=today(),
            )
        InterferenceReport.objects.filter(matter=row, state__in=interference.OPEN).update(state="settled", settled_on=today())
        terms.stop(row, [ClockCode.INTERFERENCE], today())
        terms.note_due(row)
        walking.save(row)
        audit.record(
            "matter.interference_settled", actor=current.actor, object=f"matter:{row.pk}", scope=str(row.team_id)
        )
    return row


def _words(text: str) -> str:
    if not text.strip():
        raise Refused("empty", _("There is nothing written yet."))
    return text.strip()


def _day(day: date) -> date:
    if day > today():
        raise Refused("future", _("That day is still to come."))
    return day


def _under_way(row: Matter) -> None:
    if row.state == MatterState.CLOSED or row.overlay == Overlay.PENDING:
        raise Refused("state", _("The matter is closed or kept pending: it has to be taken up again first."))


def _second(current: Current, row: Matter, member: Member | None) -> str:
    if member is None:
        return ""
    role = role_in(member, row.team_id)
    if member.pk == current.member.pk or role is None:
        raise Refused("second", _("The second person is somebody else of the team."))
    return actor_text(member)
