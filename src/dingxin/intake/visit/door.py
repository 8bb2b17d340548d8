"""What the page of doors says of the counter."""

from django.utils.translation import gettext_lazy as _

from dingxin.intake.doors import Door

DOOR = Door("visit", _("Visit"), _("Somebody came to the counter, alone or with others."), "intake_visit:record", "v", 10)
