"""The counter's form: what every door asks, and how many came."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from dingxin.intake.common.cards import WithCard
from dingxin.intake.common.fields import MOST_PERSONS, Count
from dingxin.intake.common.forms import SaidForm


class VisitForm(WithCard, SaidForm):
    """One visit by one or several people. ``collective_from``, ``most_spokespersons``: of the team's pack."""

    day_label: ClassVar[Any] = _("Day of the visit")

    persons = Count(_("How many came"), most=MOST_PERSONS, initial=1)
    spokespersons = Count(
        _("Of them, how many speak for the others"), none=_("Somebody has to speak for them: one at least, or leave it empty."),
    )

    def __init__(self, *args: Any, collective_from: int, most_spokespersons: int, **kwargs: Any) -> None:
        self.collective_from, self.most_spokespersons = collective_from, most_spokespersons
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """At least one came, and not more speak than came or than the pack allows."""
        found = super().clean()
        if "persons" in found:
            found["persons"] = found["persons"] or 1
            self._speakers(found)
        return found

    def _speakers(self, found: dict[str, Any]) -> None:
        speak = found.get("spokespersons")
        if speak and speak > found["persons"]:
            self.add_error("spokespersons", _("More than came."))
        elif speak and speak > self.most_spokespersons:
            self.add_error("spokespersons", _(
                "%(most)d at most may speak: agree with them on fewer who speak for all."
            ) % {"most": self.most_spokespersons})
