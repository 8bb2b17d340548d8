"""What a person reads when they are asked for a meeting or for leave to be named, in their own language.

The words of the team stand between fixed sentences that say what a no means, so that nobody forgets to say it.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Meeting:
    """What is proposed. ``change``: it is asked anew, because something of it was changed."""

    time: str = field(repr=False)
    place: str = field(repr=False)
    way: str = field(repr=False)
    why: str = field(default="", repr=False)
    change: bool = False


def language_of(said: str) -> str:
    """The person's language where the house has it, else the one that is spoken now."""
    known = {code for code, _name in settings.LANGUAGES}
    return said if said in known else get_language() or settings.LANGUAGE_CODE


def meeting(proposed: Meeting, language: str) -> str:
    """The proposal of a meeting or call, as it stands on the receipt's page."""
    with override(language_of(language)):
        first = _("May we meet you, or call you?")
        if proposed.change:
            first = _("We changed our proposal. May we meet you, or call you?")
        lines = [
            first, proposed.why, _("Time: %(words)s") % {"words": proposed.time},
            _("Place: %(words)s") % {"words": proposed.place}, _("Way: %(words)s") % {"words": proposed.way},
            _("Only when you say yes to all three does anybody come or call. You can say no to each, and it does you no "
              "harm: we go on as before. A yes can be taken back at any time, also at the last minute."),
        ]
        return "\n\n".join(line for line in lines if line)


def naming(purpose: str, to: str, text: str, without: str, language: str) -> str:
    """The leave to be named. ``purpose``: the LeavePurpose in English; ``without``: what cannot be done without it."""
    with override(language_of(language)):
        purposes = {
            "pay": _("so that you can be paid"), "deliver": _("so that it can be delivered to you"),
            "hear": _("so that you can be heard"),
        }
        lines = [
            _("May we name you, for this one purpose: %(purpose)s?") % {"purpose": purposes[purpose]},
            _("To whom: %(words)s") % {"words": to}, text,
            _("Without it this cannot be done: %(words)s") % {"words": without},
            _("A no does you no harm, and everything else goes on. A yes holds for this one time; until it is used you "
              "can take it back."),
        ]
        return "\n\n".join(line for line in lines if line)
