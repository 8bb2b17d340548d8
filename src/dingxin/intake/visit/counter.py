"""What the counter's pages show besides the form: where we are, whom to name, what to read aloud."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from dingxin.accounts.models import Member
from dingxin.casework.models import Submission
from dingxin.casework.recording import Recorded
from dingxin.casework.terms import first_due
from dingxin.mailbox.models import Thread
from dingxin.mailbox.refused import Why
from dingxin.organisation.models import Body, Stationing
from dingxin.organisation.public import notice
from dingxin.organisation.queries import stationings_of, superior_team, teams_of, units_under
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import ReceiptShows

SUGGESTED = 200


@dataclass(frozen=True)
class Told:
    """One sentence to read aloud; ``day`` is said after it."""

    text: str
    day: date | None = None


def not_taken(why: Why) -> Refused:
    """The mailbox's refusal in the counter's words. Nothing was stored then."""
    if why is Why.STALE:
        return Refused("not-ready", _("The team's keys were just renewed. Nothing is stored yet: file again in a minute."))
    if why is Why.TOO_LARGE:
        return Refused("too-long", _("That is too long for one visit. Shorten it, or file the rest as a second one."))
    return Refused("not-taken", _("It could not be stored. Nothing is lost: what you typed is still here."))


def stationing_of(member: Member, wanted: str) -> Stationing | None:
    """The latest stationing of the wanted team, else of the member's first team that has one."""
    teams = list(teams_of(member))
    try:
        chosen = UUID(wanted)
    except ValueError:
        chosen = None
    for team in sorted(teams, key=lambda one: one.pk != chosen):
        found = stationings_of(team).select_related("unit", "team__body__parent", "team__round").order_by("-starts").first()
        if found is not None:
            return found
    return None


def above(stationing: Stationing) -> Body | None:
    """Who hears what is about the team itself."""
    team = superior_team(stationing.team.body)
    return team.body if team is not None and team.pk != stationing.team_id else None


def units(stationing: Stationing) -> list[str]:
    """Names that the field suggests: the unit and what is below it."""
    return list(units_under(stationing.unit).values_list("name", flat=True)[:SUGGESTED])


def cues() -> list[str]:
    """What one may ask while they speak."""
    return [
        _("When did it begin?"), _("Is it still so?"), _("Whom did you ask before?"), _("What would put it right?"),
        _("What are you most afraid of?"),
    ]


def groups(digits: str | None) -> list[str]:
    """Six groups of three."""
    return [digits[at : at + 3] for at in range(0, len(digits), 3)] if digits else []


def proof_number(commitment: bytes) -> str:
    """By which two slips are compared: the first 16 hexadecimal digits in fours."""
    text = commitment.hex()[:16].upper()
    return " ".join(text[at : at + 4] for at in range(0, 16, 4))


def address_of(root: str, stationing: Stationing, language: str) -> str:
    """Where they come back, without the scheme, as one writes it down."""
    known = language if language in ("zh-hans", "ug", "en") else "zh-hans"
    return f"{root.split('://', 1)[-1]}{known}/{stationing.code}/"


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
    return Before(row.number if row else None, bool(held.answer_recipient))


def told(stationing: Stationing, recorded: Recorded, found: dict[str, Any], language: str) -> list[Told]:
    """What happens next, in plain words, in the order in which it is read aloud."""
    row = Submission.objects.select_related("team__round", "team__body").get(pk=recorded.id)
    clock = first_due(row)
    said = [Told(_("It is written down and sealed. I cannot open it again; only those who work on it can."))]
    if found["about_team"] == "yes":
        said.append(Told(_("It goes straight to the body above us. Nobody of this team can open it; they answer you.")))
    elif clock:
        said.append(Told(
            _("Somebody of the team reads it. You hear whether we take it up, at the latest on:"), clock.due
        ))
    else:
        said.append(Told(_("Somebody of the team reads it, and you hear whether we take it up.")))
    if recorded.digits is None:
        said.append(Told(_("You wanted no receipt. It is dealt with all the same. Come here if you want to know more.")))
    else:
        phone = notice(stationing, language).phone
        said.append(Told(
            _("With your eighteen digits you see where it stands: on the web, or when you call %(phone)s.")
            % {"phone": phone} if phone else
            _("With your eighteen digits you see where it stands: on the web, or here at the counter.")
        ))
        if found["shows"] == ReceiptShows.STATE:
            said.append(Told(_("The receipt shows only where it stands, never an answer. For the answer, come or call.")))
        said.append(Told(_("I have heard your digits. The first time you come back, take new ones that only you know.")))
    said.append(Told(
        _("Nobody calls you and nobody comes to your home.") if not found["contact"] else
        _("We contact you only in the way you said.")
    ))
    return said
