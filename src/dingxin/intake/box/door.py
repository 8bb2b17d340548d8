"""What the page of doors says of boxes."""

from django.utils.translation import gettext_lazy as _

from dingxin.intake.doors import Door

DOOR = Door(
    "box", _("Opinion boxes"), _("Two people open a box, count, and record every envelope."), "intake_box:home", "b", 40,
    icon="mailbox", drafts=False,
)
