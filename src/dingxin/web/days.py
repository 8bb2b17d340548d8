"""Today, where the installation is."""

from datetime import date

from django.conf import settings

from dingxin.rules import clock


def today() -> date:
    """The local calendar day (setting DINGXIN_TIME_ZONE), from the one seam of time."""
    return clock.today(settings.TIME_ZONE)
