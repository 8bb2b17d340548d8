"""What was done, in one line, after the redirect. The address carries the code only."""

from django.utils.translation import gettext_lazy as _

DONE = {
    "approved": _("The second key was turned, to this one officer. You have not seen the name, and will not."),
    "refused": _("Refused. Only whoever asked can read why."),
    "reviewed": _("Your finding is kept."),
}
