"""Which stationing a page belongs to, and what every page of it shows."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language

from dingxin.organisation import public as organisation

EMERGENCY = {"cn-inspection": "110", "eu-whistleblower": "112"}
"""Whom to call first in danger, by policy pack; nothing is shown where a pack holds in many countries."""


@dataclass(frozen=True)
class Place:
    """A stationing that was opened, with its notice in the page's language."""

    stationing: Any  # organisation.models.Stationing, which this room does not import
    notice: organisation.Notice

    @property
    def context(self) -> dict[str, Any]:
        """What the templates of all pages of a stationing take."""
        return {
            "notice": self.notice, "code": self.notice.code, "phone": self.notice.phone,
            "body_name": str(self.notice.team), "home_url": reverse("portal:home", args=[self.notice.code]),
            "emergency": EMERGENCY.get(self.stationing.team.body.pack, ""),
        }


def place_or_404(code: str) -> Place:
    """The stationing of this address, open or closed; 404 when unknown or in preparation: they look the same."""
    found = organisation.stationing(code)
    if found is None:
        raise Http404
    return Place(found, organisation.notice(found, get_language() or settings.LANGUAGE_CODE))
