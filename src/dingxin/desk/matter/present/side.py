"""The right side of a matter's page: facts, remedies, the waiting proposal."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dingxin.accounts.identity import Current
from dingxin.casework import terms
from dingxin.casework.actions import OpenedMatter
from dingxin.casework.facts import is_leader
from dingxin.casework.models import Matter, Proposal, Remedy
from dingxin.casework.queries import MatterPage
from dingxin.desk.matter.present.events import Chip
from dingxin.desk.matter.present.moves import argument_facts
from dingxin.desk.matter.present.words import amount, in_language, listed, quantity, say, submission_name, word
from dingxin.rules.codes import Authority, Level, Nature, Rank, RemedyKind, RemedyState, UnitOfCount
from dingxin.vault import keyring
from dingxin.web.parts import Fact, Link
from dingxin.web.templatetags.dx import ltr


def facts(page: MatterPage, opened: OpenedMatter | None) -> list[Fact]:
    """What is known without a key, and the subject where it was opened. People appear as how many, never as names."""
    matter = page.matter
    pack = terms.pack_of(matter)
    category = pack.category(matter.category) if matter.category else None
    about = opened.subject if opened and opened.subject else ""
    rank = listed([
        *([word(Rank, matter.rank)] if matter.rank else []), *([_("first in charge")] if matter.first_hand else [])
    ])  # fmt: skip
    found = [
        Fact(_("About"), about, rank) if about else Fact(_("Subject"), rank),
        Fact(_("Managed by"), word(Authority, matter.authority) if matter.authority else ""),
        Fact(_("Nature"), word(Nature, matter.nature) if matter.nature else ""),
        Fact(_("Category"), in_language(category.label) if category else matter.category),
        Fact(_("Focus topic"), matter.topic.name if matter.topic else ""),
        Fact(_("Unit"), matter.unit.name if matter.unit else ""),
        Fact(_("People"), _people(page)),
        Fact(_("Came from"), _("Own finding of the team") if matter.origin == "own_finding" else ""),
        Fact(_("Went to"), _("another matter") if page.joined_seen else ""),
        Fact(_("Recusal"), _recused(matter)),
    ]
    return [fact for fact in found if fact.value]


def _people(page: MatterPage) -> str:
    levels = Counter(row.link.submission.level for row in page.links if row.link.submission.level)
    persons = sum(row.link.submission.persons for row in page.links)
    if not persons:
        return ""
    how = listed(say(_("%(level)s %(n)s"), level=word(Level, level), n=ltr(count)) for level, count in levels.items())
    text = ngettext("%(n)s person who reported it", "%(n)s people who reported it", persons)
    whole = say(text, n=ltr(persons))
    return say(_("%(people)s: %(how)s"), people=whole, how=how) if how else whole


def _recused(matter: Matter) -> str:
    kept = len(keyring.recused(matter.vault_id, matter.unit, matter.pk))
    if not kept:
        return ""
    return say(ngettext(
        "%(n)s member, for whom this page does not exist", "%(n)s members, for whom this page does not exist", kept
    ), n=ltr(kept))  # fmt: skip


@dataclass(frozen=True)
class RemedyLine:
    """One entry with its acts."""

    text: str
    whose: str
    state: Chip
    note: str
    acts: tuple[Link, ...]
    on: date


def remedy_lines(page: MatterPage, opened: OpenedMatter | None) -> list[RemedyLine]:
    """Those that stand; what was taken back is in the story."""
    names: dict[str, str] = {row.link.submission_id.hex: submission_name(row.link.submission) for row in page.links}
    live = [row for row in page.remedies if not row.corrected and row.corrects_id is None]
    return [_remedy(row, opened, names) for row in live]


def _remedy(row: Remedy, opened: OpenedMatter | None, names: dict[str, str]) -> RemedyLine:
    line = opened.remedies.get(row.pk) if opened else None
    kind = word(RemedyKind, row.kind)
    acts = [("remedy-deliver", _("Enter the delivery"))] if row.state == RemedyState.PROMISED else []
    acts += [("remedy-confirm", _("The person has it"))] if row.state == RemedyState.DELIVERED else []
    acts += [("remedy-correct", _("Correct the entry"))]
    links = tuple(Link(label, reverse(f"desk:{name}", args=[row.pk])) for name, label in acts)
    if line is None:
        return RemedyLine(kind, "", Chip(row.state, word(RemedyState, row.state)), "", links, row.on)
    part = 0 < line.delivered < line.amount
    note = say(_("%(part)s of it delivered"), part=amount(line.delivered, row.counted_in)) if part else ""
    return RemedyLine(
        say(_("%(kind)s, %(amount)s"), kind=kind, amount=amount(line.amount, row.counted_in)),
        names.get(line.whose, line.whose), Chip(row.state, word(RemedyState, row.state)), note, links, row.on,
    )


def returned(page: MatterPage) -> list[tuple[str, str]]:
    """(amount, unit of count) delivered so far, for the sums under the title."""
    return [
        (quantity(total.delivered), word(UnitOfCount, total.counted_in)) for total in page.totals if total.delivered > 0
    ]


# Proposals


@dataclass(frozen=True)
class Waiting:
    """The proposal that waits. ``mine``: proposed by this member; ``decide``: this member may approve or send back."""

    label: str
    facts: tuple[Fact, ...]
    reason: str
    mine: bool
    decide: bool
    proposal: Proposal


def waiting(current: Current, page: MatterPage, opened: OpenedMatter | None, label: str) -> Waiting | None:
    """None when nothing waits."""
    proposal = page.proposal
    if proposal is None:
        return None
    proposal.matter = page.matter
    mine = proposal.proposed_by_id == current.member.pk
    reason = opened.proposals.get(proposal.pk, "") if opened else ""
    return Waiting(
        label, argument_facts(current, proposal), reason, mine, not mine and is_leader(current, page.matter), proposal,
    )
