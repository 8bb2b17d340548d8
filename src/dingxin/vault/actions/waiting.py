"""Taking back what waits for its second person."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from dingxin import audit
from dingxin.audit.writing import writing
from dingxin.organisation.refusals import Refused
from dingxin.vault.models import Request

if TYPE_CHECKING:
    from dingxin.accounts.identity import Current


def take_back(*, current: "Current", request: Request) -> None:
    """The proposer, or whoever should have seconded it, ends a request that nobody signed. Raises Refused when done."""
    with writing():
        deleted = Request.objects.filter(pk=request.pk, done=False).delete()[0]
        if not deleted:
            raise Refused("request-gone", _("This was completed or taken back meanwhile."))
        audit.record(
            "vault.request_ended", actor=current.actor, object=f"member:{request.first_by_id}",
            scope=str(request.vault.team_id) if request.vault else "",
            facts={"what": request.kind, "request": str(request.pk)},
        )  # fmt: skip
