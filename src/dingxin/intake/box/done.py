"""What was done, in one line, after the redirect. The address carries the code only."""

from django.utils.translation import gettext_lazy as _

DONE = {
    "checked": _("The checklist was kept."),
    "photo": _("The photo was kept. It was made anew from its pixels."),
    "no-photo": _("The photo was taken away."),
    "down": _("The box counts as taken down from today."),
    "up": _("The box hangs again. Look at its place anew: the checklist is empty."),
    "joined": _("You are the second person. Take the envelopes out together, count them, and each type the number."),
    "given-up": _("The opening was given up. Nothing was counted."),
    "one-count": _("Your count is kept and not shown to the other, who counts again and types theirs."),
    "counted": _("Both counted the same. Now open the envelopes, one after another."),
    "recount": _("You did not count the same. Put the envelopes together, count again, each for yourself."),
    "recorded": _("Recorded and sealed. Write the number onto the letter."),
    "closed": _("Reconciled: as many recorded as counted."),
    "closed-difference": _("Closed with a difference. It is reported to the body above until somebody there has seen it."),
    "seen": _("You have seen it. The opening says so."),
    "asked": _("A second person has to agree: a signer, or another officer or leader, in their own session."),
    "agreed": _("Agreed. A leader prints it now, sheet by sheet."),
    "ended": _("This order has ended."),
    "void": _("The sheet is void: what was not used of it opens nothing any more."),
}
