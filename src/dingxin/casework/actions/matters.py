"""Matters: made, joined with submissions, coded, named, given to officers, kept under the right key."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.accounts.models import Member
from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.casework import codes as codes_room
from dingxin.casework import doors, joining, keys, opening, terms, visible, walking
from dingxin.casework.arguments import Arguments
from dingxin.casework.codes import Codes
from dingxin.casework.doors import Right
from dingxin.casework.kinds import PieceKind
from dingxin.casework.models import Link, Matter, Submission
from dingxin.casework.refused import Refused
from dingxin.organisation.models import Team
from dingxin.vault import keyring


def make_matter(
    *, current: Current, title: str, subject: str = "", submissions: Sequence[Submission] = (),
    codes: Codes | None = None, team: Team | None = None,
) -> Matter:
    """Make a matter from one or several submissions of one vault, or, without any, from the team's own finding.

    M is new and wrapped under exactly one compartment, the intersection of what the unit and the submissions allow.
    ``codes`` None: those of the first submission. ``team``: for an own finding. Raises NotAHolder, Refused.
    """
    with writing():
        rows = [doors.access_submission(current, row.pk, lock=True) for row in submissions]
        matter = joining.new_matter(current, rows, team)
        codes_room.put(matter, codes if codes is not None else _codes_of(rows))
        joining.seal_new(current, matter, rows, title, subject)
        for row in rows:
            joining.join(current, matter, row)
        joining.started(matter)
        audit.record(
            "matter.made", actor=current.actor, object=f"matter:{matter.pk}", scope=str(matter.team_id),
            facts={"number": matter.number, "year": matter.year, "submissions": len(rows), "origin": matter.origin},
        )
    return matter


def _codes_of(rows: Sequence[Submission]) -> Codes:
    if not rows:
        return Codes()
    row = rows[0]
    return Codes(row.nature, row.category, row.topic_id, row.unit_id, row.rank, row.authority, row.first_hand)


def link_submission(*, current: Current, matter: Matter, submission: Submission) -> Link:
    """Add a submission to a matter of the same vault. M moves to the intersection; senders never see each other.

    Refused when it is in it already or not read yet.
    """
    try:
        with writing():
            row = doors.access_matter(current, matter.pk, lock=True)
            arriving = doors.access_submission(current, submission.pk, lock=True)
            link = joining.join(current, row, arriving)
            keys.settle_matter(current, row, joining.inside(row))
            joining.started(row)
            audit.record(
                "submission.linked", actor=current.actor, object=f"matter:{row.pk}", scope=str(row.team_id),
                facts={"submission": str(arriving.pk)},
            )
    except IntegrityError:
        raise Refused("linked", _("It is in this matter already.")) from None
    return link


def unlink_submission(*, current: Current, link: Link, reason: str) -> Link:
    """Take a submission off a matter it was put into by mistake; the fact stays. The reason is sealed under M.

    Refused when the person was answered on it already: then the matter is reopened instead.
    """
    with writing():
        row = doors.access_link(current, link.pk, lock=True)
        if not reason.strip():
            raise Refused("reason", _("Say why, for whoever reads this later."))
        before = keys.kept_from_submission(row.submission)
        joining.take_off(current, row)
        keys.check_reopened(current, row.matter.team_id, before, keys.kept_from_submission(row.submission))
        walking.add_piece(current, row.matter, PieceKind.UNLINKED, reason, follows=row.pk)
        audit.record(
            "submission.unlinked", actor=current.actor, object=f"matter:{row.matter_id}",
            scope=str(row.matter.team_id), facts={"submission": str(row.submission_id)},
        )
    return row


def code_matter(*, current: Current, matter: Matter, codes: Codes) -> Matter:
    """Set the codes. Another unit moves M to the compartment of whoever may see it.

    Refused for codes in no table, and for an officer where somebody recused would see it again.
    """
    with writing():
        row = doors.access_matter(current, matter.pk, lock=True)
        before = keys.kept_from_matter(row, joining.inside(row))
        if codes_room.put(row, codes):
            keys.check_reopened(current, row.team_id, before, keys.kept_from_matter(row, joining.inside(row)))
            keys.settle_matter(current, row, joining.inside(row), given=True)
        terms.note_due(row)
        walking.save(row)
        audit.record(
            "matter.coded", actor=current.actor, object=f"matter:{row.pk}", scope=str(row.team_id),
            facts={"nature": row.nature or None, "category": row.category or None,
                   "unit": str(row.unit_id) if row.unit_id else None},
        )
    return row


def retitle(*, current: Current, matter: Matter, title: str, subject: str = "") -> Matter:
    """Seal a new title and the subject (whom it is about; empty: a state of things)."""
    with writing():
        row = doors.access_matter(current, matter.pk, lock=True)
        joining.seal_names(row, keyring.unwrap(current, "M", row.pk), title, subject)
        walking.save(row)
        audit.record("matter.retitled", actor=current.actor, object=f"matter:{row.pk}", scope=str(row.team_id))
    return row


def take(*, current: Current, matter: Matter) -> Matter:
    """Take a matter that nobody has. Refused when somebody has it, or dealt with it before a reopening."""
    with writing():
        row = doors.access_matter(current, matter.pk, lock=True)
        if row.officer_id is not None:
            raise Refused("taken", _("Somebody works on this already; the leader can give it to another."))
        if row.reopened and row.former_officers.filter(member=current.member).exists():
            raise Refused("before", _("You dealt with it before: after a reopening it goes to another officer."))
        row.officer = current.member
        walking.save(row)
        audit.record(
            "matter.assigned", actor=current.actor, object=f"matter:{row.pk}", scope=str(row.team_id),
            facts={"officer": str(current.member.pk)},
        )
    return row


def assign(*, current: Current, matter: Matter, officer: Member, reason: str = "") -> Matter:
    """Give a matter to an officer of the team, by its leader, through the move table."""
    with writing():
        row = doors.access_matter(current, matter.pk, Right.LEAD, lock=True)
        walked = walking.attempt(current, row, "assign", reason, Arguments(next_officer=officer.pk))
        audit.record(
            walked.kind, actor=current.actor, object=f"matter:{row.pk}", scope=str(row.team_id),
            facts={"officer": str(officer.pk)},
        )
    return row


def move_compartment(*, current: Current, matter: Matter) -> bool:
    """Put M, and S, a, b of its submissions, where recusals now say; False when all is there already.

    Needs a holder of the present compartment who is not recused.
    """
    with writing():
        row = doors.access_matter(current, matter.pk, lock=True)
        inside = joining.inside(row)
        moved = keys.settle_matter(current, row, inside, given=True)
        for submission in inside:
            moved = keys.settle_submission(current, submission, given=True) or moved
        walking.save(row)
        audit.record(
            "matter.moved_compartment", actor=current.actor, object=f"matter:{row.pk}", scope=str(row.team_id),
            facts={"moved": int(moved)},
        )
    return moved


def open_titles(*, current: Current, matters: Sequence[Matter]) -> dict[UUID, str]:
    """The titles of one page of a list, opened in one go, with one audit entry for the page.

    What the member holds no key to is left out. At most 200 at a time.
    """
    with writing():
        ids = [matter.pk for matter in matters[:200]]
        found = keyring.unwrap_many(current, "M", ids)
        rows = visible.matters(current).filter(pk__in=list(found)).only("pk", "title", "subject")
        titles = {row.pk: opening.names(row, found[row.pk])[0] for row in rows}
        audit.record("matter.titles_opened", actor=current.actor, facts={"titles": len(titles)})
    return titles
