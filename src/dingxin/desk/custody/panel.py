"""The officer's side on the page of a submission: what may be asked for, what waits, what may be opened now."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from dingxin.accounts.identity import Current
from dingxin.casework import keys, names, visible
from dingxin.casework.models import NameRequest, Spoken, Submission
from dingxin.desk.custody.forms import AskForm
from dingxin.mailbox.models import File
from dingxin.rules.codes import Level, OpeningReview, RequestPurpose, RequestState, RequestUse, Role


@dataclass(frozen=True)
class Line:
    """One request as facts."""

    row: NameRequest
    mine: bool

    @property
    def state(self) -> RequestState:
        return RequestState(self.row.state)  # type: ignore[call-arg]

    @property
    def use(self) -> RequestUse:
        return RequestUse(self.row.use)  # type: ignore[call-arg]

    @property
    def ground(self) -> RequestPurpose:
        return RequestPurpose(self.row.ground)  # type: ignore[call-arg]

    @property
    def review(self) -> OpeningReview | str:
        return OpeningReview(self.row.review) if self.row.review else ""  # type: ignore[call-arg]

    @property
    def seal(self) -> str:
        """Two halves; one turned; joined; crossed out."""
        if self.row.state == RequestState.ASKED:
            return "half"
        if self.row.state in (RequestState.APPROVED, RequestState.USED):
            return "two"
        return "refused" if self.row.state == RequestState.REFUSED else "keys"


@dataclass(frozen=True)
class Panel:
    """``live``: the member's own request that waits or may be used; ``earlier``: all others, the latest first.

    ``form`` to ask on the same page, or ``ask_url``, where one is asked on a page of its own.
    """

    live: Line | None
    earlier: list[Line]
    uses: list[str]
    form: AskForm | None = field(default=None)
    ask_url: str = ""


def uses_of(row: Submission) -> list[str]:
    """What of this submission lies behind two keys and may be asked for here."""
    found = [RequestUse.NAME] if row.level == Level.CONFIDENTIAL else []
    if row.level != Level.OPEN and File.objects.filter(thread_id=row.pk, held_by_identity=True).exists():
        found.append(RequestUse.FILES)
    if row.level in (Level.CONFIDENTIAL, Level.OPEN):
        found.append(RequestUse.NEW_DIGITS)
    return [str(one.value) for one in found]


def ask_form(current: Current, row: Submission, data: Any = None) -> AskForm:
    """The form with what may be asked for; the codes of danger for the leader alone."""
    leads = visible.roles(current).get(row.team_id) is Role.LEADER
    return AskForm(data, uses=uses_of(row), leads=leads)


def panel_of(current: Current, row: Submission, form: AskForm | None = None) -> Panel | None:
    """None before it was opened, and where nothing lies behind two keys."""
    lines = _lines(current, row)
    uses = uses_of(row)
    if keys.wrapped("a", row.pk) is None or not (uses or lines):
        return None
    live = _live(lines)
    ask = (form or ask_form(current, row)) if live is None and uses else None
    return Panel(live, [one for one in lines if one is not live], uses, ask)


def panel_of_spoken(current: Current, row: Spoken) -> Panel:
    """The same for a person spoken to; asked on a page of its own."""
    lines = _lines(current, row)
    live = _live(lines)
    return Panel(
        live, [one for one in lines if one is not live], [RequestUse.NAME],
        ask_url="" if live else reverse("desk:spoken-name", args=[row.pk]),
    )


def _lines(current: Current, row: Submission | Spoken) -> list[Line]:
    found = row.name_requests.select_related("asked_by", "decided_by").order_by("-asked_on", "-year", "-number")
    return [Line(one, one.asked_by_id == current.member.pk) for one in found]


def _live(lines: list[Line]) -> Line | None:
    return next((one for one in lines if one.mine and one.row.state in names.LIVE), None)
