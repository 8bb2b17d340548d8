"""The whole page of a matter: what its facts and the words that were opened become."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.casework import actions
from dingxin.casework.actions import OpenedMatter
from dingxin.casework.facts import is_leader
from dingxin.casework.models import Matter
from dingxin.casework.queries import MatterPage, matter_page
from dingxin.desk.contact.panel import Panel, panel_of
from dingxin.desk.matter.present import moves, side, side_clocks, side_links
from dingxin.desk.matter.present.events import Event
from dingxin.desk.matter.present.head import Head, head_of
from dingxin.desk.matter.present.now import Now, now_line
from dingxin.desk.matter.present.opened import Unsealed
from dingxin.desk.matter.present.owed import totals_beside
from dingxin.desk.matter.present.story import Story
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import Confirmation
from dingxin.rules.move_table import MOVES
from dingxin.sealing.errors import SealBroken
from dingxin.web.parts import Clock, Fact, Link, Move, Table


@dataclass(frozen=True)
class Shown:
    """What the template takes. ``title`` empty and ``shut`` saying why where nothing opens for this member."""

    head: Head
    title: str
    shut: str
    data: MatterPage
    now: Now
    events: list[Event]
    moves: list[Move]
    waiting: side.Waiting | None
    clocks: list[Clock]
    links: list[side_links.LinkLine]
    link_sums: str
    facts: list[Fact]
    remedies: list[side.RemedyLine]
    totals: Table | None
    returned: list[tuple[str, str]]
    contact: Panel
    records: tuple[Link, ...]
    changes: tuple[Link, ...]

    @property
    def no_word(self) -> int:
        """How many were asked and said nothing yet."""
        return sum(1 for row in self.data.links if row.link.answered_on and not row.link.confirmation)


def show(current: Current, matter: Matter, wanted: UUID | None) -> Shown:
    """Read the facts, open the matter's own words and one submission's, and tell it all.

    ``wanted``: the submission to open; else the disputed one, else the first that came. A fixed number of queries.
    """
    opened, shut = _open(current, matter)
    page = matter_page(current, matter)
    unsealed = _unseal(current, page, wanted) if opened is not None else Unsealed()
    label = _(MOVES[page.proposal.move].label) if page.proposal and page.proposal.move in MOVES else ""
    return Shown(
        head=head_of(matter), title=opened.title if opened else "", shut=shut, data=page, now=now_line(current, page),
        events=Story(page, opened, unsealed).events(),
        moves=moves.choices(matter, page.moves, page.proposal.move if page.proposal else ""),
        waiting=side.waiting(current, page, opened, label), clocks=side_clocks.clocks(page),
        links=side_links.link_lines(page, opened), link_sums=side_links.link_sums(page), facts=side.facts(page, opened),
        remedies=side.remedy_lines(page, opened), totals=totals_beside(page.totals), returned=side.returned(page),
        contact=panel_of(matter),
        records=_records(page, is_leader(current, matter)), changes=_changes(matter),
    )


def _open(current: Current, matter: Matter) -> tuple[OpenedMatter | None, str]:
    try:
        return actions.open_pieces(current=current, matter=matter), ""
    except Refused as refused:
        return None, str(refused)
    except SealBroken:
        return None, _("A seal on this matter does not hold: somebody may have changed the database. Nothing was "
                       "opened. Tell the team leader and whoever runs this machine.")  # fmt: skip


def _unseal(current: Current, page: MatterPage, wanted: UUID | None) -> Unsealed:
    rows = {row.link.submission_id: row.link for row in page.links}
    disputed = [pk for pk, link in rows.items() if link.confirmation == Confirmation.DISPUTED]
    chosen = wanted if wanted in rows else disputed[0] if disputed else next(iter(rows), None)
    if chosen is None:
        return Unsealed()
    try:
        return Unsealed(actions.open_submission(current=current, submission=rows[chosen].submission))
    except Refused as refused:
        return Unsealed(refused={chosen: str(refused)})
    except SealBroken:
        return Unsealed(refused={chosen: _("The seal on this does not hold.")})


def _records(page: MatterPage, leads: bool) -> tuple[Link, ...]:
    """What can be written down besides a note; each form says itself when the rules do not allow it."""
    matter = page.matter
    closed = matter.state == "closed"
    listed = [
        (_("Verification step"), "matter-step", not closed), (_("Evidence"), "matter-evidence", True),
        (_("Assessment"), "matter-assess", matter.state == "open"),
        (_("Finding"), "matter-finding", matter.state == "verifying"),
        (_("Remedy"), "matter-remedy", True), (_("Instruction"), "matter-instruction", True),
        (_("Notice or referral"), "matter-child", matter.state in ("found", "acting")),
        (_("What came back"), "matter-came-back", bool(
            matter.notices_open or matter.transfers_open or matter.referrals_open
        )),
        (_("Review asked for"), "matter-review", matter.state in ("answered", "closed")),
        (_("Interference dealt with"), "matter-interference", leads and page.facts.interference_open),
    ]  # fmt: skip
    pressed = Link(_("Somebody is pressed"), f"{reverse('desk:pressed-new')}?matter={matter.pk}")
    return (*(Link(label, reverse(f"desk:{name}", args=[matter.pk])) for label, name, there in listed if there), pressed)


def _changes(matter: Matter) -> tuple[Link, ...]:
    listed = [
        (_("Change codes"), "matter-code"), (_("Change title"), "matter-retitle"), (_("Move its key"), "matter-compartment"),
    ]  # fmt: skip
    return tuple(Link(label, reverse(f"desk:{name}", args=[matter.pk])) for label, name in listed)
