"""Every action of the vault and of the organisation ends in exactly one audit entry, by the one who acted."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from tests.cast_vault import Cast, found

from dingxin.accounts.queries import fingerprint
from dingxin.audit.kinds import KINDS
from dingxin.audit.models import Entry
from dingxin.organisation import actions as organisation
from dingxin.organisation.models import BodyRole, Box, Membership, Stationing
from dingxin.rules.clock import now
from dingxin.rules.codes import Role
from dingxin.vault import actions as vault
from dingxin.vault import keyring
from dingxin.vault.models import Inbound
from dingxin.web.days import today

pytestmark = pytest.mark.django_db
Act = Callable[[Cast], object]


def _stationing(cast: Cast) -> Stationing:
    return Stationing.objects.select_related("team__body__parent").get(pk=cast.stationing.pk)


def _days() -> dict:
    return {"starts": today(), "ends": today() + timedelta(days=9)}


def _role_row(cast: Cast) -> BodyRole:
    return BodyRole.objects.get(member__username="gao")


def _taken_down(cast: Cast) -> Box:
    Box.objects.update(state="taken_down")
    return cast.stationing.boxes.first()


ORGANISATION: dict[str, Act] = {
    "change_body": lambda c: organisation.change_body(
        current=c["guli"], body=c.body, name="x", tier="county", pack="cn-inspection", texts={}),
    "create_body": lambda c: organisation.create_body(current=c["guli"], code="x", name="x", tier="county"),
    "give_role": lambda c: organisation.give_role(
        current=c["guli"], body=c.body, member=c.member("bai"), role=Role.SIGNER),
    "take_role": lambda c: organisation.take_role(current=c["guli"], row=_role_row(c)),
    "create_unit": lambda c: organisation.create_unit(current=c["guli"], code="x", name="x"),
    "change_unit": lambda c: organisation.change_unit(
        current=c["guli"], unit=c.units["jiaoyu"], name="x", kind="", texts={}),
    "import_units": lambda c: organisation.import_units(
        current=c["guli"], data="代码,名称,上级,类型\nnew,新村,maizhan,村\n".encode()),
    "create_round": lambda c: organisation.create_round(current=c["guli"], body=c.body, number=14, name="x", **_days()),
    "change_round": lambda c: organisation.change_round(
        current=c["guli"], round=c.round, name="x", topics=[("wages", "欠薪"), ("new", "新")], **_days()),
    "move_round": lambda c: organisation.move_round(
        current=c["guli"], round=c.round, move="station", roles=frozenset({Role.ADMIN}), there=frozenset({"statement"})),
    "create_team": lambda c: organisation.create_team(
        current=c["guli"], body=c.body, number=12, name="x", round=c.round),
    "change_team": lambda c: organisation.change_team(current=c["guli"], team=c.team.team, name="x", texts={}),
    "join_team": lambda c: organisation.join_team(
        current=c["guli"], team=c.team.team, member=c.member("bai"), role=Role.CLERK),
    "leave_team": lambda c: organisation.leave_team(
        current=c["guli"], row=Membership.objects.get(member__username="ding")),
    "create_stationing": lambda c: organisation.create_stationing(
        current=c["guli"], team=c.team.team, unit=c.units["jiaoyu"], code="x", intake_until=today(), **_days()),
    "change_stationing": lambda c: organisation.change_stationing(
        current=c["guli"], stationing=c.stationing, intake_until=today(), phone="1", texts={}, **_days()),
    "check_box": lambda c: organisation.check_box(
        current=c["helan"], box=c.stationing.boxes.first(), answers={"no_camera": "no"}),
    "set_photo": lambda c: organisation.set_photo(current=c["helan"], box=c.stationing.boxes.first(), content=b""),
    "take_down": lambda c: organisation.take_down(current=c["helan"], box=c.stationing.boxes.first()),
    "set_up_again": lambda c: organisation.set_up_again(current=c["helan"], box=_taken_down(c)),
    "set_home_unit": lambda c: organisation.set_home_unit(
        current=c["guli"], member=c.member("song"), unit=c.units["jiaoyu"]),
    "set_boxes": lambda c: organisation.set_boxes(current=c["guli"], stationing=c.stationing, boxes=[{}]),
}


def _certificate(cast: Cast):
    return vault.propose_certificate(
        current=cast["shen"], member=cast.member("song"), heard=fingerprint(cast.member("song")), team=cast.team.team
    )


def _keyset(cast: Cast):
    signers = [cast.member(name) for name in ("shen", "fang", "helan")]
    return vault.propose_keyset(current=cast["shen"], body=cast.body, signers=signers)


def _lost(cast: Cast) -> None:
    vault.rekey(current=cast["helan"], vault=cast.vault, member=cast.member("azi"), left=False)


def _grant(cast: Cast):
    return vault.propose_grant(current=cast["helan"], compartment=cast.main, member=cast.member("azi"))


def _apart(cast: Cast):
    return vault.recuse(
        current=cast["helan"], vault=cast.vault, member=cast.member("song"), unit=cast.units["jiaoyu"]
    )


def _declared(cast: Cast):
    return vault.declare_relation(current=cast["song"], unit=cast.units["jiaoyu"], kind="close", text="堂弟在那里。")


def _left_apart(cast: Cast) -> None:
    vault.recuse(current=cast["zhou"], vault=cast.vault, member=cast.member("helan"), unit=cast.units["jiaoyu"])
    vault.rekey(current=cast["helan"], vault=cast.vault, member=cast.member("azi"), left=True)


def _rotated(cast: Cast) -> None:
    request = vault.rotate_inbound(current=cast["helan"], vault=cast.vault)
    vault.second_statement(current=cast["shen"], request=request)


def _nothing(cast: Cast) -> None:
    return None


def _preparing(cast: Cast) -> None:
    Stationing.objects.update(state="preparing")


def _new_team(cast: Cast):
    team = organisation.create_team(current=cast["guli"], body=cast.body, number=11, name="x", round=cast.round)
    organisation.join_team(current=cast["guli"], team=team, member=cast.member("helan"), role=Role.LEADER)
    heard = fingerprint(cast.member("helan"))
    request = vault.propose_certificate(current=cast["shen"], member=cast.member("helan"), heard=heard, team=team)
    vault.second_certificate(current=cast["fang"], request=request, heard=heard)
    return team


def _destroy(cast: Cast) -> None:
    old = Inbound.objects.select_related("compartment__vault", "vault__team").get(vault=cast.vault, state="old")
    with time_machine.travel(now() + timedelta(days=40)):
        vault.destroy_inbound(current=cast["helan"], inbound=old, untriaged=0)


VAULT: dict[str, tuple[Callable[[Cast], object], Callable[[Cast, object], object]]] = {
    "propose_keyset": (_nothing, lambda c, _: _keyset(c)),
    "second_keyset": (_keyset, lambda c, r: vault.second_keyset(current=c["fang"], request=r)),
    "propose_certificate": (_nothing, lambda c, _: _certificate(c)),
    "second_certificate": (_certificate, lambda c, r: vault.second_certificate(
        current=c["fang"], request=r, heard=fingerprint(c.member("song")))),
    "make_custody": (_nothing, lambda c, _: vault.make_custody(
        current=c["luo"], body=c.body, custodians=[c.member("luo"), c.member("tian")])),
    "pass_on_custody": (
        lambda c: vault.make_custody(current=c["luo"], body=c.body, custodians=[c.member("luo"), c.member("tian")]),
        lambda c, _: vault.pass_on_custody(current=c["luo"], body=c.body, to=c.member("tian"))),
    "make_vault": (_new_team, lambda c, team: vault.make_vault(current=c["helan"], team=team, members=[])),
    "propose_grant": (_lost, lambda c, _: _grant(c)),
    "second_grant": (lambda c: (_lost(c), _grant(c))[1], lambda c, r: vault.second_grant(current=c["song"], request=r)),
    "propose_statement": (_nothing, lambda c, _: vault.propose_statement(
        current=c["helan"], inbound=keyring.inbound_for(c.vault.pk, None))),
    "rotate_inbound": (_nothing, lambda c, _: vault.rotate_inbound(current=c["helan"], vault=c.vault)),
    "second_statement": (
        lambda c: vault.rotate_inbound(current=c["helan"], vault=c.vault),
        lambda c, r: vault.second_statement(current=c["shen"], request=r)),
    "destroy_inbound": (_rotated, lambda c, _: _destroy(c)),
    "recuse": (_nothing, lambda c, _: _apart(c)),
    "end_recusal": (_apart, lambda c, row: vault.end_recusal(current=c["helan"], recusal=row)),
    "sign_recusals": (_apart, lambda c, _: vault.sign_recusals(current=c["helan"], vault=c.vault)),
    "declare_relation": (_nothing, lambda c, _: _declared(c)),
    "open_relation": (_declared, lambda c, row: vault.open_relation(current=c["helan"], relation=row)),
    "end_relation": (_declared, lambda c, row: vault.end_relation(current=c["helan"], relation=row)),
    "catch_up": (_nothing, lambda c, _: vault.catch_up(current=c["helan"], vault=c.vault)),
    "rekey": (_nothing, lambda c, _: vault.rekey(
        current=c["helan"], vault=c.vault, member=c.member("azi"), left=True)),
    "rekey_own": (_left_apart, lambda c, _: vault.rekey_own(
        current=c["zhou"], compartment=keyring.compartment_for(c.vault.pk, c.units["jiaoyu"]))),
    "rekey_step": (_lost, lambda c, _: vault.rekey_step(current=c["helan"], vault=c.vault)),
    "leave_team": (_nothing, lambda c, _: vault.leave_team(
        current=c["helan"], member=c.member("ding"), team=c.team.team)),
    "take_back": (_certificate, lambda c, r: vault.take_back(current=c["shen"], request=r)),
    "open_stationing": (_preparing, lambda c, _: vault.open_stationing(current=c["guli"], stationing=_stationing(c))),
    "close_stationing": (_nothing, lambda c, _: vault.close_stationing(current=c["guli"], stationing=_stationing(c))),
}
READS = {"granted_by"}


@pytest.mark.parametrize("name", organisation.__all__)
def test_organisation(name: str) -> None:
    cast = found()
    before = Entry.objects.count()
    ORGANISATION[name](cast)
    _one(before)


@pytest.mark.parametrize("name", sorted(set(vault.__all__) - READS))
def test_vault(name: str) -> None:
    cast = found()
    prepare, act = VAULT[name]
    made = prepare(cast)
    before = Entry.objects.count()
    act(cast, made)
    _one(before)


def _one(before: int) -> None:
    assert Entry.objects.count() == before + 1
    entry = Entry.objects.order_by("-id")[0]
    assert entry.kind in KINDS
    assert entry.actor
    assert all(" " in line for line in entry.facts.splitlines())
