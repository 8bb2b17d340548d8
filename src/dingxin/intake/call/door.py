"""What the page of doors says of the telephone."""

from django.utils.translation import gettext_lazy as _

from dingxin.accounts.identity import Current
from dingxin.intake.doors import Beside, Door


def _waiting(current: Current) -> int:
    from dingxin.intake.call import queries

    return queries.waiting(current)


DOOR = Door(
    "call", _("Call"), _("Somebody is on the telephone: take down what they say while they speak."), "intake_call:sheet", "c", 5,
    icon="voice", beside=Beside(_("Call back, missed calls, roster"), "intake_call:home", "m", _waiting),
)
