"""Each submission of a matter with its own outcome: what its person got back, says, and how they said it."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from dingxin.casework.actions import OpenedMatter
from dingxin.casework.queries import LinkRow, MatterPage
from dingxin.desk.matter.present.events import Chip
from dingxin.desk.matter.present.how import SHORT_HOW
from dingxin.desk.matter.present.owed import delivered_to
from dingxin.desk.matter.present.words import amount, listed, on_day, say, submission_name, word
from dingxin.rules.codes import Confirmation, ConfirmedHow, Level, MatterState, Outcome
from dingxin.web.parts import Link
from dingxin.web.templatetags.dx import ltr


@dataclass(frozen=True)
class LinkLine:
    """One submission in the matter: what its person got back, what they say and how, and what can be done."""

    id: UUID
    name: str
    url: str
    got: str
    chips: tuple[Chip, ...]
    note: str
    act: Link | None
    acts: tuple[Link, ...]
    here: bool


def link_lines(page: MatterPage, opened: OpenedMatter | None) -> list[LinkLine]:
    """In the order in which they joined."""
    got = delivered_to(opened, page.remedies)
    return [_line(page, row, got.get(row.link.submission_id.hex, [])) for row in page.links]


def _line(page: MatterPage, row: LinkRow, got: list[tuple[str, int]]) -> LinkLine:
    link, first, more = row.link, *_acts(page, row)
    return LinkLine(
        link.pk, submission_name(link.submission), reverse("desk:submission", args=[link.submission_id]),
        listed(amount(hundredths, counted_in) for counted_in, hundredths in got), _chips(row), _note(row), first, more,
        link.confirmation == Confirmation.DISPUTED,
    )


def _chips(row: LinkRow) -> tuple[Chip, ...]:
    link = row.link
    found: list[Chip] = []
    if link.withdrawn_on is not None:
        found.append(Chip("withdrawn", _("withdrew")))
    if link.confirmation == Confirmation.DISPUTED:
        found.append(Chip("disputed", _("disputed"), word(ConfirmedHow, link.how)))
    elif link.confirmation == Confirmation.CONFIRMED:
        found.append(Chip(link.how, _(SHORT_HOW.get(link.how, link.how)), word(ConfirmedHow, link.how)))
    elif link.told:
        label = _("told to staff: solved") if link.told == Confirmation.CONFIRMED else _("told to staff: not solved")
        found.append(Chip(ConfirmedHow.TOLD_TO_STAFF, label, _("Kept, and not counted as confirmed.")))
    if not link.confirmation and link.standing in (Outcome.EVIDENCED, Outcome.UNCONFIRMED):
        found.append(Chip(link.standing, word(Outcome, link.standing)))
    elif not link.confirmation and link.answered_on is not None:
        found.append(Chip("ring", _("no word yet")))
    elif link.answered_on is None and link.withdrawn_on is None:
        found.append(Chip("unanswered", _("no answer yet")))
    return tuple(found)


def _note(row: LinkRow) -> str:
    link = row.link
    if link.told and not link.confirmation:
        return _("Not counted as confirmed.")
    if link.confirmation or link.answered_on is None:
        return ""
    if link.asked_again_on is not None:
        text = _("Asked on %(first)s and again on %(second)s.")
        return say(text, first=on_day(link.asked_on or link.answered_on), second=on_day(link.asked_again_on))
    if link.word_due is not None:
        return say(_("Their word until %(day)s."), day=on_day(link.word_due))
    return ""


def _acts(page: MatterPage, row: LinkRow) -> tuple[Link | None, tuple[Link, ...]]:
    """The act that is next for this person, and the others."""
    link, matter = row.link, page.matter

    def to(label: str, name: str) -> Link:
        return Link(label, reverse(f"desk:link-{name}", args=[link.pk]))

    acts: list[Link] = []
    can_answer = bool(matter.finding) and matter.state not in (MatterState.OPEN, MatterState.VERIFYING)
    if link.answered_on is None:
        if can_answer or matter.state == MatterState.REDIRECTED or link.withdrawn_on is not None:
            acts.append(to(_("Answer"), "answer"))
        if matter.state != MatterState.OPEN:
            acts.append(to(_("Tell of acceptance"), "acceptance"))
    else:
        acts.append(to(_("Enter their word"), "confirmation"))
        if not link.confirmation and link.asked_again_on is None:
            acts.append(to(_("Ask again"), "ask-again"))
        if matter.state != MatterState.CLOSED:
            acts.append(to(_("Answer anew"), "answer"))
    if link.submission.level == Level.CONFIDENTIAL:
        two_keys = reverse("desk:submission", args=[link.submission_id]) + "#second-key"
        acts.append(Link(_("Second key to the name"), two_keys))
    if row.reach == "answers":
        acts.append(to(_("Write a message"), "message"))
    if link.withdrawn_on is None and matter.state != MatterState.CLOSED:
        acts.append(to(_("Record a withdrawal"), "withdrawal"))
    if link.answered_on is None:
        acts.append(to(_("Take off"), "unlink"))
    settled = link.confirmation == Confirmation.CONFIRMED or not acts
    rest = acts if settled else acts[1:]
    if link.withdrawn_on is None:  # asked only where no other way works: never the first thing
        rest = [*rest, to(_("Ask for leave to be named"), "leave")]
    return (None if settled else acts[0]), tuple(rest)


def link_sums(page: MatterPage) -> str:
    """`confirmed 6, disputed 1`."""
    facts = page.facts
    parts = [
        say(_("confirmed %(n)s"), n=ltr(facts.links_confirmed)) if facts.links_confirmed else "",
        say(_("disputed %(n)s"), n=ltr(facts.links_disputed)) if facts.links_disputed else "",
    ]
    return listed(part for part in parts if part)
