"""What a page says after an act."""

from django.utils.translation import gettext_lazy as _

DONE = {
    "reported": _("It is entered, on the shortest clock. Whom it names does not find it."),
    "told": _("Linked. It stands before everything else now."),
    "verify": _("Recorded as verified."), "protect": _("The protective step is recorded."),
    "hand-over": _("Recorded: the body that disciplines has it. What comes of it is entered in the matter."),
    "settle": _("Recorded as dealt with. It is asked about again after closing."),
    "unfounded": _("Recorded: there was nothing in it."), "asked": _("Their answer is recorded."),
}
