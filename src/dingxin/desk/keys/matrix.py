"""One table: who can open what. Built from signed lists of holders, never from key rows alone; no key is used."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dingxin.accounts.identity import Current
from dingxin.accounts.models import Member
from dingxin.casework import visible
from dingxin.desk.keys.doors import recused_from
from dingxin.desk.keys.plain_words import names_without, role_word
from dingxin.organisation.models import Team
from dingxin.organisation.queries import holders_of, members_of
from dingxin.rules.codes import Role
from dingxin.vault import readiness
from dingxin.vault.custodians import check, verified_custody
from dingxin.vault.inbounds import ROTATE_AFTER
from dingxin.vault.models import Compartment, CustodyHolder, Inbound, Vault, Wrap
from dingxin.vault.refusals import NotTrusted
from dingxin.vault.trust import trust_of
from dingxin.web.days import today

OPENS, HALF, PUTS_IN, RECUSED, NONE = "opens", "half", "puts_in", "recused", "none"
ORDER = {Role.LEADER: 0, Role.OFFICER: 1, Role.CLERK: 2}


@dataclass(frozen=True)
class Person:
    """One column: a member in one role, or many who should hold nothing. ``edge`` begins a group."""

    members: tuple[Member, ...]
    role: str
    word: str
    group: str
    edge: bool = False

    @property
    def member(self) -> Member:
        """The member of a column for one."""
        return self.members[0]

    @property
    def name(self) -> str:
        """Whose column it is."""
        if len(self.members) == 1:
            return self.member.name
        return ngettext("%(n)d person", "%(n)d people", len(self.members)) % {"n": len(self.members)}

    def among(self, ids: Collection[UUID]) -> bool:
        """Whether anybody of the column is one of these."""
        return any(member.pk in ids for member in self.members)


@dataclass(frozen=True)
class Cell:
    """What one person has of one thing: a code of this module, and whether a group begins here."""

    state: str
    edge: bool
    who: str


@dataclass(frozen=True)
class Row:
    """One thing that can be opened. ``enough``: (shape, word, tone); ``until``: the day something is due."""

    name: str
    note: str
    cells: tuple[Cell, ...]
    enough: tuple[str, str, str]
    until: date | None = None
    until_word: str = ""
    late: bool = False


@dataclass(frozen=True)
class Matrix:
    """The whole table. ``broken``: why it cannot be shown, in the words of the refusal."""

    people: tuple[Person, ...]
    groups: tuple[tuple[str, int, bool], ...]
    rows: tuple[Row, ...]
    broken: str = ""


def people_of(team: Team) -> list[Person]:
    """Columns: the team by role, custodians and archivists, and all others of the body in one."""
    rows = sorted(members_of(team), key=lambda row: ORDER.get(Role(row.role), 9))  # type: ignore[call-arg]
    listed = [Person((row.member,), row.role, role_word(row.role), team.name) for row in rows]
    seen = {one.member.pk for one in listed}
    groups = (
        (_("Custody, in no team"), (Role.CUSTODIAN,)), (_("Archive, in no team"), (Role.ARCHIVIST,)),
    )  # fmt: skip
    for group, roles in groups:
        edge = True
        for role in roles:
            for row in holders_of(team.body, role):
                if row.member_id in seen:
                    continue
                seen.add(row.member_id)
                listed.append(Person((row.member,), role, role_word(role), group, edge))
                edge = False
    others = {
        row.member_id: row.member for role in (Role.SIGNER, Role.OFFICE, Role.ADMIN)
        for row in holders_of(team.body, role) if row.member_id not in seen
    }  # fmt: skip
    if others:
        words = _("signers, office, administrators")
        listed.append(Person(tuple(others.values()), "", words, _("Others of the body"), True))
    return listed


def _groups(people: Sequence[Person]) -> tuple[tuple[str, int, bool], ...]:
    found: list[tuple[str, int, bool]] = []
    for one in people:
        if found and found[-1][0] == one.group:
            found[-1] = (one.group, found[-1][1] + 1, found[-1][2])
        else:
            found.append((one.group, 1, bool(found)))
    return tuple(found)


def build(team: Team, current: Current) -> Matrix:
    """The table of one team, without what the viewer is recused from: no compartment, and no matter in the counts."""
    people = people_of(team)
    vault = Vault.objects.filter(team=team).select_related("body").first()
    if vault is None:
        return Matrix(tuple(people), _groups(people), ())
    try:
        rows = _rows(vault, people, current)
    except NotTrusted as refusal:
        return Matrix(tuple(people), _groups(people), (), broken=str(refusal))
    return Matrix(tuple(people), _groups(people), tuple(rows))


def _rows(vault: Vault, people: Sequence[Person], current: Current) -> list[Row]:
    trust = trust_of(vault.body_id)
    all_compartments = list(Compartment.objects.filter(vault=vault).select_related("vault").order_by("without"))
    compartments = [one for one in all_compartments if not recused_from(current.member, one)]
    holding = {one.pk: {member.pk for member in readiness.holders(one, trust)} for one in compartments}
    leaders = {one.member.pk for one in people if one.role == Role.LEADER}
    matters = dict(
        Wrap.objects.filter(compartment__in=compartments, purpose="M")
        .exclude(object_id__in=visible.closed_matters(current).values("pk")).values_list("compartment_id")
        .annotate(n=Count("pk"))
    )  # fmt: skip
    rows = [_inbound(row, people, holding) for row in _inbounds(vault) if row.compartment_id in holding]
    for one in compartments:
        held = holding[one.pk]
        count = matters.get(one.pk, 0)
        note = ngettext("%(n)d matter", "%(n)d matters", count) % {"n": count}
        name = _("Compartment without %(names)s") % {"names": names_without(one)} if one.without else _("Main compartment")
        term = _("period %(n)d") % {"n": one.epoch}
        rows.append(Row(
            name, f"{term}, {note}",
            tuple(Cell(_opens(p, held, one), p.edge, p.name) for p in people), _enough(held, leaders),
        ))  # fmt: skip
    main = next((one for one in compartments if not one.without), None)
    rows.append(_identity(vault, people, holding[main.pk] if main else set()))
    return rows


def _opens(person: Person, held: set[UUID], compartment: Compartment) -> str:
    if person.among(held):
        return OPENS
    return RECUSED if any(recused_from(member, compartment) for member in person.members) else NONE


def _inbounds(vault: Vault) -> list[Inbound]:
    rows = Inbound.objects.filter(vault=vault, state="current").select_related("unit", "compartment")
    return sorted(rows, key=lambda row: row.unit.path if row.unit else "")


def _inbound(row: Inbound, people: Sequence[Person], holding: dict[UUID, set[UUID]]) -> Row:
    held = holding[row.compartment_id]
    cells = []
    for one in people:
        state = _opens(one, held, row.compartment)
        cells.append(Cell(PUTS_IN if state == NONE and one.role == Role.CLERK else state, one.edge, one.name))
    due = row.not_before + ROTATE_AFTER
    name = _("What comes in about %(unit)s") % {"unit": row.unit.name} if row.unit else _("What comes in")
    return Row(
        name, _("key %(n)d, who opens the envelopes") % {"n": row.epoch}, tuple(cells), _two(len(held)), until=due,
        until_word=_("change"), late=due <= today(),
    )  # fmt: skip


def _two(count: int) -> tuple[str, str, str]:
    if count >= 2:
        return "check", ngettext("%(n)d person", "%(n)d people", count) % {"n": count}, "ok"
    return "tri", ngettext("only %(n)d person", "only %(n)d people", count) % {"n": count}, "late"


def _enough(held: set[UUID], leaders: set[UUID]) -> tuple[str, str, str]:
    """Two at leader level, as the design asks; two of any role is said with its number."""
    at_top = len(held & leaders)
    if len(held) < 2:
        return _two(len(held))
    if at_top >= 2:
        return "check", _("%(n)d at leader level") % {"n": at_top}, "ok"
    return "dia", _("%(n)d, one at leader level") % {"n": len(held)}, "due"


def _identity(vault: Vault, people: Sequence[Person], readers: set[UUID]) -> Row:
    keepers: set[UUID] = set()
    word = _("no custodians' key yet")
    look: tuple[str, str, str] = ("tri", word, "late")
    try:
        custody = verified_custody(vault.body, trust_of(vault.body_id))
        named = set(check(custody, trust_of(vault.body_id)).custodians)
        rows = CustodyHolder.objects.filter(custody=custody).values_list("member_id", flat=True)
        keepers = {pk for pk in rows if pk.hex in named}
        look = ("keys", _("never alone"), "seal") if len(keepers) >= 2 else _two(len(keepers))
    except NotTrusted:
        pass
    cells = tuple(
        Cell(HALF if one.among(keepers if one.role == Role.CUSTODIAN else readers) else NONE, one.edge, one.name)
        for one in people
    )  # fmt: skip
    return Row(_("Who the person is"), _("two halves together, one submission, one reader"), cells, look)
