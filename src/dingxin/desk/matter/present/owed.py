"""Remedies as a page shows them: facts beside a form, totals as tables. Different units of count never add up."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.casework.actions import OpenedMatter
from dingxin.casework.models import Matter, Remedy
from dingxin.casework.opening import RemedyLine
from dingxin.casework.queries import Total
from dingxin.desk.matter.present.words import amount, quantity, say, submission_name, word
from dingxin.desk.matter.totals import totals_by_month
from dingxin.organisation.models import Team
from dingxin.rules.codes import RemedyKind, RemedyState, UnitOfCount
from dingxin.web.parts import Column, Empty, Fact, Link, Table
from dingxin.web.templatetags.dx import ltr


def names_in(matter: Matter) -> dict[str, str]:
    """Submission id (hex) → what it is called, of all that were ever in the matter."""
    links = matter.links.select_related("submission")
    return {link.submission_id.hex: submission_name(link.submission) for link in links}


def whose(line: RemedyLine, names: dict[str, str]) -> str:
    """Whose it is: a submission by its number, or the words that were written."""
    return names.get(line.whose, line.whose)


def facts(remedy: Remedy, opened: OpenedMatter) -> tuple[Fact, ...]:
    """What one entry says, opened."""
    line = opened.remedies[remedy.pk]
    found = [
        Fact(_("What"), word(RemedyKind, remedy.kind), line.text),
        Fact(_("How much"), amount(line.amount, remedy.counted_in)),
        Fact(_("Whose it is"), whose(line, names_in(remedy.matter))),
        Fact(_("State"), word(RemedyState, remedy.state)),
    ]
    if line.deliveries:
        found.append(Fact(_("Delivered so far"), amount(line.delivered, remedy.counted_in)))
    return tuple(found)


def _cells(total: Total) -> tuple[object, ...]:
    return (
        word(RemedyKind, total.kind), word(UnitOfCount, total.counted_in), quantity(total.promised),
        quantity(total.delivered), quantity(total.confirmed),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("What")), Column(_("Counted in")), Column(_("Promised"), True), Column(_("Delivered"), True),
        Column(_("Confirmed by the person"), True),
    )


def table_of(rows: Sequence[Total], caption: str) -> Table:
    """Totals with a line for each kind and unit of count; no sum over them."""
    return Table(caption, _columns(), tuple(_cells(row) for row in rows))


def totals_beside(rows: Sequence[Total]) -> Table | None:
    """The totals of one matter, narrow enough to stand beside its story; None without any."""
    live = [row for row in rows if row.promised or row.delivered or row.confirmed]
    if not live:
        return None
    columns = (
        Column(_("What")), Column(_("Promised"), True), Column(_("Delivered"), True), Column(_("Confirmed"), True),
    )  # fmt: skip
    lines = tuple((
        say(_("%(kind)s (%(unit)s)"), kind=word(RemedyKind, row.kind), unit=word(UnitOfCount, row.counted_in)),
        quantity(row.promised), quantity(row.delivered), quantity(row.confirmed),
    ) for row in live)  # fmt: skip
    return Table(_("Promised, delivered and confirmed by the person"), columns, lines)


def table_by_month(current: Current, team: Team) -> Table:
    """The same by the month in which it was entered."""
    rows = tuple((ltr(month), *_cells(total)) for month, total in totals_by_month(current, team))
    return Table(_("By month, the latest first"), (Column(_("Month")), *_columns()), rows)


def empty() -> Empty:
    """Nothing was entered yet."""
    return Empty(
        _("Nothing was promised yet"),
        _("When a finding holds, enter on the matter's page what each person is to get back. Promised, delivered and "
          "confirmed by the person are counted apart."),
        (Link(_("To the matters"), reverse("desk:matters")),),
    )


def delivered_to(opened: OpenedMatter | None, remedies: Sequence[Remedy]) -> dict[str, list[tuple[str, int]]]:
    """Submission id (hex) → what was delivered to it, as (unit of count, hundredths), without what was taken back."""
    found: dict[str, dict[str, int]] = {}
    live: dict[UUID, Remedy] = {row.pk: row for row in remedies if not row.corrected and row.corrects_id is None}
    for pk, line in (opened.remedies if opened else {}).items():
        if pk in live and line.delivered:
            sums = found.setdefault(line.whose, {})
            sums[live[pk].counted_in] = sums.get(live[pk].counted_in, 0) + line.delivered
    return {key: sorted(sums.items()) for key, sums in found.items()}
