"""The person's word when it is not signed by their own device: by voice, at the counter, on a slip, or merely told."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current, actor_text
from dingxin.accounts.models import Member
from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.casework import confirming_rules as rules
from dingxin.casework import doors, walking, witnesses, words_given
from dingxin.casework.kinds import PieceKind
from dingxin.casework.models import Evidence, Link, Matter
from dingxin.casework.refused import Refused
from dingxin.rules.codes import ConfirmedHow, MatterState
from dingxin.web.days import today


def record_confirmation(
    *, current: Current, link: Link, word: str, how: str, witness: Sequence[Member] = (), text: str = "",
    slip: Evidence | None = None, satisfied: int = 0,
) -> Link:
    """Enter the person's word on the outcome: ``word`` confirmed or disputed, ``how`` as in ENTERED_BY_STAFF.

    ``witness``: the staff who heard it besides the one who enters it; by voice, at the counter and told to staff need
    two in all, with read-back. ``slip``: the scan of what the person signed. ``satisfied``: 0 unasked, 1 no, 2 partly,
    3 yes. ``text``: their own words, sealed. *Told to staff* never counts as confirmed. Refused where that fails.
    """
    with writing():
        row = doors.access_link(current, link.pk, lock=True)
        given = witnesses.checked(current, row, word, how, witness, slip)
        if satisfied not in (0, 1, 2, 3):
            raise Refused("bad-code", _("One of the codes is not in its table."))
        if text.strip():
            walking.add_piece(
                current, row.matter, PieceKind.WORD, text.strip(), follows=row.pk, method=how, result=word,
                seconded_by=", ".join(actor_text(one) for one in witness)[:160],
            )
        row.satisfied = satisfied or row.satisfied
        rules.give(row, given, ConfirmedHow(how))  # type: ignore[call-arg]
        audit.record(
            "matter.confirmation_recorded", actor=current.actor, object=f"matter:{row.matter_id}",
            scope=str(row.matter.team_id),
            facts={"link": str(row.pk), "word": word, "how": how, "slip": str(slip.pk) if slip else None,
                   "with": " ".join(str(one.pk) for one in witness) or None},
        )
    return row


def record_withdrawal(*, current: Current, link: Link, witness: Sequence[Member], text: str = "") -> Link:
    """Enter that the person withdrew, before two staff. When everybody did, the matter waits for the leader's word."""
    with writing():
        row = doors.access_link(current, link.pk, lock=True)
        witnesses.two(current, row, witness)
        if row.withdrawn_on is not None or row.ended_on is not None:
            raise Refused("withdrawn", _("It was withdrawn already."))
        if text.strip():
            walking.add_piece(current, row.matter, PieceKind.WORD, text.strip(), follows=row.pk, result="withdrawn")
        words_given.taken_back(row.submission, ConfirmedHow.AT_COUNTER)
        rules.withdraw(row)
        row.refresh_from_db(fields=["withdrawn_on"])
        audit.record(
            "submission.withdrawn", actor=current.actor, object=f"matter:{row.matter_id}",
            scope=str(row.matter.team_id), facts={"link": str(row.pk)},
        )
    return row


def ask_review(*, current: Current, matter: Matter) -> Matter:
    """Record that a person asked for review (复查): then the leader may put the matter under review by another."""
    with writing():
        row = doors.access_matter(current, matter.pk, lock=True)
        if row.state not in {MatterState.ANSWERED, MatterState.CLOSED} or row.review_asked_on is not None:
            raise Refused("state", _("A review is asked for after the answer, once."))
        row.review_asked_on = today()
        walking.save(row)
        audit.record(
            "matter.review_asked", actor=current.actor, object=f"matter:{row.pk}", scope=str(row.team_id),
            facts={"by": "person"},
        )
    return row
