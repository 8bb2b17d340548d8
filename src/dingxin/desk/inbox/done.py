"""What was done, in one line, after the redirect. The address carries the code only."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

DONE = {
    "coded": _("The codes are kept."),
    "made": _("A matter was made of it."),
    "linked": _("It was put into the matter."),
    "advised": _("The advice was given, and that is recorded."),
    "thanked": _("Closed as thanks."),
    "aside": _("Proposed to be set aside. A second person looks at it."),
    "aside-second": _("Set aside by two. It stays counted, apart."),
    "aside-declined": _("It is not set aside and goes on like any other."),
    "again": _("It is taken up again."),
    "repeat": _("Marked as a repeat. It is counted and answered anew."),
    "sent-up": _("It was sealed to the body above. Nothing of it stays here but its number."),
    "name-asked": _("The request went to the custodians with its reason. It waits for the second key."),
    "name-back": _("The request was taken back."),
    "name-ended": _("The release was ended: nothing of the second key is left."),
    "message": _("The message is sealed to the person and waits at their receipt."),
}


def done_line(code: str) -> str:
    """The line of a code; ``next-`` before it: it was done to the one before this."""
    line = str(DONE.get(code.removeprefix("next-"), ""))
    return gettext("The one before: %(line)s") % {"line": line} if line and code.startswith("next-") else line
