"""What the page of doors says of house visits."""

from django.utils.translation import gettext_lazy as _

from dingxin.intake.doors import Door

DOOR = Door(
    "household", _("House visit"), _("You go to them. It works without a network and sends later."), "intake_household:home",
    "h", 50, drafts=False,
)
