"""The register of opinion boxes: their words, what makes each safe, its picture, whether it hangs."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from dingxin import audit
from dingxin.audit.writing import writing
from dingxin.organisation.actions.bodies import Texts
from dingxin.organisation.models import Box, BoxCheck, Stationing
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import BoxPoint, BoxState
from dingxin.web import pictures
from dingxin.web.days import today

if TYPE_CHECKING:
    from dingxin.accounts.identity import Current

PHOTO_SIDE, PHOTO_MOST = 1_200, 500_000  # pixels, bytes: a telephone on a slow line loads it


def set_boxes(
    *, current: "Current", stationing: Stationing, boxes: Sequence[Texts], ids: Sequence[UUID | None] = ()
) -> None:
    """The boxes that hang, in the order shown: texts per language with place, hours and safe.

    ``ids``: whose texts they are, beside ``boxes``; None is a new box. A box that is left out is taken down.
    """
    with writing():
        put_boxes(stationing, boxes, ids)
        audit.record(
            "stationing.changed", actor=current.actor, object=f"stationing:{stationing.pk}",
            scope=str(stationing.team_id),
            facts={"boxes": len(boxes)},
        )  # fmt: skip


def put_boxes(stationing: Stationing, boxes: Sequence[Texts], ids: Sequence[UUID | None] = ()) -> None:
    """Inside ``writing()``."""
    known, day = set(stationing.boxes.values_list("pk", flat=True)), today()
    named = [*ids, *([None] * (len(boxes) - len(ids)))]
    for at, (id, texts) in enumerate(zip(named, boxes, strict=True)):
        if id in known:
            Box.objects.filter(pk=id).update(order=at, texts=texts)
        else:
            named[at] = Box.objects.create(stationing=stationing, order=at, texts=texts, up_on=day).pk
    left_out = stationing.boxes.filter(state=BoxState.UP).exclude(pk__in=[id for id in named if id])
    left_out.update(state=BoxState.DOWN, down_on=day)


def check_box(*, current: "Current", box: Box, answers: Mapping[str, str]) -> None:
    """What somebody saw today: point → yes, no, or empty for not checked. Points that are not named stay as they were.

    A point that is answered as before keeps its day unless ``answers`` says otherwise: it was looked at again, so it
    gets today's.
    """
    if not set(answers) <= set(BoxPoint) or not set(answers.values()) <= {"yes", "no", ""}:
        raise ValueError("no such point or answer")
    day = today()
    with writing():
        for point, answer in answers.items():
            if answer:
                BoxCheck.objects.update_or_create(
                    box=box, point=point, defaults={"answer": answer, "day": day, "by": current.member}
                )
            else:
                BoxCheck.objects.filter(box=box, point=point).delete()
        held = list(BoxCheck.objects.filter(box=box).values_list("answer", flat=True))
        audit.record(
            "box.checked", actor=current.actor, object=f"box:{box.pk}", scope=str(box.stationing.team_id),
            facts={"good": held.count("yes"), "failed": held.count("no")},
        )


def set_photo(*, current: "Current", box: Box, content: bytes) -> None:
    """A picture of the place, made anew from its pixels; empty takes it away. Refused for what is no picture."""
    made = pictures.small(content, side=PHOTO_SIDE, most=PHOTO_MOST) if content else None
    if content and made is None:
        raise Refused("no-picture", _("This is no picture that can be made anew. Take a photo, or save it as JPEG or PNG."))
    with writing():
        Box.objects.filter(pk=box.pk).update(photo=made)
        audit.record(
            "box.photo", actor=current.actor, object=f"box:{box.pk}", scope=str(box.stationing.team_id),
            facts={"bytes": len(made or b"")},
        )


def take_down(*, current: "Current", box: Box) -> None:
    """It hangs no more, from today; its openings stay."""
    _hang(current, box, BoxState.DOWN, down_on=today())


def set_up_again(*, current: "Current", box: Box) -> None:
    """It hangs again. Its checklist begins anew: what was seen then says nothing about now."""
    _hang(current, box, BoxState.UP, up_on=today(), down_on=None)


def _hang(current: "Current", box: Box, state: BoxState, **days: object) -> None:
    with writing():
        if not Box.objects.filter(pk=box.pk).exclude(state=state).update(state=state, **days):
            raise Refused("so-already", _("It is so already."))
        if state is BoxState.UP:
            BoxCheck.objects.filter(box=box).delete()
        audit.record(
            "box.taken_down" if state is BoxState.DOWN else "box.set_up", actor=current.actor, object=f"box:{box.pk}",
            scope=str(box.stationing.team_id),
        )
