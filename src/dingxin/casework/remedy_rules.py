"""Conditions of remedies that need the sealed line. No audit here."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.casework import visible
from dingxin.casework.models import Evidence, Link, Matter, Remedy
from dingxin.casework.opening import RemedyLine
from dingxin.casework.refused import Refused, sentences
from dingxin.rules.codes import Confirmation, ConfirmedHow, RemedyState
from dingxin.rules.small_moves import REMEDY_MOVES, decide_small
from dingxin.web.days import today

BY_CODE = {move.code: move for move in REMEDY_MOVES}


def past(day: date) -> date:
    """A day that is not still to come."""
    if day > today():
        raise Refused("future", _("That day is still to come."))
    return day


def whose(matter: Matter, person: "UUID | str") -> str:
    """A submission of this matter as hex, or words."""
    if isinstance(person, str):
        if not person.strip():
            raise Refused("whose", _("Say whose it is."))
        return person.strip()
    if not matter.links.filter(submission_id=person, ended_on__isnull=True).exists():
        raise Refused("whose", _("That person's submission is not in this matter."))
    return person.hex


def proof(matter: Matter, evidence: Evidence | None) -> str:
    """The evidence's id as hex when it is a whole file of this matter, else empty."""
    whole = matter.evidence.exclude(manifest=None)
    return evidence.pk.hex if evidence is not None and whole.filter(pk=evidence.pk).exists() else ""


def walk(current: Current, row: Remedy, code: str, there: set[str]) -> None:
    """Refused unless the small table allows it for this member now."""
    role = visible.roles(current).get(row.matter.team_id)
    decision = decide_small(
        BY_CODE[code], RemedyState(row.state), frozenset({role} if role else ()), frozenset(there)  # type: ignore[call-arg]
    )
    if row.corrected or row.corrects_id is not None:
        raise Refused("corrected", _("This entry was taken back by a counter-entry."))
    if not decision:
        raise Refused("not-allowed", sentences(label for _code, label in decision.missing))


def part(line: RemedyLine, amount: int | None) -> int:
    """How much is delivered now."""
    owed = line.amount - line.delivered
    found = owed if amount is None else amount
    if not 0 < found <= owed:
        raise Refused("amount", _("More than nothing, and no more than is still owed."))
    return found


def own_word(matter: Matter, line: RemedyLine, link: Link | None, slip: Evidence | None) -> str:
    """How the person's own word came: ConfirmedHow, or empty where there is none that counts for this remedy."""
    if slip is not None:
        return ConfirmedHow.SIGNED_SLIP.value if proof(matter, slip) else ""
    if link is None or link.matter_id != matter.pk or link.submission_id.hex != line.whose:
        return ""
    said = Link.objects.get(pk=link.pk)
    counts = said.confirmation == Confirmation.CONFIRMED and ConfirmedHow(said.how).counts  # type: ignore[call-arg]
    return said.how if counts else ""


def may_correct(row: Remedy, reason: str) -> None:
    """Refused for a counter-entry, one taken back already, or without a reason."""
    if row.corrects_id is not None or row.corrected:
        raise Refused("corrected", _("This entry was taken back by a counter-entry."))
    if not reason.strip():
        raise Refused("reason", _("Say what was wrong with it."))
