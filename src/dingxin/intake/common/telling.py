"""What is read aloud, and what stands on the papers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dingxin.casework.models import Submission
from dingxin.casework.recording import Recorded
from dingxin.casework.terms import first_due
from dingxin.organisation.models import Stationing
from dingxin.organisation.public import notice
from dingxin.rules.codes import ReceiptShows


@dataclass(frozen=True)
class Told:
    """One sentence to read aloud; ``day`` is said after it."""

    text: str
    day: date | None = None


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


def _with_card(stationing: Stationing, found: dict[str, Any], language: str) -> list[Told]:
    phone = notice(stationing, language).phone
    said = [
        Told(
            _("The card that you hold is your receipt now. Open it when you are alone: nobody of us has seen what is inside.")
            if found.get("by_phone") else
            _("This card is yours. Open it at home: inside are eighteen digits that nobody here has seen with you.")
        ),
        Told(
            _("With your eighteen digits you see where it stands: on the web, or when you call %(phone)s.")
            % {"phone": phone} if phone else
            _("With your eighteen digits you see where it stands: on the web, or here at the counter.")
        ),
    ]
    if found["shows"] == ReceiptShows.STATE:
        said.append(Told(_("The receipt shows only where it stands, never an answer. For the answer, come or call.")))
    return said


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
    if found.get("card") is not None:
        said += _with_card(stationing, found, language)
    elif recorded.digits is None:
        said.append(Told(_without(found)))
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
    said.append(Told(_reached(found)))
    return said


def _without(found: dict[str, Any]) -> str:
    if found.get("by_phone"):
        return _("You have no receipt. It is dealt with all the same. Call again if you want to know more.")
    return _("You wanted no receipt. It is dealt with all the same. Come here if you want to know more.")


def _reached(found: dict[str, Any]) -> str:
    """How we go to them, and that in no other way. ``call_back``: the telephone's one call, which they agreed to."""
    if not found.get("call_back"):
        nobody = _("Nobody calls you and nobody comes to your home.")
        return nobody if not found["contact"] else _("We contact you only in the way you said.")
    if not found["contact"]:
        return _("We call you once, at the hour you named. Nobody else calls, and nobody comes to your home.")
    return _("We call you once, at the hour you named. Else we contact you only in the way you said.")
