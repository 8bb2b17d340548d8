"""Who made a record and who sent it, for who may read the submission."""

from django.utils.translation import gettext as _

from dingxin.casework.models import Submission
from dingxin.casework.origins import Origin
from dingxin.intake.household.models import Record


def origin(submission: Submission) -> list[Origin]:
    """Empty for a house visit that was not recorded on a device."""
    row = Record.objects.select_related("made_by", "sent_by").filter(pk=submission.pk).first()
    if row is None:
        return []
    listed = [
        Origin(_("Recorded at their home by"), row.made_by.name), Origin(_("Sent by"), row.sent_by.name),
        Origin(_("Day by the device's clock"), day=row.sealed_on),
    ]
    if row.sealed_on != submission.received_on:
        listed.append(Origin(_("Counted from"), _("the day it was sent: the device's day cannot be right")))
    return listed
