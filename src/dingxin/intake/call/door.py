"""What the page of doors says of the telephone."""

from django.utils.translation import gettext_lazy as _

from dingxin.intake.doors import Door

DOOR = Door("call", _("Call"), _("Somebody is on the telephone, or wants to be called back."), "intake_call:sheet", "t", 5)
