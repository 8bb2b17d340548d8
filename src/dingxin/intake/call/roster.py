"""Who is on duty: today, in this part of the day, and where nobody is. Keyless facts, but for whose keys hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from dingxin.accounts.models import Member
from dingxin.intake.call.models import Duty, DutyHours
from dingxin.organisation.models import Stationing
from dingxin.organisation.queries import holders_of, members_of, role_in
from dingxin.rules import clock
from dingxin.rules.codes import TEAM_ROLES, DayPart, DutyPost, Role
from dingxin.vault import keyring, relations
from dingxin.vault.certificates import CUSTODIANS, verify_member
from dingxin.vault.models import Vault
from dingxin.vault.refusals import NotTrusted
from dingxin.vault.trust import trust_of

RECORDS = frozenset(str(role) for role in TEAM_ROLES)
DAYS = 7


def part_now(moment: datetime | None = None) -> tuple[date, DayPart]:
    """(day, part) of the roster at this moment: at three in the morning it is still yesterday's night."""
    here = (moment or clock.now()).astimezone(ZoneInfo(settings.TIME_ZONE))
    if here.hour < DayPart.MORNING.begins:
        return here.date() - timedelta(days=1), DayPart.NIGHT
    return here.date(), next(part for part in reversed(DayPart) if part.begins <= here.hour)


@dataclass(frozen=True)
class Standing:
    """Somebody on duty. ``recipient``: where a slip is sealed to them, empty when it is not; ``why``: no_keys, recused or
    gone (in the team no more), else empty."""

    member: Member
    post: DutyPost
    recipient: str
    why: str


def answering(stationing: Stationing, first: date, last: date) -> list[Duty]:
    """Who answers calls between two days, each person once."""
    rows = Duty.objects.filter(stationing=stationing, day__range=(first, last), post=DutyPost.TELEPHONE)
    return list({row.member_id: row for row in rows.select_related("member")}.values())


def on_duty(stationing: Stationing, day: date, part: DayPart) -> list[Standing]:
    """Everybody on duty then."""
    return standing(stationing, Duty.objects.filter(stationing=stationing, day=day, part=part).select_related("member"))


def standing(stationing: Stationing, rows: Iterable[Duty]) -> list[Standing]:
    """How each of them stands towards this place today."""
    rows, found = list(rows), list[Standing]()
    known: dict[tuple[UUID, str], Standing] = {}
    kept = _kept(stationing) if rows else set()
    for row in rows:
        one = (row.member_id, row.post)
        if one not in known:
            known[one] = _stands(stationing, row, kept)
        found.append(known[one])
    return found


def _stands(stationing: Stationing, row: Duty, kept: set[UUID]) -> Standing:
    telephone = row.post == DutyPost.TELEPHONE
    recipient = _certified(stationing, row.member, telephone)
    why = "" if recipient else "no_keys"
    if telephone and role_in(row.member, stationing.team_id) is None:
        recipient, why = "", "gone"
    elif row.member_id in kept:
        recipient, why = "", "recused"
    return Standing(row.member, DutyPost(row.post), recipient, why)  # type: ignore[call-arg]


def _kept(stationing: Stationing) -> set[UUID]:
    vault = Vault.objects.filter(team=stationing.team_id).only("pk").first()
    entered = keyring.recused(vault.pk, stationing.unit) if vault else set()
    return entered | relations.related(stationing.unit.path)


def _certified(stationing: Stationing, member: Member, telephone: bool) -> str:
    body = stationing.team.body
    scope, roles = (stationing.team_id, RECORDS) if telephone else (body.pk, CUSTODIANS)
    try:
        return verify_member(member, scope=scope, roles=roles, trust=trust_of(body)).recipient
    except NotTrusted:
        return ""


def candidates(stationing: Stationing) -> list[tuple[Member, DutyPost]]:
    """Who can be put on the roster: the team for the telephone, the body's custodians for the second key."""
    team = [(row.member, DutyPost.TELEPHONE) for row in members_of(stationing.team)]
    keys = [(row.member, DutyPost.SECOND_KEY) for row in holders_of(stationing.team.body, Role.CUSTODIAN)]
    return team + keys


def hours(stationing: Stationing) -> list[DayPart]:
    """In which parts of the day calls are answered here."""
    row = DutyHours.objects.filter(pk=stationing.pk).first()
    return [part for part in DayPart if row is None or part in row.parts.split()]


@dataclass(frozen=True)
class Cell:
    """One part of one day. ``wanted``: calls are answered then. ``lacks``: nobody, no_custodian, or empty."""

    day: date
    part: DayPart
    people: tuple[Standing, ...]
    wanted: bool

    @property
    def lacks(self) -> str:
        if not self.wanted:
            return ""
        posts = {one.post for one in self.people if one.why != "gone"}
        if DutyPost.TELEPHONE not in posts:
            return "nobody"
        return "no_custodian" if self.part is DayPart.NIGHT and DutyPost.SECOND_KEY not in posts else ""


def week(stationing: Stationing, first: date, days: int = DAYS) -> list[tuple[date, list[Cell]]]:
    """The roster from a day on, with its gaps."""
    last = first + timedelta(days=days - 1)
    rows = list(Duty.objects.filter(stationing=stationing, day__range=(first, last)).select_related("member"))
    known = {(one.member_id, one.post): seen for one, seen in zip(rows, standing(stationing, rows), strict=True)}
    wanted = set(hours(stationing))
    found = []
    for day in (first + timedelta(days=number) for number in range(days)):
        cells = []
        for part in DayPart:
            here = [known[one.member_id, one.post] for one in rows if one.day == day and one.part == part]
            cells.append(Cell(day, part, tuple(here), part in wanted))
        found.append((day, cells))
    return found


def gaps(stationing: Stationing, first: date, days: int = DAYS) -> list[Cell]:
    """Parts of the coming days in which a call would find nobody, or a night without a custodian; within the stay."""
    return [
        cell for day, cells in week(stationing, first, days) for cell in cells
        if cell.lacks and stationing.starts <= day <= stationing.intake_until
    ]
