"""The fixed cast with keys: two bodies, their people, three teams with vaults, an open stationing. Invented throughout.

``from tests.cast_vault import found`` and call ``found()`` in a test with the database. The first call of a day makes
it through the real actions (a second or two); later calls put the same rows back. ``client_of(person)`` is a browser.

望禾县委巡察办公室 (county), below 南屏地委巡察办公室 (prefecture). Team 9 (``team``): leader ``helan`` 何岚, officers
``song`` 宋启明, ``zhou`` 周砚, ``azi`` 阿孜古丽, clerk ``ding`` 丁小禾; stationed at 麦栈镇 (``maizhan``). Team 10
(``stranger_team``): leader ``qin`` 秦放, officer ``luoyi`` 罗一. The prefecture's superior team (``above``) hears
what is about teams. ``follow_up`` takes over after a round.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.test import Client
from tests import retold
from tests.cast import CastMember, client_for
from tests.cast_mailbox import BOXES, TEXTS
from tests.snapshot import Snapshot

from dingxin.accounts.identity import Current
from dingxin.accounts.models import Member
from dingxin.config import founding
from dingxin.config.founding import BodyPlan, FoundedTeam, Person, TeamPlan
from dingxin.organisation import actions as organisation
from dingxin.organisation import models as org
from dingxin.rules.codes import BoxPoint, TeamKind, Tier
from dingxin.vault import models as vlt
from dingxin.web.days import today


@dataclass
class Cast:
    """Everybody by first use; ``people`` holds all of them by user name."""

    people: dict[str, Person]
    body: org.Body
    superior_body: org.Body
    round: org.Round
    units: dict[str, org.Unit]
    team: FoundedTeam
    stranger_team: FoundedTeam
    follow_up: FoundedTeam
    above: FoundedTeam
    stationing: org.Stationing

    def __getitem__(self, username: str) -> Current:
        """The member, unlocked, as an action wants it; fresh for each use."""
        person = self.people[username]
        return founding.current_of(Member.objects.get(pk=person.member.pk), person.current.keys())

    def member(self, username: str) -> Member:
        return Member.objects.get(pk=self.people[username].member.pk)

    @property
    def vault(self) -> vlt.Vault:
        return self.team.vault

    @property
    def main(self) -> vlt.Compartment:
        return vlt.Compartment.objects.select_related("vault__team").get(vault=self.vault, without="")


NAMES = {
    # county: administrator, two signers, two custodians, office
    "guli": "古丽", "shen": "沈济", "fang": "方砚秋", "luo": "罗衡", "tian": "田书", "gao": "高牧",
    "helan": "何岚", "song": "宋启明", "zhou": "周砚", "azi": "阿孜古丽", "ding": "丁小禾",
    "qin": "秦放", "luoyi": "罗一", "mu": "穆合", "bai": "白榆",
    # prefecture: two signers, two custodians, leader and officer of the superior team
    "yuan": "袁北", "jin": "金石", "kang": "康宁", "meng": "孟归", "xue": "薛定", "tao": "陶然",
}  # fmt: skip
UNITS = [
    ("wanghe", "望禾县", ""), ("maizhan", "麦栈镇", "wanghe"), ("maizhan-01", "上麦村", "maizhan"),
    ("maizhan-02", "下麦村", "maizhan"), ("jiaoyu", "县教育局", "wanghe"),
]  # fmt: skip


def _make() -> Cast:
    people = {name: founding.found_person(actor="cast", username=name, name=NAMES[name]) for name in NAMES}
    by = people.__getitem__
    founder = by("guli").current
    above = founding.found_body(founder=founder, plan=BodyPlan(
        code="nanping", name="南屏地委巡察办公室", tier=Tier.PREFECTURE,
        signers=[by("yuan"), by("jin")], custodians=[by("kang"), by("meng")],
    ))  # fmt: skip
    body = founding.found_body(founder=founder, parent=above, plan=BodyPlan(
        code="wanghe", name="望禾县委巡察办公室", tier=Tier.COUNTY, signers=[by("shen"), by("fang")],
        custodians=[by("luo"), by("tian")], office=[by("gao")], admins=[by("guli")],
    ))  # fmt: skip
    day = today()
    round = organisation.create_round(
        current=founder, body=body, number=13, name="第十三轮巡察", starts=day - timedelta(days=20),
        ends=day + timedelta(days=80), topics=[("subsidies", "惠民补贴"), ("wages", "拖欠工资"), ("food", "食品安全")],
    )  # fmt: skip
    units: dict[str, org.Unit] = {}
    for code, name, parent in UNITS:
        units[code] = organisation.create_unit(current=founder, code=code, name=name, parent=units.get(parent))
    upper, county = [by("yuan"), by("jin")], [by("shen"), by("fang")]
    superior = founding.found_team(founder=founder, body=above, granters=upper, plan=TeamPlan(
        number=1, name="地委巡察办受理组", kind=TeamKind.SUPERIOR, leaders=[by("xue")], officers=[by("tao")],
    ))  # fmt: skip
    team = founding.found_team(founder=founder, body=body, granters=county, round=round, plan=TeamPlan(
        number=9, name="第九巡察组", leaders=[by("helan")], officers=[by("song"), by("zhou"), by("azi")],
        clerks=[by("ding")],
    ))  # fmt: skip
    stranger = founding.found_team(founder=founder, body=body, granters=county, round=round, plan=TeamPlan(
        number=10, name="第十巡察组", leaders=[by("qin")], officers=[by("luoyi")],
    ))  # fmt: skip
    follow_up = founding.found_team(founder=founder, body=body, granters=county, plan=TeamPlan(
        number=1, name="督办组", kind=TeamKind.FOLLOW_UP, leaders=[by("mu")], officers=[by("bai")],
    ))  # fmt: skip
    stationing = organisation.create_stationing(
        current=founder, team=team.team, unit=units["maizhan"], code="maizhan", starts=day - timedelta(days=8),
        ends=day + timedelta(days=52), intake_until=day + timedelta(days=44), phone="0099-555 0109", texts=TEXTS,
        boxes=BOXES,
    )  # fmt: skip
    for box in stationing.boxes.all():
        organisation.check_box(current=by("helan").current, box=box, answers=dict.fromkeys(BoxPoint, "yes"))
    founding.open_to_public(founder=founder, stationing=stationing)
    return Cast(people, body, above, round, units, team, stranger, follow_up, superior, stationing)


_kept: dict[date, Snapshot] = {}


def found() -> Cast:
    """The cast in this test's database. A second call in one test is an error of the test."""
    day = today()
    if day not in _kept:
        cast = _make()
        _kept[day] = Snapshot(cast)
    else:
        cast = _kept[day].put_back()
    retold.begin(cast)
    return cast


def client_of(cast: Cast, username: str, *, unlocked: bool = True) -> Client:
    """A browser of one of the cast, signed in past the second factor."""
    person = cast.people[username]
    known = CastMember(
        cast.member(username), person.secrets.passphrase, person.secrets.recovery_code, person.totp_secret
    )
    vars(known)["keys"] = person.current.keys()
    return client_for(known, unlocked=unlocked)


