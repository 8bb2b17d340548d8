"""Opening a stationing to the public, and ending its intake: only when the keys allow it."""

from typing import TYPE_CHECKING

from dingxin import audit
from dingxin.audit.writing import writing
from dingxin.organisation.models import Stationing
from dingxin.organisation.refusals import Refused
from dingxin.vault.readiness import OPEN, PREPARING, can_close, can_open

if TYPE_CHECKING:
    from dingxin.accounts.identity import Current


def open_stationing(*, current: "Current", stationing: Stationing) -> None:
    """Let the public in. Raises Refused with what is missing."""
    lacks = can_open(stationing)
    if lacks:
        raise Refused("not-ready", " ".join(str(lack.text) for lack in lacks))
    with writing():
        if not Stationing.objects.filter(pk=stationing.pk, state="preparing").update(state="open"):
            raise Refused("not-preparing", str(PREPARING.text))
        audit.record(
            "stationing.opened", actor=current.actor, object=f"stationing:{stationing.pk}",
            scope=str(stationing.team_id),
        )  # fmt: skip
    stationing.state = "open"


def close_stationing(*, current: "Current", stationing: Stationing) -> None:
    """End the intake; coming back never ends. Raises Refused with what is missing."""
    lacks = can_close(stationing)
    if lacks:
        raise Refused("not-ready", " ".join(str(lack.text) for lack in lacks))
    with writing():
        if not Stationing.objects.filter(pk=stationing.pk, state="open").update(state="closed"):
            raise Refused("not-open", str(OPEN.text))
        audit.record(
            "stationing.closed", actor=current.actor, object=f"stationing:{stationing.pk}",
            scope=str(stationing.team_id),
        )  # fmt: skip
    stationing.state = "closed"
