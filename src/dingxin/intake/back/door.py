"""What the page of doors says of those who come back without a device."""

from django.utils.translation import gettext_lazy as _

from dingxin.intake.doors import Door

DOOR = Door(
    "back", _("Digits said aloud"), _("Somebody who was here before says eighteen digits, by telephone or at the counter."),
    "intake_back:digits", "r", 15, drafts=False,
)
