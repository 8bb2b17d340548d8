"""What a matter waits for outside the team: the fact of notices, transfers and referrals, and what came of them."""

from datetime import date

from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.casework import acting, doors, walking
from dingxin.casework.kinds import ChildKind, PieceKind
from dingxin.casework.models import Matter, Piece
from dingxin.casework.refused import Refused
from dingxin.rules.codes import MatterState


def open_child(*, current: Current, matter: Matter, kind: str, text: str) -> Piece:
    """Enter a correction notice or a referral to the competent office as sent; what it says is sealed under M.

    ``kind``: ChildKind but transfer, which is a move of two people. Starts its clock where the pack has one.
    """
    with writing():
        row = doors.access_matter(current, matter.pk, lock=True)
        if kind not in {ChildKind.NOTICE, ChildKind.REFERRAL}:
            raise Refused("bad-code", _("A transfer is proposed and approved as a move."))
        if row.state not in {MatterState.FOUND, MatterState.ACTING} or not text.strip():
            raise Refused("state", _("A notice or referral follows a finding, and says something."))
        piece = walking.add_piece(current, row, PieceKind.CHILD, text.strip(), method=kind)
        acting.count(row, ChildKind(kind), opened=True)  # type: ignore[call-arg]
        walking.save(row)
        audit.record(
            "matter.child_opened", actor=current.actor, object=f"matter:{row.pk}", scope=str(row.team_id),
            facts={"kind": kind, "piece": str(piece.pk)},
        )
    return piece


def settle_child(
    *, current: Current, matter: Matter, kind: str, text: str, on: date | None = None, piece: Piece | None = None
) -> Piece:
    """Record what came back: the unit put it right, the other office dealt with it. Refused when none is open."""
    with writing():
        row = doors.access_matter(current, matter.pk, lock=True)
        if kind not in set(ChildKind) or not text.strip():
            raise Refused("empty", _("There is nothing written yet."))
        acting.count(row, ChildKind(kind), opened=False)  # type: ignore[call-arg]
        came_back = walking.add_piece(
            current, row, PieceKind.OUTCOME, text.strip(), method=kind, on=on, follows=piece.pk if piece else None
        )
        walking.save(row)
        audit.record(
            "matter.child_settled", actor=current.actor, object=f"matter:{row.pk}", scope=str(row.team_id),
            facts={"kind": kind, "piece": str(came_back.pk)},
        )
    return came_back
