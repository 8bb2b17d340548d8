"""Filing what a door took down, once, and what the pages of every door show before and after it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dingxin.casework.models import Submission
from dingxin.casework.recording import Recorded, Said
from dingxin.intake.common import place, telling
from dingxin.intake.common.forms import SaidForm
from dingxin.mailbox import serials
from dingxin.mailbox.models import Thread
from dingxin.mailbox.refused import Why
from dingxin.organisation.models import Stationing
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import Channel, Level
from dingxin.rules.ids import new_id

WORDS = ("what", "about", "when", "ongoing", "amount", "people", "contact", "language", "about_team", "shows")


def once(request: HttpRequest) -> UUID:
    """The id that this form was given when it was shown: sent again, because the reply was lost, it files nothing twice."""
    try:
        return UUID(hex=request.POST.get("once", ""))
    except ValueError:
        return new_id()


def said_of(found: dict[str, Any], **more: str) -> Said:
    """What is sealed: words to those who work on it, name and telephone apart. ``more``: words that only this door has."""
    words = {field: found[field] for field in WORDS} | {name: text for name, text in more.items() if text}
    names = {field: found[field] for field in ("name", "phone", "other")}
    level = found["level"] if any(names.values()) else Level.ANONYMOUS
    return Said(words=words, level=level, shows=found["shows"], **names)


@dataclass(frozen=True)
class Before:
    """A form that was filed already; ``number`` None where it went to the body above, whose numbers are not ours."""

    number: int | None
    digits: bool


def filed_before(thread: UUID, stationing: Stationing) -> Before | None:
    """What this very form was filed as: the page was loaded again, or its reply was lost on the way."""
    held = Thread.objects.filter(pk=thread, stationing_id=stationing.pk).first()
    if held is None:
        return None
    row = Submission.objects.filter(pk=thread, team=stationing.team_id).first()
    return Before(row.number if row else None, bool(held.answer_recipient) and held.known_to_staff)


def not_taken(why: Why, field: str = "") -> Refused:
    """The mailbox's refusal in the counter's words. Nothing was stored then."""
    if field == "printed":
        said = _("That card or slip was used a moment ago for another one. Nothing is stored yet: take another.")
        return Refused("card-used", said)
    if why is Why.STALE:
        return Refused("not-ready", _("The team's keys were just renewed. Nothing is stored yet: file again in a minute."))
    if why is Why.TOO_LARGE:
        return Refused("too-long", _("That is too long for one visit. Shorten it, or file the rest as a second one."))
    return Refused("not-taken", _("It could not be stored. Nothing is lost: what you typed is still here."))


def form_context(request: HttpRequest, stationing: Stationing, form: SaidForm, refused: Refused | None) -> dict[str, Any]:
    """What the page of a form needs."""
    return {
        "form": form, "stationing": stationing, "refused": refused, "once": once(request).hex,
        "above": place.above(stationing), "units": place.units(stationing), "cues": telling.cues(),
    }


def recorded_context(request: HttpRequest, stationing: Stationing, found: dict[str, Any], recorded: Recorded) -> dict[str, Any]:
    """What the page that is read aloud needs, once."""
    return {
        "stationing": stationing, "recorded": recorded, "channel": next(one for one in Channel if one.value == recorded.channel),
        "groups": telling.groups(recorded.digits), "proof": telling.proof_number(recorded.promise.commitment),
        "above": place.above(stationing) if found["about_team"] == "yes" else None, "shows": found["shows"],
        "told": telling.told(stationing, recorded, found, get_language() or "en"), "card": found.get("card"),
        "card_shown": serials.shown(found["card"].serial) if found.get("card") else "",
        "address": telling.address_of(request.build_absolute_uri("/"), stationing, found["language"]),
    }
