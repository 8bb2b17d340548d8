"""Opening a box by two: begin, join, count, record, reconcile. The two names stand in each entry of the chain."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import F
from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.intake.box import doors, explaining
from dingxin.intake.box.models import BoxOpening
from dingxin.organisation.models import Box
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import BoxDifference, OpeningState
from dingxin.web.days import today

MOST = 999


def begin_opening(*, current: Current, box: Box) -> BoxOpening:
    """The first of two people stands before the box. Refused while an opening of it runs."""
    box = doors.access_box(current, box.pk)
    try:
        with writing():
            made = BoxOpening.objects.create(box=box, day=today(), first=current.member)
            _record("box.opening_begun", current, made)
    except IntegrityError:
        raise Refused("running", _("This box is being opened already. Go on with that opening.")) from None
    return made


def join_opening(*, current: Current, opening: BoxOpening) -> None:
    """The second person, in their own session. One only: whoever is later is Refused, and so is the first person."""
    found = doors.access_opening(current, opening.pk)
    if found.first_id == current.member.pk:
        raise Refused("same", _("You began it. The second person signs in themselves."))
    with writing():
        waits = BoxOpening.objects.filter(pk=found.pk, state=OpeningState.BEGUN, second__isnull=True)
        if not waits.update(second=current.member, state=OpeningState.COUNTING):
            raise Refused("joined", _("Somebody else is the second person already, or it was given up."))
        _record("box.opening_joined", current, found, second=current.member.pk)


def give_up_opening(*, current: Current, opening: BoxOpening) -> None:
    """Only before a second person came: once two stand before an open box, it is counted."""
    found = doors.access_opening(current, opening.pk, one_of_two=True)
    with writing():
        waits = BoxOpening.objects.filter(pk=found.pk, state=OpeningState.BEGUN)
        if not waits.update(state=OpeningState.CANCELLED):
            raise Refused("opened", _("Two people are at it already: count what is in the box, and close it so."))
        _record("box.opening_given_up", current, found)


def enter_count(*, current: Current, opening: BoxOpening, count: int) -> bool | None:
    """How many envelopes one of the two counted, unopened. None: the other has not said yet; True: both said the same;
    False: they did not, and both count again. Neither is shown the other's number."""
    found = doors.access_opening(current, opening.pk, one_of_two=True)
    if not 0 <= count <= MOST:
        raise Refused("count", _("That is no count of envelopes."))
    mine, theirs = ("first_count", "second_count") if found.first_id == current.member.pk else ("second_count", "first_count")
    with writing():
        row = BoxOpening.objects.select_for_update().get(pk=found.pk)
        if row.state != OpeningState.COUNTING:
            raise Refused("counted", _("The count stands already, or nobody is there to repeat it."))
        said = getattr(row, theirs)
        equal = None if said is None else said == count
        changes: dict[str, Any] = {mine: count}
        if equal is not None:
            changes = {mine: None, theirs: None}
        if equal:
            changes |= {"counted": count, "state": OpeningState.FILING}
        elif equal is False:
            changes["recounts"] = F("recounts") + 1
        BoxOpening.objects.filter(pk=row.pk).update(**changes)
        _record("box.counted", current, found, equal=None if equal is None else int(equal), counted=count if equal else None)
    return equal


def close_opening(
    *, current: Current, opening: BoxOpening, difference: str = "", words: str = ""
) -> BoxOpening:
    """Reconciled: as many recorded as counted; else ``difference`` (BoxDifference) and ``words`` that explain it, which
    are sealed to the team, and those above are told that there is one. Refused otherwise: nothing ends silently."""
    found = doors.access_opening(current, opening.pk, one_of_two=True)
    if found.state != OpeningState.FILING:
        raise Refused("not-counted", _("It is not counted yet, or closed already."))
    differs = found.registered != found.counted
    if differs and (difference not in set(BoxDifference) or not words.strip()):
        raise Refused("explain", _("Counted and recorded are not the same. Say what happened: choose it, and write it down."))
    if not differs and (difference or words.strip()):
        raise Refused("no-difference", _("Counted and recorded are the same: there is nothing to explain."))
    sealed: dict[str, Any] = {}
    if differs:
        sealed = {"difference": difference, **explaining.sealed(found, words.strip())}
    with writing():
        same = BoxOpening.objects.filter(pk=found.pk, state=OpeningState.FILING, registered=found.registered)
        if not same.update(state=OpeningState.CLOSED, closed_by=current.member, **sealed):
            raise Refused("moved-on", _("An envelope was recorded meanwhile. Look at the numbers again."))
        _record(
            "box.opening_closed", current, found, counted=found.counted, registered=found.registered,
            recounts=found.recounts, difference=difference or None,
        )
    found.refresh_from_db()
    return found


def acknowledge_difference(*, current: Current, opening: BoxOpening) -> None:
    """Somebody above has seen it; until then it stays on their page."""
    found = doors.access_difference(current, opening.pk)
    with writing():
        unseen = BoxOpening.objects.filter(pk=found.pk, seen_by__isnull=True)
        if not unseen.update(seen_by=current.member, seen_on=today()):
            raise Refused("seen", _("Somebody has seen it already."))
        _record("box.difference_seen", current, found, difference=found.difference)


def open_explanation(*, current: Current, opening: BoxOpening) -> str:
    """The words of the difference, for officers and leaders of the team. The first reading puts their key under the
    team's compartment, so that they outlive the inbound identity. Raises NotAHolder, KeyGone."""
    found = doors.access_opening(current, opening.pk, read=True)
    if found.words is None:
        raise Refused("nothing", _("Nothing was written down."))
    with writing():
        row = BoxOpening.objects.select_related("box__stationing__unit").defer("box__photo").select_for_update(of=("self",)).get(
            pk=found.pk
        )
        text = explaining.opened(current, row)
        _record("box.explanation_opened", current, found)
    return text


def _record(kind: str, current: Current, opening: BoxOpening, *, second: UUID | None = None, **facts: Any) -> None:
    other = second or opening.second_id
    audit.record(
        kind, actor=current.actor, object=f"opening:{opening.pk}", scope=str(opening.box.stationing.team_id),
        facts={
            "box": str(opening.box_id), "first": str(opening.first_id), "second": str(other) if other else None, **facts,
        },
    )
