"""The demo's organisation, founded forty days ago through the real actions, its inbound identities rotated since."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from dingxin.accounts.identity import Current
from dingxin.accounts.models import Member
from dingxin.config import founding
from dingxin.config.demo import place
from dingxin.config.founding import BodyPlan, FoundedTeam, Person, TeamPlan
from dingxin.mailbox import inlets
from dingxin.organisation import actions as organisation
from dingxin.organisation.models import Body, Round, Stationing, Unit
from dingxin.rules import clock
from dingxin.rules.codes import BoxPoint, TeamKind
from dingxin.vault import actions as vaults
from dingxin.vault.models import Vault

DAYS_STATIONED = 39
ROTATED_ON = (14, 28, DAYS_STATIONED + 1)  # days after founding


@dataclass
class County:
    """Everything a story needs. ``day0``: the day before the team arrived."""

    people: dict[str, Person]
    body: Body
    round: Round
    units: dict[str, Unit]
    team: FoundedTeam
    superior: FoundedTeam
    stationing: Stationing
    day0: date

    def __getitem__(self, username: str) -> Current:
        """A fresh unlocked member, as an action wants it."""
        person = self.people[username]
        return founding.current_of(Member.objects.get(pk=person.member.pk), person.current.keys())


def moment(day: date, hour: int = 10) -> datetime:
    """An hour of a local day."""
    return datetime.combine(day, time(hour), ZoneInfo(settings.TIME_ZONE))


def _people(*, actor: str) -> dict[str, Person]:
    return {
        one.username: founding.found_person(actor=actor, username=one.username, name=one.name) for one in place.PEOPLE
    }


def found(today: date) -> County:
    """Found both bodies, the team and the stationing as of forty days before ``today``."""
    day0 = today - timedelta(days=DAYS_STATIONED + 1)
    with clock.telling(moment(day0, 8)):
        people = _people(actor="demo")
        having = {
            role: [people[one.username] for one in place.PEOPLE if one.role == role]
            for role in {one.role for one in place.PEOPLE}
        }
        founder = people["admin"].current
        bodies: dict[str, Body] = {}
        for code, parent, tier, name, english, uyghur in place.BODIES:
            texts = {"zh-hans": {"name": name}, "en": {"name": english}, "ug": {"name": uyghur}}
            bodies[code] = founding.found_body(founder=founder, parent=bodies.get(parent or ""), plan=BodyPlan(
                code=code, name=name, tier=tier, texts=texts, signers=having[f"{code}:signer"],
                custodians=having[f"{code}:custodian"], admins=having.get(f"{code}:admin", ()),
            ))  # fmt: skip
        body = bodies["wanghe"]
        round_ = organisation.create_round(
            current=founder, body=body, number=13, name="第十三轮", starts=day0, ends=today + timedelta(days=80),
            topics=place.TOPICS,
        )  # fmt: skip
        units: dict[str, Unit] = {}
        for code, parent, kind, name in place.UNITS:
            units[code] = organisation.create_unit(
                current=founder, code=code, name=name, parent=units.get(parent or ""), kind=kind
            )
        superior = founding.found_team(founder=founder, body=bodies["anling"], granters=having["anling:signer"], plan=TeamPlan(
            number=1, name="地委巡察办受理组", kind=TeamKind.SUPERIOR, leaders=having["superior:leader"],
            officers=having["superior:officer"],
        ))  # fmt: skip
        team = founding.found_team(
            founder=founder, body=body, granters=having["wanghe:signer"], round=round_, plan=TeamPlan(
                number=place.TEAM_NUMBER, name=place.TEAM_NAME, texts=place.TEAM_TEXTS, leaders=having["leader"],
                officers=having["officer"], clerks=having["clerk"],
            ),
        )  # fmt: skip
        stationing = organisation.create_stationing(
            current=founder, team=team.team, unit=units["maizhan"], code="maizhan", starts=day0 + timedelta(days=1),
            ends=today + timedelta(days=21), intake_until=today + timedelta(days=13), phone=place.PHONE,
            texts=place.NOTICE, boxes=place.BOXES,
        )  # fmt: skip
        for box in stationing.boxes.all():
            organisation.check_box(
                current=having["leader"][0].current, box=box, answers=dict.fromkeys(BoxPoint, "yes")
            )
        founding.open_to_public(founder=founder, stationing=stationing)
        inlets.refresh()
    return County(people, body, round_, units, team, superior, stationing, day0)


def rotate(county: County, day: date) -> None:
    """A new inbound identity for both vaults, signed by leader and signer, as every fortnight asks."""
    with clock.telling(moment(day, 7)):
        for vault, leader, signer in ((county.team.vault, "helan", "qiaoan"), (county.superior.vault, "fangze", "jinshi")):
            request = vaults.rotate_inbound(current=county[leader], vault=Vault.objects.get(pk=vault.pk))
            vaults.second_statement(current=county[signer], request=request)
        inlets.refresh()
