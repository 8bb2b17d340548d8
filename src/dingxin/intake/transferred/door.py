"""What the page of doors says of what others hand over."""

from django.utils.translation import gettext_lazy as _

from dingxin.intake.doors import Door

DOOR = Door(
    "transferred", _("Transferred"), _("Another body or a hotline hands it over."), "intake_transferred:home", "t", 60,
    drafts=False,
)
