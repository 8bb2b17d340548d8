"""S14: units, a round, a team with its people and keys, and its stationing with the public notice, all by pages."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.browser.script_pages import chromium
from tests.cast_vault import Cast, found
from tests.stories.walk import Walk, follow, paper, refused, send

from dingxin.accounts.queries import fingerprint
from dingxin.organisation.actions import check_box
from dingxin.organisation.models import Box, Round, Stationing, Team, Unit
from dingxin.rules.codes import BoxPoint
from dingxin.vault.models import Inbound, Request
from dingxin.web.days import today

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

UNITS = "代码,名称,上级,类型\nhetan,河滩乡,wanghe,township\nhetan-01,西滩村,hetan,village\n"
PHONE = "0099-555 0114"
SCOPE = "河滩乡机关和各村，大事小事都管"


def units_taken_in(walk: Walk, admin: Page, tmp_path: Path) -> None:
    """The office's own list: looked at first, then taken in."""
    walk.go(admin, "/desk/organisation/units/import/")
    send(admin, file=paper(tmp_path, "units.csv", UNITS))
    assert not Unit.objects.filter(code="hetan").exists()
    send(admin)
    assert Unit.objects.get(code="hetan-01").parent == Unit.objects.get(code="hetan")


def team_made(walk: Walk, admin: Page, cast: Cast) -> Team:
    """A round with its focus topics, its team, two people in it."""
    day, body = today(), cast.body.pk
    walk.go(admin, f"/desk/organisation/rounds/new/?body={body}")
    send(admin, number=14, name="第十四轮巡察", starts=day - timedelta(days=1), ends=day + timedelta(days=60),
         topics="wages 拖欠工资\nfood 食品安全")  # fmt: skip
    round = Round.objects.get(number=14)
    walk.go(admin, f"/desk/organisation/teams/new/?body={body}&round={round.pk}")
    send(admin, number=3, name="第三巡察组")
    team = Team.objects.get(round=round)
    for username, role in (("mu", "leader"), ("bai", "officer")):
        walk.go(admin, f"/desk/organisation/teams/{team.pk}/people/new/")
        send(admin, member=cast.member(username).pk, role=role)
    return team


def keys_made(walk: Walk, cast: Cast, team: Team, leader: Page) -> None:
    """Two signers hear six words of each; the leader makes the vault and signs its statement, a signer is the second."""
    signers = [walk.staff("shen"), walk.staff("fang")]
    for username in ("mu", "bai"):
        member = cast.member(username)
        heard = fingerprint(member).replace("-", " ")
        walk.go(signers[0], f"/desk/keys/team/{team.pk}/certify/{member.pk}/")
        send(signers[0], heard=heard)
        walk.go(signers[1], f"/desk/keys/waiting/{Request.objects.filter(done=False).latest('at').pk}/")
        send(signers[1], heard=heard)
    walk.go(leader, f"/desk/keys/team/{team.pk}/vault/")
    send(leader)
    walk.go(leader, f"/desk/keys/team/{team.pk}/inbounds/")
    assert Inbound.objects.filter(vault__team=team).count() == 1
    send(leader)
    walk.go(signers[0], f"/desk/keys/waiting/{Request.objects.filter(done=False).latest('at').pk}/")
    send(signers[0])


def test_a_team_goes_to_a_unit_and_the_public_reads_its_notice(live_server: Any, tmp_path: Path) -> None:
    cast = found()
    day = today()
    with chromium() as browser:
        walk = Walk(browser, live_server.url, cast)
        admin, leader, person = walk.staff("guli"), walk.staff("mu"), walk.person()
        units_taken_in(walk, admin, tmp_path)
        team = team_made(walk, admin, cast)
        keys_made(walk, cast, team, leader)

        walk.go(admin, f"/desk/organisation/stationings/new/?team={team.pk}")
        send(admin, unit="hetan", code="hetan", starts=day, ends=day + timedelta(days=50),
             intake_until=day + timedelta(days=40), phone=PHONE)  # fmt: skip
        stationing = Stationing.objects.get(code="hetan")
        home = f"/desk/organisation/stationings/{stationing.pk}/"
        walk.go(leader, home)
        follow(leader, "/notice/zh-hans/")
        send(leader, unit="河滩乡", team="望禾县委第三巡察组", intro="我们是县委派来的，替大家办事。", scope=SCOPE,
             address="文化站后院东屋", reception_hours="每天9点到17点")  # fmt: skip
        walk.go(leader, f"{home}notice/ug/")
        send(leader, scope="خېتەن يېزىسىدىكى بارلىق ئىشلار")
        walk.go(leader, f"{home}boxes/")
        send(leader, **{"box-0-place_zh-hans": "卫生院门口", "box-0-safe_zh-hans": "没有摄像头"})
        checked = dict.fromkeys(map(str, BoxPoint), "yes")  # a box is public once every point was looked at
        check_box(current=cast["guli"], box=Box.objects.get(stationing=stationing), answers=checked)

        asked = person.goto(f"{live_server.url}/zh-hans/hetan/")
        assert asked is not None
        assert asked.status == 404  # nothing is public before it is opened
        walk.go(leader, home)
        with leader.expect_navigation():
            leader.locator('form[action$="/open/"] button').click()
        refused(leader)
        walk.go(person, "/zh-hans/hetan/")
        shown = person.locator("main").inner_text()
        for words in (PHONE, SCOPE, "文化站后院东屋", "卫生院门口", "每天9点到17点"):
            assert words in shown
        walk.go(person, "/ug/hetan/")
        assert person.locator("html").get_attribute("dir") == "rtl"
        assert "خېتەن يېزىسىدىكى بارلىق ئىشلار" in person.locator("main").inner_text()
        walk.go(leader, f"{home}poster/zh-hans/")
        assert "/hetan/" in leader.locator(".address").inner_text()
        assert leader.locator(".scan svg").count() == 1
    stationing.refresh_from_db()
    assert stationing.state == "open"
