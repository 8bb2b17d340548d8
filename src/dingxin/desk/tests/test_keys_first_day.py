"""docs/guide/first-day.md, walked by a newcomer: from the founding to an open stationing by pages alone."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from dingxin.desk.tests.office import Founded, founded
from dingxin.mailbox.models import Inlet
from dingxin.organisation.models import Round, Stationing, Team, Unit
from dingxin.vault.models import Inbound, Vault
from dingxin.vault.readiness import can_open
from dingxin.web.days import today

pytestmark = pytest.mark.django_db


def address(name: str, *args: object, **query: object) -> str:
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(f"desk:{name}", args=args) + (f"?{asked}" if asked else "")


def make_plan(office: Founded) -> Team:
    """Units, round, team, people: the administrator's part."""
    office.post("admin", address("organisation_unit_new"), {"name": "麦栈镇", "code": "maizhan"})
    day = today()
    office.post("admin", address("organisation_round_new", body=office.body.pk), {
        "number": 1, "name": "第一轮", "starts": day - timedelta(days=1), "ends": day + timedelta(days=60),
        "topics": "wages 拖欠工资\nfood 食品安全",
    })  # fmt: skip
    round = Round.objects.get()
    assert list(round.topics.order_by("code").values_list("code", flat=True)) == ["food", "wages"]
    office.post("admin", address("organisation_team_new", body=office.body.pk, round=round.pk), {
        "number": 1, "name": "第一巡察组",
    })  # fmt: skip
    office.post("admin", address("organisation_team_new", body=office.body.pk, kind="superior"), {
        "number": 2, "name": "受理组",
    })  # fmt: skip
    team, hears = Team.objects.get(kind="team"), Team.objects.get(kind="superior")
    for part, role, where in (("leader", "leader", team), ("officer", "officer", team), ("hears", "leader", hears),
                              ("hears2", "officer", hears)):  # fmt: skip
        url = address("organisation_team_join", where.pk)
        office.post("admin", url, {"member": office.member(part).pk, "role": role})
    return team


def make_keys(office: Founded, team: Team, leader: str, *people: str) -> None:
    """Certificates, vault, statement: signers and the leader."""
    for part in people:
        office.certify(part, address("keys_certify_team", team.pk, office.member(part).pk), "signer", "signer2")
    page = office.get(leader, address("keys_vault", team.pk))
    ids = re.findall(r'name="members" value="([0-9a-f-]+)"', page)
    assert len(ids) == len(people)
    office.post(leader, address("keys_vault", team.pk), {"members": ids})
    inbound = Inbound.objects.get(vault__team=team)
    office.post(leader, address("keys_sign", team.pk, inbound.pk))
    office.second("signer")


def test_from_the_founding_to_an_open_stationing() -> None:
    office = founded()
    first = office.get("admin", address("organisation"))
    assert "On the way to the first opening" in first or "第一次" in first
    team = make_plan(office)
    for part in ("custodian", "custodian2"):
        url = address("keys_certify_body", office.body.pk, office.member(part).pk)
        office.certify(part, url, "signer", "signer2")
    ids = [office.member("custodian").pk, office.member("custodian2").pk]
    office.post("custodian", address("keys_custody", office.body.pk), {"members": ids})
    make_keys(office, team, "leader", "leader", "officer")
    make_keys(office, Team.objects.get(kind="superior"), "hears", "hears", "hears2")
    day = today()
    office.post("admin", address("organisation_stationing_new", team=team.pk), {
        "unit": "maizhan", "code": "maizhan", "starts": day, "ends": day + timedelta(days=50),
        "intake_until": day + timedelta(days=40), "phone": "0099-555 0109",
    })  # fmt: skip
    stationing = Stationing.objects.get()
    home = address("organisation_stationing", stationing.pk)
    office.post("leader", address("organisation_notice", stationing.pk, "zh-hans"), {
        "scope": "镇机关和各村", "address": "文化站后院东屋", "intro": "我们是县委派来的。",
    })  # fmt: skip
    assert not can_open(stationing)
    page = office.get("leader", home)
    assert address("organisation_stationing_open", stationing.pk) in page
    assert "镇机关和各村" in office.get("leader", address("organisation_preview", stationing.pk, "zh-hans"))
    office.post("leader", address("organisation_stationing_open", stationing.pk))
    stationing.refresh_from_db()
    assert stationing.state == "open"
    assert Inlet.objects.filter(stationing_id=stationing.pk, current=True).count() == 2  # the team's, and the one above
    assert Unit.objects.count() == Vault.objects.count() - 1 == 1


def test_the_page_says_what_is_missing_until_nothing_is() -> None:
    office = founded()
    team = make_plan(office)
    day = today()
    office.post("admin", address("organisation_stationing_new", team=team.pk), {
        "unit": "maizhan", "code": "maizhan", "starts": day, "ends": day + timedelta(days=5),
        "intake_until": day + timedelta(days=5),
    })  # fmt: skip
    stationing = Stationing.objects.get()
    page = office.get("leader", address("organisation_stationing", stationing.pk))
    assert page.count("#m-box") >= 5
    assert address("organisation_stationing_open", stationing.pk) not in page
    answer = office.clients["leader"].post(address("organisation_stationing_open", stationing.pk))
    assert answer.status_code == 409
    for lack in can_open(stationing):
        assert str(lack.text) in answer.content.decode()
    stationing.refresh_from_db()
    assert stationing.state == "preparing"
