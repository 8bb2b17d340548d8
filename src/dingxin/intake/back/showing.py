"""What a clerk reads out to who came back, and what the page says of mistakes."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dingxin.mailbox import sentences
from dingxin.mailbox.coming_back import Visit
from dingxin.mailbox.refused import Refused, Why

DONE = {
    "add": gettext_lazy("“It has arrived, locked.”"),
    "pressed": gettext_lazy("“It has arrived. This comes before everything else.”"),
    "confirm": gettext_lazy("“We enter it as confirmed by you, by voice, before two of us.”"),
    "dispute": gettext_lazy("“We enter that it is not solved. Somebody else takes it up again.”"),
    "refuse": gettext_lazy("“Your no has arrived. Nothing follows from it for you.”"),
    "no_contact": gettext_lazy("“From now on nobody calls or comes.”"),
    "withdraw": gettext_lazy("“We stop where we can; what others must do by law may go on.”"),
    "new": gettext_lazy("“The new digits hold. The old ones open nothing any more.”"),
}


def title() -> str:
    """Of the page of digits."""
    return _("Digits said aloud")


def done(act: str) -> str:
    """What to say after an act."""
    return str(DONE.get(act, ""))


def facts(visit: Visit) -> dict[str, Any]:
    """The state in plain words, the next step and its day, and what is asked. Nothing of any message."""
    heard = sentences.heard(visit.facts)
    card = heard["card"]
    heading, lead = sentences.state(card["state"])
    waits = card["next_step"] in ("your_word", "your_answer")  # where somebody has answered, nothing is asked any more
    return {
        "heading": heading, "lead": lead, "next_step": sentences.next_step(card["next_step"]),
        "due": date.fromisoformat(card["due_day"]) if card["due_day"] else None,
        "question": card["question"] if waits else "", "asked": card["asked"],
    }


def mistyped(digits: str) -> str:
    """Why these cannot be right, without saying anything of any receipt."""
    if len(digits) != 18:
        return ngettext(
            "%(n)s digit is typed; there are 18. Let them say it again, three by three.",
            "%(n)s digits are typed; there are 18. Let them say them again, three by three.", len(digits),
        ) % {"n": len(digits)}
    return _("One of the digits was misheard, or two changed places. Read the groups to them, one by one.")


def nothing() -> str:
    """Unknown, closed, changed, another team's, or one that this member is kept from: all alike."""
    return _("Nothing opens for you under these digits. Read them to the caller once more. If they are right, a colleague may "
             "try, or the caller uses the web page; perhaps they were changed for new ones.")


def busy() -> str:
    """Too many at once, or in this hour."""
    return _("Too many digits are being looked up just now. Try again in a minute; nothing is lost.")


def locked() -> str:
    """The token ran out."""
    return _("For their safety the page was locked after twenty minutes. Let them say their digits again.")


def why(refused: Refused) -> str:
    """Why an act was not done; nothing was stored then."""
    known = {
        "witness": _("Two of the staff hear this: choose who listens with you. Nothing was entered."),
        "read_back": _("Read it back to them first, and tick that they agreed. Nothing was entered."),
        "words": _(
            "There are words for what is not solved. Empty the field, or let them add those words below. Nothing was entered."
        ),
        "act": _("Choose what they say: solved, or not solved. Nothing was entered."),
        "text": _("There are no words yet. Nothing was entered."),
    }
    if refused.why is Why.BAD and refused.field in known:
        return known[refused.field]
    return {
        Why.OTHER: _("Something else is asked by now, or it was answered already. Look at the page again; nothing was entered."),
        Why.CLOSED: _("The receipt was closed or changed a moment ago. Nothing was entered."),
        Why.TOO_LARGE: _("That is too long. Enter it in two parts; nothing was entered."),
        Why.FULL: _("No more fits under this receipt. Take it down as a new call, and say that it belongs to an earlier one."),
        Why.STALE: _("The team's keys were just renewed. Try again in a minute; nothing was entered."),
    }.get(refused.why, _("It could not be entered. Nothing was changed; try again."))
