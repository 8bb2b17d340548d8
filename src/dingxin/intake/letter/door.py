"""What the page of doors says of the letter desk."""

from django.utils.translation import gettext_lazy as _

from dingxin.intake.doors import Door

DOOR = Door("letter", _("Letter"), _("A letter came, by post, by hand or out of a box."), "intake_letter:record", "l", 20)
